"""The numbers of a period and of this moment, by unit, worded: counts never stand without how long things took."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from core.tally.catalogue import BY_CODE, Indicator
from core.tally.periods import Period, read_period
from core.tally.reading import shown_to
from core.tally.state import Part
from core.tally.wording import Wording
from core.vocabulary.docket import UnitCounts
from web.monitor.sums import Sums

OF_UNITS: Final = (
    "answered", "in_time", "missed", "first_answer_median", "first_answer_most", "fixed", "fixed_median", "fixed_most",
    "confirmed", "disputed", "lapsed", "reopened_share", "returned",
    "flagged",
)  # fmt: skip
"""What units are compared by: only what citizens confirmed is fixed, and medians and 90th percentiles stand beside."""
NOT_THEIRS: Final = ("asking_median", "asking_most", "holding_median", "holding_most", "judging_median", "judging_most")
"""What a unit could not hurry: how long it waited for the citizen, was held for a reason, or waited for a verdict."""
OF_CITY: Final = ("received", "answered", "in_time", "first_answer_median", "confirmed", "disputed", "lapsed")
MOST_DAYS: Final = 92


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its name and meaning; ``value`` is None where there is nothing to say."""

    code: str
    name: str
    meaning: str
    text: str
    value: float | None


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit beside others: how many it has now, and its figures of the period."""

    code: str
    name: str
    now: UnitCounts
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Figures:
    """Words the figures of one city and period in one language, as those outside may see them, each once."""

    words: Wording
    sums: Sums

    def city(self, codes: Iterable[str]) -> tuple[Figure, ...]:
        """Give figures of the whole city by their codes."""
        return self._worded("", self.sums.total.city, codes)

    def unit(self, unit: str, codes: Iterable[str]) -> tuple[Figure, ...]:
        """Give figures of a unit by their codes."""
        return self._worded(unit, self.sums.unit(unit), codes)

    def heads(self, codes: Iterable[str]) -> tuple[Figure, ...]:
        """Give names and meanings alone, for the head of a table."""
        return tuple(self._figure(BY_CODE[code], Part()) for code in codes)

    def _worded(self, line: str, part: Part, codes: Iterable[str]) -> tuple[Figure, ...]:
        wanted, known = tuple(codes), self.sums.worded
        key = (self.words.language, line, wanted)
        if key not in known:
            known[key] = tuple(self._figure(BY_CODE[code], part) for code in wanted)
        found: tuple[Figure, ...] = known[key]
        return found

    def _figure(self, one: Indicator, part: Part) -> Figure:
        value = shown_to("monitor", one, part)
        return Figure(one.code, self.words.name(one), self.words.meaning(one), self.words.value(one, value), value)

    def units(self, counts: Mapping[str, UnitCounts]) -> list[UnitLine]:
        """Give a line for each unit that has something or had something, in the order of the pack."""
        known = [unit.code for unit in self.words.city.tree]
        gone = sorted((counts.keys() | self.sums.total.unit.keys()) - set(known))
        lines = (self.line(code, counts.get(code, UnitCounts())) for code in (*known, *gone))
        return [line for line in lines if line.now.open or self.sums.unit(line.code).facts]

    def line(self, code: str, now: UnitCounts) -> UnitLine:
        """Give the line of one unit."""
        return UnitLine(code, self.words.city.tree.short_name(code), now, self.unit(code, OF_UNITS))


def period_of(words: str, today: date) -> Period:
    """Read the period that is wanted: a month or a quarter, else the month of today."""
    found = read_period(words) if words else None
    if found is None or len(found.days) > MOST_DAYS:
        found = read_period(f"{today:%Y-%m}")
        assert found is not None
    return found


def month_before(period: Period) -> str:
    """Name the month before a period."""
    return f"{period.before.last:%Y-%m}"


def month_after(period: Period, today: date) -> str:
    """Name the month after a period; empty where it has not begun."""
    after = period.last.toordinal() + 1
    return f"{date.fromordinal(after):%Y-%m}" if after <= today.toordinal() else ""
