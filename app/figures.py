"""Read the counts of some days, and what stands on the desks: a bounded number of documents, whatever happened."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from core.city.city import City
from core.docket.counting import by_unit
from core.docket.places import desks_of
from core.docket.state import load as load_docket
from core.tally.catalogue import INDICATORS
from core.tally.periods import Period, last_days
from core.tally.reading import Now, shown_to, standing
from core.tally.state import DayState, summed
from core.tally.state import load as load_day
from core.vocabulary.lane_names import docket_lane, tally_lane
from core.vocabulary.lanes import Lane


class Loads(Protocol):
    """A store that reads lanes."""

    async def load(self, lane: str) -> Lane | None:
        """Read a lane's document. Raises ``StoreDown``."""
        ...


async def read_days(store: Loads, period: Period) -> Mapping[date, DayState]:
    """Read the counts of a period. Raises ``StoreDown``."""
    lanes = await asyncio.gather(*(store.load(tally_lane(day)) for day in period.days))
    found = zip(period.days, lanes, strict=True)
    return {day: load_day(lane.state if lane is not None else None) for day, lane in found}


async def read_now(store: Loads, city: City, now: datetime) -> Now:
    """Read what stands on the desks. Raises ``StoreDown``."""
    desks = desks_of(city)
    lanes = await asyncio.gather(*(store.load(docket_lane(desk.key)) for desk in desks))
    dockets = [load_docket(lane.state if lane is not None else None) for lane in lanes]
    rows = [row for docket in dockets for row in docket]
    return standing(by_unit(rows, now, city.verification_unit))


async def read_indicators(store: Loads, city: City, now: datetime) -> Mapping[str, float | None]:
    """Read all indicators of the last seven days as the operator may see them. Raises ``StoreDown``."""
    period = last_days(now.astimezone(ZoneInfo(city.timezone)).date())
    days, standing_now = await asyncio.gather(read_days(store, period), read_now(store, city, now))
    part = summed(days.values()).city
    return {one.code: shown_to("operator", one, part, standing_now) for one in INDICATORS}
