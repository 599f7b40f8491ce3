"""What a message holds: words, command, files, place, contact; one reader per ``type`` (Webhooks, Messages object)."""

import base64
import binascii
import re
from collections.abc import Callable
from typing import NamedTuple

from channels.raw import Json, obj, objects, real, text
from core.vocabulary.events import (
    ContactCard,
    Deleted,
    File,
    FileKind,
    Happening,
    Odd,
    Person,
    Place,
    Pressed,
    Reacted,
    Said,
)

COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:\s+(.*))?", re.DOTALL)
START = "start"
"""Command of the first opening of a chat, as where a platform has a start button of its own."""

FILES: dict[str, FileKind] = {
    "image": "photo",
    "video": "video",
    "audio": "audio",
    "voice": "voice",  # seen in old bodies only
    "document": "document",
    "sticker": "sticker",
}


class Envelope(NamedTuple):
    """What every message has: its id, who wrote it, and which message it answers."""

    message_id: str
    sender: Person
    reply_to: str
    forwarded: bool


def envelope(message: Json, sender: Person) -> Envelope:
    """Read the parts that do not depend on the type."""
    context = obj(message.get("context"))
    forwarded = context.get("forwarded") is True or context.get("frequently_forwarded") is True
    return Envelope(text(message.get("id")), sender, text(context.get("id")), forwarded)


def read(message: Json, around: Envelope) -> Happening:
    """Turn a message into what happened; ``Odd`` names what Kanal does not use, and what lacks its content."""
    kind = text(message.get("type"))
    reader = READERS.get(kind)
    found = reader(obj(message.get(kind)), message, around) if reader else None
    return found or odd(kind or "message", around, answer=True)


def odd(kind: str, around: Envelope, *, answer: bool) -> Odd:
    """Name something unused."""
    who = around.sender if around.sender.id else None
    return Odd(kind=kind, sender=who, message_id=around.message_id, answer=answer)


def said(around: Envelope, words: str = "", **content: object) -> Said:
    """Build a message; a command is a word after a slash, for those who know it from elsewhere."""
    match = COMMAND.fullmatch(words.strip())
    return Said(
        sender=around.sender,
        message_id=around.message_id,
        text=words,
        reply_to=around.reply_to,
        forwarded=around.forwarded,
        command=match[1].lower() if match else "",
        argument=(match[2] or "").strip() if match else "",
        **content,  # type: ignore[arg-type]
    )


def _text(body: Json, message: Json, around: Envelope) -> Happening | None:
    words = text(body.get("body"))
    return said(around, words) if words.strip() else None


def _file(body: Json, message: Json, around: Envelope) -> Happening | None:
    """Read a file. Its ``url`` is left alone: it is good for five minutes, and the id leads to a fresh one for days."""
    ref = text(body.get("id"))
    if not ref:  # the platform could not read it itself: errors[] has 131052
        return None
    kind = FILES[text(message.get("type"))]
    if kind == "audio" and body.get("voice") is True:
        kind = "voice"
    file = File(
        kind=kind,
        ref=ref,
        unique=digest(body.get("sha256")),
        mime=text(body.get("mime_type")),
        name=text(body.get("filename")),
    )
    return said(around, text(body.get("caption")), files=(file,), album=_album(kind, message, around))


def _album(kind: str, message: Json, around: Envelope) -> str:
    """Tie photos and videos that are sent together: the platform tells each for itself, and nothing that joins them.

    The minute is enough, for those who take them wait for the next one anyway; an answer to a message stands alone.
    """
    if kind not in ("photo", "video") or around.reply_to:
        return ""
    minute = text(message.get("timestamp"))
    return f"at {int(minute) // 60}" if minute.isdecimal() else ""


def digest(value: object) -> str:
    """Give a SHA-256 as lower-case hex, whether it came as base64 or (in old bodies) as hex; empty when it is none."""
    given = text(value).strip()
    if re.fullmatch(r"[0-9a-fA-F]{64}", given):
        return given.lower()
    try:
        raw = base64.b64decode(given, validate=True)
    except (binascii.Error, ValueError):
        return ""
    return raw.hex() if len(raw) == 32 else ""


def _location(body: Json, message: Json, around: Envelope) -> Happening | None:
    latitude, longitude = real(body.get("latitude")), real(body.get("longitude"))
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    place = Place(latitude, longitude, title=text(body.get("name")), address=text(body.get("address")))
    return said(around, place=place)


def _contacts(_body: Json, message: Json, around: Envelope) -> Happening | None:
    """Read the first card with a number; it is the sender's own only as the answer to our question for it."""
    for card in objects(message.get("contacts")):
        for phone in objects(card.get("phones")):
            number = text(phone.get("phone")) or text(phone.get("wa_id"))
            if not number:
                continue
            if number.isdecimal() and not number.startswith("0"):
                number = f"+{number}"
            own = "contact_request" in (text(card.get("origin")), text(message.get("origin")))
            return said(around, contact=ContactCard(number, text(obj(card.get("name")).get("formatted_name")), own=own))
    return None


def _interactive(body: Json, message: Json, around: Envelope) -> Happening | None:
    """Read a tapped button or row; the key may be missing altogether (then ``value.errors`` has 131000)."""
    kind = text(body.get("type"))
    if kind in ("button_reply", "list_reply"):
        reply = obj(body.get(kind))
        return _pressed(text(reply.get("id")), text(reply.get("title")), around)
    return odd(f"interactive.{kind}", around, answer=True) if kind else None


def _button(body: Json, message: Json, around: Envelope) -> Happening | None:
    """Read a tap on the quick reply of a template; without a payload of ours the label is one."""
    label = text(body.get("text"))
    return _pressed(text(body.get("payload")) or label, label, around)


def _pressed(choice: str, title: str, around: Envelope) -> Happening | None:
    if not choice:
        return None
    return Pressed(sender=around.sender, choice=choice, message_id=around.reply_to, title=title)


def _reaction(body: Json, message: Json, around: Envelope) -> Happening | None:
    target = text(body.get("message_id"))
    if not target:
        return odd("reaction", around, answer=False)
    emoji = text(body.get("emoji"))
    return Reacted(sender=around.sender, message_id=target, emoji=(emoji,) if emoji else ())


def _revoke(body: Json, message: Json, around: Envelope) -> Happening | None:
    target = text(body.get("original_message_id"))
    if not target:
        return odd("revoke", around, answer=False)
    return Deleted(sender=around.sender, message_id=target)


def _welcome(body: Json, message: Json, around: Envelope) -> Happening | None:
    return Said(sender=around.sender, message_id=around.message_id, command=START)


def _unsupported(body: Json, message: Json, around: Envelope) -> Happening | None:
    kind = text(obj(message.get("unsupported")).get("type"))
    return odd(f"unsupported.{kind}" if kind else "unsupported", around, answer=True)


Reader = Callable[[Json, Json, Envelope], Happening | None]

READERS: dict[str, Reader] = {
    "text": _text,
    **dict.fromkeys(FILES, _file),
    "location": _location,
    "contacts": _contacts,
    "interactive": _interactive,
    "button": _button,
    "reaction": _reaction,
    "revoke": _revoke,
    "request_welcome": _welcome,
    "unsupported": _unsupported,
    "unknown": _unsupported,
}
