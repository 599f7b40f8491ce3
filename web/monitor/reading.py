"""Read what these pages show: a bounded number of documents for each, however many tickets there are."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Protocol

from core.city.city import City
from core.city.desks import ESCALATION
from core.docket.counting import is_late, most_urgent_first
from core.docket.places import desks_of
from core.docket.state import load as load_docket
from core.tally.periods import Period
from core.tally.state import DayState
from core.tally.state import load as load_day
from core.ticket.state import TicketState
from core.ticket.state import load as load_ticket
from core.vocabulary.docket import DocketRow
from core.vocabulary.effects import Record
from core.vocabulary.lane_names import docket_lane, tally_lane, ticket_lane
from core.vocabulary.lanes import Lane

LISTS: Final = ("open", "late", "lapsed", "disputed")
"""Lists of a unit: what is open, of it what is late, what ended in silence lately, what is disputed."""
ON_A_PAGE: Final = 50


class OversightStore(Protocol):
    """What these pages read besides accounts. Every method raises ``StoreDown``."""

    async def load(self, lane: str) -> Lane | None:
        """Read a lane's document."""
        ...

    async def journal_of(self, subject: str) -> Sequence[Record]:
        """Read the journal's lines of one subject, in the order in which they happened."""
        ...


@dataclass(frozen=True, slots=True)
class Standing:
    """How many tickets a unit has now; ``late`` are among the open ones, and so are those that wait."""

    open: int = 0
    new: int = 0
    working: int = 0
    answered: int = 0
    late: int = 0
    citizen: int = 0
    hold: int = 0


@dataclass(frozen=True)
class Reading:
    """Reads for one city."""

    city: City
    store: OversightStore

    async def rows(self, unit: str = "") -> list[DocketRow]:
        """Read the rows of all desks, or of the desk of a unit those of it; also of what ended lately."""
        keys = [self.city.desk_for_unit(unit).key] if unit else [desk.key for desk in desks_of(self.city)]
        if unit == self.city.verification_unit:  # what nobody has, new or sent back too often, is with who verifies
            keys += [self.city.desk_for_unit("").key, self.city.desk(ESCALATION).key]
        lanes = await asyncio.gather(*(self.store.load(docket_lane(key)) for key in dict.fromkeys(keys)))
        dockets = [load_docket(lane.state if lane is not None else None) for lane in lanes]
        found = [row for docket in dockets for row in (*docket.open.values(), *docket.ended.values())]
        return [row for row in found if not unit or self.unit_of(row) == unit]

    def unit_of(self, row: DocketRow) -> str:
        """Name the unit whose ticket it is; without one it is with who verifies."""
        return row.unit or self.city.verification_unit

    async def days(self, period: Period) -> Mapping[date, DayState]:
        """Read the counts of a period."""
        lanes = await asyncio.gather(*(self.store.load(tally_lane(day)) for day in period.days))
        found = zip(period.days, lanes, strict=True)
        return {day: load_day(lane.state if lane is not None else None) for day, lane in found}

    async def ticket(self, number: str) -> TicketState | None:
        """Read a ticket."""
        lane = await self.store.load(ticket_lane(number))
        return load_ticket(lane.state) if lane is not None else None

    async def tickets(self, rows: Iterable[DocketRow]) -> list[TicketState]:
        """Read the tickets of some rows, in their order."""
        found = await asyncio.gather(*(self.ticket(row.number) for row in rows))
        return [one for one in found if one is not None]

    async def journal(self, number: str) -> Sequence[Record]:
        """Read what happened to a ticket."""
        return await self.store.journal_of(number)


def standing_of(rows: Iterable[DocketRow], now: datetime) -> Standing:
    """Count rows by what is to be done about them."""
    found = [row for row in rows if row.stage != "ended"]
    stages = [row.stage for row in found]
    return Standing(
        open=len(found),
        new=stages.count("new"),
        working=stages.count("working"),
        answered=stages.count("answered"),
        late=sum(is_late(row, now) for row in found),
        citizen=sum(row.status == "menunggu_pelapor" for row in found),
        hold=sum(row.status == "ditunda" for row in found),
    )


def listed(rows: Iterable[DocketRow], name: str, now: datetime) -> list[DocketRow]:
    """Give the rows of one of the `LISTS`, what is most urgent first, what ended last first."""
    if name == "lapsed":
        return sorted((row for row in rows if row.status == "lewat"), key=lambda row: row.changed_at, reverse=True)
    open_ = [row for row in rows if row.stage != "ended"]
    if name == "late":
        open_ = [row for row in open_ if is_late(row, now)]
    if name == "disputed":
        open_ = [row for row in open_ if row.status == "disanggah"]
    return most_urgent_first(open_, now)
