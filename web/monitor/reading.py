"""Read what these pages show: a bounded number of documents for each, however many tickets there are."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from core.city.city import City
from core.docket.standing import ListName, numbers_of, read_counts, read_marks
from core.tally.periods import Period
from core.ticket.state import TicketState
from core.ticket.state import load as load_ticket
from core.vocabulary.docket import UnitCounts
from core.vocabulary.effects import Record
from core.vocabulary.lane_names import ticket_lane
from core.vocabulary.lanes import Lane
from core.vocabulary.steps import Clock
from web.monitor.sums import Added, Sums

ON_A_PAGE: Final = 50


class OversightStore(Protocol):
    """What these pages read besides accounts. Every method raises ``StoreDown``."""

    async def load(self, lane: str) -> Lane | None:
        """Read a lane's document."""
        ...

    async def excerpts(self, lanes: Sequence[str], fields: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        """Read some fields of the states of lanes, by lane; a lane or field that is not there is left out."""
        ...

    async def journal_of(self, subject: str) -> Sequence[Record]:
        """Read the journal's lines of one subject, in the order in which they happened."""
        ...


@dataclass(frozen=True)
class Reading:
    """Reads for one city."""

    city: City
    store: OversightStore
    clock: Clock
    added: Added

    async def counts(self) -> dict[str, UnitCounts]:
        """Read how many tickets each unit has now."""
        return await read_counts(self.store, self.city, self.clock.now())

    async def numbers(self, name: ListName, unit: str = "") -> list[str]:
        """Read the numbers in a list of a unit, or in that of all together, in its order."""
        return list(numbers_of(await read_marks(self.store, self.city, name, self.clock.now(), unit)))

    async def sums(self, period: Period) -> Sums:
        """Give the counts of a period, those of a moment ago where they were read then."""
        return await self.added.of(period)

    async def ticket(self, number: str) -> TicketState | None:
        """Read a ticket."""
        lane = await self.store.load(ticket_lane(number))
        return load_ticket(lane.state) if lane is not None else None

    async def tickets(self, numbers: Iterable[str]) -> list[TicketState]:
        """Read some tickets, in the order of their numbers here."""
        found = await asyncio.gather(*(self.ticket(number) for number in numbers))
        return [one for one in found if one is not None]

    async def journal(self, number: str) -> Sequence[Record]:
        """Read what happened to a ticket."""
        return await self.store.journal_of(number)
