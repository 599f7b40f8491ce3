"""Read the words of something public that a webhook only named (Instagram Platform, Mentions)."""

from channels.meta.errors import Refused
from channels.meta.graph import quoted
from channels.meta.messaging.client import Client
from channels.raw import Json, obj, text
from core.vocabulary.events import Person, Posted

MISSING = (100, 33)
BUG = 100


async def read(client: Client, post: str, parent: str) -> Posted | None:
    """Read a comment (``parent`` is what it hangs under) or a post; None when it is gone. Raises a ``SendError``."""
    try:
        found = await _ask(client, post, comment=bool(parent))
    except Refused as refused:
        if (refused.code, refused.subcode) == MISSING:
            return None
        failure = client.table.judge_public(refused)
    else:
        username = text(found.get("username")).lstrip("@")
        return Posted(
            author=Person(id=f"@{username}" if username else "", name=username, username=username),
            post=post,
            text=text(found.get("text")) or text(found.get("caption")),
            why="mention",
            link=text(found.get("permalink")),
            addressed=True,
            parent=parent,
        )
    # Outside of the except block, so that the unjudged refusal is not its context.
    raise failure


async def _ask(client: Client, post: str, *, comment: bool) -> Json:
    """Ask for it; who wrote a comment is not told everywhere, and then only its words are asked for."""
    node = f"mentioned_comment.comment_id({quoted(post)})" if comment else f"mentioned_media.media_id({quoted(post)})"
    name = node.partition(".")[0]
    wanted = "text,timestamp" if comment else "caption,timestamp,permalink"
    try:
        answer = await client.get(quoted(client.account), fields=f"{node}{{id,{wanted},username}}")
    except Refused as refused:
        if refused.code != BUG or refused.subcode:
            raise
        answer = await client.get(quoted(client.account), fields=f"{node}{{id,{wanted}}}")
    return obj(answer.get(name))
