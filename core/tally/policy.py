"""What a period says for policy: what people complain about and where, where it goes wrong, and what has changed.

Made of the rows of the monitors' export, so that whoever has that can count again. Small numbers are hidden month by
month (`core.tally.hiding`), and a longer period shows only sums of numbers that are shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from core.city.city import City
from core.reading.understand import Understander
from core.tally.cases import CITYS_OWN, Case, counts_of
from core.tally.catalogue import SMALLEST, STAGES
from core.tally.hiding import TOTAL, Hidden, hidden_cells, in_steps
from core.tally.matters import Finder, Matter
from core.tally.periods import Period
from core.tally.reading import percentile
from core.tally.release import month_of
from core.tally.state import Part
from core.vocabulary.tally import Fact

MOST_SPOTS: Final = 10
MOST_CHANGES: Final = 3
"""Rises and falls that are named: what a reader keeps in mind."""
MOST_UNITS: Final = 8
WEEK: Final = 7
SETTLED: Final = timedelta(days=30)
"""So long after its end a period is looked at, if so much time has passed: most reports have come to an end then."""


@dataclass(frozen=True, slots=True)
class Growth:
    """How many reports came of something, and in the period before; None for a number that is hidden."""

    key: str
    count: int | None
    before: int | None

    @property
    def change(self) -> int | None:
        """Give how many more or fewer; None where that cannot be shown."""
        return None if self.count is None or self.before is None else self.count - self.before


@dataclass(frozen=True, slots=True)
class Spot:
    """A kind of report in one kelurahan."""

    category: str
    kelurahan: str
    count: int
    before: int | None


@dataclass(frozen=True, slots=True)
class StageTime:
    """How long a stage lasted for reports in which it is over, in minutes; of all time that reports took it is `share`
    percent. `unit` is empty for the whole city."""

    stage: Fact
    ended: int
    median: int
    most: int
    share: float
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """The whole of it; `until` is the last day whose events count."""

    period: Period
    before: Period
    until: date
    received: int
    received_before: int
    confidential: int
    categories: tuple[Growth, ...]
    kelurahan: tuple[Growth, ...]
    spots: tuple[Spot, ...]
    risen: tuple[Growth, ...]
    fallen: tuple[Growth, ...]
    stages: tuple[StageTime, ...]
    stages_before: tuple[StageTime, ...]
    units: tuple[StageTime, ...]
    matters: tuple[Matter, ...]
    counts: Part
    counts_before: Part
    steps: tuple[Part, ...]
    """The counts of each part of the period, as `steps_of` cuts it."""
    cells: tuple[tuple[str, str, int | None], ...] = ()


def is_for_policy(period: Period) -> bool:
    """Tell whether a period is made of whole months: of others no table is made."""
    return period.first.day == 1 and (period.last + timedelta(days=1)).day == 1


def before_of(period: Period) -> Period:
    """Give as many months before a period of whole months."""
    first, count = period.first, len(months_of(period))
    for _ in range(count):
        first = month_of(first - timedelta(days=1)).first
    return Period(first, period.first - timedelta(days=1))


def months_of(period: Period) -> tuple[Period, ...]:
    """List the months of a period of whole months."""
    found, day = [], period.first
    while day <= period.last:
        found.append(month_of(day))
        day = found[-1].last + timedelta(days=1)
    return tuple(found)


def steps_of(period: Period) -> tuple[Period, ...]:
    """Cut a month into weeks from its first day, the last of them longer, and a longer period into months."""
    months = months_of(period)
    if len(months) > 1:
        return months
    firsts = [period.first + timedelta(days=WEEK * number) for number in range(4)]
    lasts = [one - timedelta(days=1) for one in firsts[1:]]
    return tuple(Period(first, last) for first, last in zip(firsts, (*lasts, period.last), strict=True))


def looked_at(period: Period, today: date) -> date:
    """Give the last day whose events count for a period, if nothing else is said: never later than yesterday."""
    return min(today - timedelta(days=1), period.last + SETTLED)


def until_before(period: Period, until: date) -> date:
    """Give the day on which the period before had the same age."""
    return before_of(period).last + (until - period.last)


def policy_of(city: City, period: Period, until: date, cases: Sequence[Case], earlier: Sequence[Case]) -> Policy:
    """Put it together from the rows of the period and of the one before, both at the same age."""
    zone, before, finder = ZoneInfo(city.timezone), before_of(period), Finder(Understander.of(city))
    cases, earlier = _in(period, cases, zone), _in(before, earlier, zone)
    table, table_before = Table.of(city, period, cases), Table.of(city, before, earlier)
    categories, kelurahan = table.growth(table_before, of_rows=True), table.growth(table_before, of_rows=False)
    changed = sorted((one for one in categories if one.change), key=lambda one: (-abs(one.change or 0), one.key))
    spots = table.spots(table_before)
    return Policy(
        period,
        before,
        until,
        len(cases),
        len(earlier),
        sum(case.confidential for case in cases),
        categories,
        kelurahan,
        spots[:MOST_SPOTS],
        tuple(one for one in changed if (one.change or 0) > 0)[:MOST_CHANGES],
        tuple(one for one in changed if (one.change or 0) < 0)[:MOST_CHANGES],
        stages_of(cases),
        stages_of(earlier),
        slowest(cases),
        tuple(_shown(one, table, table_before) for one in finder.find(cases, earlier)),
        counts_of(cases),
        counts_of(earlier),
        tuple(counts_of(_in(step, cases, zone)) for step in steps_of(period)),
        table.cells(),
    )


def _shown(matter: Matter, table: Table, before: Table) -> Matter:
    """Let a matter tell of a hidden number no more than a bound: its count in steps, and no place that is hidden."""
    kind = matter.category
    places = tuple(one for one in matter.places if table.shown(kind, one[0]) is not None)
    exact = table.shown(kind, TOTAL) is not None
    count = matter.count if exact else in_steps(matter.count)
    earlier = matter.before if before.shown(kind, TOTAL) is not None else in_steps(matter.before)
    return replace(matter, count=count, before=earlier, places=places, exact=exact)


def _in(period: Period, cases: Iterable[Case], zone: ZoneInfo) -> list[Case]:
    return [case for case in cases if period.first <= case.day(zone) <= period.last]


# --- what and where ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Table:
    """The reports by category and kelurahan ("" for no known place), month by month with what is hidden of each."""

    months: tuple[tuple[Mapping[tuple[str, str], int], Hidden], ...]

    @classmethod
    def of(cls, city: City, period: Period, cases: Sequence[Case]) -> Table:
        """Count the rows of a period; confidential ones have neither category nor place, and are counted apart.

        Rows and columns are all that the city has: what is hidden of a month is the same in whatever it stands.
        """
        zone = ZoneInfo(city.timezone)
        counts = [Counter[tuple[str, str]]() for _ in months_of(period)]
        firsts = [month.first for month in months_of(period)]
        for case in cases:
            if not case.confidential and case.category:
                counts[firsts.index(case.day(zone).replace(day=1))][case.category, case.kelurahan or ""] += 1
        rows = sorted({one.code for one in city.categories} | {row for month in counts for row, _ in month})
        columns = sorted(
            {"", *(one.name for one in city.kelurahan)} | {column for month in counts for _, column in month}
        )
        whole = [{(row, column): month[row, column] for row in rows for column in columns} for month in counts]
        return cls(tuple((month, hidden_cells(month)) for month in whole))

    @property
    def rows(self) -> list[str]:
        """List the categories."""
        return sorted({row for row, _ in self.months[0][0]})

    @property
    def columns(self) -> list[str]:
        """List the kelurahan."""
        return sorted({column for _, column in self.months[0][0]})

    def shown(self, row: str | None, column: str | None) -> int | None:
        """Give a number, or a total for `TOTAL`; None where it is hidden in any of the months, so that no sum tells."""
        if any(hidden.hides(row, column) for _, hidden in self.months):
            return None
        return sum(
            count
            for month, _ in self.months
            for (one, other), count in month.items()
            if row in (TOTAL, one) and column in (TOTAL, other)
        )

    def growth(self, before: Table, *, of_rows: bool) -> tuple[Growth, ...]:
        """List categories or kelurahan with the period before, the most first; hidden numbers stand at the end."""
        names = (self.rows, before.rows) if of_rows else (self.columns, before.columns)

        def total(table: Table, name: str) -> int | None:
            return table.shown(name, TOTAL) if of_rows else table.shown(TOTAL, name)

        found = [Growth(name, total(self, name), total(before, name)) for name in sorted({*names[0], *names[1]})]
        found = [one for one in found if one.count != 0 or one.before != 0]
        return tuple(sorted(found, key=lambda one: (one.count is None, -(one.count or 0), one.key)))

    def spots(self, before: Table) -> tuple[Spot, ...]:
        """List where most of one kind comes from, without what has no known place."""
        found = [
            Spot(row, column, count, before.shown(row, column))
            for row in self.rows
            for column in self.columns
            if column and (count := self.shown(row, column) or 0) >= SMALLEST
        ]
        return tuple(sorted(found, key=lambda one: (-one.count, one.category, one.kelurahan)))

    def cells(self) -> tuple[tuple[str, str, int | None], ...]:
        """Give every number of the table, row by row."""
        return tuple((row, column, self.shown(row, column)) for row in self.rows for column in self.columns)


# --- where it goes wrong ----------------------------------------------------------------------------------------------


def stages_of(cases: Iterable[Case], unit: str = "") -> tuple[StageTime, ...]:
    """Give how long each stage lasted, in the order of a report's way; of fewer than `SMALLEST` reports nothing."""
    values: dict[Fact, Counter[str]] = {stage: Counter() for stage in STAGES}
    for case in cases:
        for stage, minutes in case.stages().items():
            values[stage][str(minutes)] += 1
    sums = {stage: sum(int(minutes) * count for minutes, count in found.items()) for stage, found in values.items()}
    whole = sum(sums.values())
    return tuple(
        StageTime(
            stage,
            found.total(),
            percentile(found, 50) or 0,
            percentile(found, 90) or 0,
            100 * sums[stage] / whole if whole else 0.0,
            unit,
        )
        for stage, found in values.items()
        if found.total() >= SMALLEST
    )


def slowest(cases: Iterable[Case]) -> tuple[StageTime, ...]:
    """Name the units and stages of the city's own work that take longest, by what 9 of 10 took."""
    by_unit: dict[str, list[Case]] = {}
    for case in cases:
        if case.last_unit:
            by_unit.setdefault(case.last_unit, []).append(case)
    found = [one for unit, own in by_unit.items() for one in stages_of(own, unit) if one.stage in CITYS_OWN]
    return tuple(sorted(found, key=lambda one: (-one.most, one.unit, one.stage))[:MOST_UNITS])
