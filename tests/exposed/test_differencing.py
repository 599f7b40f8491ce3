"""Somebody who keeps every public file and subtracts: one day from the next, and rows from their total."""

from __future__ import annotations

import csv
import io

from core.tally.catalogue import SMALLEST
from core.tally.shades import ShadesState
from tests.web.portal.town import keep, portal

FILES = (
    "/terbuka/peta.csv",
    "/terbuka/angka.csv",
    *(f"/terbuka/angka/2026-11/{table}.csv" for table in ("category", "kelurahan", "unit")),
)


async def test_two_days_differ_by_nothing_while_a_place_is_small() -> None:
    """However many of a place's few reports come between two days, every public file is the same bytes."""
    seen: set[tuple[str, ...]] = set()
    async with portal() as town:
        for few in range(SMALLEST):
            places = {"Oebufu": {"waiting": 12}, "Naioni": {"waiting": few}}
            keep(town.boxes, "shades:2026-12", ShadesState(places))
            town.clock.move(days=1)
            seen.add(tuple([(await town.ask(path))[1] for path in FILES]))
    assert 1 == len(seen)


async def test_a_hidden_row_is_never_alone() -> None:
    """In no column is one place alone hidden beside a total: subtraction would give it back."""
    async with portal() as town:
        content = (await town.ask("/terbuka/angka/2026-11/kelurahan.csv"))[1]
    heads, *rows = list(csv.reader(io.StringIO(content)))
    place = heads.index("received")
    busy = [row[place] for row in rows if row[0] in ("Oebufu", "Lasiana", "Naioni")]
    assert "" in busy
    assert 1 != busy.count("")
