"""A lane as it is stored, and what is stored beside it: receipts and dead letters."""

from datetime import datetime
from typing import Any

import msgspec

from core.vocabulary.deliveries import About, Course, CourseReason
from core.vocabulary.effects import Effect, Send
from core.vocabulary.events import Event


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """One effect waiting in a lane's outbox. ``id`` is ``<event id>:<n>``; ``since`` when it was put there.

    ``told``, of a message that is held: its typed words went out alone.
    """

    id: str
    effect: Effect
    since: datetime
    told: bool = False


class Lease(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who may send for a lane until when; entries up to and including ``covers`` are that worker's to send."""

    worker: str
    until: datetime
    covers: str


class RateMark(msgspec.Struct, frozen=True):
    """A message or edit that reached a group: what counts against the platform's messages per minute there."""

    id: str
    at: datetime
    weight: int = 1


class Followed(msgspec.Struct, frozen=True, omit_defaults=True):
    """A message that went out and whose later statuses are lines of a delivery log: entry ``id``, what it is about."""

    id: str
    about: tuple[About, ...]


class Lane(msgspec.Struct, frozen=True, omit_defaults=True):
    """A lane's whole state: one document. ``version`` 0 means not stored yet.

    ``heard_at`` is when the person last wrote; ``held`` are messages that wait until the person writes again, because
    the platform's window is closed (`core.engine.window`); ``progress`` is how far our newest messages came by the
    platform's statuses (entry or message id, state); ``placed`` is where the operator last said that the chat is, while
    ``address`` may be newer, if the chat has moved by itself; ``rate_marks`` are what a group got in the last minute,
    so that whoever sends there next keeps to the platform's rate; ``answered`` tells whether a message of ours went
    out yet; ``prompted_at`` is when a template last asked the person, who has not written since, to write;
    ``followed`` are our newest messages about tickets, where the platform tells later what became of them.
    """

    id: str
    version: int = 0
    state: Any = None
    seen: tuple[str, ...] = ()
    outbox: tuple[Entry, ...] = ()
    wake_at: datetime | None = None
    sending: Lease | None = None
    channel: str = ""
    address: str = ""
    held: tuple[Entry, ...] = ()
    heard_at: datetime | None = None
    progress: tuple[tuple[str, str], ...] = ()
    rate_marks: tuple[RateMark, ...] = ()
    placed: str = ""
    answered: bool = False
    prompted_at: datetime | None = None
    followed: tuple[Followed, ...] = ()


class Receipt(msgspec.Struct, frozen=True, omit_defaults=True):
    """Proof that an outbox entry was delivered: ``id`` is the entry's, ``message_ids`` the platform's.

    ``key`` and ``ref`` are those of the ``Send``; a topic's receipt carries the thread id as its message id.
    ``address`` is the chat's at that time: a group that moved starts its message ids afresh.
    ``weight`` is how many messages it counts as against a platform's rate; ``message`` is kept on channels with a
    window, whose refusals may come later, as a status. ``about`` names the tickets in whose delivery log it is a line,
    by ``course`` and ``reason``, of a message on that kind of ``channel``; of another message where ``entry`` names it.
    """

    id: str
    lane: str
    at: datetime
    message_ids: tuple[str, ...] = ()
    key: str = ""
    ref: str = ""
    address: str = ""
    message: Send | None = None
    weight: int = 0
    about: tuple[About, ...] = ()
    course: Course = "sent"
    reason: CourseReason = ""
    channel: str = ""
    entry: str = ""


class DeadLetter(msgspec.Struct, frozen=True, omit_defaults=True):
    """An event that raised five times, an outbox entry that a platform refused as wrong, or a body nobody could read.

    ``kind`` is ``event``, ``entry``, ``body`` or ``lane`` (a document that cannot be read); ``raw`` is it as text.
    """

    id: str
    kind: str
    lane: str
    at: datetime
    error: str
    event: Event | None = None
    entry: Entry | None = None
    raw: str = ""
