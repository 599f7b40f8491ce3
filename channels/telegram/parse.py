"""An update becomes an event: pure, from the raw JSON, whatever its shape.

Not through the library's ``Update.de_json``: that raises on bodies that lack a field it considers required, and an
update that the webhook refuses blocks its chat for a day.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

import msgspec

from channels.raw import read_object
from channels.telegram import content, membership
from channels.telegram.raw import Json, ident, obj, objects, text, whole
from channels.telegram.senders import group_lane, is_private, lane, person, sender
from core.vocabulary.errors import Malformed
from core.vocabulary.events import Edited, Event, Happening, Odd, Pressed, Reacted, Said
from core.vocabulary.lane_names import chat_lane


class Reading(NamedTuple):
    """What an update says, where, and when by the platform's clock (None when it does not tell)."""

    body: Happening
    chat: Json
    at: datetime | None


def read(body: bytes) -> Json:
    """Decode the body of a webhook call; raises ``Malformed`` when it is not a JSON object."""
    return read_object(body)


def parse_update(update: object, *, bot_id: str, bot_username: str, received: datetime) -> tuple[Event, ...]:
    """Turn one raw update into events (Bot API, Update).

    ``received`` (aware, UTC) stands in where an update has no date of its own, as with a pressed button. An unknown or
    oddly shaped update becomes ``Odd``; raises ``Malformed`` only when there is no update id to know it by.
    """
    if not isinstance(update, Mapping):
        raise Malformed("an update is an object")
    update_id = update.get("update_id")
    if not isinstance(update_id, int) or isinstance(update_id, bool) or update_id < 0:
        raise Malformed("an update has an update_id")
    kind = _kind(update)
    payload = obj(update.get(kind))
    reader = READERS.get(kind, _other)
    reading = reader(payload, kind, bot_id, bot_username)
    address, where = _where(reading, payload, bot_id)
    event = Event(
        id=f"telegram:{bot_id}:{update_id}",
        lane=where,
        at=reading.at or received,
        body=reading.body,
        order=update_id,
        channel="telegram",
        address=address,
    )
    return (event,)


def _kind(update: Json) -> str:
    """Name the one optional field of an update; of an unknown kind the first in alphabetical order."""
    names = sorted(key for key in update if isinstance(key, str) and key != "update_id")
    return next((name for name in names if name in READERS), names[0] if names else "empty")


def _where(reading: Reading, payload: Json, bot_id: str) -> tuple[str, str]:
    """Give address and lane: the chat, else the private chat of who did it, else a lane for what has neither."""
    if address := ident(reading.chat.get("id")):
        return address, lane(reading.chat)
    user = obj(payload.get("from")) or obj(payload.get("user"))
    if address := ident(user.get("id")):
        return address, chat_lane("telegram", address)
    return "", group_lane(bot_id)


def _moment(seconds: object) -> datetime | None:
    """Read Unix seconds; 0 marks a message that the bot can no longer access (Bot API, InaccessibleMessage)."""
    try:
        return datetime.fromtimestamp(whole(seconds), UTC) if whole(seconds) > 0 else None
    except (OverflowError, OSError, ValueError):
        return None


def _message(message: Json, kind: str, bot_id: str, bot_username: str) -> Reading:
    return Reading(_message_body(message, bot_id, bot_username), obj(message.get("chat")), _moment(message.get("date")))


def _message_body(message: Json, bot_id: str, bot_username: str) -> Happening:
    chat = obj(message.get("chat"))
    who = sender(message)
    odd = Odd(kind="", sender=who if who.id else None, message_id=ident(message.get("message_id")))
    if not ident(chat.get("id")):
        return msgspec.structs.replace(odd, kind="message")
    if change := membership.service(message, bot_id):
        return change
    if text(chat.get("type")) == "channel":
        return msgspec.structs.replace(odd, kind="channel_post")
    if who.is_bot:  # never reacted to: two bots that answer each other would not stop
        return msgspec.structs.replace(odd, kind="bot")
    if message.get("is_automatic_forward") is True:
        return msgspec.structs.replace(odd, kind="automatic_forward")
    body = content.said(message, bot_username=bot_username)
    if isinstance(body, Odd):
        return msgspec.structs.replace(body, answer=content.may_answer(message, body.kind))
    return body


