"""What a round of stepping is given to read besides the lane's document: events, receipts, other lanes' documents."""

import asyncio
import contextlib
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

import msgspec

from core.engine.keys import TOPIC_KEY
from core.engine.ledger import Ledger
from core.engine.slots import Slot
from core.engine.stepping import (
    Known,
    files_compared,
    is_full,
    lanes_helpful,
    lanes_read,
    merged,
    replied_message,
    topic_thread,
)
from core.vocabulary.channel import RICH, Channel
from core.vocabulary.events import Event, Status
from core.vocabulary.report import Origin
from core.vocabulary.steps import Stepper
from core.vocabulary.store import Store

NO_DOCUMENTS: Mapping[str, Any] = {}


class Glance(msgspec.Struct, frozen=True):
    """What was read for a lane while its events were written: those that wait, and states of lanes it looks into."""

    events: Sequence[Event] = ()
    documents: Mapping[str, Any] = NO_DOCUMENTS

    def joined(self, later: "Glance", fresh: Sequence[Event]) -> "Glance":
        """Give this with what a later look saw and the events that were just written."""
        events = merged(self.events, merged(later.events, fresh))
        return Glance(events, {**self.documents, **later.documents})


class Reads:
    """Read for all lanes of a process. Everything raises ``StoreDown`` and ``UnreadableLane``."""

    def __init__(
        self, store: Store, ledger: Ledger, steppers: Mapping[str, Stepper], channels: Mapping[str, Channel]
    ) -> None:
        self._store = store
        self._ledger = ledger
        self._steppers = steppers
        self._channels = channels

    def stepper(self, lane: str) -> Stepper:
        """Give the behaviour of a lane's kind, the first part of its id."""
        return self._steppers[lane.partition(":")[0]]

    async def look(self, lane: str) -> tuple[Slot, Sequence[Event]]:
        """Read the lane's document, if it is not known, and its events; none of a lane that is full."""
        if not self.waits(lane):
            return await asyncio.gather(self._ledger.slot(lane), self._store.pending(lane))
        slot = await self._ledger.slot(lane)
        return slot, () if is_full(self.stepper(lane), slot.lane, slot.delivered) else await self._store.pending(lane)

    def waits(self, lane: str) -> bool:
        """Tell whether a lane's events wait in the inbox until its outbox has room: then `look` alone reads them."""
        return hasattr(self.stepper(lane), "room")

    async def glance(self, lane: str, fresh: Sequence[Event]) -> Glance:
        """Read all that the steps of events which are just being written will need."""
        if self.waits(lane):
            return Glance()
        _slot, events, documents = await asyncio.gather(
            self._ledger.slot(lane), self._store.pending(lane), self._documents(self._lanes_read(lane, fresh))
        )
        return Glance(events, documents)

    async def known(self, slot: Slot, events: Sequence[Event], glanced: Mapping[str, Any] = NO_DOCUMENTS) -> Known:
        """Read what the steps may ask: receipts of messages that are replied to, or that failed after all, documents.

        ``glanced`` are the documents that were read when the events were accepted.
        """
        lane = slot.lane.id
        wanted = {message: event.address for event in events if (message := replied_message(event))}
        threads = {thread: event.address for event in events if (thread := topic_thread(event))}
        failed = [e.body.entry_id for e in events if isinstance(e.body, Status) and e.body.state == "failed"]
        channel = self._channels.get(slot.lane.channel or events[0].channel)
        # A channel that is off counts as a plain chat.
        capabilities = channel.capabilities if channel is not None else RICH
        unsent = frozenset(entry.id for entry in slot.lane.outbox) if failed else frozenset()
        lanes = (self._lanes_read(lane, events) | self._lanes_helpful(slot, events)) - glanced.keys()
        compared = self._files_compared(slot, events)
        if not wanted and not threads and not failed and not lanes and not compared:
            return Known(capabilities=capabilities, documents=glanced)
        documents, found, topics, failures, origins = await asyncio.gather(
            self._documents(lanes),
            asyncio.gather(*(self._store.by_message(lane, message) for message in wanted)),
            self._topics(lane, threads),
            self._store.receipts([entry_id for entry_id in failed if entry_id]),
            self._origins(compared),
        )
        replies = {
            message: receipt
            for (message, address), receipt in zip(wanted.items(), found, strict=True)
            if receipt and receipt.address in ("", address)
        }
        return Known(replies, failures, unsent, capabilities, {**glanced, **documents}, topics, origins)

    async def _topics(self, lane: str, threads: Mapping[str, str]) -> Mapping[str, str]:
        """Read which topics of a group threads are."""
        found = await asyncio.gather(*(self._store.by_message(lane, thread) for thread in threads))
        return {
            thread: receipt.key.removeprefix(TOPIC_KEY)
            for (thread, address), receipt in zip(threads.items(), found, strict=True)
            if receipt and receipt.key.startswith(TOPIC_KEY) and receipt.address in ("", address)
        }

    def _lanes_read(self, lane: str, events: Sequence[Event]) -> set[str]:
        """Name the lanes that the steps of events look into; what a stepper raises its step will raise again."""
        stepper, lanes = self.stepper(lane), set[str]()
        for event in events:
            with contextlib.suppress(Exception):
                lanes.update(lanes_read(stepper, event))
        return lanes

    def _lanes_helpful(self, slot: Slot, events: Sequence[Event]) -> set[str]:
        """Name the lanes that help the steps of events on the lane's present state."""
        stepper, lanes = self.stepper(slot.lane.id), set[str]()
        for event in events:
            with contextlib.suppress(Exception):
                lanes.update(lanes_helpful(stepper, slot.lane.state, event))
        return lanes

    def _files_compared(self, slot: Slot, events: Sequence[Event]) -> set[str]:
        """Name the files whose origins the steps of events look at, on the lane's present state."""
        stepper, files = self.stepper(slot.lane.id), set[str]()
        for event in events:
            with contextlib.suppress(Exception):
                files.update(files_compared(stepper, slot.lane.state, event))
        return files

    async def _origins(self, files: AbstractSet[str]) -> Mapping[str, Origin]:
        return await self._store.origins(sorted(files)) if files else {}

    async def _documents(self, lanes: AbstractSet[str]) -> Mapping[str, Any]:
        """Read the states of lanes as they are stored now, None of one that is not."""
        if not lanes:
            return NO_DOCUMENTS
        found = await asyncio.gather(*(self._store.load(lane) for lane in lanes))
        return {lane: stored.state if stored else None for lane, stored in zip(lanes, found, strict=True)}
