"""Read until when something waits: "sampai 20 Juli", "2 minggu lagi", "besok", "until next Monday"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from core.city.city import City
from core.language.phrases import any_phrase
from core.language.told import MomentWords, Past
from core.reading.moments import months_after

_GAP = r"[\s-]+"
_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "year": 12}


@dataclass(frozen=True, slots=True)
class ComingDay:
    """A day to come, and the words that are left when those that name it are taken away."""

    day: date
    rest: str


Resolver = Callable[[re.Match[str], date], "date | None"]


class ComingReader:
    """Read a day after today with the words of one city; a day that was is read as the next one of its name."""

    def __init__(self, words: MomentWords) -> None:
        """Compile the words."""
        self._numbers = {word: int(number) for number, names in words.numbers.items() for word in names}
        self._months = {word: int(number) for number, names in words.months.items() for word in names}
        self._weekdays = {word: int(number) for number, names in words.weekdays.items() for word in names}
        self._units = {word: unit for unit, names in words.units.items() for word in names}
        self._until = _compiled(any_phrase(words.until, _GAP))
        self._rules = tuple(self._compile(words))

    @classmethod
    def of(cls, city: City) -> ComingReader:
        """Give the reader of a city, the same one to whoever asks."""
        return city.once("coming", lambda: cls(city.moment_words))

    def read(self, text: str, today: date) -> ComingDay | None:
        """Give the day that a text names: what follows a word such as "until" first, else the whole text."""
        for mark in self._until.finditer(text):
            found = self._first(text, mark.end(), today)
            if found is not None:
                return ComingDay(found[0], f"{text[: mark.start()]} {text[found[1] :]}".strip())
        found = self._first(text, 0, today)
        return None if found is None else ComingDay(found[0], f"{text[: found[2]]} {text[found[1] :]}".strip())

    def _first(self, text: str, start: int, today: date) -> tuple[date, int, int] | None:
        """Give the first day to come after a place in a text, with where its words end and begin."""
        found = []
        for place, (pattern, resolve) in enumerate(self._rules):
            match = pattern.search(text, start)
            day = resolve(match, today) if match is not None else None
            if match is not None and day is not None and day > today:
                found.append((match.start(), place, day, match.end()))
        if not found:
            return None
        begin, _place, day, end = min(found)
        return day, end, begin

    def _compile(self, words: MomentWords) -> Iterator[tuple[re.Pattern[str], Resolver]]:
        month, weekday = any_phrase(self._months), any_phrase(self._weekdays)
        mark = f"(?:{any_phrase(words.before_dates)}\\.?\\s*)"
        yield _compiled(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"), self._named
        yield _compiled(rf"{mark}?(?P<day>\d{{1,2}})\s+(?P<month>{month})(?:\s+(?P<year>\d{{4}}))?"), self._named
        yield (
            _compiled(rf"{mark}?(?P<day>\d{{1,2}})[/.-](?P<month>\d{{1,2}})(?:[/.-](?P<year>\d{{4}}|\d{{2}}))?"),
            self._named,
        )
        for coming in words.coming.values():
            yield _compiled(any_phrase(coming.words, _GAP)), _after(coming)
        count, unit = any_phrase(self._numbers), any_phrase(self._units)
        yield _compiled(rf"(?P<count>\d{{1,3}}|{count})\s*(?P<unit>{unit})"), self._counted
        yield _compiled(rf"{mark}(?P<day>\d{{1,2}})"), self._day_of_month
        tail = f"(?:\\s+{any_phrase(words.next)})?"
        yield _compiled(rf"(?:{any_phrase(words.before_weekdays)}\s+)?(?P<weekday>{weekday}){tail}"), self._weekday

    def _named(self, match: re.Match[str], today: date) -> date | None:
        month = match["month"].lower()
        number = int(month) if month.isdigit() else self._months[month]
        year = int(match["year"]) if match["year"] else today.year
        for chosen in (year + 2000 if year < 100 else year, *(() if match["year"] else (today.year + 1,))):
            day = _day(chosen, number, int(match["day"]))
            if day is not None and day > today:
                return day
        return None

    def _day_of_month(self, match: re.Match[str], today: date) -> date | None:
        for ahead in range(3):
            first = months_after(today.replace(day=1), ahead)
            day = _day(first.year, first.month, int(match["day"]))
            if day is not None and day > today:
                return day
        return None

    def _counted(self, match: re.Match[str], today: date) -> date | None:
        word, unit = match["count"].lower(), self._units[match["unit"].lower()]
        count = int(word) if word.isdigit() else self._numbers[word]
        if unit in _DAYS:
            return today + timedelta(days=count * _DAYS[unit])
        return months_after(today, count * _MONTHS[unit])

    def _weekday(self, match: re.Match[str], today: date) -> date | None:
        ahead = (self._weekdays[match["weekday"].lower()] - today.isoweekday()) % 7
        return today + timedelta(days=ahead or 7)


def _after(coming: Past) -> Resolver:
    return lambda _match, today: months_after(today, coming.months) + timedelta(days=coming.days)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/]){pattern}\b", re.IGNORECASE)
