"""What comes in: one immutable event per thing that happened, in one vocabulary for every platform.

A channel's ``parse`` turns a platform's body into these; nothing past an adapter sees a platform's dict.
"""

from datetime import datetime
from typing import Literal

import msgspec

from core.vocabulary.commands import Command
from core.vocabulary.deliveries import Deliveries
from core.vocabulary.results import (
    AnsweredInPrivate,
    Delivered,
    Drawn,
    Fetched,
    Heard,
    Looks,
    Named,
    NotDeleted,
    NotFetched,
    Troubles,
    Undelivered,
)

FileKind = Literal["photo", "video", "video_note", "voice", "audio", "animation", "document", "sticker"]


class Person(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who wrote, by the platform's own id; ``anonymous``: a group admin or channel that matches no person."""

    id: str
    name: str = ""
    username: str = ""
    language: str = ""
    is_bot: bool = False
    anonymous: bool = False


class File(msgspec.Struct, frozen=True, omit_defaults=True):
    """One attached file as the platform refers to it; ``size`` in bytes, 0 when not told."""

    kind: FileKind
    ref: str
    unique: str = ""
    mime: str = ""
    name: str = ""
    size: int = 0


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """A position in WGS 84 degrees, with the title and address of a chosen venue; ``live`` moves later by edits."""

    latitude: float
    longitude: float
    title: str = ""
    address: str = ""
    accuracy_metres: float = 0.0
    live: bool = False


class ContactCard(msgspec.Struct, frozen=True, omit_defaults=True):
    """A shared contact card; ``own`` only when the platform says that it is the sender's."""

    phone: str
    name: str = ""
    own: bool = False


class Said(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """A message. ``command`` is the word after a leading slash (without bot name), ``argument`` what follows it.

    ``reply_head`` is the first line of the message replied to, where that is a bot's; ``elsewhere`` says that the
    message replies to one of another chat.
    """

    sender: Person
    message_id: str
    text: str = ""
    files: tuple[File, ...] = ()
    place: Place | None = None
    contact: ContactCard | None = None
    album: str = ""
    reply_to: str = ""
    topic: str = ""
    forwarded: bool = False
    command: str = ""
    argument: str = ""
    reply_to_sender: Person | None = None
    reply_head: str = ""
    elsewhere: bool = False


class Edited(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """A message of before now reads as ``said``; its ``message_id`` is the original's."""

    said: Said


class Pressed(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """A button or list row. ``choice`` is the id we gave; ``query_id`` must be answered where the platform has one."""

    sender: Person
    choice: str
    message_id: str = ""
    query_id: str = ""
    topic: str = ""
    title: str = ""


class Deleted(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The sender took a message back for everyone."""

    sender: Person
    message_id: str


class Reacted(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Emoji now set on a message; empty means removed."""

    sender: Person
    message_id: str
    emoji: tuple[str, ...] = ()


class Blocked(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The person stopped the bot: nothing can be sent until ``Unblocked``."""

    sender: Person


class Unblocked(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The person let the bot in again."""

    sender: Person


class Joined(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """People came into a group."""

    people: tuple[Person, ...]


class Left(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """A person left a group or was removed from it."""

    person: Person


class BotRole(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Our own role in a group: administrator, member, left, kicked."""

    role: str
    by: Person | None = None


class Migrated(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The chat of this lane has a new platform address; the engine has already stored it."""

    address: str


class Placed(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Somebody who may says where this lane's chat is; it counts when it is another place than the one said before.

    ``channel`` is for a lane that has none yet.
    """

    address: str
    channel: str = ""


class ShutOut(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The lane's chat takes nothing from us until somebody there acts; everything for it is kept, in order."""

    detail: str


class LetIn(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The lane's chat takes messages again."""


class Rekeyed(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The platform gave a person new ids: ``old`` and ``new`` are aliases, most lasting first."""

    old: tuple[str, ...]
    new: tuple[str, ...]


class Odd(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Something with a name that Kanal does not use (a poll, a gift, a new kind).

    ``answer`` says whether a person in a private chat should be told what to send instead; ``reply_to`` and ``topic``
    are those of the message, as in ``Said``.
    """

    kind: str
    sender: Person | None = None
    message_id: str = ""
    answer: bool = False
    reply_to: str = ""
    topic: str = ""


class ByHand(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Somebody of the city wrote to the person past us, in the platform's own inbox."""

    text: str
    message_id: str
    files: tuple[File, ...] = ()


class Status(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """What the platform says of a message that we sent; states only move forward.

    ``entry_id`` is our outbox id where the platform echoes it; ``reason`` sorts ``error`` when it ``failed``: ``down``
    means that every other message fails too until a person acts.
    """

    message_id: str
    state: Literal["sent", "delivered", "read", "failed"]
    entry_id: str = ""
    error: str = ""
    reason: Literal["", "window", "unreachable", "retry", "down", "rejected"] = ""


class Posted(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """Somebody wrote in public what the city should hear of: ``post`` is its id, on a lane of its own.

    ``why`` tells how it was found: the account was named or answered, something of ours was commented on, or a keyword
    hit. Only who ``addressed`` the account may be answered in public. ``parent`` is the post that it hangs under. An
    event for a post that is known already says how it reads now.
    """

    author: Person
    post: str
    text: str
    why: Literal["mention", "reply", "comment", "keyword"]
    link: str = ""
    files: tuple[File, ...] = ()
    place: Place | None = None
    addressed: bool = False
    parent: str = ""


class Unposted(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """A public post was taken away by its author or hidden by the platform."""

    post: str


class Timer(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """The lane's ``wake_at`` has come."""

    due: datetime


Happening = (
    Said
    | Edited
    | Pressed
    | Deleted
    | Reacted
    | Blocked
    | Unblocked
    | Joined
    | Left
    | BotRole
    | Migrated
    | Placed
    | ShutOut
    | LetIn
    | Rekeyed
    | Odd
    | ByHand
    | Status
    | Posted
    | Unposted
    | AnsweredInPrivate
    | Timer
    | Fetched
    | NotFetched
    | Heard
    | Drawn
    | Named
    | Troubles
    | Looks
    | Deliveries
    | Undelivered
    | NotDeleted
    | Delivered
)
Body = Happening | Command


class Event(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that happened, on one lane.

    ``id`` is made from what caused it and never random; ``at`` is the platform's time (UTC, aware);
    ``order`` the platform's own order inside ``at`` (update id, message id; 0 if it has none);
    ``address`` and ``channel`` tell where answers of a chat lane go; ``received`` is our time of storing.
    ``aliases`` are all names (``<channel>:<id>``) by which the platform knows this person, most lasting first: the
    intake finds or binds the lane by them, and ``lane`` is what it becomes when none is known.
    """

    id: str
    lane: str
    at: datetime
    body: Body
    order: int = 0
    channel: str = ""
    address: str = ""
    received: datetime | None = None
    aliases: tuple[str, ...] = ()
