"""Put the exports on this process's server; every export for a monitor is a line of the journal."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from importlib import import_module
from typing import Final, Protocol

from aiohttp import web

from app.export.chains import Keeps, every_report
from app.export.formats import FORMATS
from app.export.order import NotPossible, Order, Wish, read_order
from app.export.produce import produce, where
from app.export.walk import Reads
from core.city.city import City
from core.proof.export import write
from core.vocabulary.clients import Client, Clients
from core.vocabulary.effects import Effect, Record
from core.vocabulary.steps import Clock
from web.exports.routes import Export, Exports, NoSuchExport, Reader
from web.gate import Gate
from web.keys import Keys
from web.site import Report

AT_A_TIME: Final = 64 * 1024
"""Bytes of the file of chains that go out at once."""
SUBJECT: Final = "exports"
"""Under this the journal says who took what out of the house."""
ASKED: Final = frozenset(("period", "until", "words"))


class ExportStore(Keeps, Clients, Protocol):
    """What exports need of the store."""

    async def journal(self, entry_id: str, effect: Effect) -> None:
        """Append a line. Raises ``StoreDown``."""
        ...


def serve_exports(
    app: web.Application, store: ExportStore, city: City, clock: Clock, proxies: frozenset[str], report: Report
) -> None:
    """Add the addresses to the application."""

    async def begin(reader: Reader, query: Mapping[str, str], suffix: str, client: Client) -> Export:
        if reader == "auditor":
            return await chains(query, suffix, client)
        if set(query) - ASKED:
            raise NoSuchExport(f"parameters are {', '.join(sorted(ASKED))}")
        if suffix not in FORMATS:
            raise NoSuchExport(f"formats are {', '.join(FORMATS)}")
        if query.get("words", "") not in ("", "0", "1"):
            raise NoSuchExport("words is 0 or 1")
        wish = Wish(reader, query.get("period", ""), query.get("until", ""), query.get("words") == "1")
        try:
            order = read_order(city, wish, clock.now())
        except NotPossible as reason:
            raise NoSuchExport(str(reason)) from None
        if reader != "public":
            await _noted(store, clock, client, wish, suffix)
        name = "reports" if reader == "public" else "tickets"
        return Export(FORMATS[suffix].content_type, f"{name}.{suffix}", _parts(store, order, suffix))

    async def chains(query: Mapping[str, str], suffix: str, client: Client) -> Export:
        if query or suffix != "jsonl":
            raise NoSuchExport("the file of chains is jsonl, of everything, without parameters")
        await _noted(store, clock, client, Wish("auditor"), suffix)
        return Export(FORMATS[suffix].content_type, f"{city.code}.chains.jsonl", _chained(store, city, clock))

    Exports(begin, Keys(store, clock), Gate(clock, proxies), report, clock).add(app)


async def _parts(store: Reads, order: Order, suffix: str) -> AsyncIterator[bytes]:
    if suffix == "parquet":  # half a second, in which the bridge goes on
        await asyncio.to_thread(import_module, "pyarrow.parquet")
    numbers = await where(store, order)
    async for part in produce(store, order, numbers, suffix, lambda _count: None):
        yield part


async def _chained(store: Keeps, city: City, clock: Clock) -> AsyncIterator[bytes]:
    waiting = bytearray()
    async for part in every_report(store, city, clock.now()):
        waiting += write(part)
        if len(waiting) >= AT_A_TIME:
            yield bytes(waiting)
            waiting.clear()
    yield bytes(waiting)


async def _noted(store: ExportStore, clock: Clock, client: Client, wish: Wish, suffix: str) -> None:
    now = clock.now()
    details = {"period": wish.period, "until": wish.until, "words": str(wish.words), "format": suffix}
    line = Record(SUBJECT, client.id, "export", wish.reader, now, "", {k: v for k, v in details.items() if v})
    await store.journal(f"export:{client.id}:{now.isoformat()}:0", line)
