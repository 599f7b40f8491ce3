"""Lanes: one document each, written by compare-and-set on its version."""

from __future__ import annotations

import itertools
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import msgspec
from bson.raw_bson import RawBSONDocument
from pymongo import ReplaceOne
from pymongo.errors import BulkWriteError, DocumentTooLarge, WriteError

from core.vocabulary.errors import UnreadableLane
from core.vocabulary.lanes import Lane
from core.vocabulary.store import Page, Unsent
from storage.mongo.batch import Coalescer
from storage.mongo.connection import Connection, insert_new, reaching, refusal
from storage.mongo.documents import encode, lane_document, lane_of, misfit, unsent_of

TOGETHER = 12
"""Documents replaced by one statement.

Each operation of a bulk write is flushed to disk by itself on the embedded server, while one statement is flushed once
however many documents it changes: 3.0 ms per document became 1.0 ms at 16, measured side by side under load. The
branches are tried one after another, so much larger statements cost more than they save.
"""


Unreadable = Callable[[Mapping[str, Any], str], Awaitable[None]]
"""Keeps the document of a lane that this version cannot read, with the error."""


class _Attempt(NamedTuple):
    lane: str
    expected: int
    mark: str
    document: RawBSONDocument


class Lanes:
    """Load and commit lanes, and find those with something due.

    Every commit carries a mark that is unique to the attempt, because a write of several does not say which of them
    found another version: when some did, the marks are read back.
    """

    def __init__(self, connection: Connection, worker: str, unreadable: Unreadable) -> None:
        self._unreadable = unreadable
        self._lanes = connection["lanes"]
        self._worker = worker
        self._counter = itertools.count(1)
        self._loads: Coalescer[str, Lane | None] = Coalescer(self._find)
        self._commits: Coalescer[_Attempt, bool] = Coalescer(self._write, limit=TOGETHER)

    async def load(self, lane: str) -> Lane | None:
        """Read a lane. Raises ``UnreadableLane`` when this version cannot; its document is then a dead letter."""
        return await self._loads.call(lane)

    async def excerpts(self, lanes: Sequence[str], fields: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        """Read some fields of the states of lanes, by lane; a lane or field that is not there is left out."""
        query, wanted = {"_id": {"$in": list(lanes)}}, {f"state.{name}": 1 for name in fields}
        with reaching():
            documents = await self._lanes.find(query, wanted).to_list(None)
        return {document["_id"]: document.get("state") or {} for document in documents}

    async def commit(self, lane: Lane, expected_version: int) -> bool:
        """Write ``lane`` as version ``expected_version + 1`` if the stored one is ``expected_version``.

        After ``StoreDown`` the write may have happened or not: load the lane again and look at its ``seen``. False
        can, rarely, also mean that the write happened and another worker has already written over it; the same
        reload shows that. Raises ``Unstorable`` for a document that is too large.
        """
        mark = f"{self._worker}-{next(self._counter)}"
        document = encode(lane_document(lane, expected_version + 1, mark))
        return await self._commits.call(_Attempt(lane.id, expected_version, mark, document))

    async def due(self, now: datetime, limit: int) -> list[tuple[str, datetime]]:
        """Name lanes whose ``wake_at`` has come, with it, the earliest first."""
        query = {"wake_at": {"$lte": now}}
        with reaching():
            documents = await self._lanes.find(query, {"wake_at": 1}).sort("wake_at", 1).limit(limit).to_list(None)
        return [(doc["_id"], doc["wake_at"]) for doc in documents]

    async def unsent(self, before: datetime, limit: int, after: Page | None = None) -> list[Unsent]:
        """Name lanes whose outbox has had entries since before a moment, the longest waiting first, from a page on."""
        query: dict[str, Any] = {"send_at": {"$lt": before, **({"$gte": after.since} if after else {})}}
        known = frozenset(after.lanes) if after else frozenset()
        fields = {"send_at": 1, "channel": 1, "outbox.effect.type": 1}
        with reaching():
            found = self._lanes.find(query, fields).sort("send_at", 1).limit(limit + len(known))
            documents = await found.to_list(None)
        return [unsent_of(document) for document in documents if document["_id"] not in known][:limit]

    async def _read(self, document: Mapping[str, Any]) -> Lane | Exception:
        try:
            return lane_of(document)
        except msgspec.ValidationError as error:
            reason = misfit(error)
            await self._unreadable(document, reason)
            return UnreadableLane(str(document["_id"]), reason)

    async def close(self) -> None:
        """Flush what is queued."""
        await self._loads.close()
        await self._commits.close()

    async def _find(self, names: Sequence[str]) -> list[Lane | Exception | None]:
        unique = list(dict.fromkeys(names))
        with reaching():
            if len(unique) == 1:
                one = await self._lanes.find_one({"_id": unique[0]})
                documents = [one] if one is not None else []
            else:
                documents = await self._lanes.find({"_id": {"$in": unique}}).to_list(None)
        found = {document["_id"]: await self._read(document) for document in documents}
        return [found.get(name) for name in names]

    async def _write(self, attempts: Sequence[_Attempt]) -> list[bool | Exception]:
        changes = [attempt for attempt in attempts if attempt.expected]
        births = [attempt for attempt in attempts if not attempt.expected]
        results: dict[str, bool | Exception] = {}
        if births:
            missed = await insert_new(self._lanes, [birth.document for birth in births])
            for index, birth in enumerate(births):
                results[birth.mark] = missed[index] or False if index in missed else True
        if len(changes) == 1:
            results[changes[0].mark] = await self._replace(changes[0])
        elif changes:
            results |= await self._replace_together(changes)
        return [results[attempt.mark] for attempt in attempts]

    async def _replace(self, attempt: _Attempt) -> bool:
        query = {"_id": attempt.lane, "version": attempt.expected}
        with reaching():
            result = await self._lanes.replace_one(query, attempt.document)
        return result.matched_count == 1

    async def _replace_together(self, attempts: Sequence[_Attempt]) -> Mapping[str, bool | Exception]:
        """Replace several documents by one statement, each under its own version."""
        names = list(dict.fromkeys(attempt.lane for attempt in attempts))
        branches = [
            {
                "case": {"$and": [{"$eq": ["$_id", attempt.lane]}, {"$eq": ["$version", attempt.expected]}]},
                "then": {"$literal": attempt.document},
            }
            for attempt in attempts
        ]
        change = [{"$replaceWith": {"$switch": {"branches": branches, "default": "$$ROOT"}}}]
        with reaching():
            try:
                changed = (await self._lanes.update_many({"_id": {"$in": names}}, change)).modified_count
            except (WriteError, DocumentTooLarge):  # one of them does not fit: written one by one, it fails alone
                return await self._replace_many(attempts)
        if changed == len(attempts):
            return {attempt.mark: True for attempt in attempts}
        marks = await self._marks(names)
        return {attempt.mark: attempt.mark in marks for attempt in attempts}

    async def _marks(self, names: Sequence[str]) -> set[str]:
        with reaching():
            documents = await self._lanes.find({"_id": {"$in": list(names)}}, {"commit": 1}).to_list(None)
        return {str(document.get("commit")) for document in documents}

    async def _replace_many(self, attempts: Sequence[_Attempt]) -> Mapping[str, bool | Exception]:
        requests: list[Any] = [
            ReplaceOne({"_id": attempt.lane, "version": attempt.expected}, attempt.document) for attempt in attempts
        ]
        refused: dict[str, Exception] = {}
        with reaching():
            try:
                matched = (await self._lanes.bulk_write(requests, ordered=False)).matched_count
            except BulkWriteError as error:
                if error.details.get("writeConcernErrors"):
                    raise
                matched = -1
                for item in error.details["writeErrors"]:
                    refused[attempts[item["index"]].mark] = refusal(item)
        if matched == len(attempts):
            return {attempt.mark: True for attempt in attempts}
        marks = await self._marks(list({attempt.lane for attempt in attempts}))
        return {attempt.mark: refused.get(attempt.mark) or attempt.mark in marks for attempt in attempts}
