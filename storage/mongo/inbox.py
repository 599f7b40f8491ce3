"""The inbox: events as they were accepted, until their lane has taken them, and a while longer to know repeats."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from core.vocabulary.errors import StoreDown
from core.vocabulary.events import Event
from core.vocabulary.order import oldest_first
from core.vocabulary.steps import Clock
from storage.errors import Unstorable
from storage.mongo.batch import Coalescer, LazyBatch
from storage.mongo.connection import Connection, insert_new, reaching
from storage.mongo.documents import OLDEST_FIRST, encode, event_document, misfit, unpack

PENDING_LIMIT = 100
_BATCH_READ_CAP = 2_000
_FLOODS = 5
"""So many times one look goes on behind a lane with thousands of events."""

Unreadable = Callable[[Mapping[str, Any], str], Awaitable[None]]
"""Keeps the document of a stored event that this version cannot read, with the error."""


class Inbox:
    """Accept events once each, read a lane's pending ones, mark them done."""

    def __init__(self, connection: Connection, clock: Clock, unreadable: Unreadable) -> None:
        self._unreadable = unreadable
        self._inbox = connection["inbox"]
        self._clock = clock
        self._accepts: Coalescer[Sequence[Event], frozenset[str]] = Coalescer(self._insert, weigh=len)
        self._reads: Coalescer[str, list[Event]] = Coalescer(self._find)
        self._done = LazyBatch(self._mark_done)

    async def accept(self, events: Sequence[Event]) -> frozenset[str]:
        """Insert events; give the ids that were new. Raises ``Unstorable`` if one of them can never be stored."""
        if not events:
            return frozenset()
        return await self._accepts.call(events)

    async def pending(self, lane: str) -> list[Event]:
        """Read a lane's events that are not marked done, oldest first, at most 100."""
        return await self._reads.call(lane)

    def done(self, event_ids: Sequence[str]) -> None:
        """Mark events done soon; ``pending`` and ``stale`` of this process leave them out at once."""
        self._done.add(event_ids)

    async def bury(self, event_id: str) -> None:
        """Take an event out of the pending ones now."""
        await self._mark_done([event_id])

    async def failed(self, event_id: str) -> int:
        """Count one more failed try; 0 when there is no such event."""
        with reaching():
            await self._inbox.update_one({"_id": event_id}, {"$inc": {"tries": 1}})
            document = await self._inbox.find_one({"_id": event_id}, {"tries": 1})
        return int(document["tries"]) if document else 0

    async def revive(self, event_id: str, event: Event | None) -> str | None:
        """Make an event pending again with no tries; name its lane, None if it is gone and not given."""
        with reaching():
            document = await self._inbox.find_one({"_id": event_id}, {"lane": 1})
        if document is None:
            if event is None:
                return None
            await self.accept([event])
            return event.lane
        lane = str(document["lane"])
        fresh = {"wait": lane, "since": self._clock.now(), "tries": 0}
        with reaching():
            await self._inbox.update_one({"_id": event_id}, {"$set": fresh})
        return lane

    async def stale(self, before: datetime, limit: int) -> list[str]:
        """Name lanes with pending events received before a moment, the longest waiting first.

        A lane on which thousands wait hides no other: those behind it are read next.
        """
        documents: list[Mapping[str, Any]] = []
        behind = ""
        for _ in range(_FLOODS):
            with reaching():
                found = self._inbox.find({"wait": {"$gt": behind}}, {"wait": 1, "since": 1}).sort("wait", 1)
                documents += (some := await found.limit(_BATCH_READ_CAP).to_list(None))
            if len(some) < _BATCH_READ_CAP:
                break
            behind = some[-1]["wait"]
        late = [doc for doc in documents if doc["since"] < before and doc["_id"] not in self._done]
        late.sort(key=lambda doc: doc["since"])
        return list(dict.fromkeys(doc["wait"] for doc in late))[:limit]

    async def close(self) -> None:
        """Flush what is queued."""
        await self._accepts.close()
        await self._reads.close()
        await self._done.close()

    async def _insert(self, calls: Sequence[Sequence[Event]]) -> list[frozenset[str] | Exception]:
        now = self._clock.now()
        documents: list[Any] = []
        position: dict[str, int] = {}
        refused: dict[str, Exception] = {}
        for event in (event for events in calls for event in events):
            if event.id in position or event.id in refused:
                continue
            try:
                documents.append(encode(event_document(event, now)))
                position[event.id] = len(documents) - 1
            except Unstorable as error:
                refused[event.id] = error
        missed = await insert_new(self._inbox, documents) if documents else {}
        new = {event_id for event_id, index in position.items() if index not in missed}
        for event_id, index in position.items():
            if refusal := missed.get(index):
                refused[event_id] = refusal
        results: list[frozenset[str] | Exception] = []
        for events in calls:
            ids = [event.id for event in events]
            failures = [refused[event_id] for event_id in ids if event_id in refused]
            # A request of which some may be stored later is repeated whole, before anything of it is parked.
            refusal = next((one for one in failures if isinstance(one, StoreDown)), next(iter(failures), None))
            mine = frozenset(event_id for event_id in ids if event_id in new)
            new -= mine  # two calls with the same event in one flush: it is new to the first
            results.append(refusal or mine)
        return results

    async def _find(self, lanes: Sequence[str]) -> list[list[Event] | Exception]:
        names = list(dict.fromkeys(lanes))
        query: dict[str, Any] = {"wait": names[0]} if len(names) == 1 else {"wait": {"$in": names}}
        with reaching():
            documents = await self._inbox.find(query).limit(_BATCH_READ_CAP).to_list(None)
        if len(documents) == _BATCH_READ_CAP:  # a flood on some lane: read each one's oldest by themselves
            found = {name: await self._find_oldest(name) for name in names}
        else:
            found = {name: [] for name in names}
            for document in documents:
                found[document["wait"]].append(document)
        events = {name: await self._events(found[name]) for name in names}
        return [events[name] for name in lanes]

    async def _find_oldest(self, lane: str) -> list[dict[str, Any]]:
        with reaching():
            return await self._inbox.find({"wait": lane}).sort(OLDEST_FIRST).limit(PENDING_LIMIT * 2).to_list(None)

    async def _events(self, documents: Sequence[Mapping[str, Any]]) -> list[Event]:
        events = []
        for document in documents:
            if document["_id"] in self._done:
                continue
            try:
                events.append(unpack(document["event"], Event))
            except msgspec.ValidationError as error:
                await self._unreadable(document, misfit(error))
                await self.bury(document["_id"])
        return oldest_first(events)[:PENDING_LIMIT]

    async def _mark_done(self, ids: Sequence[str]) -> None:
        change = {"$unset": {"wait": 1}}
        with reaching():
            if len(ids) == 1:
                await self._inbox.update_one({"_id": ids[0]}, change)
            else:
                await self._inbox.update_many({"_id": {"$in": list(ids)}}, change)
