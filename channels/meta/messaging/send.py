"""A Page or account as the engine sends through it (``core.vocabulary.channel.Channel``)."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from cachetools import LRUCache

from channels.meta.errors import Refused
from channels.meta.graph import quoted
from channels.meta.messaging import files, mentioned
from channels.meta.messaging.client import Client
from channels.meta.messaging.errors import ANSWERED, PROFILE_HIDDEN, RATE
from channels.meta.messaging.pace import HEAVY, Pace
from channels.meta.messaging.plan import (
    Part,
    addressed,
    marked,
    plan_files,
    plan_reply,
    plan_template,
    plan_words,
    public_words,
)
from channels.raw import Json, text
from core.vocabulary.channel import Capabilities, PrivateReply, Share, Target
from core.vocabulary.effects import Send
from core.vocabulary.errors import KanalError, Rejected, Retry, SendError, Unknown
from core.vocabulary.events import File, Posted
from core.vocabulary.media import Media, Spool
from core.vocabulary.steps import Clock

log = logging.getLogger(__name__)

REMEMBERED = 4096
MISSING = (100, 33)


class PageChannel:
    """Send messages and answers in public, fetch files, ask for names, and show what was read.

    Messages can be neither edited nor taken back: the engine posts anew. ``left_out`` says in a language that a file
    could not be sent.
    """

    def __init__(self, client: Client, clock: Clock, left_out: Callable[[str], str], pace: Pace | None = None) -> None:
        self.name = client.platform.name
        self.capabilities: Capabilities = client.platform.capabilities
        self._client = client
        self._clock = clock
        self._left_out = left_out
        self._pace = pace or Pace()
        # What went out of a message before one of its requests failed: a retry in this process goes on from there.
        self._partial: LRUCache[str, dict[int, str]] = LRUCache(REMEMBERED)
        # The outbox entry of what this process sent: what the platform says later names the message alone.
        self._entries: LRUCache[str, str] = LRUCache(REMEMBERED)

    async def send(self, target: Target, message: Send, media: Sequence[Media]) -> tuple[str, ...]:
        """Send one message; give the ids, first of the one with words and buttons. Raises a ``SendError``.

        With a ``template`` in the target that goes out alone. A file that the platform does not take is left out, and
        the words say so.
        """
        if target.public:
            return await self._in_public(target, message)
        if target.template is not None:
            return (await self._post(target, plan_template(target.template), first=True),)
        # A file that was not taken is remembered by an empty id.
        done = self._partial.pop(target.entry_id, {})
        shown = plan_files(media)
        try:
            for place, part in enumerate(shown):
                if place not in done:
                    done[place] = await self._file(target, part)
            lost = len(shown) < len(media) or any(not done[place] for place in range(len(shown)))
            parts = plan_words(self._client.platform, message, self._left_out(message.language) if lost else "")
            if not parts and not shown:
                raise Rejected("a message without words, files or place")
            for number, part in enumerate(parts):
                if len(shown) + number not in done:
                    done[len(shown) + number] = await self._post(target, part, first=number == 0)
        except (SendError, asyncio.CancelledError):  # cancelled: the try took too long
            if done and target.entry_id:
                self._partial[target.entry_id] = done
            raise
        ids = [done[place] for place in sorted(done)]
        return tuple(filter(None, (ids[-1], *ids[:-1])))

    async def fetch(self, file: File, into: Spool) -> Media:
        """Download a file. Raises ``FetchError``, ``Retry`` or ``ChannelDown``."""
        return await files.fetch(self._client, file, into)

    def reserve(self, address: str, now: datetime, share: Share = "rest") -> float:
        """Give 0 and a place for the next message to this person, or the seconds after which to ask again."""
        return self._pace.reserve(address, now, share)

    async def seen(self, address: str) -> None:
        """Show a person that the words were read and an answer is being written (Send API, sender actions)."""
        for action in ("mark_seen", "typing_on"):
            body = {"recipient": {"id": address}, "sender_action": action}
            await self._judged(self._client.send(body), self._client.table.judge, address)

    async def name_of(self, address: str) -> str:
        """Ask what a person is called (User profile); empty when the person shows no name. Raises a ``SendError``."""
        fields = self._client.platform.profile
        try:
            shown = await self._client.get(quoted(address), fields=",".join(fields))
        except Refused as refused:
            if (refused.code, refused.subcode) in (PROFILE_HIDDEN, MISSING):
                return ""
            failure = self._client.table.judge(refused)
        else:
            names = [text(shown.get(field)).strip() for field in fields]
            if fields == ("name", "username"):
                return next(filter(None, names), "")
            return " ".join(filter(None, names))
        # Outside of the except block, so that the unjudged refusal is not its context.
        raise failure

    # --- in public ------------------------------------------------------------------------------------------------

    async def answer_in_private(self, target: Target, message: Send) -> PrivateReply:
        """Answer a comment or post in private, once within seven days (Private replies). Raises a ``SendError``.

        Where that was done before there is nothing to do, and no message of which to speak.
        """
        if wait := self._pace.reply(self._clock.now()):
            raise Retry("too many private answers within an hour", after=wait)
        # Posts on the Page carry its id in front; all else has the id of a comment.
        kind = "post_id" if target.address.startswith(f"{self._client.account}_") else "comment_id"
        body = {
            "recipient": {kind: target.address},
            "messaging_type": "RESPONSE",
            "message": marked(plan_reply(self._client.platform, message), target),
        }
        try:
            answer = await self._client.send(body)
        except Refused as refused:
            if refused.code == ANSWERED:
                return PrivateReply((), "")
            failure = self._client.table.judge_public(refused)
        else:
            return PrivateReply((self._id_of(answer, target),), text(answer.get("recipient_id")))
        raise failure

    async def read_post(self, post: str, parent: str) -> Posted | None:
        """Read what was only named to us, as it is now; None when it is gone. Raises a ``SendError``."""
        return await mentioned.read(self._client, post, parent)

    async def _in_public(self, target: Target, message: Send) -> tuple[str, ...]:
        path = f"{quoted(target.address)}/{self._client.platform.replies}"
        words = {"message": public_words(message)}
        answer = await self._judged(self._client.post(path, words), self._client.table.judge_public)
        if not text(answer.get("id")):
            raise Unknown("the platform took a comment and gave no id", "comment without id")
        return (text(answer.get("id")),)

    # --- one message ----------------------------------------------------------------------------------------------

    async def _file(self, target: Target, part: Part) -> str:
        """Send a file; give its message's id, empty when the platform does not take it."""
        try:
            return await self._post(target, part, first=False)
        except Rejected as refused:
            assert part.media is not None
            log.warning("a file of type %s was not taken: %s", part.media.mime, refused)
            return ""

    async def _post(self, target: Target, part: Part, *, first: bool) -> str:
        self._pace.sent(target.address, self._clock.now(), HEAVY if part.heavy else 1)
        special = target.typed or target.template is not None
        body = addressed(part, target, first=first)
        call = self._client.send_file(body, part.media) if part.media else self._client.send(body)
        answer = await self._judged(
            call, lambda refused: self._client.table.judge_message(refused, special=special), target.address
        )
        return self._id_of(answer, target)

    def _id_of(self, answer: Json, target: Target) -> str:
        mid = text(answer.get("message_id"))
        if not mid:
            raise Unknown("the platform took a message and gave no id", "message without id")
        if target.entry_id:
            self._entries[mid] = target.entry_id
        return mid

    async def _judged(self, call: Awaitable[Json], judge: Callable[[Refused], SendError], address: str = "") -> Json:
        """Wait for an answer; turn a refusal into a typed error, and keep quiet as long as it says."""
        failure: KanalError
        try:
            return await call
        except Refused as refused:
            failure = judge(refused)
            if refused.code == RATE and isinstance(failure, Retry) and failure.after:
                self._pace.hold(address, failure.after, self._clock.now())
        raise failure
