"""Hide of a published month what is few of its kind, as the pages do: no row, and no two exports, tell of one person.

A row keeps its month and what became of it. Its place goes where place and category together are few, its category
where that is few, and with either also what others need as cover (`core.tally.hiding`). Who reads the lists of the
pages beside the rows learns no more: what is hidden there is hidden here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.archive.columns import Value
from core.archive.published import BY_CATEGORY, BY_OFFICE, BY_PLACE, PUBLIC
from core.tally.catalogue import SMALLEST
from core.tally.hiding import TOTAL, Hidden, hidden_cells, hidden_lines

Row = tuple[Value, ...]
Counted = tuple[Row, bool]
"""A row with its place, and whether its citizen wants it to be confidential by now."""
_AT = {column.name: place for place, column in enumerate(PUBLIC)}


@dataclass(frozen=True)
class Month:
    """What is hidden of a month's rows; `left` are cells in which few are left that are not confidential."""

    cells: Hidden
    left: frozenset[tuple[str, str]]
    categories: frozenset[str]
    places: frozenset[str]
    offices: frozenset[str]

    def shown(self, row: Row, *, confidential: bool) -> Row:
        """Give a row without what is few of its kind, and without the place of a confidential report."""
        category, place = _cell(row)
        empty: set[str] = set()
        if category in self.categories:
            empty.update(BY_CATEGORY, BY_PLACE)
        if confidential or place in self.places or (category, place) in self.left or self.cells.hides(category, place):
            empty.update(BY_PLACE)
        if row[_AT["office"]] in self.offices:
            empty.update(BY_OFFICE)
        return tuple("" if column.name in empty else value for column, value in zip(PUBLIC, row, strict=True))


def hidden_of(rows: Iterable[tuple[Counted, int]]) -> Month:
    """Say what is hidden of a month's rows, each so many times.

    Covers are chosen by where reports were when the month came out: what becomes confidential later changes none of
    them, and takes with it the place of those with whom it shared it, where they are few then.
    """
    cells, offices, open_ = Counter[tuple[str, str]](), Counter[str](), Counter[tuple[str, str]]()
    for (row, confidential), times in rows:
        cells[_cell(row)] += times
        open_[_cell(row)] += 0 if confidential else times
        offices[str(row[_AT["office"]])] += times
    hidden = hidden_cells(cells)
    by_category, by_place = _totals(cells, 0), _totals(cells, 1)
    return Month(
        hidden,
        frozenset(cell for cell, count in open_.items() if count < SMALLEST),
        hidden_lines(by_category) | {name for name in by_category if hidden.hides(name, TOTAL)},
        hidden_lines(by_place) | {name for name in by_place if hidden.hides(TOTAL, name)},
        hidden_lines(offices),
    )


def _cell(row: Row) -> tuple[str, str]:
    return str(row[_AT["category"]]), str(row[_AT["kelurahan"]])


def _totals(cells: Mapping[tuple[str, str], int], side: int) -> Counter[str]:
    found = Counter[str]()
    for key, count in cells.items():
        found[key[side]] += count
    return found
