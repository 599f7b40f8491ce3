"""The store on MongoDB: ``core.vocabulary.store.Store``, and what operators need beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

import msgspec

from core.vocabulary.effects import Effect, Record, Unheard
from core.vocabulary.errors import UnreadableLane
from core.vocabulary.events import Event
from core.vocabulary.lanes import DeadLetter, Entry, Lane, Receipt
from core.vocabulary.media import Media
from core.vocabulary.steps import Clock
from core.vocabulary.store import Levels, Page, UnheardLine, Unsent
from storage.mongo.connection import Connection
from storage.mongo.deadletters import DeadLetters
from storage.mongo.inbox import Inbox
from storage.mongo.indexes import create_indexes, existing_indexes
from storage.mongo.journal import Journal
from storage.mongo.lanes import Lanes
from storage.mongo.levels import read_levels
from storage.mongo.media import MEDIA_LIMIT_BYTES, MediaStore
from storage.mongo.receipts import Receipts
from storage.mongo.registry import Aliases, Channels, Leases
from storage.mongo.retention import Retention
from storage.mongo.unheard import UnheardLines

_REPLAY_ATTEMPTS = 20


class MongoStore:
    """Keep everything in one MongoDB database; safe to use from any number of processes.

    ``worker`` names this process in commit marks and must differ between processes; random when not given.
    """

    def __init__(
        self,
        uri: str,
        database: str,
        *,
        clock: Clock,
        event_listeners: Sequence[Any] = (),
        worker: str = "",
        media_limit_bytes: int = MEDIA_LIMIT_BYTES,
    ) -> None:
        self._connection = connection = Connection(uri, database, event_listeners)
        self._clock = clock
        self._dead = DeadLetters(connection, clock)
        self._inbox = Inbox(connection, clock, self._dead.keep_unreadable)
        self._lanes = Lanes(connection, worker or uuid4().hex, self._dead.keep_lane)
        self._receipts = Receipts(connection)
        self._journal = Journal(connection)
        self._aliases = Aliases(connection)
        self._leases = Leases(connection)
        self._channels = Channels(connection)
        self._media = MediaStore(connection, clock, media_limit_bytes)
        self._unheard = UnheardLines(connection)
        self._retention = Retention(connection)

    async def open(self) -> None:
        """Reach the database and create the indexes that are missing. Raises ``StoreDown`` within a few seconds."""
        await self._connection.ping()
        await create_indexes(self._connection)

    async def ping(self) -> None:
        """Check that the database takes a small durable write. Raises ``StoreDown``."""
        await self._connection.write()

    async def index_names(self) -> Sequence[str]:
        """Name the indexes that exist, as ``collection.index``."""
        return await existing_indexes(self._connection)

    async def levels(self) -> Levels:
        """Read how much waits."""
        return await read_levels(self._connection)

    async def close(self) -> None:
        """Flush what is queued and disconnect; calls made after it raise ``StoreDown``."""
        for part in (self._inbox, self._lanes, self._receipts, self._journal, self._aliases, self._unheard):
            await part.close()
        await self._connection.close()

    # --- events ---

    async def accept(self, events: Sequence[Event]) -> frozenset[str]:
        """Insert events into the inbox; give the ids that were new. Raises ``Unstorable`` for one that never fits."""
        return await self._inbox.accept(events)

    async def pending(self, lane: str) -> Sequence[Event]:
        """Read the lane's events that are not marked done, oldest first, at most 100."""
        return await self._inbox.pending(lane)

    def done(self, event_ids: Sequence[str]) -> None:
        """Mark events done soon (50 together, or 100 ms later)."""
        self._inbox.done(event_ids)

    async def failed(self, event_id: str) -> int:
        """Count one more failed try of an event; give the count."""
        return await self._inbox.failed(event_id)

    async def stale(self, before: datetime, limit: int) -> Sequence[str]:
        """Name lanes that have pending events received before a moment."""
        return await self._inbox.stale(before, limit)

    # --- lanes ---

    async def load(self, lane: str) -> Lane | None:
        """Read a lane's document."""
        return await self._lanes.load(lane)

    async def commit(self, lane: Lane, expected_version: int) -> bool:
        """Write the document as version ``expected_version + 1`` if the stored one is ``expected_version``.

        After ``StoreDown`` it may or may not have been written: load again and look at ``seen``.
        """
        return await self._lanes.commit(lane, expected_version)

    async def due(self, now: datetime, limit: int) -> Sequence[tuple[str, datetime]]:
        """Name lanes whose ``wake_at`` has come, with it."""
        return await self._lanes.due(now, limit)

    async def unsent(self, before: datetime, limit: int, after: Page | None = None) -> Sequence[Unsent]:
        """Name lanes whose outbox has had entries since before a moment, the longest waiting first, from a page on."""
        return await self._lanes.unsent(before, limit, after)

    # --- receipts and journal ---

    async def record(self, receipt: Receipt) -> None:
        """Insert a receipt; one that exists already is left as it is."""
        await self._receipts.record(receipt)

    async def forget(self, receipt_id: str) -> None:
        """Remove a receipt; its key then finds nothing until the message is posted again."""
        await self._receipts.forget(receipt_id)

    async def receipts(self, entry_ids: Sequence[str]) -> Mapping[str, Receipt]:
        """Read receipts by entry id."""
        return await self._receipts.receipts(entry_ids)

    async def by_key(self, lane: str, key: str) -> Receipt | None:
        """Read the newest receipt of a lane's message named ``key``."""
        return await self._receipts.by_key(lane, key)

    async def by_message(self, lane: str, message_id: str) -> Receipt | None:
        """Read the receipt of a platform message id in a lane."""
        return await self._receipts.by_message(lane, message_id)

    async def journal(self, entry_id: str, effect: Effect) -> None:
        """Append a ``Record``; the same entry id twice is one line."""
        await self._journal.append(entry_id, effect)

    async def journal_of(self, subject: str) -> Sequence[Record]:
        """Read a subject's journal in the order in which things happened."""
        return await self._journal.of(subject)

    async def keep_unheard(self, entry_id: str, effect: Unheard, at: datetime) -> None:
        """Keep what was not understood; the same entry id twice is one line."""
        await self._unheard.keep(entry_id, effect, at)

    async def unheard(self, limit: int = 10_000) -> Sequence[UnheardLine]:
        """Read what was not understood, the newest first."""
        return await self._unheard.newest(limit)

    async def purge_unheard(self, before: datetime) -> int:
        """Delete what was not understood before a moment, and what is beyond the cap; give how many lines went."""
        return await self._unheard.purge(before)

    # --- dead letters ---

    async def bury(self, letter: DeadLetter) -> None:
        """Keep a dead letter; a dead event also leaves the inbox's pending ones."""
        await self._dead.keep(letter)
        if letter.event is not None:
            await self._inbox.bury(letter.event.id)

    async def list_dead(self, limit: int = 100) -> Sequence[DeadLetter]:
        """Read the newest dead letters."""
        return await self._dead.all(limit)

    async def get_dead(self, letter_id: str) -> DeadLetter | None:
        """Read one dead letter."""
        return await self._dead.get(letter_id)

    async def drop_dead(self, letter_id: str) -> bool:
        """Remove one dead letter for good; False if there is none."""
        return await self._dead.drop(letter_id)

    async def replay_dead(self, letter_id: str) -> str | None:
        """Give a dead letter another chance and name the lane to wake; None if there is none or it cannot be replayed.

        An event becomes pending again with no tries; an outbox entry goes to the end of its lane's outbox; a body
        that no parser could read stays; a lane's document must be readable by now, and its events still wait. The
        letter goes last, so that a kill in between repeats the replay harmlessly.
        """
        letter = await self._dead.get(letter_id)
        if letter is None:
            return None
        if letter.kind == "lane":
            try:
                await self._lanes.load(letter.lane)
            except UnreadableLane:
                return None
        elif letter.entry is not None:
            await self._put_back(letter.lane, letter.entry)
        elif await self._inbox.revive(letter.event.id if letter.event else letter.id, letter.event) is None:
            return None
        await self._dead.drop(letter_id)
        return letter.lane

    async def _put_back(self, lane_id: str, entry: Entry) -> None:
        for _ in range(_REPLAY_ATTEMPTS):
            lane = await self._lanes.load(lane_id)
            if lane is not None and any(waiting.id == entry.id for waiting in lane.outbox):
                return
            base = lane or Lane(id=lane_id)
            again = msgspec.structs.replace(entry, since=self._clock.now())
            changed = msgspec.structs.replace(base, outbox=(*base.outbox, again))
            if await self._lanes.commit(changed, base.version):
                return
        raise RuntimeError(f"{lane_id} changed {_REPLAY_ATTEMPTS} times while an entry was put back")

    # --- shared facts ---

    async def alias(self, key: str, lane: str) -> str:
        """Bind a platform address to a lane if it is free; give the lane that it is bound to."""
        return await self._aliases.alias(key, lane)

    async def resolve(self, keys: Sequence[str]) -> Mapping[str, str]:
        """Read which lanes platform addresses are bound to."""
        return await self._aliases.resolve(keys)

    async def acquire(self, name: str, worker: str, until: datetime, now: datetime) -> bool:
        """Take or renew a named lease if it is free, ours or expired."""
        return await self._leases.acquire(name, worker, until, now)

    async def release(self, name: str, worker: str) -> None:
        """Give a named lease back."""
        await self._leases.release(name, worker)

    async def channel_down(self, channel: str, reason: str, at: datetime) -> bool:
        """Note that a channel is down; True for the first to say so."""
        return await self._channels.down(channel, reason, at)

    async def channel_up(self, channel: str) -> bool:
        """Note that it works again; True for the first to say so."""
        return await self._channels.up(channel)

    async def channels_down(self) -> Mapping[str, str]:
        """Read the channels that are down, with the reason."""
        return await self._channels.all_down()

    # --- files and age ---

    async def put_media(self, content: bytes, mime: str, name: str, media_id: str) -> None:
        """Store a file under ``media_id``, once. Raises ``MediaTooLarge``."""
        await self._media.put(content, mime, name, media_id)

    async def get_media(self, media_id: str) -> Media | None:
        """Read a file."""
        return await self._media.get(media_id)

    async def drop_media(self, media_id: str) -> bool:
        """Remove a file; False if there is none."""
        return await self._media.drop(media_id)

    async def purge(self, before: datetime) -> int:
        """Delete events done before a moment, and receipts half a year older; give how many documents went."""
        return await self._retention.purge(before)
