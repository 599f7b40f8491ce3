"""The journal: every line of a ticket's history, whole and append-only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
        return _in_order((line_order(document["_id"]), unpack(document, Record)) for document in documents)

    async def between(self, first: str, last: str) -> dict[str, list[Record]]:
        """Read the lines of all subjects from one to another by their text, each in the order in which they happened.

        A stretch of the index is read four times as fast as the same subjects by name (1,200 lines of the embedded
        server: 0.10 s and 0.40 s).
        """
        with reaching():
            documents = await self._journal.find({"subject": {"$gte": first, "$lte": last}}).to_list(None)
        found: dict[str, list[tuple[tuple[str, int], Record]]] = {}
        for document in documents:
            found.setdefault(document["subject"], []).append((line_order(document["_id"]), unpack(document, Record)))
        return {subject: _in_order(lines) for subject, lines in found.items()}

    async def close(self) -> None:
        """Flush what is queued."""
        await self._appends.close()

    async def _insert(self, lines: Sequence[_Line]) -> list[Exception | None]:
        documents = [encode(line_document(line.id, line.record)) for line in lines]
        missed = await insert_new(self._journal, documents)
        return [missed.get(index) for index in range(len(lines))]


def _in_order(lines: Iterable[tuple[tuple[str, int], Record]]) -> list[Record]:
    return [record for order, record in sorted(lines, key=lambda line: (line[1].at, line[0]))]


def line_order(entry_id: str) -> tuple[str, int]:
    """Sort entry ids ``<event id>:<n>`` of one event by their number."""
    event_id, _, number = entry_id.rpartition(":")
    return (event_id, int(number)) if number.isdecimal() else (entry_id, 0)


def line_document(entry_id: str, record: Record) -> dict[str, Any]:
    """Make a line's document."""
    packed = pack(record)
    packed.pop("type", None)
    return {"_id": entry_id, **packed, "type": "Record"}
