"""Count working days: Monday to Friday without national holidays and government leave days, in the city's zone.

The rules Kanal promises: the day on which something is received does not count; a limit of n working days ends at
23:59:59 local time of the n-th working day after it. Times go in and come out as aware datetimes, results in UTC.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.city.city import City
from core.city.dates import LOCALE, weekday_name

_SATURDAY = 5
_DAY = timedelta(days=1)
_CATEGORIES = ("public", "government")
"""`holidays` package: "public" are national holidays, "government" adds the collective leave days (cuti bersama)."""


@dataclass(frozen=True, slots=True)
class SkippedDay:
    """A day between receipt and due date that did not count, and why (the name of holiday or weekday)."""

    day: date
    reason: str
    weekend: bool


class WorkingCalendar:
    """Answer questions about working days of one city; loads the holidays of a year when it is first asked for."""

    def __init__(self, city: City) -> None:
        """Take zone and holiday changes from the city pack; reads nothing yet."""
        self.zone = ZoneInfo(city.timezone)
        self._added: Mapping[date, str] = city.holidays_added
        self._removed = city.holidays_removed
        self._country, self._language = city.holidays_country, city.holidays_language
        self._locale = city.texts[city.default_language][LOCALE]
        self._years: dict[int, dict[date, str]] = {}

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
        day = self.local_day(start)
        if days == 0:
            while not self.is_working_day(day):
                day += _DAY
        left = days
        while left:
            day += _DAY
            left -= self.is_working_day(day)
        return self._end_of(day)

    def why(self, start: datetime, due: datetime) -> tuple[SkippedDay, ...]:
        """List the days after receipt, up to the due day, that do not count, so that a text can explain the date."""
        skipped = []
        for day in _days(self.local_day(start) + _DAY, self.local_day(due)):
            holiday = self.holiday(day)
            weekend = day.weekday() >= _SATURDAY
            if holiday is not None:
                skipped.append(SkippedDay(day, holiday, weekend))
            elif weekend:
                skipped.append(SkippedDay(day, weekday_name(day, self._locale), weekend))
        return tuple(skipped)

    def working_time(self, start: datetime, end: datetime) -> timedelta:
        """Measure the time between two moments that lies on working days (a whole day counts as 24 hours)."""
        total = timedelta()
        for day in _days(self.local_day(start), self.local_day(end)):
            if self.is_working_day(day):
                total += max(min(end, self._start_of(day + _DAY)) - max(start, self._start_of(day)), timedelta())
        return total

    def shift(self, due: datetime, paused_from: datetime, paused_to: datetime) -> datetime:
        """Move a due moment by the working time during which the clock stood still.

        Two pauses in a row move it exactly as far as one pause of their sum; time on weekends and holidays costs
        nothing, because the clock would not have run then either.
        """
        if paused_to <= paused_from:
            return due
        left = self.working_time(paused_from, paused_to)
        moment = due
        while left:
            next_day = self._start_of(self.local_day(moment) + _DAY)
            if self.is_working_day(self.local_day(moment)):
                step = min(left, next_day - moment)
                moment, left = moment + step, left - step
                if not left:
                    break
            else:
                moment = next_day
        return moment.astimezone(UTC)

    def _start_of(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone).astimezone(UTC)

    def _end_of(self, day: date) -> datetime:
        return datetime.combine(day, time(23, 59, 59), self.zone).astimezone(UTC)

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
