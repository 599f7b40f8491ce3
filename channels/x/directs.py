"""Private messages become `Said`: from a page of events that was asked for, or from an activity. Pure."""

import re
from collections.abc import Mapping
from datetime import datetime

from channels.raw import Json, obj, objects, text
from channels.x import shapes
from channels.x.shapes import NAME, Account, Parsed, identity, number
from core.vocabulary.events import Body, Event, File, Happening, Odd, Person, Said
from core.vocabulary.lane_names import chat_lane

MESSAGE = "MessageCreate"
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:\s+(.*))?", re.DOTALL)
GROUP = "group conversation"


def read_page(body: Json, account: Account, received: datetime) -> Parsed:
    """Turn a page of events into ours: own messages are none, groups are ignored (X API v2, DM events)."""
    found: dict[str, Event] = {}
    lost, ignored = [], []
    users = shapes.included(body, "users", "id")
    media = shapes.included(body, "media", "media_key")
    for direct in objects(body.get("data")):
        direct_id, writer = identity(direct.get("id")), _writer(direct, account)
        if is_group(text(direct.get("dm_conversation_id"))):
            ignored.append(GROUP)
        elif not direct_id or not writer:
            lost.append("a private message that names nobody")
        elif writer != account.id:
            who = shapes.person(writer, users.get(writer, {}))
            happening = _happening(direct, direct_id, who, media)
            at = shapes.when(direct.get("created_at"), direct_id, received)
            found.setdefault(direct_id, event(account, direct_id, who.id, at, happening))
    return Parsed(tuple(found.values()), tuple(lost), tuple(ignored))


def event(account: Account, direct_id: str, writer: str, at: datetime, body: Body) -> Event:
    """Put what happened on the lane of a person's chat."""
    return Event(
        id=account.event_id(direct_id),
        lane=chat_lane(NAME, writer),
        at=at,
        body=body,
        order=number(direct_id),
        channel=NAME,
        address=writer,
        aliases=(f"{NAME}:{writer}",),
    )


def is_group(conversation: str) -> bool:
    """Tell a conversation of several: that of two is named by both their ids (X API v2, DM conversations)."""
    return bool(conversation) and re.fullmatch(r"\d+-\d+", conversation) is None


def said(who: Person, direct_id: str, written: str, files: tuple[File, ...]) -> Said:
    """Build a message; a command is a word after a slash, for those who know it from elsewhere."""
    match = _COMMAND.fullmatch(written.strip())
    return Said(
        sender=who,
        message_id=direct_id,
        text=written,
        files=files,
        command=match[1].lower() if match else "",
        argument=(match[2] or "").strip() if match else "",
    )


def _writer(direct: Json, account: Account) -> str:
    """Tell whose doing an event is: the sender's, or of those who come and go the one who is not us."""
    if writer := identity(direct.get("sender_id")):
        return writer
    people = direct.get("participant_ids")
    others = [identity(one) for one in people] if isinstance(people, list) else []
    return next((one for one in others if one and one != account.id), "")


def _happening(direct: Json, direct_id: str, who: Person, media: Mapping[str, Json]) -> Happening:
    kind = text(direct.get("event_type"))
    if kind != MESSAGE:
        # Those who come and go want no answer; who sends something new does.
        return Odd(kind or "event", who, direct_id, answer=not kind.startswith("Participants"))
    files = shapes.files(direct, media)
    posts = [post for _kind, post in shapes.references(direct)]
    written = shapes.words(direct.get("text"), direct.get("entities"), drop_link=bool(files or posts))
    written = " ".join(filter(None, [written, *(shapes.link_to(post) for post in posts)]))
    if not written.strip() and not files:
        return Odd(MESSAGE, who, direct_id, answer=True)
    return said(who, direct_id, written, files)


def read_pushed(message: Json, users: Json, account: Account, received: datetime) -> Event | None:
    """Turn a message of an activity into the event that polling it would give (X Activity API, dm.received)."""
    made = obj(message.get("message_create"))
    direct_id, writer = identity(message.get("id")), identity(made.get("sender_id"))
    if not direct_id or not writer or writer == account.id:
        return None
    data = obj(made.get("message_data"))
    attached = obj(obj(data.get("attachment")).get("media"))
    key = text(attached.get("id_str")) or identity(attached.get("id"))
    files = (shapes.file_of(attached, key),) if key else ()
    written = shapes.words(data.get("text"), data.get("entities"), drop_link=bool(files))
    who = shapes.person(writer, obj(users.get(writer)))
    body: Happening = said(who, direct_id, written, files)
    if not written.strip() and not files:
        body = Odd(MESSAGE, who, direct_id, answer=True)
    at = shapes.when(message.get("created_timestamp"), direct_id, received)
    return event(account, direct_id, writer, at, body)
