"""Read the counts of some days, and what stands on the desks: a bounded number of documents, whatever happened."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Protocol
from zoneinfo import ZoneInfo

from core.city.city import City
from core.docket.standing import read_counts
from core.tally.catalogue import HUNDREDTHS, INDICATORS
from core.tally.periods import Period, last_days
from core.tally.reading import Now, shown_to, standing
from core.tally.state import DayState, summed
from core.tally.state import load as load_day
from core.vocabulary.lane_names import tally_lane
from core.vocabulary.lanes import Lane

TABLES: Final = ("city", "category", "kelurahan", "unit", "channel", "cells")


class Loads(Protocol):
    """A store that reads lanes."""

    async def load(self, lane: str) -> Lane | None:
        """Read a lane's document. Raises ``StoreDown``."""
        ...


class Looks(Loads, Protocol):
    """A store that reads lanes, and single fields of them."""

    async def excerpts(self, lanes: Sequence[str], fields: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        """Read some fields of the states of lanes, by lane. Raises ``StoreDown``."""
        ...


async def read_days(store: Looks, period: Period, tables: Sequence[str] = TABLES) -> Mapping[date, DayState]:
    """Read the counts of a period, or some tables of them: ``city`` alone is a hundredth. Raises ``StoreDown``."""
    found = await store.excerpts([tally_lane(day) for day in period.days], tables)
    return {day: load_day(found.get(tally_lane(day))) for day in period.days}


async def read_now(store: Looks, city: City, now: datetime) -> Now:
    """Read what stands on the desks. Raises ``StoreDown``."""
    return standing(await read_counts(store, city, now))


@dataclass(frozen=True, slots=True)
class Figures:
    """What a scrape shows: indicators by code, what each unit has now, and what each paid channel took.

    Of the last seven days; ``messages`` are as the platform bills them, ``spent`` in units of ``currency``.
    """

    indicators: Mapping[str, float | None]
    units: Mapping[str, Now]
    messages: Mapping[str, int]
    spent: Mapping[str, float]
    currency: str = ""


async def read_figures(store: Looks, city: City, now: datetime) -> Figures:
    """Read the figures of the last seven days as the operator may see them. Raises ``StoreDown``."""
    period = last_days(now.astimezone(ZoneInfo(city.timezone)).date())
    days, standing_now = await asyncio.gather(read_days(store, period, ("city", "channel")), read_now(store, city, now))
    total = summed(days.values())
    answering = dict.fromkeys((city.verification_unit, *(category.unit for category in city.categories)))
    paid = {name: part.facts for name, part in total.channel.items() if part.facts.get("message")}
    return Figures(
        {one.code: shown_to("operator", one, total.city, standing_now) for one in INDICATORS},
        {unit: standing_now.of(unit) for unit in (*answering, *(standing_now.units.keys() - answering.keys()))},
        {name: facts["message"] for name, facts in paid.items()},
        {name: facts.get("spent", 0) / HUNDREDTHS for name, facts in paid.items()},
        city.costs.currency,
    )
