"""The contracts that the outside fulfils: clock, store, channel, and the steps themselves."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol

import msgspec

from core.vocabulary.effects import Answer, Effect, OpenTopic, Send, Unheard
from core.vocabulary.events import Event, File


class Clock(Protocol):
    """Time, passed in: tests move it."""

    def now(self) -> datetime:
        """Give the present moment, aware, UTC."""
        ...


# --- lanes as stored -------------------------------------------------------------------------------------------


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """One effect waiting in a lane's outbox. ``id`` is ``<event id>:<n>``; ``since`` when it was put there."""

    id: str
    effect: Effect
    since: datetime


class Lease(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who may send for a lane until when; entries up to and including ``covers`` are that worker's to send."""

    worker: str
    until: datetime
    covers: str


class Gone(msgspec.Struct, frozen=True):
    """A message or edit that reached a group: what counts against the platform's messages per minute there."""

    id: str
    at: datetime
    weight: int = 1


class Lane(msgspec.Struct, frozen=True, omit_defaults=True):
    """A lane's whole state: one document. ``version`` 0 means not stored yet.

    ``heard_at`` is when the person last wrote; ``held`` are messages that wait until the person writes again, because
    the platform's window is closed (`core.engine.window`); ``progress`` is how far our newest messages came by the
    platform's statuses (entry or message id, state); ``placed`` is where the operator last said that the chat is, while
    ``address`` may be newer, if the chat has moved by itself; ``gone`` is what a group got in the last minute, so that
    whoever sends there next keeps to the platform's rate; ``answered`` tells whether a message of ours went out yet;
    ``prompted_at`` is when a template last asked the person, who has not written since, to write.
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
    gone: tuple[Gone, ...] = ()
    placed: str = ""
    answered: bool = False
    prompted_at: datetime | None = None


class Receipt(msgspec.Struct, frozen=True, omit_defaults=True):
    """Proof that an outbox entry was delivered: ``id`` is the entry's, ``message_ids`` the platform's.

    ``key`` and ``ref`` are those of the ``Send``; a topic's receipt carries the thread id as its message id.
    ``address`` is the chat's at that time: a group that moved starts its message ids afresh.
    ``weight`` is how many messages it counts as against a platform's rate; ``message`` is kept on channels with a
    window, whose refusals may come later, as a status.
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


class UnheardLine(msgspec.Struct, frozen=True):
    """Something that was said and not understood, without its person; ``at`` is when."""

    kind: str
    text: str
    at: datetime


class Unsent(msgspec.Struct, frozen=True):
    """A lane whose outbox waits ``since``; ``kinds`` are the names of the effects in it."""

    lane: str
    since: datetime
    channel: str = ""
    kinds: tuple[str, ...] = ()


class Page(msgspec.Struct, frozen=True):
    """Where a look at waiting lanes ended: at this moment, and at these lanes of that moment."""

    since: datetime
    lanes: tuple[str, ...] = ()


class Levels(msgspec.Struct, frozen=True):
    """How much waits in a store, each counted up to a bound.

    ``pending`` events wait for their lane's step, ``outbox`` entries for their delivery, ``held`` ones until a person
    writes; ``..._since`` is the moment of the oldest. ``dead`` letters include ``unreadable`` lanes; ``overdue`` are
    tickets whose limit has passed.
    """

    pending: int = 0
    pending_since: datetime | None = None
    outbox: int = 0
    outbox_since: datetime | None = None
    held: int = 0
    dead: int = 0
    unreadable: int = 0
    overdue: int = 0


class Store(Protocol):
    """The database as the engine uses it. Every method raises ``StoreDown`` when the database does not answer.

    Concurrent calls coalesce inside (group commit); each is durable when it returns.
    """

    async def accept(self, events: Sequence[Event]) -> frozenset[str]:
        """Insert events into the inbox; give the ids that were new. A known id is not an error."""
        ...

    async def load(self, lane: str) -> Lane | None:
        """Read a lane's document."""
        ...

    async def pending(self, lane: str) -> Sequence[Event]:
        """Read the lane's events that are not marked done, oldest first, at most 100."""
        ...

    async def commit(self, lane: Lane, expected_version: int) -> bool:
        """Write the document if its stored version is ``expected_version`` (0: does not exist yet)."""
        ...

    def done(self, event_ids: Sequence[str]) -> None:
        """Mark events done soon (a small batch, at most 100 ms later)."""
        ...

    async def failed(self, event_id: str) -> int:
        """Count one more failed try of an event; give the count."""
        ...

    async def record(self, receipt: Receipt) -> None:
        """Insert a receipt; one that exists already is left as it is."""
        ...

    async def forget(self, receipt_id: str) -> None:
        """Remove a receipt (a topic or message that is gone)."""
        ...

    async def receipts(self, entry_ids: Sequence[str]) -> Mapping[str, Receipt]:
        """Read receipts by entry id."""
        ...

    async def by_key(self, lane: str, key: str) -> Receipt | None:
        """Read the newest receipt of a lane's message named ``key``."""
        ...

    async def by_message(self, lane: str, message_id: str) -> Receipt | None:
        """Read the receipt of a platform message id in a lane."""
        ...

    async def bury(self, letter: DeadLetter) -> None:
        """Keep a dead letter; a dead event also leaves the inbox's pending ones."""
        ...

    async def journal(self, entry_id: str, effect: Effect) -> None:
        """Append a ``Record``; the same entry id twice is one line."""
        ...

    async def keep_unheard(self, entry_id: str, effect: Unheard, at: datetime) -> None:
        """Keep what was not understood; the same entry id twice is one line."""
        ...

    async def stale(self, before: datetime, limit: int) -> Sequence[str]:
        """Name lanes that have pending events received before a moment."""
        ...

    async def due(self, now: datetime, limit: int) -> Sequence[tuple[str, datetime]]:
        """Name lanes whose ``wake_at`` has come, with it."""
        ...

    async def unsent(self, before: datetime, limit: int, after: Page | None = None) -> Sequence[Unsent]:
        """Name lanes whose outbox has had entries since before a moment, the longest waiting first, from a page on."""
        ...

    async def alias(self, key: str, lane: str) -> str:
        """Bind a platform address to a lane if it is free; give the lane that it is bound to."""
        ...

    async def resolve(self, keys: Sequence[str]) -> Mapping[str, str]:
        """Read which lanes platform addresses are bound to."""
        ...

    async def acquire(self, name: str, worker: str, until: datetime, now: datetime) -> bool:
        """Take or renew a named lease if it is free, ours or expired."""
        ...

    async def release(self, name: str, worker: str) -> None:
        """Give a named lease back."""
        ...

    async def channel_down(self, channel: str, reason: str, at: datetime) -> bool:
        """Note that a channel is down; True for the first to say so."""
        ...

    async def channel_up(self, channel: str) -> bool:
        """Note that it works again; True for the first to say so."""
        ...

    async def put_media(self, content: bytes, mime: str, name: str, media_id: str) -> None:
        """Store a file under ``media_id``; storing the same id again is harmless."""
        ...

    async def get_media(self, media_id: str) -> "Media | None":
        """Read a file."""
        ...


class Media(msgspec.Struct, frozen=True):
    """A stored file."""

    content: bytes
    mime: str
    name: str


class Tidied(msgspec.Struct, frozen=True):
    """A file on its way into the store; ``telltale``: nobody could take out of it what tells who made it."""

    media: Media
    telltale: bool = False


Tidy = Callable[[Media, File], Awaitable[Tidied]]
"""Takes out of a file what is not its content. Raises nothing: a file that it cannot read is marked."""


# --- channels --------------------------------------------------------------------------------------------------


class Capabilities(msgspec.Struct, frozen=True):
    """What a platform can show. Lengths in characters; 0 means it cannot."""

    text: int
    caption: int
    buttons: int
    button_label: int
    rows: int = 0
    row_label: int = 0
    row_detail: int = 0
    album: int = 1
    edits: bool = False
    topics: bool = False
    asks_location: bool = False
    asks_contact: bool = False
    paid: bool = False
    window: timedelta | None = None


class Template(msgspec.Struct, frozen=True):
    """An approved message of the platform that may go out when the window is closed (city pack, ``templates.toml``).

    ``values`` fill the places of its body in order.
    """

    name: str
    language: str
    values: tuple[str, ...] = ()


class Target(msgspec.Struct, frozen=True):
    """Where a message goes, in the platform's ids. ``message_ids`` are those of the message to edit.

    With a ``template`` that goes out in place of the message's own words.
    """

    address: str
    thread: str = ""
    message_ids: tuple[str, ...] = ()
    reply_to: str = ""
    entry_id: str = ""
    template: "Template | None" = None


Share = Literal["group", "push", "first", "rest"]
"""``group``: cards and notices of the city's own group; ``push``: words about a ticket; ``first``: the first answer to
somebody new; ``rest``: everything else. Each has a part of a channel's rate, and what one leaves the others use."""


class Channel(Protocol):
    """One platform, as the engine sends through it."""

    name: str
    capabilities: Capabilities

    async def send(self, target: Target, message: Send, media: Sequence[Media]) -> tuple[str, ...]:
        """Send one message; give the platform's message ids. Raises a ``SendError``."""
        ...

    async def edit(self, target: Target, message: Send) -> None:
        """Make a sent message read like ``message``; unchanged content is success. Raises a ``SendError``."""
        ...

    async def delete(self, target: Target) -> tuple[str, ...]:
        """Take messages away; give the ids of those that have to stay. Raises a ``SendError``."""
        ...

    async def answer(self, answer: Answer) -> None:
        """End a button's spinner; a query that is too old is success. Raises a ``SendError``."""
        ...

    async def open_topic(self, address: str, topic: OpenTopic) -> str:
        """Create a group topic; give its thread id. Raises a ``SendError``."""
        ...

    async def fetch(self, file: File) -> Media:
        """Download a file. Raises ``FetchError`` (will never come) or ``Retry``/``ChannelDown``."""
        ...

    def recall(self, address: str, sent: Sequence[datetime]) -> None:
        """Take note of what reached a group lately, whoever sent it; called only where ``topics`` are possible."""
        ...

    def wait(self, address: str, now: datetime, share: Share = "rest") -> float:
        """Tell how many seconds to wait before the next message to this chat, so that no limit is hit.

        ``share`` is the class of the message: where the rate is short, each class has a part of it.
        """
        ...


# --- steps -----------------------------------------------------------------------------------------------------


class Moment(msgspec.Struct, frozen=True):
    """What a step may know besides its document: the time, and which of our messages the event replies to.

    ``window_closes`` is when free text to this person stops being allowed, None where the platform has no window;
    ``released`` names (``Send.ref``) what the person has not read before writing this: it was held and goes out now.
    ``address`` is where what the step says will go; ``paid``: each message to this person costs money.
    """

    now: datetime
    reply_ref: str = ""
    reply_key: str = ""
    lane: str = ""
    channel: str = ""
    window_closes: datetime | None = None
    released: tuple[str, ...] = ()
    address: str = ""
    paid: bool = False


class Outcome(msgspec.Struct, frozen=True):
    """What a step gives: the new state (builtins or a msgspec struct), effects in order, and when to wake the lane."""

    state: Any
    effects: tuple[Effect, ...] = ()
    wake_at: datetime | None = None


class Stepper(Protocol):
    """The pure behaviour of one kind of lane. ``wake_at`` of the outcome always replaces the lane's."""

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Take the stored state (None at first) and an event; give the outcome. Does no I/O."""
        ...
