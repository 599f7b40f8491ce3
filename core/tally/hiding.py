"""Hide small numbers from the public, and as many others as keep anybody from working them out again.

A number is small below `SMALLEST`, and then nobody learns whether it is 0 or 4. A table is published with its totals,
so one hidden number could be subtracted out: *covers* are hidden with it, until each small number may still be anything
from 0 to 4, also for who knows these rules and which numbers are covers. Covers are chosen by a fixed order of names
and never by size, so that the choice tells nothing, and the same lines cover from month to month.

What may be published when is `core/tally/release.py`; docs/reports.md says what follows from both.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeVar

from core.tally.catalogue import SMALLEST
from core.tally.flows import Cell, Network, Place

TOTAL: Final = None
"""Stands in a `Place` for the total of a row or a column, in both for that of the whole table."""
T = TypeVar("T")
Bound = Literal["exact", "at_least", "at_most"]
_UNLIMITED: Final = 10**9


def hidden_lines(counts: Mapping[str, int], smallest: int = SMALLEST) -> frozenset[str]:
    """Name the lines of a list that are hidden, where its total is public unless it is small itself."""
    small = {name for name, count in counts.items() if count < smallest}
    if not any(counts[name] for name in small):
        return frozenset()
    hidden, covers = set(small), 0
    for name in in_fixed_order(set(counts) - small):
        if _is_safe(sum(counts[one] for one in hidden), len(small), covers, smallest):
            break
        hidden.add(name)
        covers += 1
    enough = _is_safe(sum(counts[one] for one in hidden), len(small), covers, smallest)
    return frozenset(hidden if enough else counts)


def _is_safe(together: int, small: int, covers: int, smallest: int) -> bool:
    """Tell whether numbers of which only the sum is known may each still be anything below `smallest`."""
    if covers:
        return together >= covers * smallest + smallest - 1
    return smallest <= together <= (small - 1) * (smallest - 1)


@dataclass(frozen=True)
class Hidden:
    """The numbers of a table of rows and columns that are not shown, totals among them."""

    places: frozenset[Place] = frozenset()

    def hides(self, row: str | None, column: str | None) -> bool:
        """Tell whether a number is hidden."""
        return (row, column) in self.places


def hidden_cells(counts: Mapping[tuple[str, str], int], smallest: int = SMALLEST) -> Hidden:
    """Say what is hidden of a table by row and column that is published with all its totals.

    Pairs that are not named are counted as 0. Every table that shares these totals has to hide what is hidden here.
    """
    numbers = _with_totals(counts)
    small = {place for place, count in numbers.items() if count < smallest}
    bare = sorted((place for place in small if numbers[place]), key=_key)
    hidden, network = set[Place](), Network()

    def hide(places: Iterable[Place]) -> None:
        for place in places:
            low, high = (0, smallest - 1) if place in small else (smallest, _UNLIMITED)
            network.hide(place, Cell(numbers[place], low, high, turned=_is_turned(place)))
            hidden.add(place)

    hide(sorted(small, key=_key) if bare else ())
    while bare:
        if network.is_open(bare[-1]):  # and stays so: what is hidden later can only open it more
            bare.pop()
        elif covers := _ring(bare[-1], numbers, hidden):
            hide(covers)
        else:
            return Hidden(frozenset(numbers))
    return Hidden(frozenset(hidden))


def _with_totals(counts: Mapping[tuple[str, str], int]) -> dict[Place, int]:
    rows, columns = sorted({row for row, _ in counts}), sorted({column for _, column in counts})
    numbers: dict[Place, int] = {(row, column): counts.get((row, column), 0) for row in rows for column in columns}
    numbers |= {(row, TOTAL): sum(counts.get((row, column), 0) for column in columns) for row in rows}
    numbers |= {(TOTAL, column): sum(counts.get((row, column), 0) for row in rows) for column in columns}
    numbers[TOTAL, TOTAL] = sum(counts.values())
    return numbers


def _is_turned(place: Place) -> bool:
    """Tell whether a number stands on the other side of its equation: when a number grows, its total does too."""
    return (place[0] is TOTAL) != (place[1] is TOTAL)


def _ring(bare: Place, numbers: Iterable[Place], hidden: Collection[Place]) -> tuple[Place, ...]:
    """Find covers: the corners of a rectangle with a number, few that are not hidden yet, and totals only at last."""
    rows = in_fixed_order({row for row, _ in numbers} - {bare[0]})
    columns = in_fixed_order({column for _, column in numbers} - {bare[1]})
    corners = (((row, bare[1]), (bare[0], column), (row, column)) for row in rows for column in columns)
    new = (tuple(place for place in three if place not in hidden) for three in corners)
    return min(filter(None, new), key=lambda one: (any(TOTAL in place for place in one), len(one)), default=())


def in_steps(count: int, step: int = SMALLEST) -> int:
    """Round a number that is shown while it changes down to whole steps; 0 says that it is smaller than one.

    Two looks at it then differ by nothing or by at least a step.
    """
    return max(0, count) // step * step


@dataclass(frozen=True, slots=True)
class ShownShare:
    """A share in percent, and whether it is exactly that or a bound of it."""

    percent: float
    bound: Bound = "exact"


def shown_share(part: int, whole: int, *, hidden: bool = False, smallest: int = SMALLEST) -> ShownShare | None:
    """Give the share that may be shown of a whole that is public; None for nothing. `hidden`: the part is not shown.

    Where the part or what it leaves is small, a bound says no more than that.
    """
    if whole < smallest:
        return None
    if part < smallest:
        return ShownShare(100 * min(whole, smallest - 1) / whole, "at_most")
    if whole - part < smallest:
        return ShownShare(100 * max(0, whole - smallest + 1) / whole, "at_least")
    return None if hidden else ShownShare(100 * part / whole)


def in_fixed_order(names: Iterable[T]) -> list[T]:
    """Sort names in an order that tells nothing of them, and is always the same."""
    return sorted(names, key=lambda name: hashlib.sha256(repr(name).encode()).digest())


def _key(place: Place) -> tuple[str, str]:
    return (place[0] or "", place[1] or "")
