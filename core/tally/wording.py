"""Word counts for people: numbers as a language writes them, names instead of codes, and the weekly report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from babel.dates import format_skeleton
from babel.numbers import format_currency, format_decimal

from core.city.city import City
from core.city.dates import LOCALE, date_range
from core.city.texts import Texts
from core.tally.catalogue import BY_CODE, Indicator, Table
from core.tally.periods import Period
from core.tally.reading import Now, value_of
from core.tally.state import DayState, Part

NOTHING: Final = "–"
MOST_LINES: Final = 5
"""Lines of a ranking: what a reader keeps in mind."""
_HOUR, _DAY = 60, 24 * 60


@dataclass(frozen=True)
class Wording:
    """A city's words for counts, in one language."""

    city: City
    texts: Texts
    language: str

    def say(self, key: str, **values: object) -> str:
        """Say `reports.<key>`."""
        return self.texts.say(f"reports.{key}", self.language, **values)

    @property
    def locale(self) -> str:
        """Name the locale in which numbers and dates are written."""
        return self.texts.say(LOCALE, self.language)

    def name(self, indicator: Indicator) -> str:
        """Name an indicator."""
        return self.texts.say(f"indicators.{indicator.code}.name", self.language)

    def meaning(self, indicator: Indicator) -> str:
        """Say in a sentence what an indicator is."""
        return self.texts.say(f"indicators.{indicator.code}.meaning", self.language)

    def value(self, indicator: Indicator, value: float | None) -> str:
        """Write a value in the measure of its indicator."""
        if value is None:
            return NOTHING
        match indicator.measure:
            case "percent":
                return self.say("percent", value=self.number(round(value)))
            case "minutes":
                return self.span(value)
            case "messages":
                return self.number(value, 1)
            case "money":
                return self.money(value)
            case "reports":
                return self.number(round(value))

    def money(self, value: float) -> str:
        """Write an amount in the city's currency; a plain number where the pack names none."""
        currency = self.city.costs.currency
        return format_currency(value, currency, locale=self.locale) if currency else self.number(value, 2)

    def number(self, value: float, digits: int = 0) -> str:
        """Write a number as the language does."""
        return format_decimal(round(value, digits), format="#,##0.#", locale=self.locale)

    def span(self, minutes: float) -> str:
        """Write how long something took: minutes, hours or days, none of them more exact than it is."""
        if minutes < _HOUR:
            return self.say("minutes", value=self.number(minutes))
        if minutes < 2 * _DAY:
            return self.say("hours", value=self.number(minutes / _HOUR, 1 if minutes < 10 * _HOUR else 0))
        return self.say("days", value=self.number(minutes / _DAY, 1 if minutes < 10 * _DAY else 0))

    def days(self, period: Period) -> str:
        """Write the days of a period, with the year."""
        if period.first == period.last:
            return format_skeleton("yMMMd", period.first, locale=self.locale)
        return f"{date_range(period.first, period.last, self.locale)} {period.last.year}"

    def weekday(self, day: date) -> str:
        """Name a weekday in a few letters."""
        return format_skeleton("E", day, locale=self.locale)

    def month(self, day: date) -> str:
        """Name a month in a few letters."""
        return format_skeleton("MMM", day, locale=self.locale)

    def line(self, table: Table, key: str) -> str:
        """Name a line of a table."""
        if table == "category":
            return self.city.category_name(key, self.language)
        if table == "unit":
            return self.city.tree.short_name(key)
        if table == "channel":
            named = f"channel.{key}"
            return self.say(named) if self.texts.has(f"reports.{named}") else key or self.say("no_channel")
        return key or self.say("no_place")


def most(
    table: Mapping[str, Part], fact: str, count: int = MOST_LINES, name: Callable[[str], str] = str
) -> list[tuple[str, Part]]:
    """Give the lines of a table of which something is counted most, the most first, by name where they are equal.

    What has no name (a report that names no kelurahan) is no winner: it comes last.
    """
    lines = [(key, part) for key, part in table.items() if part.facts.get(fact, 0) > 0]
    return sorted(lines, key=lambda line: (not line[0], -line[1].facts[fact], name(line[0])))[:count]


def week_text(words: Wording, week: Period, total: DayState, before: DayState, now: Now) -> str:
    """Word the report of a week: the same numbers as its chart shows, and some more."""
    part, line = total.city, _Lines(words, total.city, now)
    facts = part.facts
    numbers = (
        words.say("week.received", count=line.of("received"), change=_change(words, part, before.city)),
        line.say("week.answered", "answered", count="answered", share="in_time") if facts.get("answered") else "",
        line.say("week.missed", "missed", count="missed"),
        line.say("week.verdicts", "confirmed", share="confirmed", fixed="fixed", **_counts(words, part)),
        line.say("week.first_answer", "first_answer_median", median="first_answer_median", most="first_answer_most"),
        line.say("week.ended", "rejected", rejected="rejected", returned="returned", reopened="reopened"),
        line.say("week.open", "open", open="open", late="overdue"),
    )
    blocks = (
        words.say("week.head", days=words.days(week)),
        "\n".join(filter(None, numbers)),
        ranking_text(words, "category", total.category),
        ranking_text(words, "kelurahan", total.kelurahan),
        words.say("week.foot"),
    )
    return "\n\n".join(filter(None, blocks))


def ranking_text(words: Wording, table: Table, lines: Mapping[str, Part]) -> str:
    """Word of which lines of a table most was received, and in which of those limits passed."""
    found = most(lines, "received", name=lambda key: words.line(table, key))
    told = [f"• {words.line(table, key)}: {_received(words, part)}" for key, part in found]
    return "\n".join((words.say(f"by_{table}"), *told)) if told else ""


def _received(words: Wording, part: Part) -> str:
    count, late = words.number(part.facts["received"]), part.facts.get("late", 0)
    return f"{count} ({words.say('late_note', count=words.number(late))})" if late else count


@dataclass(frozen=True)
class _Lines:
    """Sentences about indicators of one part."""

    words: Wording
    part: Part
    now: Now

    def of(self, code: str) -> str:
        return self.words.value(BY_CODE[code], value_of(BY_CODE[code], self.part, self.now))

    def say(self, key: str, unless_none: str, **codes: str) -> str:
        """Say a sentence with values of indicators (or words that are none); nothing where one has no value."""
        if self.of(unless_none) == NOTHING:
            return ""
        values = {name: self.of(code) if code in BY_CODE else code for name, code in codes.items()}
        return self.words.say(key, **values)


def _counts(words: Wording, part: Part) -> dict[str, str]:
    return {fact: words.number(part.facts.get(fact, 0)) for fact in ("disputed", "silent")}


def _change(words: Wording, part: Part, before: Part) -> str:
    old, new = before.facts.get("received", 0), part.facts.get("received", 0)
    if not before.facts:
        return words.say("change.unknown")
    key = "more" if new > old else "fewer" if new < old else "same"
    return words.say(f"change.{key}", count=words.number(abs(new - old)))
