"""Read until when something waits: "sampai 20 Juli", "2 minggu lagi", "akhir bulan", "until next Monday"."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from core.city.city import City
from core.language.phrases import any_phrase
from core.language.told import MomentWords, Past
from core.reading.moments import months_after

_GAP = r"[\s-]+"
_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "year": 12}
_BETWEEN = re.compile(r"[\s,(]*")
"""What may stand between a weekday and its date: "Kamis, 23 Juli"."""
_DASH = re.compile(r"\s*[-–—]\s*")
_LEAP_YEAR = 2028
_WEEK_DAYS = (0, 2, 5)
"""Monday, Wednesday and Saturday: where a week begins, has its middle, and ends."""


@dataclass(frozen=True, slots=True)
class ComingDay:
    """A day to come, and the words that are left when those that name it are taken away.

    ``working`` is how many working days away it was said to be; a calendar knows better than ``day`` when that is.
    """

    day: date
    rest: str
    working: int = 0


Resolver = Callable[[re.Match[str], date], "date | None"]


@dataclass(frozen=True, slots=True)
class _Found:
    day: date
    begin: int
    end: int
    working: int = 0


class ComingReader:
    """Read a day after today with the words of one city; a day that was is read as the next one of its name."""

    def __init__(self, words: MomentWords) -> None:
        """Compile the words."""
        self._numbers = {word: int(number) for number, names in words.numbers.items() for word in names}
        self._months = {word: int(number) for number, names in words.months.items() for word in names}
        self._weekdays = {word: int(number) for number, names in words.weekdays.items() for word in names}
        self._units = {word: unit for unit, names in words.units.items() for word in names}
        parts = (words.begins, words.middles, words.ends)
        self._parts = {word: part for part, names in enumerate(parts) for word in names}
        self._until = _compiled(any_phrase(words.until, _GAP))
        self._was_after = re.compile(rf"\b{any_phrase(words.was_after)}\s+$", re.IGNORECASE)
        self._was_before = re.compile(rf"\s+{any_phrase(words.was_before)}\b", re.IGNORECASE)
        self._dated = tuple(self._dates(words))
        self._rules = (*self._dated, *self._others(words))
        self._weekday_rule = self._rules[-1][0]

    @classmethod
    def of(cls, city: City) -> ComingReader:
        """Give the reader of a city, the same one to whoever asks."""
        return city.once("coming", lambda: cls(city.moment_words))

    def read(self, text: str, today: date) -> ComingDay | None:
        """Give the day that a text names: what follows a word such as "until" first, else the whole text."""
        text = text.replace("’", "'")
        for mark in self._until.finditer(text):
            found = self._first(text, mark.end(), today)
            if found is not None:
                return _taken(text, mark.start(), found)
        found = self._first(text, 0, today)
        return None if found is None else _taken(text, found.begin, found)

    def gone(self, text: str, today: date) -> date | None:
        """Give the day with its year that a text names although it is none to come."""
        for pattern, _resolve in self._dated:
            for match in pattern.finditer(text):
                day = self._day_of(match, today.year) if match.groupdict().get("year") else None
                if day is not None and day <= today:
                    return day
        return None

    def never(self, text: str) -> str:
        """Give the words of a date that no calendar has, with its year or its month's name; empty when there is none.

        No leap year changes that: 29 February counts as a day unless its year is named.
        """
        for pattern, _resolve in self._dated:
            for match in pattern.finditer(text):
                named = match.groupdict()
                month = named.get("month") or ""
                if (named.get("year") or month.isalpha()) and self._day_of(match, _LEAP_YEAR) is None:
                    return match[0]
        return ""

    def _first(self, text: str, start: int, today: date) -> _Found | None:
        """Give the first day to come after a place in a text, with where its words begin and end."""
        every = (self._next(text, start, today, *rule) for rule in self._rules)
        found = [(one.begin, place, one) for place, one in enumerate(every) if one is not None]
        if not found:
            return None
        best = min(found, key=lambda item: item[:2])[2]
        later = self._date_at(text, best.end, today, _BETWEEN) if self._is_weekday(text, best) else None
        later = later or self._date_at(text, best.end, today, _DASH)
        return best if later is None else _Found(later.day, best.begin, later.end)

    def _next(self, text: str, start: int, today: date, pattern: re.Pattern[str], resolve: Resolver) -> _Found | None:
        """Give the first place at which one rule names a day to come, and not one that was."""
        for match in pattern.finditer(text, start):
            day = resolve(match, today)
            was = self._was_after.search(text[: match.start()]) or self._was_before.match(text, match.end())
            if day is not None and day > today and not was:
                working = self._count(match) if match.groupdict().get("working") else 0
                return _Found(day, match.start(), match.end(), working)
        return None

    def _is_weekday(self, text: str, found: _Found) -> bool:
        match = self._weekday_rule.match(text, found.begin)
        return match is not None and match.end() == found.end

    def _date_at(self, text: str, place: int, today: date, between: re.Pattern[str]) -> _Found | None:
        """Give the date that follows at once: that of a weekday, or the end of a span of days."""
        gap = between.match(text, place)
        start = gap.end() if gap is not None else place
        if gap is None or start == place:
            return None
        for pattern, resolve in self._dated:
            match = pattern.match(text, start)
            day = resolve(match, today) if match is not None else None
            if match is not None and day is not None and day > today:
                return _Found(day, start, match.end())
        return None

    def _dates(self, words: MomentWords) -> Iterator[tuple[re.Pattern[str], Resolver]]:
        """Give the rules of days that are named by a number."""
        month = any_phrase(self._months)
        mark = f"(?:{any_phrase(words.before_dates)}\\.?\\s*)"
        yield _compiled(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"), self._named
        yield _compiled(rf"{mark}?(?P<day>\d{{1,2}})\s*(?P<month>{month})(?:\s+(?P<year>\d{{4}}))?"), self._named
        yield (
            _compiled(rf"{mark}?(?P<day>\d{{1,2}})[/.-](?P<month>\d{{1,2}})(?:[/.-](?P<year>\d{{4}}|\d{{2}}))?"),
            self._named,
        )
        following = _phrases(words, "next_month")
        yield _compiled(rf"{mark}(?P<day>\d{{1,2}})(?:\s+(?P<following>{following}))?"), self._day_of_month

    def _others(self, words: MomentWords) -> Iterator[tuple[re.Pattern[str], Resolver]]:
        """Give the rules of the other days, that of weekdays last."""
        unit, month = any_phrase(self._units), any_phrase(self._months)
        week, following = _phrases(words, "next_week"), _phrases(words, "next_month")
        part = f"(?P<part>{any_phrase(self._parts)})"
        named = rf"(?:{any_phrase(words.units.get('month', ()))}\s+)?(?P<month>{month})(?:\s+(?P<year>\d{{4}}))?"
        whole = rf"(?P<week>{week})|(?P<following>{following})|{named}|(?P<unit>{unit})"
        yield _compiled(rf"{part}\s+(?:{whole})"), self._part_of
        for coming in words.coming.values():
            yield _compiled(any_phrase(coming.words, _GAP)), _after(coming)
        count = any_phrase(self._numbers)
        working = rf"(?:\s+(?P<working>{any_phrase(words.working)}))?"
        yield _compiled(rf"(?P<count>\d{{1,3}}|{count})\s*(?P<unit>{unit}){working}"), self._counted
        tail = rf"(?:\s+(?:(?P<week>{week})|{any_phrase(words.next)}))?"
        yield (
            _compiled(rf"(?:{any_phrase(words.before_weekdays)}\s+)?(?P<weekday>{any_phrase(self._weekdays)}){tail}"),
            (self._weekday),
        )

    def _day_of(self, match: re.Match[str], year: int) -> date | None:
        """Make the day of a match, in a year unless it names its own."""
        month = match["month"].lower()
        said = int(match["year"]) if match["year"] else year
        number = int(month) if month.isdigit() else self._months[month]
        return _day(said + 2000 if said < 100 else said, number, int(match["day"]))

    def _named(self, match: re.Match[str], today: date) -> date | None:
        days = (self._day_of(match, year) for year in (today.year, today.year + 1))
        return next((day for day in days if day is not None and day > today), None)

    def _day_of_month(self, match: re.Match[str], today: date) -> date | None:
        for ahead in (1,) if match["following"] else range(3):
            first = months_after(today.replace(day=1), ahead)
            day = _day(first.year, first.month, int(match["day"]))
            if day is not None and day > today:
                return day
        return None

    def _part_of(self, match: re.Match[str], today: date) -> date | None:
        """Give the beginning, the middle or the end of a week, a month or a year."""
        part = self._parts[match["part"].lower()]
        unit = "week" if match["week"] else self._units[match["unit"].lower()] if match["unit"] else "month"
        if unit == "week":
            day = _monday(today) + timedelta(days=_WEEK_DAYS[part] + (7 if match["week"] else 0))
            return day if day > today else day + timedelta(days=7)
        if unit == "year":
            ends = (date(year, *end) for year in (today.year, today.year + 1) for end in ((1, 1), (7, 1), (12, 31)))
            return next(day for day in list(ends)[part::3] if day > today)
        first = months_after(today.replace(day=1), 1 if match["following"] else 0)
        step = 1
        if match["month"]:
            number, step = self._months[match["month"].lower()], 12
            named = _day(int(match["year"]) if match["year"] else today.year, number, 1)
            if named is None:
                return None
            first = named
        months = (first,) if match["year"] or match["following"] else (first, months_after(first, step))
        return next((day for day in (_part_of_month(one, part) for one in months) if day > today), None)

    def _count(self, match: re.Match[str]) -> int:
        word = match["count"].lower()
        return int(word) if word.isdigit() else self._numbers[word]

    def _counted(self, match: re.Match[str], today: date) -> date | None:
        count, unit = self._count(match), self._units.get(match["unit"].lower(), "")
        if unit in _DAYS:
            return today + timedelta(days=count * _DAYS[unit])
        return months_after(today, count * _MONTHS[unit])

    def _weekday(self, match: re.Match[str], today: date) -> date | None:
        number = self._weekdays[match["weekday"].lower()]
        if match["week"]:
            return _monday(today) + timedelta(days=6 + number)
        return today + timedelta(days=(number - today.isoweekday()) % 7 or 7)


def _taken(text: str, begin: int, found: _Found) -> ComingDay:
    return ComingDay(found.day, f"{text[:begin]} {text[found.end :]}".strip(), found.working)


def _phrases(words: MomentWords, name: str) -> str:
    return any_phrase(_words_of(words.coming.get(name)), _GAP)


def _words_of(coming: Past | None) -> Iterable[str]:
    return coming.words if coming is not None else ()


def _after(coming: Past) -> Resolver:
    return lambda _match, today: months_after(today, coming.months) + timedelta(days=coming.days)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _part_of_month(first: date, part: int) -> date:
    return first.replace(day=(1, 15, calendar.monthrange(first.year, first.month)[1])[part])


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/]){pattern}\b", re.IGNORECASE)
