"""Count what thousands of copies of a life did, as the steps of days and of the map would have; show that it is so."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from msgspec import structs

from bench.lives import MONDAY, WEEK, Lives
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

CHECKED: Final = 4000
"""Kinds of copies that the real steps count in a check."""
MOST_TIMES: Final = 2
AROUND: Final = 60
"""Days: what a life tells a day, it tells within so many from its week."""
Copies = Counter[tuple[int, int]]
"""How many copies there are of which life how many weeks later."""


Stroke = tuple[int, tuple[str, ...], int]
"""What a life adds to the count of a day: so many days after `MONDAY`, to which number, how much."""


def strokes_of(rows: Iterable[tuple[date, TallyRow]]) -> tuple[Stroke, ...]:
    """Say which numbers rows change, as the step of a day would."""
    found = Counter[tuple[int, tuple[str, ...]]]()
    for day, row in rows:
        after, came = (day - MONDAY.date()).days, "received" in row.facts
        tables = {"city": "", "category": row.category, "kelurahan": row.kelurahan, "channel": row.channel}
        if row.unit and not came:
            tables["unit"] = row.unit
        for table, key in tables.items():
            for fact in row.facts:
                found[after, (table, key, "facts", str(fact))] += row.times
            for name, minutes in row.minutes.items():
                found[after, (table, key, "minutes", str(name), str(rounded(minutes)))] += row.times
        if came:
            found[after, ("cells", row.category, row.kelurahan)] += row.times
    return tuple((after, path, times) for (after, path), times in found.items() if times)


def state_of(numbers: Mapping[tuple[str, ...], int]) -> DayState:
    """Make the document of a day of its numbers."""
    parts = defaultdict[str, defaultdict[str, Part]](lambda: defaultdict(lambda: Part({}, {})))
    cells = defaultdict[str, dict[str, int]](dict)
    for path, count in numbers.items():
        if not count:
            continue
        if path[0] == "cells":
            cells[path[1]][path[2]] = count
        elif path[2] == "facts":
            parts[path[0]][path[1]].facts[path[3]] = count
        else:
            parts[path[0]][path[1]].minutes.setdefault(path[3], {})[path[4]] = count
    category, kelurahan, unit, channel = (dict(parts[one]) for one in ("category", "kelurahan", "unit", "channel"))
    return DayState(parts["city"][""], category, kelurahan, unit, channel, dict(cells))


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


def _rows(lives: Lives, place: int) -> Iterator[tuple[date, TallyRow]]:
    for _at, tell in lives.lived[place].told:
        for row in tell.command.rows if isinstance(tell.command, Tallied) else ():
            yield date.fromisoformat(tell.lane.partition(":")[2]), row


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
    calendar, days = WorkingCalendar(lives.city), defaultdict[date, Counter[tuple[str, ...]]](Counter)
    shades = defaultdict[str, defaultdict[str, Counter[str]]](lambda: defaultdict(Counter))
    strokes = {place: strokes_of(_rows(lives, place)) for place in {place for place, _weeks in copies}}
    for (place, weeks), times in copies.items():
        monday = MONDAY.date() + weeks * WEEK
        for after, path, count in strokes[place]:
            days[monday + timedelta(after)][path] += times * count
        for where, command in told_of(lives, calendar, place, weeks):
            for shade in command.rows if isinstance(command, Shaded) else ():
                shades[where][shade.kelurahan][shade.shade] += times * shade.times
    states = {day: state_of(numbers) for day, numbers in days.items()}
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


def check(lives: Lives, every: Copies, day: date) -> int:
    """Let the real steps count a day and its month of the map, one copy after the other; give how many were told.

    Of many copies some are taken, for the steps count a thousand changes in seconds. Raises AssertionError where they
    count otherwise.
    """
    near = {one: times for one, times in every.items() if abs((MONDAY.date() + one[1] * WEEK - day).days) <= AROUND}
    part = max(1, len(near) // CHECKED)
    some = sorted(near.items())[::part]
    copies = Copies({one: min(times, MOST_TIMES) for one, times in some})
    counts = counted(lives, copies, day)
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
