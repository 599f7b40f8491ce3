"""What is hidden of small numbers, attacked by trying everything that somebody could think the hidden ones are."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.tally.catalogue import SMALLEST
from core.tally.hiding import TOTAL, Hidden, ShownShare, hidden_cells, hidden_lines, in_steps, shown_share
from core.tally.release import month_code, month_of, released_months, released_on

SMALL = range(SMALLEST)
COUNTS = st.one_of(st.integers(0, 6), st.integers(0, 30))


def possible(counts: Mapping[str, int], hidden: frozenset[str]) -> dict[str, set[int]]:
    """Give what each hidden small number can be, for who knows the total, the rules and which are covers."""
    rest = sum(counts[name] for name in hidden)
    small = sorted(name for name in hidden if counts[name] < SMALLEST)
    covers = len(hidden) - len(small)
    found: dict[str, set[int]] = {name: set() for name in small}
    for values in product(SMALL, repeat=len(small)):
        left = rest - sum(values)
        if left == 0 if not covers else left >= covers * SMALLEST:
            for name, value in zip(small, values, strict=True):
                found[name].add(value)
    return found


@given(st.lists(COUNTS, min_size=1, max_size=7))
@example([3, 20])
@example([4, 4, 30])
@example([1, 0, 0, 12])
@example([1, 5, 30])
@settings(deadline=None, max_examples=300)
def test_a_hidden_line_may_be_anything(values: list[int]) -> None:
    """Whoever subtracts the shown lines from the total still knows of a hidden one only that it is small."""
    counts = {f"line {n}": value for n, value in enumerate(values)}
    hidden = hidden_lines(counts)
    small = {name for name, value in counts.items() if 0 < value < SMALLEST}
    assert small <= hidden
    if not small or sum(values) < SMALLEST or hidden == set(counts):
        return
    assert {name: set(SMALL) for name in small} == {
        name: found for name, found in possible(counts, hidden).items() if name in small
    }


TABLES = [
    pytest.param({}, set(), id="nothing is there"),
    pytest.param({"a": 0, "b": 12}, set(), id="only zeros are small, and a zero is nobody"),
    pytest.param({"a": 5, "b": 12}, set(), id="nothing is small"),
    pytest.param({"a": 3}, {"a"}, id="the total is small too"),
    pytest.param({"a": 3, "b": 20, "c": 20}, {"a", "c"}, id="one is covered by another"),
    pytest.param({"a": 3, "b": 0, "c": 2, "d": 40}, {"a", "b", "c"}, id="small ones cover each other"),
    pytest.param({"a": 2, "b": 0, "c": 0, "d": 40}, {"a", "b", "c", "d"}, id="together they are small still"),
]


@pytest.mark.parametrize(("counts", "expected"), TABLES)
def test_what_is_hidden_of_a_list(counts: dict[str, int], expected: set[str]) -> None:
    """Small lines are hidden together, with a cover where they cannot cover each other."""
    assert expected == hidden_lines(counts)


def test_a_cover_is_the_same_line_whatever_it_counts() -> None:
    """The choice of a cover tells nothing of its size, and months cover alike."""
    covers = {tuple(hidden_lines({"a": 1, "b": b, "c": c}) - {"a"}) for b, c in product((9, 20, 300), repeat=2)}
    assert 1 == len(covers)


# --- tables of two sides ----------------------------------------------------------------------------------------------


def worlds(counts: Mapping[tuple[str, str], int], hidden: Hidden) -> Iterator[dict[tuple[str | None, str | None], int]]:
    """Yield every table that looks the same from outside: same shown numbers and totals, same kinds of hidden ones."""
    rows, columns = sorted({row for row, _ in counts}), sorted({column for _, column in counts})
    cells = [(row, column) for row in rows for column in columns]
    true = totals({cell: counts.get(cell, 0) for cell in cells}, rows, columns)
    ranges = []
    for cell in cells:
        value = true[cell]
        most = value + 2 * SMALLEST
        kept = SMALL if value < SMALLEST else range(SMALLEST, most)
        ranges.append(kept if hidden.hides(*cell) else (value,))
    for values in product(*ranges):
        world = totals(dict(zip(cells, values, strict=True)), rows, columns)
        if all(alike(world[place], true[place], hides=hidden.hides(*place)) for place in true):
            yield world


def alike(one: int, other: int, *, hides: bool) -> bool:
    """Tell whether a number looks like another from outside."""
    return (one < SMALLEST) == (other < SMALLEST) if hides else one == other


def totals(
    cells: Mapping[tuple[str, str], int], rows: list[str], columns: list[str]
) -> dict[tuple[str | None, str | None], int]:
    """Add up rows and columns."""
    found: dict[tuple[str | None, str | None], int] = dict(cells.items())
    found |= {(row, TOTAL): sum(cells[row, column] for column in columns) for row in rows}
    found |= {(TOTAL, column): sum(cells[row, column] for row in rows) for column in columns}
    found[TOTAL, TOTAL] = sum(cells.values())
    return found


@given(st.lists(st.one_of(st.integers(0, 6), st.integers(0, 12)), min_size=4, max_size=4))
@example([3, 0, 0, 0])
@example([3, 9, 9, 9])
@example([4, 4, 4, 4])
@settings(deadline=None, max_examples=40)
def test_a_hidden_cell_may_be_anything(values: list[int]) -> None:
    """Whoever knows all shown cells and totals knows of a hidden small number only that it is small."""
    cells = dict(zip(product("ab", "xy"), values, strict=True))
    hidden = hidden_cells(cells)
    true = totals(cells, ["a", "b"], ["x", "y"])
    small = {place for place, value in true.items() if 0 < value < SMALLEST}
    assert small <= hidden.places
    if not small or len(hidden.places) == len(true):
        return
    seen: dict[tuple[str | None, str | None], set[int]] = {place: set() for place in small}
    for world in worlds(cells, hidden):
        for place in small:
            seen[place].add(world[place])
    assert {place: set(SMALL) for place in small} == seen


def test_a_small_cell_takes_others_of_its_row_and_column_along() -> None:
    """Of a full table with one small cell a ring of four is hidden, and every total stays."""
    cells = {(row, column): 30 for row in "abc" for column in "xyz"} | {("a", "x"): 2}
    hidden = hidden_cells(cells)
    assert {("a", "x")} < hidden.places
    assert 4 == len(hidden.places)
    assert not any(TOTAL in place for place in hidden.places)


def test_a_table_with_nothing_small_is_shown_whole() -> None:
    """Zeros alone hide nothing."""
    assert Hidden() == hidden_cells({("a", "x"): 0, ("a", "y"): 7, ("b", "x"): 9, ("b", "y"): 8})


def test_a_table_that_cannot_be_covered_is_hidden_whole() -> None:
    """Where no cover is left not even the totals are shown."""
    hidden = hidden_cells({("a", "x"): 3})
    assert {("a", "x"), ("a", TOTAL), (TOTAL, "x"), (TOTAL, TOTAL)} == hidden.places


# --- shares, live numbers, months -------------------------------------------------------------------------------------

SHARES = [
    pytest.param(2, 4, None, id="a small whole"),
    pytest.param(3, 40, ShownShare(10, "at_most"), id="a small part"),
    pytest.param(0, 40, ShownShare(10, "at_most"), id="none looks like few"),
    pytest.param(40, 40, ShownShare(90, "at_least"), id="all looks like nearly all"),
    pytest.param(20, 40, ShownShare(50), id="both are many"),
]


@pytest.mark.parametrize(("part", "whole", "expected"), SHARES)
def test_a_share_tells_no_small_number(part: int, whole: int, expected: ShownShare | None) -> None:
    """Of a share that would tell a small number only a bound is said."""
    assert expected == shown_share(part, whole)


def test_a_share_of_a_hidden_part_is_not_shown() -> None:
    """A part that covers others does not come back as a share."""
    assert shown_share(20, 40, hidden=True) is None


def test_numbers_that_change_move_in_steps() -> None:
    """One more report is not seen from one look to the next, but where a step is full."""
    assert [0, 0, 5, 5, 10] == [in_steps(count) for count in (-1, 4, 5, 9, 10)]


def test_a_month_is_published_when_it_has_settled() -> None:
    """Tables of a month come on the fourth day after it, and those of a month that goes on never."""
    march = month_of(date(2026, 3, 9))
    assert date(2026, 4, 4) == released_on(march)
    assert ["2026-03", "2026-02"] == [month_code(one) for one in released_months(date(2026, 4, 4), 2)]
    assert ["2026-02"] == [month_code(one) for one in released_months(date(2026, 4, 3), 1)]
