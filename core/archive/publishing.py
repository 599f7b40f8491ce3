"""Hide of a published month what is few of its kind, as the pages do: no row, and no two exports, tell of one person.

A row keeps its month. Its place goes where place and category together are few, its category
where that is few, and with either also what others need as cover (`core.tally.hiding`). Who reads the lists of the
pages beside the rows learns no more: what is hidden there is hidden here. What became of it is told where at least five
that look alike share all of it, and where those of which it is not told are five as well, or none: who counts the
others learns of no single one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from core.archive.columns import Value
from core.archive.published import BY_CATEGORY, BY_OFFICE, BY_PLACE, LEVELS, PUBLIC
from core.tally.catalogue import SMALLEST
from core.tally.hiding import TOTAL, Hidden, hidden_cells, hidden_lines, in_fixed_order

Row = tuple[Value, ...]
Counted = tuple[Row, bool]
"""A row with its place, and whether its citizen wants it to be confidential by now."""
_AT = {column.name: place for place, column in enumerate(PUBLIC)}
_WHERE = ("month", "category", "kelurahan")
_LOOKS = tuple((*_WHERE, *(name for names in LEVELS[:level] for name in names)) for level in range(len(LEVELS)))
"""By these somebody may know a report, before each level."""


@dataclass(frozen=True)
class Month:
    """What is hidden of a month's rows; `left` are cells in which few are left that are not confidential."""

    cells: Hidden
    left: frozenset[tuple[str, str]]
    categories: frozenset[str]
    places: frozenset[str]
    offices: frozenset[str]
    silent: frozenset[tuple[str, str]] = frozenset()
    """Cells of which one report is confidential by now: of all in them nothing is told any more, so that no one
    is known by what is missing."""
    told: frozenset[tuple[Row, Row]] = frozenset()
    """How rows look so far, and what is told of them beside it."""

    def shown(self, row: Row, *, confidential: bool) -> Row:
        """Give a row without what is few of its kind, and without the place of a confidential report."""
        return self._until(row, len(LEVELS), confidential=confidential)

    def _until(self, row: Row, levels: int, *, confidential: bool) -> Row:
        shown = self._bare(row, confidential=confidential)
        for level in range(levels):
            silent = level > 0 and _cell(row) in self.silent
            if silent or (_part(shown, _LOOKS[level]), _part(shown, LEVELS[level])) not in self.told:
                shown = _without(shown, LEVELS[level])
        return shown

    def _bare(self, row: Row, *, confidential: bool) -> Row:
        category, place = _cell(row)
        empty: set[str] = set()
        if category in self.categories:
            empty.update(BY_CATEGORY, BY_PLACE)
        if confidential or place in self.places or (category, place) in self.left or self.cells.hides(category, place):
            empty.update(BY_PLACE)
        if row[_AT["office"]] in self.offices:
            empty.update(BY_OFFICE)
        return _without(row, empty)

    def telling(self, rows: Callable[[], Iterable[tuple[Counted, int]]]) -> Month:
        """Say also what else is told of which rows; ``rows`` gives them once for each level."""
        month = self
        for level, names in enumerate(LEVELS):
            groups = _Groups()
            for (row, confidential), count in rows():
                shown = month._until(row, level, confidential=confidential)
                silent = level > 0 and _cell(row) in self.silent
                groups.add(_part(shown, _LOOKS[level]), None if silent else _part(shown, names), count)
            month = replace(month, told=month.told.union(groups.told()))
        return month


class _Groups:
    """Rows that look alike, and what may be told of them."""

    def __init__(self) -> None:
        self._found: dict[Row, Counter[Row | None]] = {}

    def add(self, alike: Row, told: Row | None, count: int) -> None:
        """Count rows with what would be told of them; None: it must not be."""
        self._found.setdefault(alike, Counter())[told] += count

    def told(self) -> Iterator[tuple[Row, Row]]:
        """Give what is told: of five at least, and never so that of fewer than five it is not."""
        for alike, counts in self._found.items():
            shown = {one: count for one, count in counts.items() if one is not None and count >= SMALLEST}
            hidden = counts.total() - sum(shown.values())
            for one in in_fixed_order(shown):
                if not 0 < hidden < SMALLEST:
                    break
                hidden += shown.pop(one)
            yield from ((alike, one) for one in shown)


def hidden_of(rows: Iterable[tuple[Counted, int]]) -> Month:
    """Say what is hidden of where a month's rows are and what they are about, each so many times.

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
        frozenset(cell for cell, count in open_.items() if count < cells[cell]),
    )


def _part(row: Row, names: Iterable[str]) -> Row:
    return tuple(row[_AT[name]] for name in names)


def _without(row: Row, empty: Collection[str]) -> Row:
    return tuple("" if column.name in empty else value for column, value in zip(PUBLIC, row, strict=True))


def _cell(row: Row) -> tuple[str, str]:
    return str(row[_AT["category"]]), str(row[_AT["kelurahan"]])


def _totals(cells: Mapping[tuple[str, str], int], side: int) -> Counter[str]:
    found = Counter[str]()
    for key, count in cells.items():
        found[key[side]] += count
    return found
