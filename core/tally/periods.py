"""Days, weeks, months and quarters of the city, and the lanes that count them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from core.city.calendar import WorkingCalendar
from core.vocabulary.lane_names import tally_lane

REPORTED_AT: Final = time(8)
"""Local time at which a week is reported, on the first working day after it: people are at work and read it."""
MOST_DAYS: Final = 92
"""The longest quarter: what is read in one go for a chat."""
_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(days=7)
_YEARS: Final = range(1900, 9999)
"""Of others not each day has one before it and one after it that can be reckoned."""
_PERIOD: Final = re.compile(r"(\d{4})(?:-(?:W(\d{1,2})|Q([1-4])|(\d{1,2})(?:-(\d{1,2}))?))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both included."""

    first: date
    last: date

    @property
    def days(self) -> tuple[date, ...]:
        """Give all its days."""
        return tuple(self.first + n * _DAY for n in range((self.last - self.first).days + 1))

    @property
    def lanes(self) -> tuple[str, ...]:
        """Name the lanes that count its days."""
        return tuple(tally_lane(day) for day in self.days)

    @property
    def before(self) -> Period:
        """Give as many days before it."""
        return Period(self.first - len(self.days) * _DAY, self.first - _DAY)


def week_of(day: date) -> Period:
    """Give the week of a day, from Monday on."""
    monday = day - day.weekday() * _DAY
    return Period(monday, monday + _WEEK - _DAY)


def last_days(today: date, count: int = 7) -> Period:
    """Give so many days up to today."""
    return Period(today - (count - 1) * _DAY, today)


def read_period(words: str) -> Period | None:
    """Read `2026`, `2026-Q1`, `2026-03`, `2026-W11` or `2026-03-12`; None for anything else."""
    found = _PERIOD.fullmatch(words.strip())
    if found is None:
        return None
    year, week, quarter, month, day = (None if part is None else int(part) for part in found.groups())
    if year is None or year not in _YEARS:
        return None
    try:
        if week is not None:
            return week_of(date.fromisocalendar(year, week, 1))
        if month is not None and day is not None:
            return Period(date(year, month, day), date(year, month, day))
        if month is not None:
            return Period(date(year, month, 1), _month_end(year, month))
        if quarter is not None:
            return Period(date(year, 3 * quarter - 2, 1), _month_end(year, 3 * quarter))
        return Period(date(year, 1, 1), date(year, 12, 31))
    except ValueError:
        return None


def report_time(calendar: WorkingCalendar, week: Period) -> datetime:
    """Give when a week is reported: in the morning of the first working day after it."""
    day = week.last + _DAY
    while not calendar.is_working_day(day):
        day += _DAY
    return datetime.combine(day, REPORTED_AT, calendar.zone)


def _month_end(year: int, month: int) -> date:
    return (date(year + month // 12, month % 12 + 1, 1)) - _DAY
