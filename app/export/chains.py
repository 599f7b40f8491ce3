"""The file of chains: every report's journal without persons and words, behind the roots of all days."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Protocol

from app.export.walk import Found, Passed, Reads, Stretch, everything, walk
from app.rooting import published
from core.city.city import City
from core.proof.chain import stamp
from core.proof.export import VERSION, Day, End, Header, Keys, Part, Register, Report
from core.proof.lines import Line, line_of
from core.proof.showing import shown, shown_of_register
from core.register.state import load as load_register
from core.ticket.secrecy import hides_contents
from core.vocabulary.effects import Record
from core.vocabulary.lane_names import REGISTER_LANE, ticket_lane
from core.vocabulary.lanes import Lane
from core.vocabulary.proof import RootKeeper


class Keeps(Reads, RootKeeper, Protocol):
    """A store that has tickets, journals, roots and keys."""


async def parts(
    store: Keeps, city: City, now: datetime, where: Sequence[Stretch], passed: Passed, *, whole: bool
) -> AsyncIterator[Part]:
    """Yield the lines of the file; ``whole`` says that the stretches are all there are. Raises ``StoreDown``."""
    yield Header(VERSION, city.prefix, stamp(now), whole)
    yield Keys(tuple(await store.city_keys()))
    async for day in _days(store):
        yield day
    register, *changes = await _register(store)
    yield register
    for change in changes:
        yield change
    reports, lines = 0, len(changes)
    async for batch in walk(store, city, where, passed):
        for found in batch:
            records = await _records(store, found)
            closed = hides_contents(found.ticket)
            reports, lines = reports + 1, lines + len(records)
            yield _report(found, confidential=closed)
            for line in _lines(records, confidential=closed):
                yield line
    yield End(reports, lines)


async def every_report(store: Keeps, city: City, now: datetime) -> AsyncIterator[Part]:
    """Yield the lines of the file with every report that there is. Raises ``StoreDown``."""
    async for part in parts(store, city, now, await everything(store, city), lambda _count: None, whole=True):
        yield part


async def _days(store: Keeps) -> AsyncIterator[Day]:
    last, keys = await store.last_root(), await store.city_keys()
    if last is None or not keys:
        return
    for year in range(keys[0].since.year, int(last.day[:4]) + 1):
        for root in await store.roots_of(f"{year:04d}"):
            day = await published(store, root.day)
            if day is not None:
                yield Day(day.root, day.leaves)


async def _register(store: Keeps) -> tuple[Register, *tuple[Line, ...]]:
    """Give the register with its chained lines: from before the chain nothing says how many there were."""
    lane = await store.load(REGISTER_LANE)
    written = (await store.journal_between(REGISTER_LANE, REGISTER_LANE)).get(REGISTER_LANE, ())
    records = (*written, *_coming(lane, written))
    state = load_register(lane.state if lane is not None else None)
    chained = (one for one in records if one.chain is not None and one.chain.n <= state.lines)
    lines = [line_of(record, shown_of_register) for record in chained]
    return Register(state.lines, state.head), *sorted(lines, key=lambda line: line.n)


def _coming(lane: Lane | None, written: Sequence[Record]) -> list[Record]:
    """List lines that a lane has written and that are still on their way into the journal."""
    known = {record.chain.head for record in written if record.chain is not None}
    coming = [entry.effect for entry in lane.outbox if isinstance(entry.effect, Record)] if lane is not None else []
    return [record for record in coming if record.chain is not None and record.chain.head not in known]


async def _records(store: Keeps, found: Found) -> Sequence[Record]:
    """Give all lines, also those that the ticket has written and that are still on their way into the journal."""
    missing = found.ticket.history_count - len(found.records)
    if missing <= 0:
        return found.records
    lane = await store.load(ticket_lane(found.ticket.number))
    return (*found.records, *_coming(lane, found.records))


def _report(found: Found, *, confidential: bool) -> Report:
    ticket = found.ticket
    return Report(ticket.number, ticket.history_count, ticket.head, ticket.status, ticket.unit, confidential)


def _lines(records: Sequence[Record], *, confidential: bool) -> list[Line]:
    """Make the lines, in the order of the chain."""
    lines = [line_of(record, shown(confidential=confidential)) for record in records]
    return sorted(lines, key=lambda line: line.n)
