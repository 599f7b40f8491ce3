"""Somebody who keeps every public file and subtracts: one day from the next, and rows from their total."""

from __future__ import annotations

import csv
import io
import re

from core.tally.catalogue import SMALLEST
from core.tally.shades import ShadesState
from tests.exposed.city import OpenTown
from tests.exposed.planted import Reporter
from tests.exposed.story import CROWD, Told, by_machine
from tests.exposed.test_privacy import readable, reads
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


ALONE = Reporter("Babi tetangga lepas di jalan, kandang hijau lumut di Oebufu", (), (), (), ("hijau lumut",))
"""The only one of its kind."""


_MOVES = re.compile(
    r"\('(?:Date|Set-Cookie|Content-Length)'.*|name=\"(?:word|token)\" value=\"[^\"]*\""
    r"|\d{4}-\d\d-\d\d|\d{1,2} [A-Z][a-z]+(?: \d{4})?"
)
"""What is another word each time or each day, whatever was reported."""
_INSIDE = ("/metrics", "/healthz", "/readyz")
"""For the inside: no proxy hands it out (docs/operations.md)."""


async def test_two_days_of_everything_tell_of_no_new_report(town: OpenTown) -> None:
    """Who fetches all that is public and subtracts finds nothing of somebody's only report of its kind and place."""
    private, public = await town.gives_key("peta-kota", "report"), await town.gives_key("warga", "report", public=True)
    told = Told(private, public)
    for night in range(6):
        crowd = Reporter(CROWD.format(night + 2), (), (), (), ())
        told.numbers[f"crowd{night}"] = await by_machine(town, private, crowd)
    key = await town.gives_key("media", "export")
    await town.later(days=2)

    async def fetched() -> dict[str, set[str]]:
        found = await reads(town, told, frozenset({"open"})) | await reads(town, told, frozenset({"export"}), key=key)
        kept = {path: answer for path, answer in found.items() if not path.startswith(_INSIDE)}
        return {path: set(_MOVES.sub("…", readable(answer)).splitlines()) for path, answer in kept.items()}

    before = await fetched()
    await by_machine(town, private, ALONE, "hewan")
    await town.settle()
    same_day = await fetched()
    assert {} == {path: lines ^ same_day[path] for path, lines in before.items() if lines != same_day[path]}
    await town.later(days=2)
    later = await fetched()
    other = {path: lines ^ later[path] for path, lines in before.items() if lines != later[path]}
    assert {} == {path: lines for path, lines in other.items() if not path.startswith("/lacak?")}
    assert all("imit" in line or "Batas waktu" in line for lines in other.values() for line in lines)
