"""Fill a database with tickets that look like real ones: copies of one that the real steps made."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from app.clock import SystemClock
from core.city.calendar import WorkingCalendar
from core.ticket.step import TicketSteps
from core.vocabulary.citizen import Opened
from core.vocabulary.events import Event
from core.vocabulary.lane_names import person_lane
from core.vocabulary.lanes import Lane, Receipt
from core.vocabulary.report import Filing, Report
from core.vocabulary.steps import Moment
from storage.city import read_city
from storage.mongo.store import MongoStore

AT_ONCE = 256


def sample(number: str) -> Lane:
    """Make a ticket's lane by its real first step."""
    city = read_city(Path("cities/kupang"))
    now = datetime.now(UTC)
    report = Report("Lampu jalan mati su 3 hari di depan SDN Oebufu", "pengaduan", "lampu-jalan")
    filing = Filing(person_lane("chat:telegram:1"), report)
    event = Event("fill", f"ticket:{number}", now, Opened(number, filing))
    steps = TicketSteps(city, WorkingCalendar(city))
    outcome = steps.step(None, event, Moment(now))
    return Lane(event.lane, state=msgspec.to_builtins(outcome.state, builtin_types=(datetime,)), seen=("fill",))


async def fill(uri: str, database: str, start: int, stop: int) -> None:
    """Write tickets number ``start`` to ``stop``, each with the receipts that its cards would have."""
    if stop <= start:
        return
    store = MongoStore(uri, database, clock=SystemClock())
    await store.open()
    lane = sample("KPG-26-00001-5")
    now = datetime.now(UTC)

    async def write(n: int) -> None:
        ticket = msgspec.structs.replace(lane, id=f"ticket:FILL-26-{n:06d}-0")
        await store.commit(ticket, 0)
        card = Receipt(f"fill:{n}:0", "group:officials", now, (str(n + 10**9),), f"card:FILL-{n}:dishub", f"FILL-{n}")
        push = Receipt(f"fill:{n}:1", f"chat:telegram:{n}", now, (str(n + 10**9),), "", f"FILL-{n}")
        await asyncio.gather(store.record(card), store.record(push))

    for first in range(start, stop, AT_ONCE):
        await asyncio.gather(*(write(n) for n in range(first, min(first + AT_ONCE, stop))))
    await store.close()
