"""The journal: every line of a ticket's history, whole and append-only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from core.vocabulary.effects import Effect, Record
from storage.mongo.batch import Coalescer
from storage.mongo.connection import Connection, insert_new, reaching
from storage.mongo.documents import encode, pack, unpack


class _Line(NamedTuple):
    id: str
    record: Record


class Journal:
    """Append lines and read those of one subject."""

    def __init__(self, connection: Connection) -> None:
        self._journal = connection["journal"]
        self._appends: Coalescer[_Line, None] = Coalescer(self._insert)

    async def append(self, entry_id: str, effect: Effect) -> None:
        """Append a ``Record``; the same entry id twice is one line. Raises ``TypeError`` for another effect."""
        if not isinstance(effect, Record):
            raise TypeError(f"the journal takes records, not {type(effect).__name__}")
        await self._appends.call(_Line(entry_id, effect))

    async def of(self, subject: str) -> list[Record]:
        """Read a subject's lines in the order in which they happened."""
        with reaching():
            documents = await self._journal.find({"subject": subject}).to_list(None)
        lines = [(line_order(document["_id"]), unpack(document, Record)) for document in documents]
        return [record for order, record in sorted(lines, key=lambda line: (line[1].at, line[0]))]

    async def close(self) -> None:
        """Flush what is queued."""
        await self._appends.close()

    async def _insert(self, lines: Sequence[_Line]) -> list[Exception | None]:
        documents = [encode(_document(line)) for line in lines]
        missed = await insert_new(self._journal, documents)
        return [missed.get(index) for index in range(len(lines))]


def line_order(entry_id: str) -> tuple[str, int]:
    """Sort entry ids ``<event id>:<n>`` of one event by their number."""
    event_id, _, number = entry_id.rpartition(":")
    return (event_id, int(number)) if number.isdecimal() else (entry_id, 0)


def _document(line: _Line) -> dict[str, Any]:
    packed = pack(line.record)
    packed.pop("type", None)
    return {"_id": line.id, **packed, "type": "Record"}
