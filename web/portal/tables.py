"""Turn published numbers into tables that people read: names, words, and bars beside the numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from core.language.cells import table as written
from core.tally.catalogue import BY_CODE, Indicator, Table
from core.tally.published import PublicMonth, Shown, public_indicators
from core.tally.wording import NOTHING, Wording
from web.words import Phrases

COLUMNS: Final = (
    "received",
    "answered",
    "fixed",
    "confirmed",
    "lapsed",
    "disputed",
    "in_time",
    "missed",
    "first_answer_median",
    "fixed_median",
)
"""What a table on a page has; its file has every public indicator."""
_SIGNS: Final = {"exact": "", "at_least": ">=", "at_most": "<="}


@dataclass(frozen=True)
class Cell:
    """One value as it is shown; ``bar`` is its length in percent of the longest of its column."""

    text: str
    hidden: bool = False
    bar: float | None = None


@dataclass(frozen=True)
class Row:
    """One line of a table."""

    key: str
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Sheet:
    """A table of a month. ``folded`` lines have nothing that may be shown."""

    table: Table
    heads: tuple[Indicator, ...]
    rows: tuple[Row, ...]
    folded: int


@dataclass(frozen=True)
class Talk:
    """The words of one answer: for numbers, and of these pages."""

    numbers: Wording
    say: Phrases

    def value(self, code: str, shown: Shown) -> str:
        """Write a value, a bound or nothing."""
        if shown.value is None:
            return NOTHING
        written = self.numbers.value(BY_CODE[code], shown.value)
        return written if shown.bound == "exact" else self.say(shown.bound, value=written)

    def name(self, table: Table, key: str) -> str:
        """Name a line of a table."""
        return self.numbers.line(table, key)


def sheet_of(talk: Talk, month: PublicMonth, table: Table) -> Sheet:
    """Make the table of a month: the longest line first, and those whose length is hidden by their names."""
    heads = tuple(one for one in (BY_CODE[code] for code in COLUMNS) if table in one.tables)
    lines = month.tables[table]
    shown = {key: line for key, line in lines.items() if any(line[one.code].value for one in heads)}
    first = heads[0].code
    order = sorted(shown, key=lambda key: (-(shown[key][first].value or 0), talk.name(table, key)))
    longest = max((line[first].value or 0 for line in shown.values()), default=0)
    rows = (Row(key, talk.name(table, key), tuple(_cells(talk, heads, shown[key], longest))) for key in order)
    return Sheet(table, heads, tuple(rows), len(lines) - len(shown))


def _cells(talk: Talk, heads: Sequence[Indicator], line: Mapping[str, Shown], longest: float) -> list[Cell]:
    cells = []
    for place, one in enumerate(heads):
        shown = line[one.code]
        bar = 100 * (shown.value or 0) / longest if not place and longest else None
        cells.append(Cell(talk.value(one.code, shown), shown.hidden, bar))
    return cells


# --- files ------------------------------------------------------------------------------------------------------------


def month_file(talk: Talk, month: PublicMonth, table: Table) -> str:
    """Write a table of a month as a file: nothing where a value is hidden, `>=` and `<=` before a bound."""
    codes = tuple(one.code for one in public_indicators(table))
    lines = sorted(month.tables[table].items(), key=lambda line: line[0])
    rows = [[key, talk.name(table, key), *(_raw(line[code]) for code in codes)] for key, line in lines]
    return written([[table, "name", *codes], *rows])


def series_file(months: Sequence[tuple[str, PublicMonth]]) -> str:
    """Write the city's numbers month by month as a file."""
    codes = tuple(one.code for one in public_indicators())
    return written([["month", *codes], *([code, *(_raw(month.city[one]) for one in codes)] for code, month in months)])


def _raw(shown: Shown) -> str:
    if shown.value is None:
        return ""
    number = round(shown.value, 1)
    return f"{_SIGNS[shown.bound]}{number:g}"
