"""The store on MongoDB: ``core.vocabulary.store.Store``, and what operators need beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import msgspec

from core.vocabulary.errors import UnreadableLane
from core.vocabulary.lanes import DeadLetter, Entry, Lane
from core.vocabulary.steps import Clock
from core.vocabulary.store import Backlog, Levels
from storage.mongo.accounts import AccountBook
from storage.mongo.clients import ClientKeys
from storage.mongo.connection import Connection
from storage.mongo.deadletters import DeadLetters
from storage.mongo.erasure import Erasures
from storage.mongo.feed import MachineFeed
from storage.mongo.holdings import HeldThings
from storage.mongo.inbox import Inbox
from storage.mongo.indexes import create_indexes, existing_indexes
from storage.mongo.journal import Journal
from storage.mongo.known import KnownFiles
from storage.mongo.lanes import Lanes
from storage.mongo.letters import LetterBoxes
from storage.mongo.levels import read_backlog, read_levels
from storage.mongo.media import MEDIA_LIMIT_BYTES, Drawn, MediaStore, nothing_drawn
from storage.mongo.notes import Notes
from storage.mongo.origins import Origins
from storage.mongo.public import PublicReports
from storage.mongo.receipts import Receipts
from storage.mongo.registry import Aliases, Channels, Leases
from storage.mongo.retention import Retention
from storage.mongo.roots import Roots
from storage.mongo.unheard import UnheardLines

_REPLAY_ATTEMPTS = 20


class MongoStore:
    """Keep everything in one MongoDB database; safe to use from any number of processes.

    Most of what it does is done by one part each, and named here; the rest needs several parts.

    ``worker`` names this process in commit marks and must differ between processes; random when not given. ``drawn``
    gives files that are drawn whenever they are read.
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
        drawn: Drawn = nothing_drawn,
    ) -> None:
        self._connection = connection = Connection(uri, database, event_listeners)
        self._clock = clock
        self._dead = dead = DeadLetters(connection, clock)
        self._inbox = inbox = Inbox(connection, clock, dead.keep_unreadable)
        self._lanes = lanes = Lanes(connection, worker or uuid4().hex, dead.keep_lane)
        receipts, journal, unheard = Receipts(connection), Journal(connection), UnheardLines(connection)
        aliases, leases, channels = Aliases(connection), Leases(connection), Channels(connection)
        media, notes = MediaStore(connection, clock, media_limit_bytes, drawn), Notes(connection)
        origins = Origins(connection, clock)
        known, clients, feed = KnownFiles(connection), ClientKeys(connection), MachineFeed(connection)
        letters, retention, roots = LetterBoxes(connection), Retention(connection), Roots(connection)
        self._public = public = PublicReports(connection, clock)
        accounts, erasures, held = AccountBook(connection), Erasures(connection), HeldThings(connection)
        self._flushed = (inbox, lanes, receipts, journal, aliases, unheard)

        self.accept = inbox.accept
        self.pending = inbox.pending
        self.done = inbox.done
        self.failed = inbox.failed
        self.stale = inbox.stale
        self.load = lanes.load
        self.excerpts = lanes.excerpts
        self.commit = lanes.commit
        self.due = lanes.due
        self.unsent = lanes.unsent
        self.record = receipts.record
        self.forget = receipts.forget
        self.receipts = receipts.receipts
        self.by_key = receipts.by_key
        self.by_message = receipts.by_message
        self.deliveries = receipts.deliveries
        self.journal = journal.append
        self.journal_of = journal.of
        self.journal_between = journal.between
        self.keep_unheard = unheard.keep
        self.unheard = unheard.newest
        self.purge_unheard = unheard.purge
        self.list_dead = dead.all
        self.get_dead = dead.get
        self.drop_dead = dead.drop
        self.alias = aliases.alias
        self.resolve = aliases.resolve
        self.acquire = leases.acquire
        self.release = leases.release
        self.read_note = notes.read
        self.write_note = notes.write
        self.count = notes.count
        self.channel_down = channels.down
        self.channel_up = channels.up
        self.channels_down = channels.all_down
        self.put_media = media.put
        self.get_media = media.get
        self.keep_known = known.keep
        self.exhibit = known.exhibit
        self.known_by = known.by
        self.put_origin = origins.put
        self.keep_origins = origins.keep
        self.drop_origins = origins.drop
        self.origins = origins.read
        self.publish = public.publish
        self.public_reports = public.newest
        self.public_report = public.of
        self.put_letter = letters.put_letter
        self.letters = letters.letters
        self.mark_read = letters.mark_read
        self.put_upload = letters.put_upload
        self.get_upload = letters.get_upload
        self.bind_link = letters.bind_link
        self.link_of = letters.link_of
        self.renew_link = letters.renew_link
        self.close_link = letters.close_link
        self.head_marks = roots.head_marks
        self.last_root = roots.last_root
        self.put_root = roots.put_root
        self.root_of = roots.root_of
        self.leaves_of = roots.leaves_of
        self.roots_of = roots.roots_of
        self.put_key = roots.put_key
        self.city_keys = roots.city_keys
        self.add_client = clients.add
        self.get_client = clients.get
        self.list_clients = clients.all
        self.revoke_client = clients.revoke
        self.count_request = clients.count_request
        self.put_account = accounts.put_account
        self.account = accounts.account
        self.accounts = accounts.accounts
        self.account_of = accounts.account_of
        self.put_session = accounts.put_session
        self.session = accounts.session
        self.touch_session = accounts.touch_session
        self.end_session = accounts.end_session
        self.keep_look = accounts.keep_look
        self.looks = accounts.looks
        self.purge_sessions = retention.purge_sessions
        self.put_report = feed.put_report
        self.report_of = feed.report_of
        self.report_at = feed.report_at
        self.reports_by = feed.reports_by
        self.put_news = feed.put_news
        self.news_for = feed.news_for
        self.mark_fetched = feed.mark_fetched
        self.purge = retention.purge
        self.purge_uploads = retention.purge_uploads
        self.purge_news = retention.purge_news
        self.purge_origins = retention.purge_origins
        self.erase = erasures.erase
        self.drop_note = erasures.drop_note
        self.events_in = held.events_in
        self.messages_to = held.messages_to
        self.names_of = held.names_of
        self.links_to = held.links_to
        self.stored_files = held.stored_files

    async def open(self) -> None:
        """Reach the database and create the indexes that are missing. Raises ``StoreDown`` within a few seconds."""
        await self._connection.ping()
        await create_indexes(self._connection)
        await self._public.place_former()

    async def ping(self) -> None:
        """Check that the database takes a small durable write. Raises ``StoreDown``."""
        await self._connection.write()

    async def index_names(self) -> Sequence[str]:
        """Name the indexes that exist, as ``collection.index``."""
        return await existing_indexes(self._connection)

    async def levels(self) -> Levels:
        """Read how much waits."""
        return await read_levels(self._connection)

    async def backlog(self, lane: str) -> Backlog:
        """Read what waits for the receiver of a lane."""
        return await read_backlog(self._connection, lane)

    async def close(self) -> None:
        """Flush what is queued and disconnect; calls made after it raise ``StoreDown``."""
        for part in self._flushed:
            await part.close()
        await self._connection.close()

    async def bury(self, letter: DeadLetter) -> None:
        """Keep a dead letter; a dead event also leaves the inbox's pending ones."""
        await self._dead.keep(letter)
        if letter.event is not None:
            await self._inbox.bury(letter.event.id)

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
