"""Count working days: Monday to Friday without national holidays and government leave days, in the city's zone.

The rules Kanal promises: the day on which something is received does not count; a limit of n working days ends at
23:59:59 local time of the n-th working day after it. Times go in and come out as aware datetimes, results in UTC.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from core.city.city import City
from core.vocabulary.dates import DaysOff

_SATURDAY = 5
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_REMEMBERED = 4096
_CATEGORIES = ("public", "government")
"""`holidays` package: "public" are national holidays, "government" adds the collective leave days (cuti bersama)."""


class WorkingCalendar:
    """Answer questions about working days of one city; loads the holidays of a year when it is first asked for."""

    def __init__(self, city: City) -> None:
        """Take zone and holiday changes from the city pack; reads nothing yet."""
        self.zone = ZoneInfo(city.timezone)
        self._added: Mapping[date, str] = city.holidays_added
        self._removed = city.holidays_removed
        self._country, self._language = city.holidays_country, city.holidays_language
        self._hours = city.hours
        self._years: dict[int, dict[date, str]] = {}
        # Every step of a ticket asks for the same few days again.
        self._counted = lru_cache(_REMEMBERED)(self._count)
        self._at = lru_cache(_REMEMBERED)(self._moment)

    def local_day(self, moment: datetime) -> date:
        """Give the calendar day of a moment in the city; raise ValueError for a naive datetime."""
        if moment.tzinfo is None:
            raise ValueError("a datetime with a time zone is needed")
        return moment.astimezone(self.zone).date()

    def holiday(self, day: date) -> str | None:
        """Give the name of the holiday or leave day, or None on any other day."""
        return self._year(day.year).get(day)

    def is_working_day(self, day: date) -> bool:
        """Tell whether offices work on that day."""
        return day.weekday() < _SATURDAY and self.holiday(day) is None

    def add_working_days(self, start: datetime, days: int) -> datetime:
        """Give the end (23:59:59 local, given in UTC) of the `days`-th working day after the day of `start`.

        The day of receipt does not count. With 0 days it is the end of that day, or of the next working day when
        that day is none. Raises ValueError for negative days or a naive datetime.
        """
        if days < 0:
            raise ValueError("days must not be negative")
        return self._end_of(self._counted(self.local_day(start), days))

    def days_off(self, first: date, last: date) -> tuple[DaysOff, ...]:
        """List the runs of days without work between two days, both included, that hold more than a weekend."""
        runs: list[DaysOff] = []
        run: list[date] = []
        for day in (*_days(first, last), None):
            if day is not None and not self.is_working_day(day):
                run.append(day)
                continue
            names = tuple(dict.fromkeys(name for name in map(self.holiday, run) if name))
            # A holiday on a Sunday costs nothing: the weekend is explained by itself.
            if names and any(one.weekday() < _SATURDAY for one in run):
                runs.append(DaysOff(run[0], run[-1], names))
            run = []
        return tuple(runs)

    def working_days(self, since: datetime, until: datetime) -> int:
        """Count the working days after the day of `since`, up to and with the day of `until`."""
        after = _days(self.local_day(since) + _DAY, self.local_day(until))
        return sum(map(self.is_working_day, after))

    def stood_still(self, since: datetime, until: datetime) -> int:
        """Count the working days that are lost while nothing counts between two moments.

        They are those after the day on which it began, up to the day on which work can go on: of a day off, the next
        working day. Two such spans on end lose as many as one, and whatever had a day left has one afterwards.
        """
        first, last = self.add_working_days(since, 0), self.add_working_days(until, 0)
        return self.working_days(first, last)

    def start_of_working_day(self, start: datetime, number: int) -> datetime:
        """Give the first moment of the `number`-th working day after the day of `start`, in UTC."""
        return self._start_of(self.local_day(self.add_working_days(start, number)))

    # --- office hours ------------------------------------------------------------------------------------------

    def next_open(self, moment: datetime) -> datetime:
        """Give the moment itself while offices are open, else when they open next."""
        day = self.local_day(moment)
        if self.is_working_day(day):
            if moment < self._at(day, self._hours.opens):
                return self._at(day, self._hours.opens)
            if moment < self._at(day, self._hours.closes):
                return moment
        return self._at(self.local_day(self.add_working_days(moment, 1)), self._hours.opens)

    def last_open(self, moment: datetime) -> datetime:
        """Give the moment itself while offices are open, else the last minute before it in which they were."""
        day = self.local_day(moment)
        if self.is_working_day(day) and self._at(day, self._hours.opens) <= moment:
            return min(moment, self._at(day, self._hours.closes) - _MINUTE)
        day -= _DAY
        while not self.is_working_day(day):
            day -= _DAY
        return self._at(day, self._hours.closes) - _MINUTE

    def fingerprint(self, year: int) -> str:
        """Name the calendar of a year, the one before and the two after it: another one has another name."""
        known = [(str(day), name) for one in range(year - 1, year + 3) for day, name in sorted(self._year(one).items())]
        return hashlib.sha256(repr((str(self.zone), known)).encode()).hexdigest()[:16]

    def _count(self, day: date, days: int) -> date:
        if days == 0:
            while not self.is_working_day(day):
                day += _DAY
        left = days
        while left:
            day += _DAY
            left -= self.is_working_day(day)
        return day

    def _moment(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, self.zone).astimezone(UTC)

    def _start_of(self, day: date) -> datetime:
        return self._at(day, time())

    def _end_of(self, day: date) -> datetime:
        return self._at(day, time(23, 59, 59))

    def _year(self, year: int) -> dict[date, str]:
        known = self._years.get(year)
        if known is None:
            # Imported here so that programs which never count days start faster.
            from holidays import country_holidays

            found = country_holidays(self._country, years=year, categories=_CATEGORIES, language=self._language)
            known = {day: str(name) for day, name in found.items() if day not in self._removed}
            known.update({day: name for day, name in self._added.items() if day.year == year})
            self._years[year] = known
        return known


def _days(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += _DAY
