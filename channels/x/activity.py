"""The body of a webhook becomes events: the same, with the same ids, that polling would give (X Activity API). Pure."""

from collections.abc import Callable, Mapping
from datetime import datetime

from channels.raw import Json, obj, objects, text
from channels.x import directs, notices, posts, shapes
from channels.x.posts import Source
from channels.x.shapes import Account, Parsed, first_of, identity
from core.vocabulary.events import Event, Status
from core.vocabulary.lane_names import chat_lane

POSTS: Mapping[str, Source] = {
    "post.mention.create": "mentions",
    "post.reply.create": "reply",
    "post.quote.create": "quote",
    "post.create": "search",
}
SUBSCRIBED = ("dm.received", "chat.received", "oauth.revoke")
"""What only the account itself may subscribe to; of the public kinds those of `POSTS` that are about others."""
SUBSCRIBED_IN_PUBLIC = ("post.mention.create", "post.reply.create", "post.quote.create", "post.delete")


def read(body: Json, account: Account, received: datetime, firsts: Mapping[str, str] | None = None) -> Parsed:
    """Turn one body into events; ``firsts`` knows the first version of posts that were edited."""
    data = obj(body.get("data"))
    if not data:
        return Parsed(ignored=tuple(sorted(str(name) for name in body)))
    kind, payload = text(data.get("event_type")), obj(data.get("payload"))
    whose = identity(obj(data.get("filter")).get("user_id"))
    if not kind:
        return Parsed(lost=("an activity of no kind",))
    if whose and whose != account.id:
        return Parsed(ignored=(f"{kind} of another account",))
    if kind in POSTS:
        return _post(POSTS[kind], payload, data, account, received)
    if kind == "post.delete":
        return _deleted(payload, account, received, firsts or {})
    reader = _READERS.get(kind) or (notices.encrypted if kind.startswith("chat.") else None)
    return reader(payload, account, received) if reader else Parsed(ignored=(kind,))


def _post(source: Source, payload: Json, data: Json, account: Account, received: datetime) -> Parsed:
    if not identity(payload.get("id")):
        return Parsed(lost=("a post without an id",))
    found = posts.read_post(payload, data, account, source, received)
    return Parsed((found,) if found else ())


def _deleted(payload: Json, account: Account, received: datetime, firsts: Mapping[str, str]) -> Parsed:
    post_id = identity(first_of(payload, "id", "tweet_id", "post_id"))
    if not post_id:
        return Parsed(lost=("a deletion without an id",))
    if identity(payload.get("author_id")) == account.id:
        return Parsed()
    return Parsed((posts.taken_away(post_id, firsts.get(post_id, post_id), account, received),))


def _directs(payload: Json, account: Account, received: datetime) -> Parsed:
    users, found, lost = obj(payload.get("users")), [], []
    for message in objects(payload.get("direct_message_events")):
        if event := directs.read_pushed(message, users, account, received):
            found.append(event)
        elif not identity(obj(message.get("message_create")).get("sender_id")):
            lost.append("a private message that names nobody")
    return Parsed(tuple(found), tuple(lost))


def _read(payload: Json, account: Account, received: datetime) -> Parsed:
    """Tell how far a person has read; the platform says so of the last message only."""
    found: list[Event] = []
    for mark in objects(payload.get("direct_message_mark_read_events")):
        reader, last = identity(mark.get("sender_id")), identity(mark.get("last_read_event_id"))
        if reader and last and reader != account.id:
            at = shapes.when(mark.get("created_timestamp"), "", received)
            event = directs.event(account, last, reader, at, Status(last, "read"))
            found.append(Event(f"{event.id}:read", chat_lane(shapes.NAME, reader), at, event.body, 0, shapes.NAME))
    return Parsed(tuple(found))


_READERS: Mapping[str, Callable[[Json, Account, datetime], Parsed]] = {
    "dm.received": _directs,
    "dm.sent": _directs,
    "dm.read": _read,
    "oauth.revoke": notices.revoked,
}
