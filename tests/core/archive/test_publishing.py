"""What is hidden of a published month: nothing that is shown is small, and what a page hides cannot be counted."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from core.archive.published import PUBLIC
from core.archive.publishing import Counted, hidden_of
from core.tally.catalogue import SMALLEST
from core.tally.hiding import TOTAL, hidden_cells, hidden_lines

Cell = tuple[str, str]
CATEGORIES, PLACES = ("hewan", "jalan", "pajak", "sampah"), ("", "Liliba", "Oebufu", "Oesapa")
towns = st.dictionaries(
    st.tuples(st.sampled_from(CATEGORIES), st.sampled_from(PLACES)),
    st.tuples(st.integers(1, 14), st.integers(0, 3)),
    min_size=1,
)
"""How many reports there are of each cell, and how many of them are confidential by now."""


def row(category: str, place: str) -> tuple[str, ...]:
    """Write a row of which only these say anything."""
    values = {"month": "2026-06", "category": category, "kelurahan": place, "office": f"office-{category}"}
    return tuple(values.get(column.name, "-") for column in PUBLIC)


def published(town: dict[Cell, tuple[int, int]]) -> tuple[Counter[Cell], Counter[str]]:
    """Count what is shown, by category and place, and by office."""
    rows: list[tuple[Counted, int]] = []
    for (category, place), (count, secret) in town.items():
        secret = min(secret, count)
        rows += [((row(category, place), True), secret), ((row(category, place), False), count - secret)]
    month, cells, offices = hidden_of(rows).telling(lambda: rows), Counter[Cell](), Counter[str]()
    for (values, confidential), times in rows:
        said = dict(
            zip((column.name for column in PUBLIC), month.shown(values, confidential=confidential), strict=True)
        )
        cells[str(said["category"]), str(said["kelurahan"])] += times
        offices[str(said["office"])] += times
    return +cells, +offices


@settings(max_examples=300, deadline=None)
@given(towns)
def test_nothing_that_is_shown_is_small(town: dict[Cell, tuple[int, int]]) -> None:
    """Rows of one category and place, of one category, and of one office are at least five, or none."""
    cells, offices = published(town)
    by_category = Counter[str]()
    for (category, _), count in cells.items():
        by_category[category] += count
    assert not {cell: count for cell, count in cells.items() if cell[1] and count < SMALLEST}
    assert not {name: count for name, count in by_category.items() if name and count < SMALLEST}
    assert not {name: count for name, count in offices.items() if name and count < SMALLEST}
    assert sum(count for count, _ in town.values()) == cells.total()


@settings(max_examples=300, deadline=None)
@given(towns)
def test_what_pages_hide_cannot_be_counted_here(town: dict[Cell, tuple[int, int]]) -> None:
    """A category or place that a list or the table hides has no rows of its own, not even as somebody's cover."""
    counts = {cell: count for cell, (count, _) in town.items()}
    table = hidden_cells(counts)
    cells, _ = published(town)
    for side in (0, 1):
        totals = Counter[str]()
        for cell, count in counts.items():
            totals[cell[side]] += count
        hidden = hidden_lines(totals) | {name for name in totals if table.hides(*_total_of(side, name))}
        assert not hidden - {""} & {cell[side] for cell in cells}
    assert not [cell for cell in cells if cell[1] and table.hides(*cell)]


def _total_of(side: int, name: str) -> tuple[str | None, str | None]:
    return (name, TOTAL) if side == 0 else (TOTAL, name)


# --- what became of reports -------------------------------------------------------------------------------------------

AT = {column.name: place for place, column in enumerate(PUBLIC)}
FATES = ("diproses", "selesai", "disanggah")
fates = st.lists(
    st.tuples(st.sampled_from(("Oebufu", "Liliba")), st.sampled_from(FATES), st.integers(1, 3), st.booleans()),
    min_size=1,
    max_size=60,
)
"""Place, what became of it, in how many days, and whether it is a complaint."""


def fate_rows(
    town: list[tuple[str, str, int, bool]], secret: frozenset[int] = frozenset()
) -> list[tuple[Counted, int]]:
    """Write the rows of a month, of which those at some places are confidential by now."""
    found: list[tuple[Counted, int]] = []
    for at, (place, fate, days, complaint) in enumerate(town):
        values = {
            "status": fate,
            "answered_days": str(days),
            "classification": "pengaduan" if complaint else "aspirasi",
        }
        found.append(((tuple({**dict(zip(AT, row("jalan", place), strict=True)), **values}.values()), at in secret), 1))
    return found


def seen(rows: list[tuple[Counted, int]]) -> list[dict[str, str]]:
    """Give rows as everybody reads them."""
    month = hidden_of(rows).telling(lambda: rows)
    return [dict(zip(AT, map(str, month.shown(one, confidential=secret)), strict=True)) for (one, secret), _ in rows]


@settings(max_examples=200, deadline=None)
@given(fates)
def test_what_became_of_few_is_not_told(town: list[tuple[str, str, int, bool]]) -> None:
    """Of rows that look alike at least five share what is told, and of at least five nothing is, or of none."""
    shown = seen(fate_rows(town))
    for told in (("classification",), ("status",), ("answered_days",)):
        looks = {"classification": (), "status": ("classification",), "answered_days": ("classification", "status")}[
            told[0]
        ]
        groups: dict[tuple[str, ...], Counter[str]] = {}
        for one in shown:
            key = tuple(one[name] for name in ("category", "kelurahan", *looks))
            groups.setdefault(key, Counter())[one[told[0]]] += 1
        for counts in groups.values():
            if set(counts) != {""}:
                assert SMALLEST <= min(counts.values())


@settings(max_examples=100, deadline=None)
@given(fates, st.integers(0, 59))
def test_who_becomes_confidential_takes_all_fates_of_the_cell_along(
    town: list[tuple[str, str, int, bool]], at: int
) -> None:
    """Whoever subtracts the rows of two days learns that somebody became confidential, and no fate of theirs."""
    at %= len(town)
    after = seen(fate_rows(town, frozenset({at})))
    assert {("", "")} == {
        (one["status"], one["answered_days"]) for place, one in zip(town, after, strict=True) if place[0] == town[at][0]
    }
