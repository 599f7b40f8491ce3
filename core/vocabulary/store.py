"""The store that the engine needs: what it asks a database for, and what it gets."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from core.vocabulary.deliveries import DeliveryLine
from core.vocabulary.effects import Effect, Publish, Record, Unheard
from core.vocabulary.events import Event
from core.vocabulary.lanes import DeadLetter, Lane, Receipt
from core.vocabulary.media import Content, Known, Media
from core.vocabulary.report import Origin


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

    ``pending`` events wait for their lane's step (without those for a system of the city, see `Backlog`), ``outbox``
    entries for their delivery, ``held`` ones until a person writes; ``..._since`` is the moment of the oldest. ``dead``
    letters include ``unreadable`` lanes.
    """

    pending: int = 0
    pending_since: datetime | None = None
    outbox: int = 0
    outbox_since: datetime | None = None
    held: int = 0
    held_since: datetime | None = None
    dead: int = 0
    unreadable: int = 0


class Backlog(msgspec.Struct, frozen=True):
    """What waits for the receiver of one lane, in its outbox and behind it, up to a bound; ``since`` is the oldest."""

    count: int = 0
    since: datetime | None = None


class Notes(Protocol):
    """Small facts that processes leave for each other by name. Every method raises ``StoreDown``."""

    async def read_note(self, name: str) -> str:
        """Read what was written last under a name, empty when nothing was."""
        ...

    async def write_note(self, name: str, value: str) -> None:
        """Write something under a name, in place of what was there."""
        ...

    async def count(self, name: str, amounts: Mapping[str, int]) -> Mapping[str, int]:
        """Add to the counts under a name, in one step however many do; give the sums. Without amounts it only reads.

        A name has counts or a text. What the counts are of is a word of letters, digits and underscores.
        """
        ...


class Store(Notes, Protocol):
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

    async def deliveries(self, number: str) -> Sequence[DeliveryLine]:
        """Read the newest lines of a ticket's delivery log, oldest first."""
        ...

    async def bury(self, letter: DeadLetter) -> None:
        """Keep a dead letter; a dead event also leaves the inbox's pending ones."""
        ...

    async def list_dead(self, limit: int) -> Sequence[DeadLetter]:
        """Read the newest dead letters."""
        ...

    async def journal(self, entry_id: str, effect: Effect) -> None:
        """Append a ``Record``; the same entry id twice is one line."""
        ...

    async def journal_of(self, subject: str) -> Sequence[Record]:
        """Read the journal's lines of one subject, in the order in which they happened."""
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

    async def channels_down(self) -> Mapping[str, str]:
        """Read the channels that are down, with the reason."""
        ...

    async def put_media(self, content: Content, mime: str, name: str, media_id: str) -> None:
        """Store a file under ``media_id``; storing the same id again is harmless."""
        ...

    async def get_media(self, media_id: str) -> Media | None:
        """Read a file."""
        ...

    async def keep_known(self, known: Known) -> None:
        """Keep by what a stored file is known again; the same file twice is harmless."""
        ...

    async def exhibit(self, media_id: str, number: str) -> None:
        """Note that a file is evidence of a ticket; the first ticket that says so keeps it."""
        ...

    async def put_origin(self, media_id: str, origin: Origin) -> None:
        """Let when and where a file was taken wait for its sender's word; what is there already stays as it is.

        It goes by itself when no word comes.
        """
        ...

    async def keep_origins(self, media_ids: Sequence[str]) -> None:
        """Keep those that wait, for at most half a year; those that are gone stay gone."""
        ...

    async def drop_origins(self, media_ids: Sequence[str]) -> None:
        """Forget when and where files were taken."""
        ...

    async def origins(self, media_ids: Sequence[str]) -> Mapping[str, Origin]:
        """Read of these files when and where they were taken, where that may be kept."""
        ...

    async def publish(self, effect: Publish) -> None:
        """Keep or take away a ticket's line in the public list; an older revision changes nothing."""
        ...

    async def known_by(self, keys: Sequence[int], sha256: str, limit: int) -> Sequence[Known]:
        """Find files that equal a hash or share a key, at most ``limit``: those that share most first."""
        ...