def _edited(message: Json, kind: str, bot_id: str, bot_username: str) -> Reading:
    body = _message_body(message, bot_id, bot_username)
    at = _moment(message.get("edit_date")) or _moment(message.get("date"))
    match body:
        case Said():
            body = Edited(said=body)
        case Odd():
            body = msgspec.structs.replace(body, answer=False)
    return Reading(body, obj(message.get("chat")), at)


def _callback(query: Json, kind: str, bot_id: str, bot_username: str) -> Reading:
    """Read a pressed button; it has no date, and the date of its message is that of the message."""
    message = obj(query.get("message"))
    who = person(obj(query.get("from")))
    choice, query_id = text(query.get("data")), text(query.get("id"))
    chat = obj(message.get("chat"))
    if not choice or not query_id or not who.id:
        return Reading(Odd(kind="callback_query", sender=who), chat, None)
    if who.is_bot:
        return Reading(Odd(kind="bot", sender=who), chat, None)
    body = Pressed(
        sender=who,
        choice=choice,
        message_id=ident(message.get("message_id")),
        query_id=query_id,
        topic=ident(message.get("message_thread_id")) if message.get("is_topic_message") is True else "",
        title=_label(message, choice),
    )
    return Reading(body, chat, None)


def _label(message: Json, choice: str) -> str:
    rows = obj(message.get("reply_markup")).get("inline_keyboard")
    for row in rows if isinstance(rows, list) else []:
        for button in objects(row):
            if button.get("callback_data") == choice:
                return text(button.get("text"))
    return ""


def _reaction(change: Json, kind: str, bot_id: str, bot_username: str) -> Reading:
    chat = obj(change.get("chat"))
    actor = obj(change.get("actor_chat"))
    who = sender({"sender_chat": actor, "from": change.get("user"), "chat": chat})
    emoji = tuple(filter(None, map(_emoji, objects(change.get("new_reaction")))))
    message_id = ident(change.get("message_id"))
    return Reading(Reacted(sender=who, message_id=message_id, emoji=emoji), chat, _moment(change.get("date")))


def _emoji(reaction: Json) -> str:
    """Name a reaction; custom and paid ones have no character of their own (Bot API, ReactionType)."""
    match text(reaction.get("type")):
        case "emoji":
            return text(reaction.get("emoji"))
        case "custom_emoji":
            return f"custom:{text(reaction.get('custom_emoji_id'))}"
        case other:
            return other


def _my_role(change: Json, kind: str, bot_id: str, bot_username: str) -> Reading:
    chat = obj(change.get("chat"))
    body = membership.own(change) if is_private(chat) or text(chat.get("type")) != "channel" else None
    return Reading(body or Odd(kind=kind, sender=person(obj(change.get("from")))), chat, _moment(change.get("date")))


def _their_role(change: Json, kind: str, bot_id: str, bot_username: str) -> Reading:
    body = membership.other(change) or Odd(kind=kind, sender=person(obj(change.get("from"))))
    return Reading(body, obj(change.get("chat")), _moment(change.get("date")))


def _other(payload: Json, kind: str, bot_id: str, bot_username: str) -> Reading:
    """Name what Kanal has no use for: channel posts, business chats, polls, payments, and every kind to come."""
    user = obj(payload.get("from")) or obj(payload.get("user"))
    chat = obj(payload.get("chat"))
    odd = Odd(kind=kind, sender=person(user) if user else None, message_id=ident(payload.get("message_id")))
    return Reading(odd, chat, _moment(payload.get("edit_date")) or _moment(payload.get("date")))


Reader = Callable[[Json, str, str, str], Reading]

READERS: dict[str, Reader] = {
    "message": _message,
    "edited_message": _edited,
    "callback_query": _callback,
    "message_reaction": _reaction,
    "my_chat_member": _my_role,
    "chat_member": _their_role,
}
