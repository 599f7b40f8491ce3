"""By what stored files are known again: keys of pictures and hashes of bytes, each looked up by one index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from bson.binary import Binary

from core.vocabulary.media import Known, Likeness
from storage.mongo.connection import Connection, insert_new, reaching
from storage.mongo.documents import encode

KEYS_PER_QUERY = 500
READ_AT_MOST = 2000
"""Files per query: a key is shared by less than one in a million unless pictures are like each other."""


class KnownFiles:
    """Keep and find known files.

    A file's keys and its hash stand in one list field, so that one index finds it by either.
    """

    def __init__(self, connection: Connection) -> None:
        self._known = connection["known"]

    async def keep(self, known: Known) -> None:
        """Keep by what a stored file is known again; the same file twice is harmless."""
        likeness = known.likeness
        document: dict[str, Any] = {
            "_id": known.media,
            "sha256": known.sha256,
            "number": known.number,
            "finds": [*(likeness.keys if likeness else ()), known.sha256],
        }
        if likeness is not None:
            document["grey"] = Binary(likeness.grey)
        failed = await insert_new(self._known, [encode(document)])
        if failed.get(0) is not None:
            raise failed[0]  # type: ignore[misc]

    async def exhibit(self, media_id: str, number: str) -> None:
        """Note that a file is evidence of a ticket; the first ticket that says so keeps it."""
        with reaching():
            await self._known.update_one({"_id": media_id, "number": ""}, {"$set": {"number": number}})

    async def by(self, keys: Sequence[int], sha256: str, limit: int) -> Sequence[Known]:
        """Find files that equal a hash or share a key, at most ``limit``: those that share most first."""
        wanted: list[int | str] = [sha256, *keys]
        found: dict[str, Mapping[str, Any]] = {}
        shared: Counter[str] = Counter()
        for start in range(0, len(wanted), KEYS_PER_QUERY):
            some = wanted[start : start + KEYS_PER_QUERY]
            with reaching():
                documents = await self._known.find({"finds": {"$in": some}}).limit(READ_AT_MOST).to_list(None)
            for document in documents:
                found[document["_id"]] = document
                shared[document["_id"]] += len(set(document["finds"]).intersection(some))
        first = sorted(found, key=lambda media: (found[media]["sha256"] != sha256, -shared[media], media))
        return [_read(found[media]) for media in first[:limit]]


def _read(document: Mapping[str, Any]) -> Known:
    grey, keys = document.get("grey"), tuple(key for key in document["finds"] if isinstance(key, int))
    likeness = None if grey is None else Likeness(keys, bytes(grey))
    return Known(document["_id"], document["sha256"], document["number"], likeness)
