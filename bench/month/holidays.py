"""Working days, written anew for the recount: from the `holidays` package and the pack's own changes, nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from core.city.city import City

_DAY = timedelta(days=1)
_YEARS = range(2025, 2029)


class WorkDays:
    """The days on which the city works, and the hours in which its offices are open."""

    def __init__(self, city: City) -> None:
        """Take from the pack only what it says itself: zone, country, days added and removed, hours."""
        self.zone = ZoneInfo(city.timezone)
        national = holidays.country_holidays(
            city.holidays_country, years=_YEARS, categories=("public", "government"), language=city.holidays_language
        )
        self._off = (set(national) - set(city.holidays_removed)) | set(city.holidays_added)
        self._opens, self._closes = city.hours.opens, city.hours.closes
        self.works = cache(self._works)

    def _works(self, day: date) -> bool:
        return day.weekday() not in (5, 6) and day not in self._off

    def day_of(self, moment: datetime) -> date:
        """Give the local day of a moment."""
        return moment.astimezone(self.zone).date()

    def at(self, day: date, hour: time) -> datetime:
        """Give a local moment in UTC."""
        return datetime.combine(day, hour, self.zone).astimezone(UTC)

    def end_of(self, day: date) -> datetime:
        """Give the last second of a day."""
        return self.at(day, time(23, 59, 59))

    def on_or_after(self, day: date) -> date:
        """Give the day itself, or the next working day."""
        while not self.works(day):
            day += _DAY
        return day

    def forward(self, day: date, count: int) -> date:
        """Go so many working days ahead."""
        while count:
            day += _DAY
            count -= self.works(day)
        return day

    def between(self, first: date, last: date) -> int:
        """Count the working days after the first day, up to and with the last."""
        count, day = 0, first
        while day < last:
            day += _DAY
            count += self.works(day)
        return count

    def opening(self, moment: datetime) -> datetime:
        """Give the moment while offices are open, else when they open next."""
        day = self.day_of(moment)
        if self.works(day) and moment < self.at(day, self._closes):
            return max(moment, self.at(day, self._opens))
        return self.at(self.on_or_after(day + _DAY), self._opens)

    def closing(self, moment: datetime) -> datetime:
        """Give the moment while offices are open, else the last minute before it in which they were."""
        day = self.day_of(moment)
        if self.works(day) and self.at(day, self._opens) <= moment:
            return min(moment, self.at(day, self._closes) - timedelta(minutes=1))
        day -= _DAY
        while not self.works(day):
            day -= _DAY
        return self.at(day, self._closes) - timedelta(minutes=1)

    def due(self, start: datetime, days: int, pauses: tuple[tuple[datetime, datetime], ...] = ()) -> datetime:
        """Give when a limit ends. Each pause hands what was left of it to the day on which work goes on."""
        last = self.forward(self.on_or_after(self.day_of(start)) if days == 0 else self.day_of(start), days)
        for since, until in pauses:
            if since <= self.end_of(last):
                last = self._handed_on(last, since, until)
        return self.end_of(last)

    def part(
        self, start: datetime, days: int, percent: int, pauses: tuple[tuple[datetime, datetime], ...] = ()
    ) -> datetime:
        """Give when a part of a limit is gone; a part of a day counts from its midnight."""
        whole, rest = divmod(days * percent, 100)
        day, into = self.forward(self.day_of(start), whole + 1), _DAY * rest / 100
        for since, until in pauses:
            if since <= self.at(day, time()) + into:
                day = self._handed_on(day, since, until)
        return self.at(day, time()) + into

    def _handed_on(self, last: date, since: datetime, until: datetime) -> date:
        stopped, resumed = self.on_or_after(self.day_of(since)), self.on_or_after(self.day_of(until))
        return self.forward(resumed, self.between(stopped, last)) if stopped <= last else last


class Calendars:
    """The working days by which the city counted, one after another: its calendar may change within the month."""

    def __init__(self, first: WorkDays) -> None:
        self._known = [(datetime.min.replace(tzinfo=UTC), first)]

    def change(self, at: datetime, days: WorkDays) -> None:
        """Count by other days from a moment on."""
        self._known.append((at, days))

    def at(self, moment: datetime) -> WorkDays:
        """Give the days by which was counted at a moment."""
        return next(days for since, days in reversed(self._known) if since <= moment)

    def changes(self, after: datetime, until: datetime) -> Iterator[tuple[datetime, WorkDays]]:
        """Yield the changes after a moment, up to another and with it, oldest first."""
        return ((since, days) for since, days in self._known if after < since <= until)
