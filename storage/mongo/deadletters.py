"""Dead letters: what could not be done, kept until an operator drops or replays it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from bson import json_util
from pymongo.errors import DuplicateKeyError

from core.vocabulary.lanes import DeadLetter
from core.vocabulary.steps import Clock
from storage.mongo.connection import Connection, reaching
from storage.mongo.documents import encode, pack, unpack


class DeadLetters:
    """Keep, list and drop dead letters."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._dead = connection["dead"]
        self._clock = clock

    async def keep(self, letter: DeadLetter) -> None:
        """Insert a letter; one that exists already is left as it is."""
        packed = pack(letter)
        await self._insert({"_id": packed.pop("id"), **packed})

    async def keep_unreadable(self, document: Mapping[str, Any], error: str) -> None:
        """Keep a stored event that this version cannot read: a letter without event, its document as ``raw``."""
        raw = json_util.dumps(document)
        await self.keep(DeadLetter(document["_id"], "event", document["lane"], self._clock.now(), error, raw=raw))

    async def keep_lane(self, document: Mapping[str, Any], error: str) -> None:
        """Keep a copy of a lane's document that this version cannot read; the lane itself is left as it is."""
        raw, lane = json_util.dumps(document), str(document["_id"])
        await self.keep(DeadLetter(f"lane:{lane}", "lane", lane, self._clock.now(), error, raw=raw))

    async def all(self, limit: int = 100) -> list[DeadLetter]:
        """Read the newest letters."""
        with reaching():
            documents = await self._dead.find({}).sort("at", -1).limit(limit).to_list(None)
        return [_letter(document) for document in documents]

    async def get(self, letter_id: str) -> DeadLetter | None:
        """Read one letter."""
        with reaching():
            document = await self._dead.find_one({"_id": letter_id})
        return _letter(document) if document else None

    async def drop(self, letter_id: str) -> bool:
        """Remove one letter; False if there is none."""
        with reaching():
            result = await self._dead.delete_one({"_id": letter_id})
        return result.deleted_count == 1

    async def _insert(self, document: dict[str, Any]) -> None:
        with reaching():
            try:
                await self._dead.insert_one(encode(document))
            except DuplicateKeyError:
                return


def _letter(document: Mapping[str, Any]) -> DeadLetter:
    try:
        return unpack({**document, "id": document["_id"]}, DeadLetter)
    except msgspec.ValidationError:  # its event or entry is of another version: show the rest
        rest = {key: value for key, value in document.items() if key not in ("event", "entry")}
        return unpack({**rest, "id": document["_id"]}, DeadLetter)
