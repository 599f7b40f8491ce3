"""What people write in public: comments and posts on the Page, comments on Instagram, and mentions of the account.

Webhooks, feed and mention (Messenger Platform); comments, live_comments and mentions (Instagram Platform).
"""

import hashlib
from datetime import datetime
from urllib.parse import quote

from channels.meta.messaging.platform import Platform
from channels.meta.moments import moment
from channels.raw import Json, obj, text, whole
from core.vocabulary.events import Event, File, Person, Posted, Unposted
from core.vocabulary.lane_names import mention_lane

POSTS = frozenset({"status", "post", "photo", "video", "share", "album", "event"})
GONE = frozenset({"remove", "hide"})
CHANGED = frozenset({"edit", "edited", "unhide"})

Read = tuple[Event | None, str]
"""An event, or the name of what is of no use; neither for what is our own."""


def read(field: str, value: Json, platform: Platform, account: str, at: datetime) -> Read:
    """Read one change; ``at`` is the time of its entry."""
    reader = READERS.get(field)
    return reader(field, value, _Place(platform, account, at)) if reader else (None, field or "changes")


class _Place:
    """Where an event belongs, and how it is named."""

    def __init__(self, platform: Platform, account: str, at: datetime) -> None:
        self.platform = platform
        self.account = account
        self.at = at

    def event(self, body: Posted | Unposted, at: datetime, *parts: str) -> Event:
        name = self.platform.name
        return Event(
            id=":".join((name, self.account, body.post, *parts)),
            lane=mention_lane(name, quote(body.post, safe="+@=~")),
            at=at,
            body=body,
            channel=name,
            address=body.post,
        )

    def is_own(self, author: Json) -> bool:
        return _id(author.get("id")) == self.account or bool(author.get("self_ig_scoped_id"))


def _id(value: object) -> str:
    return text(value).strip() or str(whole(value) or "")


def _feed(field: str, value: Json, place: _Place) -> Read:
    item, verb = text(value.get("item")), text(value.get("verb"))
    comment, post = _id(value.get("comment_id")), _id(value.get("post_id"))
    name = comment if item == "comment" else post
    if (item != "comment" and item not in POSTS) or not name:
        return None, f"{field}.{item or '?'}"
    author = obj(value.get("from"))
    if place.is_own(author):
        return None, ""
    written = moment(value.get("created_time"), place.at)
    if verb in GONE:
        return place.event(Unposted(name), place.at, verb, _seal(value, place.at)), ""
    if verb != "add" and verb not in CHANGED:
        return None, f"{field}.{item}.{verb or '?'}"
    body = Posted(
        author=Person(id=_id(author.get("id")), name=text(author.get("name")).strip()),
        post=name,
        text=text(value.get("message")),
        why="comment" if item == "comment" else "mention",
        link=text(value.get("permalink_url")) or text(obj(value.get("post")).get("permalink_url")),
        files=tuple(_files(value, name)),
        addressed=True,
        parent=_id(value.get("parent_id")) or (post if item == "comment" else ""),
    )
    if verb == "add":
        return place.event(body, written, "add"), ""
    # The time of writing stays when the words change: what is said now is said when the entry was made.
    return place.event(body, place.at, verb, _seal(value, place.at)), ""


def _mention(field: str, value: Json, place: _Place) -> Read:
    """Read that the Page is named elsewhere in something public."""
    item, verb = text(value.get("item")), text(value.get("verb"))
    name = _id(value.get("comment_id")) or _id(value.get("post_id"))
    author = _id(value.get("sender_id"))
    if not name or author == place.account:
        return None, "" if name else f"{field}.{item or '?'}"
    if verb in GONE:
        return place.event(Unposted(name), place.at, verb, _seal(value, place.at)), ""
    body = Posted(
        author=Person(id=author, name=text(value.get("sender_name")).strip()),
        post=name,
        text=text(value.get("message")),
        why="mention",
        link=text(value.get("permalink_url")),
        addressed=True,
        parent=_id(value.get("post_id")) if _id(value.get("comment_id")) else "",
    )
    if verb in CHANGED:
        return place.event(body, place.at, verb, _seal(value, place.at)), ""
    return place.event(body, moment(value.get("created_time"), place.at), "mention"), ""


def _comments(field: str, value: Json, place: _Place) -> Read:
    """Read a comment on something of the account; it has no time of its own, and edits are not told."""
    name, author = _id(value.get("id")), obj(value.get("from"))
    if not name:
        return None, f"{field}.?"
    if place.is_own(author):
        return None, ""
    username = text(author.get("username")).lstrip("@")
    body = Posted(
        author=Person(id=_id(author.get("id")), name=username, username=username),
        post=name,
        text=text(value.get("text")),
        why="comment",
        addressed=True,
        parent=_id(value.get("parent_id")) or _id(obj(value.get("media")).get("id")),
    )
    return place.event(body, place.at, "add"), ""


def _mentions(field: str, value: Json, place: _Place) -> Read:
    """Read that the account is named somewhere: which words, has to be asked (``send.read_post``)."""
    comment, media = _id(value.get("comment_id")), _id(value.get("media_id"))
    if not comment and not media:
        return None, f"{field}.?"
    body = Posted(
        author=Person(id=""),
        post=comment or media,
        text="",
        why="mention",
        addressed=True,
        parent=media if comment else "",
    )
    return place.event(body, place.at, "mention"), ""


def _files(value: Json, name: str) -> list[File]:
    """Give the picture or video of a post; of several only the first is told."""
    for key, kind in (("photo", "photo"), ("video", "video")):
        if url := text(value.get(key)):
            return [File(kind=kind, ref=url, unique=f"{name}:0")]  # type: ignore[arg-type]
    if text(value.get("item")) in ("photo", "video") and (url := text(value.get("link"))):
        return [File(kind=text(value.get("item")), ref=url, unique=f"{name}:0")]  # type: ignore[arg-type]
    return []


def _seal(value: Json, at: datetime) -> str:
    """Tell one change from another, the same whenever it is repeated: the time of the entry stays then."""
    parts = (text(value.get("verb")), text(value.get("message")), at.isoformat())
    return hashlib.sha256("\0".join(parts).encode("utf-8", "backslashreplace")).hexdigest()[:12]


READERS = {
    "feed": _feed,
    "mention": _mention,
    "comments": _comments,
    "live_comments": _comments,
    "mentions": _mentions,
}
