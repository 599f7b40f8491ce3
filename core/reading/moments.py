"""Read when something happened: "tadi malam", "3 hari", "sejak Senin", "tanggal 5 Maret", "since yesterday"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from core.language.phrases import any_phrase
from core.language.told import MomentWords, Past, WordLists

_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "year": 12}
_GAP = r"[\s-]+"


@dataclass(frozen=True, slots=True)
class EventTime:
    """When something happened: the words as written, and the day when they say one (and `today` was known)."""

    phrase: str
    day: date | None


Resolver = Callable[[re.Match[str], date], "date | None"]
Rule = tuple[re.Pattern[str], Resolver]


class MomentReader:
    """Read time phrases with the words of one city.

    Rules are ordered from exact (a date) to vague ("for long"); the first rule that matches wins.
    """

    def __init__(self, words: MomentWords) -> None:
        """Compile the words."""
        self._numbers = _numbered(words.numbers)
        self._months = _numbered(words.months)
        self._weekdays = _numbered(words.weekdays)
        self._units = {word: unit for unit, names in words.units.items() for word in names}
        self._rules = tuple(self._compile(words))

    def read(self, text: str, today: date | None) -> EventTime | None:
        """Give the first and most exact time phrase of a text, resolved against `today` where it names a day."""
        for pattern, resolve in self._rules:
            match = pattern.search(text)
            if match is not None:
                return EventTime(" ".join(match[0].split()), resolve(match, today) if today is not None else None)
        return None

    def _compile(self, words: MomentWords) -> Iterator[Rule]:
        since = rf"{any_phrase(words.since)}\s+"
        maybe = rf"(?:{since})?"
        yield from self._dates(words, maybe)
        for past in words.past.values():
            yield _compiled(maybe + any_phrase(past.words, _GAP)), _ago(past)
        count, unit = any_phrase(self._numbers), any_phrase(self._units)
        tail = rf"(?:\s+{any_phrase(words.after_counts)})?"
        yield _compiled(rf"(?P<count>\d{{1,2}}|{count})\s*(?P<unit>{unit}){tail}"), self._count_ago
        yield _compiled(any_phrase(words.some, _GAP)), _unknown
        yield from self._days_of_the_week(words, since)
        today = Past()
        yield _compiled(maybe + any_phrase(words.today, _GAP)), _ago(today)
        yield _compiled(since + any_phrase(words.today_since)), _ago(today)
        yield _compiled(any_phrase(words.always, _GAP)), _unknown

    def _dates(self, words: MomentWords, maybe: str) -> Iterator[Rule]:
        month = any_phrase(self._months)
        year = r"(?:[\s/.-]+(?P<year>\d{4}|\d{2}))?"
        marked = rf"{any_phrase(words.before_dates)}\.?\s*(?P<day>\d{{1,2}})[\s/.-]+(?P<month>{month}|\d{{1,2}}){year}"
        yield _compiled(maybe + marked), self._named_day
        # A look behind has to have one width, so that each of these words is one of its own.
        spared = "".join(rf"(?<!{re.escape(word)} )" for word in words.no_dates_after)
        spared += "".join(rf"(?<!{re.escape(word)})" for word in words.no_dates_after if word.endswith("."))
        named = rf"{spared}(?P<day>\d{{1,2}})\s+(?P<month>{month})(?:\s+(?P<year>\d{{4}}))?"
        yield _compiled(maybe + named), self._named_day
        yield _compiled(r"(?P<day>\d{1,2})[/-](?P<month>\d{1,2})[/-](?P<year>\d{4}|\d{2})"), self._named_day

    def _days_of_the_week(self, words: MomentWords, since: str) -> Iterator[Rule]:
        weekday, mark = any_phrase(self._weekdays), any_phrase(words.before_weekdays)
        tail = any_phrase(words.after_weekdays)
        before = rf"(?:{since}(?:{mark}\s+)?|{mark}\s+)"
        yield _compiled(rf"{before}(?P<weekday>{weekday})(?:\s+{tail})?"), self._last_weekday
        yield _compiled(rf"(?P<weekday>{weekday})\s+{tail}"), self._last_weekday

    def _count_ago(self, match: re.Match[str], today: date) -> date | None:
        word, unit = match["count"].lower(), self._units[match["unit"].lower()]
        count = int(word) if word.isdigit() else self._numbers[word]
        if unit in _DAYS:
            return today - timedelta(days=count * _DAYS[unit])
        return _months_back(today, count * _MONTHS[unit])

    def _last_weekday(self, match: re.Match[str], today: date) -> date | None:
        back = (today.isoweekday() - self._weekdays[match["weekday"].lower()]) % 7
        return today - timedelta(days=back or 7)

    def _named_day(self, match: re.Match[str], today: date) -> date | None:
        month = match["month"].lower()
        number = int(month) if month.isdigit() else self._months[month]
        year = int(match["year"]) if match["year"] else today.year
        try:
            day = date(year + 2000 if year < 100 else year, number, int(match["day"]))
        except ValueError:
            return None
        if day > today and not match["year"]:
            # Nobody reports the future: "5 Desember" said in January was last year.
            return day.replace(year=day.year - 1) if (day.month, day.day) != (2, 29) else None
        return day


def _numbered(lists: WordLists) -> dict[str, int]:
    return {word: int(number) for number, words in lists.items() for word in words}


def _ago(past: Past) -> Resolver:
    return lambda _match, today: _months_back(today, past.months) - timedelta(days=past.days)


def months_after(day: date, months: int) -> date:
    """Give the same day of another month, so many later; its last day where that month is shorter."""
    return _months_back(day, -months)


def _months_back(today: date, months: int) -> date:
    index = today.year * 12 + today.month - 1 - months
    year, month = divmod(index, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(today.day, last))


def _unknown(_match: re.Match[str], _today: date) -> date | None:
    return None


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b{pattern}\b", re.IGNORECASE)
