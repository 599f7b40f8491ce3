"""What was not understood, for the operator: redacted words by kind, apart from every chat, and only for a while."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from core.vocabulary.effects import Unheard
from core.vocabulary.store import UnheardLine
from storage.mongo.batch import Coalescer
from storage.mongo.connection import Connection, insert_new, reaching
from storage.mongo.documents import encode

KEPT_AT_MOST = 20_000
"""Far more than an operator reads; a flood pushes out the oldest lines, and nothing else."""
TEXT_CHARACTERS = 300
_STEP = 500


class _Line(NamedTuple):
    entry_id: str
    effect: Unheard
    at: datetime


class UnheardLines:
    """Append, read and purge; nothing in a line leads back to who said it."""

    def __init__(self, connection: Connection, cap: int = KEPT_AT_MOST) -> None:
        self._lines = connection["unheard"]
        self._cap = cap
        self._appends: Coalescer[_Line, None] = Coalescer(self._insert)

    async def keep(self, entry_id: str, effect: Unheard, at: datetime) -> None:
        """Append a line; the same entry id twice is one line."""
        await self._appends.call(_Line(entry_id, effect, at))

    async def newest(self, limit: int = 10_000) -> list[UnheardLine]:
        """Read lines, the newest first."""
        with reaching():
            documents = await self._lines.find({}).sort("at", -1).limit(limit).to_list(None)
        return [UnheardLine(str(one["kind"]), str(one["text"]), one["at"]) for one in documents]

    async def purge(self, before: datetime) -> int:
        """Delete lines from before a moment, and the oldest beyond the cap; give how many went."""
        with reaching():
            beyond = await self._lines.find({}, {"at": 1}).sort("at", -1).skip(self._cap).limit(1).to_list(None)
        limit = max(before, beyond[0]["at"]) if beyond else before
        query: dict[str, Any] = {"at": {"$lte": limit} if beyond and limit > before else {"$lt": limit}}
        gone = 0
        while True:
            with reaching():
                found = await self._lines.find(query, {"_id": 1}).sort("at", 1).limit(_STEP).to_list(None)
                if not found:
                    return gone
                result = await self._lines.delete_many({"_id": {"$in": [one["_id"] for one in found]}})
            gone += result.deleted_count

    async def close(self) -> None:
        """Flush what is queued."""
        await self._appends.close()

    async def _insert(self, lines: Sequence[_Line]) -> list[Exception | None]:
        missed = await insert_new(self._lines, [encode(_document(line)) for line in lines])
        return [missed.get(index) for index in range(len(lines))]


def _document(line: _Line) -> dict[str, Any]:
    """Make a document; its id is a digest, because entry ids name messages, and messages name chats."""
    digest = hashlib.sha256(line.entry_id.encode()).hexdigest()[:32]
    return {"_id": digest, "kind": line.effect.kind, "text": line.effect.text[:TEXT_CHARACTERS], "at": line.at}
