"""Read what is public of the counts: a bounded number of documents, whatever happened, kept for a minute."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, Final, Protocol

from core.city.calendar import WorkingCalendar
from core.city.city import City
from core.tally.hiding import in_steps
from core.tally.months import load_month
from core.tally.periods import Period
from core.tally.published import PublicMonth, public_month
from core.tally.release import month_code, month_of, released_months, released_on
from core.tally.shades import SHADES, lanes_of_map
from core.tally.shades import load as load_shades
from core.tally.shades import summed as summed_shades
from core.tally.state import load as load_day
from core.tally.state import summed as summed_days
from core.vocabulary.lane_names import month_lane
from core.vocabulary.lanes import Lane
from core.vocabulary.steps import Clock
from core.vocabulary.tally import Shade

MONTHS_SHOWN: Final = 12
KEPT: Final = timedelta(minutes=1)
"""So long what was read is shown to others: a page that a whole city opens costs the store nothing then."""
NOW_SHOWN: Final = ("received", "answered", "fixed", "silent", "disputed", "late")
"""Facts of the running month, in steps."""


class Loads(Protocol):
    """A store that reads lanes, and single fields of them."""

    async def excerpts(self, lanes: Sequence[str], fields: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        """Read some fields of the states of lanes, by lane. Raises ``StoreDown``."""
        ...

    async def load(self, lane: str) -> Lane | None:
        """Read a lane's document. Raises ``StoreDown``."""
        ...


@dataclass(frozen=True)
class Place:
    """How reports stand in one place, each number in whole steps; 0 says that it is smaller than one."""

    name: str
    shades: Mapping[Shade, int]

    @property
    def together(self) -> int:
        """Give how many there are, at least."""
        return sum(self.shades.values())

    @property
    def most(self) -> Shade | None:
        """Name the shade of most reports, the more urgent one where two are equal; None where all are small."""
        found = max(SHADES, key=lambda shade: self.shades.get(shade, 0))
        return found if self.shades.get(found, 0) else None


@dataclass(frozen=True)
class Figures:
    """Everything that the public pages show of counts, at one moment.

    ``months`` are the published ones in which something was counted, the newest first; ``running`` is what was counted
    since their last until yesterday; ``next_on`` when the next month comes.
    """

    at: datetime
    today: date
    months: tuple[tuple[Period, PublicMonth], ...]
    running: Mapping[str, int]
    running_days: Period | None
    next_on: date
    whole: Place
    places: Mapping[str, Place]


class FigureReader:
    """Read the figures of one city."""

    def __init__(self, store: Loads, city: City, clock: Clock) -> None:
        self._store = store
        self._city = city
        self._clock = clock
        self._calendar = WorkingCalendar(city)
        self._published: dict[str, PublicMonth] = {}
        self._last: Figures | None = None
        self._lock = asyncio.Lock()

    async def read(self) -> Figures:
        """Read them, or give those of a moment ago. Raises ``StoreDown``."""
        async with self._lock:
            if self._last is None or self._clock.now() - self._last.at >= KEPT:
                self._last = await self._read()
            return self._last

    async def _read(self) -> Figures:
        now = self._clock.now()
        today = self._calendar.local_day(now)
        days = _until_yesterday(today)
        months, running, places = await asyncio.gather(self._months(today), self._running(days), self._places(today))
        total: dict[Shade, int] = {shade: sum(here.get(shade, 0) for here in places.values()) for shade in SHADES}
        running_month = month_of(today)
        settling = month_of(running_month.first - timedelta(days=1))
        waits = settling if released_on(settling) > today else running_month
        return Figures(
            at=now,
            today=today,
            months=months,
            running={fact: in_steps(running.get(fact, 0)) for fact in NOW_SHOWN},
            running_days=days,
            next_on=released_on(waits),
            whole=_place("", total),
            places={name: _place(name, places.get(name, {})) for name in _names(self._city)},
        )

    async def _months(self, today: date) -> tuple[tuple[Period, PublicMonth], ...]:
        periods = released_months(today, MONTHS_SHOWN)
        found = await asyncio.gather(*(self._month(period) for period in periods))
        return tuple((period, month) for period, month in zip(periods, found, strict=True) if month is not None)

    async def _month(self, period: Period) -> PublicMonth | None:
        code = month_code(period)
        if code not in self._published:
            lane = await self._store.load(month_lane(code))
            state = load_month(lane.state if lane is not None else None)
            if state is None or not state.total.city.facts:
                return None
            # What hides small numbers looks through a whole table: once for each month, for it never changes.
            self._published[code] = await asyncio.to_thread(partial(public_month, self._city, state.total))
        return self._published[code]

    async def _running(self, days: Period | None) -> Mapping[str, int]:
        found = await self._store.excerpts(days.lanes, ("city",)) if days is not None else {}
        return summed_days(load_day(state) for state in found.values()).city.facts

    async def _places(self, today: date) -> Mapping[str, Mapping[str, int]]:
        lanes = await asyncio.gather(*(self._store.load(lane) for lane in lanes_of_map(today)))
        return summed_shades(load_shades(lane.state).places for lane in lanes if lane is not None)


def _until_yesterday(today: date) -> Period | None:
    """Give the finished days of the running month; None on its first day."""
    month = month_of(today)
    return None if today == month.first else Period(month.first, today - timedelta(days=1))


def _names(city: City) -> tuple[str, ...]:
    return (*(area.name for area in city.kelurahan), "")


def _place(name: str, counts: Mapping[Any, int]) -> Place:
    return Place(name, {shade: in_steps(counts.get(shade, 0)) for shade in SHADES})
