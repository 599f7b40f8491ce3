"""The walk over all tickets: every number once, in order, in batches, and no more than the period asks for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import msgspec

from app.export.walk import BATCH, Stretch, stretches, walk
from core.tally.periods import Period
from core.ticket.number import format_number
from core.ticket.registry import RegistryState
from core.vocabulary.effects import Record
from core.vocabulary.lane_names import registry_lane, ticket_lane
from core.vocabulary.lanes import Lane
from tests.core.ticket.lane import brought_to, city
from tests.fakes.memory_store import MemoryStore

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
MISSING = frozenset((3, 250))
"""Numbers that never became tickets."""


async def town(tickets: int, hours: float) -> MemoryStore:
    """Store so many tickets, one every few hours from new year on."""
    store, ticket = MemoryStore(), brought_to("baru").ticket
    await store.commit(Lane(registry_lane("KPG", 26), state=RegistryState(tickets)), 0)
    for serial in set(range(1, tickets + 1)) - MISSING:
        number, at = format_number("KPG", 2026, serial), NEW_YEAR + serial * timedelta(hours=hours)
        state = msgspec.structs.replace(ticket, number=number, opened_at=at)
        await store.commit(Lane(ticket_lane(number), state=state), 0)
        await store.journal(f"e{serial}:0", Record(number, "pelapor", "opened", "baru", at))
    return store


async def test_every_ticket_comes_once_in_order() -> None:
    """Batches follow each other by number, each ticket with its journal; a number without a ticket is left out."""
    store, passed = await town(BATCH + 100, 1), list[int]()
    year = await stretches(store, city(), Period(date(2026, 1, 1), date(2026, 12, 31)))
    batches = [batch async for batch in walk(store, city(), year, passed.append)]
    numbers = [found.ticket.number for batch in batches for found in batch]
    expected = [format_number("KPG", 2026, serial) for serial in range(1, BATCH + 101) if serial not in MISSING]
    assert (expected, [BATCH, 100]) == (numbers, passed)
    assert all(
        [found.ticket.number] == [line.subject for line in found.records] for batch in batches for found in batch
    )


async def test_only_what_may_be_of_the_period_is_read() -> None:
    """A month's walk begins a month before it and ends a month after it, for tickets that began late."""
    store = await town(300, 24)
    may = await stretches(store, city(), Period(date(2026, 5, 1), date(2026, 5, 31)))
    assert (Stretch(26, 89, 181),) == may


async def test_a_year_without_reports_has_nothing() -> None:
    """Where no number was given out there is nowhere to walk."""
    assert () == await stretches(MemoryStore(), city(), Period(date(2026, 1, 1), date(2026, 1, 31)))


async def test_numbers_that_get_a_digit_more() -> None:
    """No batch mixes numbers of five and six digits: its journal is read from the first to the last by their text."""
    store, asked = MemoryStore(), list[tuple[str, str]]()

    async def between(first: str, last: str) -> dict[str, Sequence[Record]]:
        asked.append((first, last))
        return {}

    store.journal_between = between  # type: ignore[method-assign]
    async for _batch in walk(store, city(), (Stretch(26, 99_900, 100_300),)):
        pass
    spans = ((99_900, 99_999), (100_000, 100_199), (100_200, 100_300))
    assert [tuple(format_number("KPG", 2026, serial) for serial in span) for span in spans] == asked
