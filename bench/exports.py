"""How fast tickets leave the house, and that memory stays the same: ``python -m bench.exports --tickets 2000 20000``.

Each number of tickets is filled by itself and exported by a process of its own, so that its memory is its own.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from app.clock import SystemClock
from app.export.order import Wish, read_order
from app.export.produce import produce, where
from core.city.calendar import WorkingCalendar
from core.city.city import City
from core.ticket.number import format_number
from core.ticket.registry import RegistryState
from core.ticket.state import TicketState
from core.ticket.step import TicketSteps
from core.vocabulary.citizen import Opened
from core.vocabulary.effects import Record
from core.vocabulary.events import Event
from core.vocabulary.lane_names import person_lane, registry_lane, ticket_lane
from core.vocabulary.lanes import Lane
from core.vocabulary.officials import Act
from core.vocabulary.report import Filing, Report
from core.vocabulary.steps import Moment
from core.vocabulary.ticket import Official
from storage.city import read_city
from storage.embedded.server import EmbeddedServer
from storage.mongo.store import MongoStore

CITY = Path("cities/kupang")
AT_ONCE = 256
LAST_YEAR = datetime.now(UTC).year - 1
ADMIN = Official("1", "Admin", admin=True)
DONE = (
    Act("verifikasi", ADMIN),
    Act("disposisi", ADMIN),
    Act("ambil", ADMIN),
    Act("balas", ADMIN, text="Kami datang."),
)


def worked_on(city: City) -> tuple[TicketState, tuple[Record, ...]]:
    """Make a ticket by its real steps; give it and its journal."""
    steps, state, lines = TicketSteps(city, WorkingCalendar(city)), None, list[Record]()
    number, now = format_number(city.prefix, LAST_YEAR, 1), datetime(LAST_YEAR, 1, 5, 2, tzinfo=UTC)
    report = Report("Lampu jalan mati su 3 hari", "pengaduan", "lampu-jalan", kelurahan="Oebufu", channel="telegram")
    bodies: tuple[Opened | Act, ...] = (Opened(number, Filing(person_lane("chat:telegram:1"), report)), *DONE)
    for n, body in enumerate(bodies):
        event = Event(f"e{n}", ticket_lane(number), now + n * timedelta(hours=1), body)
        outcome = steps.step(state, event, Moment(event.at, documents=dict.fromkeys(steps.reads(event))))
        state = outcome.state
        lines += [effect for effect in outcome.effects if isinstance(effect, Record)]
    assert isinstance(state, TicketState)
    return state, tuple(lines)


async def fill(store: MongoStore, city: City, tickets: int) -> None:
    """Write so many copies of a ticket, spread over last year."""
    ticket, records = worked_on(city)
    step = timedelta(days=330) / tickets

    async def write(serial: int) -> None:
        number, shift = format_number(city.prefix, LAST_YEAR, serial), step * serial
        state = msgspec.structs.replace(ticket, number=number, opened_at=ticket.opened_at + shift)
        await store.commit(Lane(ticket_lane(number), state=state), 0)
        for n, line in enumerate(records):
            moved = msgspec.structs.replace(line, subject=number, at=line.at + shift, chain=None)
            await store.journal(f"fill{serial}:{n}", moved)

    for first in range(1, tickets + 1, AT_ONCE):
        await asyncio.gather(*(write(serial) for serial in range(first, min(first + AT_ONCE, tickets + 1))))
    await store.commit(Lane(registry_lane(city.prefix, LAST_YEAR % 100), state=RegistryState(tickets)), 0)


async def measure(tickets: int, uri: str) -> None:
    """Export everything in each way, and print how long it took and how large the process got."""
    city, store = read_city(CITY), MongoStore(uri, "bench", clock=SystemClock())
    await store.open()
    for reader in ("public", "monitor"):
        for suffix in ("csv", "jsonl", "parquet"):
            order, begun, size = read_order(city, Wish(reader), datetime.now(UTC)), time.perf_counter(), 0
            async for part in produce(store, order, await where(store, order), suffix, lambda _count: None):
                size += len(part)
            rate = tickets / (time.perf_counter() - begun)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(
                f"{tickets:>8} tickets  {reader:8} {suffix:8} {rate:8.0f} a second  {size:>10} bytes  {peak} MB at most"
            )
    await store.close()


async def main(sizes: list[int]) -> None:
    """Fill a database for each size, and let a process of its own measure it."""
    for tickets in sizes:
        with tempfile.TemporaryDirectory() as folder:
            server = EmbeddedServer(Path(folder))
            uri = await server.start()
            store = MongoStore(uri, "bench", clock=SystemClock())
            await store.open()
            await fill(store, read_city(CITY), tickets)
            await store.close()
            words = [sys.executable, "-m", "bench.exports", "--measure", str(tickets), "--uri", uri]
            await asyncio.to_thread(subprocess.run, words, check=True)
            await server.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tickets", type=int, nargs="+", default=[2000, 20000])
    parser.add_argument("--measure", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--uri", default="", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    asyncio.run(measure(asked.measure, asked.uri) if asked.measure else main(asked.tickets))
