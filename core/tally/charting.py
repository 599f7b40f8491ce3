"""Make the chart of a week from its counts: what a mayor sees at a glance on a phone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from core.tally.catalogue import BY_CODE, Table
from core.tally.periods import Period
from core.tally.reading import value_of
from core.tally.state import DayState, Part
from core.tally.wording import Wording, most
from core.vocabulary.charts import Bar, Chart, Column, Ranking, Tile, Tone

GOOD: Final = 80
"""Percent from which a share is drawn as good; below `BAD` as bad. The city's aim is all of them."""
BAD: Final = 50


def week_chart(words: Wording, week: Period, days: Mapping[date, DayState], total: DayState) -> Chart:
    """Draw what came, what was answered in time, what is late, and what most of it is about."""
    part = total.city
    received, share = (words.value(BY_CODE[code], value_of(BY_CODE[code], part)) for code in ("received", "in_time"))
    headline = "chart.title" if part.facts.get("answered") else "chart.title_unanswered"
    return Chart(
        title=words.say(headline, count=received, share=share),
        subtitle=words.say("chart.subtitle", city=words.city.name, days=words.days(week)),
        tiles=tiles(words, part),
        columns=tuple(_column(words, day, days.get(day, DayState()).city) for day in week.days),
        legend=(words.say("chart.received"), words.say("chart.answered")),
        rankings=(_ranking(words, "category", total.category), _ranking(words, "kelurahan", total.kelurahan)),
        foot=words.say("chart.foot"),
    )


def tiles(words: Wording, part: Part) -> tuple[Tile, ...]:
    """Give the four numbers that are read first."""
    return tuple(_tile(words, part, code) for code in ("received", "in_time", "missed", "confirmed"))


def _tile(words: Wording, part: Part, code: str) -> Tile:
    indicator = BY_CODE[code]
    value = value_of(indicator, part)
    return Tile(words.value(indicator, value), words.say(f"chart.tile.{code}"), _tone(code, value))


def _tone(code: str, value: float | None) -> Tone:
    if code == "missed":
        return "bad" if value else "good"
    if value is None or code == "received":
        return "plain"
    return "good" if value >= GOOD else "bad" if value < BAD else "plain"


def _column(words: Wording, day: date, part: Part) -> Column:
    facts = part.facts
    return Column(words.weekday(day), max(0, facts.get("received", 0)), max(0, facts.get("answered", 0)))


def _ranking(words: Wording, table: Table, lines: Mapping[str, Part]) -> Ranking:
    found = most(lines, "received", name=lambda key: words.line(table, key))
    bars = tuple(Bar(words.line(table, key), part.facts["received"], _note(words, part)) for key, part in found)
    return Ranking(words.say(f"by_{table}"), bars)


def _note(words: Wording, part: Part) -> str:
    late = part.facts.get("late", 0)
    return words.say("late_note", count=words.number(late)) if late > 0 else ""
