"""Periods that were added up: days are read and summed once, and stand for a minute."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final, Protocol

from core.tally.periods import Period
from core.tally.state import DayState, Part, load, summed
from core.vocabulary.lane_names import tally_lane
from core.vocabulary.lanes import Lane
from core.vocabulary.steps import Clock

KEPT: Final = timedelta(minutes=1)
"""What happened in this minute is in the counts of the next: these are numbers of a month."""
MOST: Final = 6
"""Periods that are kept: a busy month has a megabyte or two."""


class Loads(Protocol):
    """A store that reads lanes."""

    async def load(self, lane: str) -> Lane | None:
        """Read a lane's document. Raises ``StoreDown``."""
        ...


@dataclass(frozen=True)
class Sums:
    """The counts of a period: together, and day by day what happened in the city.

    ``worded`` keeps what pages make of them, by whatever names it.
    """

    at: datetime
    total: DayState
    days: Mapping[date, Mapping[str, int]]
    worded: dict[tuple[Any, ...], Any] = field(default_factory=dict, compare=False)

    def unit(self, code: str) -> Part:
        """Give the counts of a unit."""
        return self.total.unit.get(code, Part())


class Added:
    """Add periods up, one at a time, and keep them for a moment."""

    def __init__(self, store: Loads, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._kept: dict[Period, Sums] = {}
        self._lock = asyncio.Lock()

    async def of(self, period: Period) -> Sums:
        """Give the counts of a period. Raises ``StoreDown``."""
        async with self._lock:
            known = self._kept.get(period)
            if known is None or self._clock.now() - known.at >= KEPT:
                while len(self._kept) >= MOST:
                    self._kept.pop(min(self._kept, key=lambda one: self._kept[one].at))
                self._kept[period] = known = await self._read(period)
            return known

    async def _read(self, period: Period) -> Sums:
        now = self._clock.now()
        lanes = await asyncio.gather(*(self._store.load(tally_lane(day)) for day in period.days))
        # Adding up a busy quarter takes some tenths of a second, and others are served meanwhile.
        return await asyncio.to_thread(_summed, now, period, lanes)


def _summed(now: datetime, period: Period, lanes: list[Lane | None]) -> Sums:
    days = {day: load(lane.state if lane is not None else None) for day, lane in zip(period.days, lanes, strict=True)}
    return Sums(now, summed(days.values()), {day: state.city.facts for day, state in days.items()})
