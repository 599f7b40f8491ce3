"""Walk over all tickets in the order of their numbers, some at a time: what a year has is what its registry gave out.

Nothing is searched for, and no more than one batch is in memory, however many tickets there are.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from core.city.city import City
from core.tally.periods import Period
from core.ticket.number import FIRST_LONG, format_number
from core.ticket.registry import load_serial
from core.ticket.state import TicketState
from core.ticket.state import load as load_ticket
from core.vocabulary.effects import Record
from core.vocabulary.lane_names import registry_lane, ticket_lane
from core.vocabulary.lanes import Lane

BATCH: Final = 200
"""Tickets read at once: each of the two reads is one question to the database."""
STRAY: Final = timedelta(days=31)
"""A ticket begins within seconds of its number; one that was a dead letter first, later. So much is looked around a
period for those; an export of everything has the others, too."""
_GAPS: Final = 200
"""Numbers in a row that never became tickets; more look like the end of what there is."""


class Reads(Protocol):
    """A store that reads tickets and their journal."""

    async def load(self, lane: str) -> Lane | None:
        """Read a lane's document. Raises ``StoreDown``."""
        ...

    async def journal_between(self, first: str, last: str) -> Mapping[str, Sequence[Record]]:
        """Read the journal's lines of all subjects from one to another by their text. Raises ``StoreDown``."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """A ticket as it is, and its journal."""

    ticket: TicketState
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Serials of one year (two digits), from `first` to `last`, both included."""

    year: int
    first: int
    last: int

    def __len__(self) -> int:
        """Count them."""
        return max(0, self.last - self.first + 1)


Passed = Callable[[int], None]
"""Hear how many more numbers were looked at: for a progress bar."""


def _nothing(_count: int) -> None:
    return None


async def stretches(store: Reads, city: City, period: Period) -> tuple[Stretch, ...]:
    """Find the numbers under which the reports of a period may be, a few dozen reads at any number of tickets.

    Raises ``StoreDown``.
    """
    zone = ZoneInfo(city.timezone)
    begin = _midnight(period.first, zone) - STRAY
    end = _midnight(period.last, zone) + timedelta(days=1) + STRAY
    found = []
    for year in range(begin.astimezone(zone).year - 1, end.astimezone(zone).year + 1):
        known = await store.load(registry_lane(city.prefix, year % 100))
        last = load_serial(known.state if known is not None else None)
        if last:
            first = await _first_since(store, city.prefix, year % 100, last, begin)
            after = await _first_since(store, city.prefix, year % 100, last, end)
            found.append(Stretch(year % 100, first, after - 1))
    return tuple(one for one in found if len(one))


async def everything(store: Reads, city: City) -> tuple[Stretch, ...]:
    """Find all numbers that were ever given out, a year after the other. Raises ``StoreDown``."""
    lanes = await asyncio.gather(*(store.load(registry_lane(city.prefix, year)) for year in range(100)))
    lasts = (load_serial(lane.state) if lane is not None else 0 for lane in lanes)
    return tuple(Stretch(year, 1, last) for year, last in enumerate(lasts) if last)


async def walk(
    store: Reads, city: City, where: Sequence[Stretch], passed: Passed = _nothing
) -> AsyncIterator[tuple[Found, ...]]:
    """Yield the tickets of some stretches, a batch at a time, each with its whole journal. Raises ``StoreDown``.

    A number that never became a ticket is left out.
    """
    for one in where:
        for serials in _batches(one):
            yield await _batch(store, [format_number(city.prefix, one.year, serial) for serial in serials])
            passed(len(serials))


def _batches(one: Stretch) -> Iterator[range]:
    """Yield serials in whose numbers the order of the text is theirs: those with one digit more are another batch."""
    first = one.first
    while first <= one.last:
        after = min(first + BATCH, one.last + 1, FIRST_LONG if first < FIRST_LONG else one.last + 1)
        yield range(first, after)
        first = after


async def _batch(store: Reads, numbers: Sequence[str]) -> tuple[Found, ...]:
    journal = asyncio.ensure_future(store.journal_between(numbers[0], numbers[-1]))
    tickets = await asyncio.gather(*(_ticket(store, number) for number in numbers))
    records = await journal
    return tuple(Found(ticket, tuple(records.get(ticket.number, ()))) for ticket in tickets if ticket is not None)


async def _ticket(store: Reads, number: str) -> TicketState | None:
    lane = await store.load(ticket_lane(number))
    return load_ticket(lane.state) if lane is not None else None


async def _first_since(store: Reads, prefix: str, year: int, last: int, moment: datetime) -> int:
    """Find the first serial whose ticket began at a moment or later; one more than the last where none did."""
    low, high = 1, last + 1
    while low < high:
        middle = (low + high) // 2
        opened = await _opened_from(store, prefix, year, middle, min(last, middle + _GAPS, high - 1))
        if opened is not None and opened < moment:
            low = middle + 1
        else:
            high = middle
    return low


async def _opened_from(store: Reads, prefix: str, year: int, first: int, last: int) -> datetime | None:
    """Give when the first ticket of some serials began, None where there is none."""
    for serial in range(first, last + 1):
        ticket = await _ticket(store, format_number(prefix, year, serial))
        if ticket is not None:
            return ticket.opened_at
    return None


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)
