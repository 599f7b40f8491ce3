"""The signed roots of days, one document each with its leaves, and the public keys that sign them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from bson.binary import Binary
from pymongo.errors import DuplicateKeyError

from core.vocabulary.proof import CityKey, DayRoot, HeadMark
from storage.mongo.connection import Connection, reaching
from storage.mongo.documents import encode, pack, unpack

_FACTS: Final = {"leaves": 0}
_OF_LINES: Final = {"subject": 1, "at": 1, "chain.n": 1, "chain.head": 1, "details.words": 1, "details.slip_key": 1}


class Roots:
    """Keep roots and keys, which are written once; read of the journal what a root is made of."""

    def __init__(self, connection: Connection) -> None:
        self._roots = connection["roots"]
        self._keys = connection["keys"]
        self._journal = connection["journal"]

    async def head_marks(self, since: datetime, until: datetime) -> Sequence[HeadMark]:
        """Read what was written between two moments."""
        with reaching():
            found = await self._journal.find({"at": {"$gte": since, "$lt": until}}, _OF_LINES).to_list(None)
        return [_mark(document) for document in found]

    async def last_root(self) -> DayRoot | None:
        """Read the newest root."""
        with reaching():
            found = await self._roots.find({}, _FACTS).sort("day", -1).limit(1).to_list(None)
        return _root(found[0]) if found else None

    async def put_root(self, root: DayRoot, leaves: bytes) -> bool:
        """Keep a root; False where its day has one."""
        return await _put(self._roots, {"_id": root.day, **pack(root), "leaves": Binary(leaves)})

    async def root_of(self, day: str) -> DayRoot | None:
        """Read the root of a day."""
        with reaching():
            found = await self._roots.find_one({"_id": day}, _FACTS)
        return _root(found) if found else None

    async def leaves_of(self, day: str) -> bytes:
        """Read the digests of a day's leaves, in their order; none where the day has no root."""
        with reaching():
            found = await self._roots.find_one({"_id": day}, {"leaves": 1})
        return bytes(found["leaves"]) if found else b""

    async def roots_of(self, year: str) -> Sequence[DayRoot]:
        """Read the roots of a year, the oldest first."""
        asked = {"day": {"$gte": f"{year}-", "$lt": f"{year}."}}
        with reaching():
            found = await self._roots.find(asked, _FACTS).sort("day", 1).to_list(None)
        return [_root(document) for document in found]

    async def put_key(self, key: CityKey) -> bool:
        """Keep a public key; False where it is known."""
        body = pack(key)
        return await _put(self._keys, {"_id": body.pop("id"), **body})

    async def city_keys(self) -> Sequence[CityKey]:
        """Read all keys, the oldest first."""
        with reaching():
            found = await self._keys.find({}).sort("since", 1).to_list(None)
        return [unpack({**document, "id": document["_id"]}, CityKey) for document in found]


async def _put(collection: Any, document: dict[str, Any]) -> bool:
    with reaching():
        try:
            await collection.insert_one(encode(document))
        except DuplicateKeyError:
            return False
    return True


def _root(document: dict[str, Any]) -> DayRoot:
    return unpack(document, DayRoot)


def _mark(document: dict[str, Any]) -> HeadMark:
    chain, details = document.get("chain", {}), document.get("details", {})
    words, key = details.get("words", ""), details.get("slip_key", "")
    number, head = chain.get("n", 0), chain.get("head", "")
    return HeadMark(document["subject"], document["at"], number, head, words, key)
