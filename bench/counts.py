"""Count what thousands of copies of a life did, as the steps of days and of the map would have; show that it is so."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from msgspec import structs

from bench.lives import WEEK, Lives
from core.city.calendar import WorkingCalendar
from core.city.city import City
from core.tally.months import MonthState, MonthSteps
from core.tally.periods import Period
from core.tally.release import month_code, month_of, released_months
from core.tally.shades import ShadesState, ShadesSteps
from core.tally.state import DayState, Part, rounded
from core.tally.step import TallySteps
from core.vocabulary.effects import Tell
from core.vocabulary.events import Event
from core.vocabulary.lane_names import month_lane, shades_lane, tally_lane
from core.vocabulary.steps import Moment
from core.vocabulary.tally import MonthOver, Shaded, Tallied, TallyRow

Copies = Counter[tuple[int, int]]
"""How many copies there are of which life how many weeks later."""


@dataclass
class _Part:
    facts: Counter[str] = field(default_factory=Counter)
    minutes: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, row: TallyRow, times: int) -> None:
        for fact in row.facts:
            self.facts[fact] += times
        for name, minutes in row.minutes.items():
            self.minutes[name][str(rounded(minutes))] += times

    def part(self) -> Part:
        minutes = {name: _some(values) for name, values in self.minutes.items()}
        return Part(_some(self.facts), {name: values for name, values in minutes.items() if values})


@dataclass
class _Day:
    city: _Part = field(default_factory=_Part)
    tables: dict[str, defaultdict[str, _Part]] = field(
        default_factory=lambda: {name: defaultdict(_Part) for name in ("category", "kelurahan", "unit", "channel")}
    )
    cells: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, row: TallyRow, copies: int) -> None:
        times, came = row.times * copies, "received" in row.facts
        self.city.add(row, times)
        for name, table in self.tables.items():
            if name != "unit" or (row.unit and not came):
                table[getattr(row, name)].add(row, times)
        if came:
            self.cells[row.category][row.kelurahan] += times

    def state(self) -> DayState:
        tables = {name: {key: one.part() for key, one in table.items()} for name, table in self.tables.items()}
        full = {n: {key: one for key, one in table.items() if one.facts or one.minutes} for n, table in tables.items()}
        cells = {name: counts for name, counts in ((n, _some(c)) for n, c in self.cells.items()) if counts}
        unit, channel = full["unit"], full["channel"]
        return DayState(self.city.part(), full["category"], full["kelurahan"], unit, channel, cells)


def _some(counts: Mapping[str, int]) -> dict[str, int]:
    return {name: count for name, count in counts.items() if count}


@dataclass(frozen=True)
class Counts:
    """The documents of counts, by their lanes."""

    days: Mapping[date, DayState]
    maps: Mapping[str, ShadesState]
    months: Mapping[str, MonthState]

    def documents(self) -> Iterator[tuple[str, Any]]:
        """Yield lanes and their states; days have told what they tell, so that nothing is left to do."""
        for day, state in self.days.items():
            yield tally_lane(day), structs.replace(state, told=True, published=True)
        for month, places in self.maps.items():
            yield shades_lane(month), places
        for month, published in self.months.items():
            yield month_lane(month), published


def told_of(lives: Lives, calendar: WorkingCalendar, place: int, weeks: int) -> Iterator[tuple[str, Tallied | Shaded]]:
    """Yield what a copy tells days and map, with the day or month that hears it."""
    life, span = lives.lived[place], weeks * WEEK
    for _at, tell in life.told:
        if isinstance(tell.command, Tallied):
            yield (date.fromisoformat(tell.lane.partition(":")[2]) + span).isoformat(), tell.command
        elif isinstance(tell.command, Shaded):
            yield month_code(month_of(calendar.local_day(life.begin + span))), tell.command


def counted(lives: Lives, copies: Copies, today: date) -> Counts:
    """Count all copies; months that are public by the real step over the days."""
    calendar, days = WorkingCalendar(lives.city), defaultdict[date, _Day](_Day)
    shades = defaultdict[str, defaultdict[str, Counter[str]]](lambda: defaultdict(Counter))
    for (place, weeks), times in copies.items():
        for where, command in told_of(lives, calendar, place, weeks):
            if isinstance(command, Tallied):
                for row in command.rows:
                    days[date.fromisoformat(where)].add(row, times)
            else:
                for shade in command.rows:
                    shades[where][shade.kelurahan][shade.shade] += times * shade.times
    states = {day: made.state() for day, made in days.items()}
    places = {
        month: {name: _some(one) for name, one in found.items() if any(one.values())} for month, found in shades.items()
    }
    maps = {month: ShadesState(found) for month, found in places.items()}
    periods = {month_code(period): period for period in released_months(today, len(maps))}
    months = {code: _published(lives.city, period, states) for code, period in periods.items()}
    return Counts(states, maps, {code: month for code, month in months.items() if month is not None})


def _published(city: City, period: Period, days: Mapping[date, DayState]) -> MonthState | None:
    now = datetime.combine(period.last + timedelta(days=10), datetime.min.time(), UTC)
    event = Event("month", month_lane(month_code(period)), now, MonthOver())
    documents = {tally_lane(day): days.get(day) for day in period.days}
    state = MonthSteps(city).step(None, event, Moment(now, documents=documents)).state
    return state if isinstance(state, MonthState) and state.total.city.facts else None


def check(lives: Lives, copies: Copies, counts: Counts, day: date) -> int:
    """Let the real steps count a day and its month of the map, one copy after the other; give how many were told.

    Raises AssertionError where they count otherwise.
    """
    calendar, month, told = WorkingCalendar(lives.city), month_code(month_of(day)), 0
    tally, shades = TallySteps(lives.city), ShadesSteps()
    states: dict[str, Any] = {tally_lane(day): None, shades_lane(month): None}
    for (place, weeks), times in copies.items():
        for where, command in told_of(lives, calendar, place, weeks):
            if where not in (day.isoformat(), month):
                continue
            step = tally.step if isinstance(command, Tallied) else shades.step
            lane = tally_lane(day) if isinstance(command, Tallied) else shades_lane(month)
            for _ in range(times):
                told += 1
                moment = Moment(datetime.combine(day, datetime.min.time(), UTC))
                states[lane] = step(states[lane], Event(f"e{told}", lane, moment.now, command), moment).state
    assert states[tally_lane(day)] == counts.days[day]
    assert states[shades_lane(month)] == counts.maps[month]
    return told


def listings(lives: Lives, place: int) -> list[Tell]:
    """Give what a life tells the lists of desks."""
    return [tell for _at, tell in lives.lived[place].told if tell.lane.startswith("docket:")]
