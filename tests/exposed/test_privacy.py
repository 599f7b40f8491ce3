"""Nothing that people tell the city about themselves is anywhere outside: every page, file, answer and line is read."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from pyarrow import parquet

from app.export.chains import parts
from app.export.national import national_file
from app.export.order import Wish, read_order
from app.export.produce import where
from app.export.walk import everything
from app.hooks.subscribers import read_subscribers
from core.proof.export import write
from core.tally.published import PUBLIC_TABLES
from tests.app.hooks.receiver import receiving
from tests.clock import TestClock
from tests.exposed.city import Answer, OpenTown
from tests.exposed.doors import DOORS, LOGGED_IN, Door, names_of, parts_of
from tests.exposed.papers import words_of_pdf
from tests.exposed.planted import CREW, NAMED, OFFICIALS, PUBLIC_MACHINES, REPORTERS, SECRET, found_in, positions_in
from tests.exposed.story import MARKUP, WORD, Told, tell
from tests.journeys.conftest import Build
from tests.journeys.driver import QUICK

PERSONS = (*OFFICIALS, *(one for reporter in REPORTERS for one in reporter.person))
"""What nobody outside may read."""
EVERYTHING = (*PERSONS, *(one for reporter in REPORTERS for one in reporter.rare), *SECRET.all)
"""What the public may not read."""
SHEETS = ("indicators", "category", "kelurahan", "spots", "matters", "stages", "units", "changed")
FORMS = (".json", ".xml", "")
QUERIES: Mapping[str, tuple[str, ...]] = {
    "/lacak": ("?number={number}", "?number={number}&lang=en"),
    "/lapor": ("?lang=en", "?dari=poster-pasar", f"?dari={quote(MARKUP)}", f"?dari={quote(NAMED.words)}"),
    "/terbuka": ("", "?lang=en"),
    "/pengawas": ("", "?month=2026-11", "?lang=en"),
    "/pengawas/laporan": ("?number={number}",),
    "/pengawas/unit/{unit}": ("", "?list=open", "?list=late", "?list=disputed", "?list=ended", "?list=x"),
    "/open311/v2/requests{format}": (
        "",
        "?status=open",
        "?status=closed",
        "?extensions=true&page_size=200",
        "?service_code=lampu-jalan",
        "?service_request_id={number}",
        "?start_date=2026-11-01T00:00:00Z&end_date=2026-12-09T00:00:00Z",
        "?q=Kapitan&lat=-10.163&long=123.612&radius=10",
    ),
    "/export/reports.{suffix}": ("", "?period=2026-11"),
    "/export/chains.{suffix}": ("",),
    "/export/tickets.{suffix}": ("", "?words=1", "?period=2026-11&words=1"),
}
"""What is asked of a path beside the path itself."""


class Filler:
    """Fills in what changes in a path: with what there is, and with what there is not."""

    def __init__(self, town: OpenTown, told: Told) -> None:
        numbers = [*told.numbers.values(), "KPG-26-00099-9"]
        self._values: Mapping[str, Iterable[str]] = {
            "number": numbers,
            "month": ("2026-10", "2026-11", "2026-12", "2026-Q4", "2026"),
            "table": PUBLIC_TABLES,
            "sheet": SHEETS,
            "place": ("Oebufu", "Liliba", "Naioni", "Kapitan"),
            "unit": ("dishub", "setda", "pengaduan", "x"),
            "day": [f"2026-11-0{n}" for n in range(1, 6)],
            "year": ("2026",),
            "format": FORMS,
            "code": ("lampu-jalan", "pegawai", "x"),
            "token": ("peta-kota." + "x" * 43,),
            "suffix": ("csv", "jsonl", "parquet"),
            "media": ("m1", WORD),
            "mark": ("x",),
            "name": ("style.css", "form.js", "ombudsman-ntt"),
            "word": (WORD, "x" * 43),
            "channel": ("telegram", "x"),
        }
        self._numbers = numbers

    def paths(self, path: str) -> Iterator[str]:
        """Give every address below a path of the router."""
        parts = parts_of(path)
        assert set(parts) <= set(self._values), f"say with what {path} is asked"
        for values in itertools.product(*(self._values[part] for part in parts)):
            address = path
            for part, value in zip(parts, values, strict=True):
                address = address.replace(f"{{{part}}}", value)
            for query in QUERIES.get(path, ("",)):
                if "{number}" in query:
                    yield from (address + query.replace("{number}", one) for one in self._numbers)
                else:
                    yield address + query


def readable(answer: Answer) -> str:
    """Give everything that an answer says: heads and body, and what is packed into a PDF or Parquet."""
    said = [*map(str, answer.headers.items()), answer.text]
    if answer.body.startswith(b"%PDF-"):
        said.append(words_of_pdf(answer.body))
    if answer.body.startswith(b"PAR1"):
        said.append(str(parquet.read_table(io.BytesIO(answer.body)).to_pylist()))
    return "\n".join(said)


async def reads(town: OpenTown, told: Told, doors: frozenset[Door], **who: str) -> dict[str, Answer]:
    """Ask for everything behind these doors that can be asked for; give what was said, by address."""
    filler = Filler(town, told)
    found: dict[str, Answer] = {}
    for row in sorted(names_of(list(town.routes()))):
        method, _, path = row.partition(" ")
        if method == "GET" and DOORS[row] in doors:
            for address in filler.paths(path):
                found[address] = await town.ask("GET", address, **who)
    return found


def leaks(found: Mapping[str, Answer], forbidden: tuple[str, ...]) -> dict[str, list[str]]:
    """Give what should not stand there, by address."""
    seen = {path: found_in(readable(answer), forbidden) for path, answer in found.items()}
    return {path: words for path, words in seen.items() if words}


def run_by_a_browser(found: Mapping[str, Answer]) -> list[str]:
    """Give the pages on which what somebody wrote stands as markup."""
    kinds = {path: one.headers.get("Content-Type", "").partition(";")[0] for path, one in found.items()}
    return [path for path, kind in kinds.items() if kind.endswith("ml") and MARKUP in found[path].text]


def shown(found: Mapping[str, Answer]) -> set[str]:
    """Give the rooms of which something was shown: a scan of refusals alone finds nothing."""
    return {path.split("/")[1].partition("?")[0] for path, answer in found.items() if answer.status == 200}


async def test_nobody_is_found_from_outside(build: Build, logs: Any) -> None:
    """What people and officials wrote is on no page, in no file, answer, webhook, measurement or line of the log."""
    async with receiving(TestClock()) as receiver:
        town = await build(kind=OpenTown, crew=CREW, officers=2)
        assert isinstance(town, OpenTown)
        town.hooks = {"KANAL_HOOKS": f"erp={receiver.url}", "KANAL_HOOKS_SECRET": "s" * 40}
        receiver.clock, receiver.secret = town.clock, read_subscribers(f"erp={receiver.url}", "s" * 40).secret_of("erp")
        await town.run(engine=QUICK)
        await town.register()
        told = await tell(town)
        for _ in range(5):  # until November is out
            await town.later(days=8)
        assert 0 < await town.roots()
        assert 12 < len(receiver.taken)
        assert [] == found_in(str([*receiver.taken.values()]), EVERYTHING)

        public = await reads(town, told, frozenset({"open"}))
        public |= await reads(town, told, frozenset({"export"}), key=await town.gives_key("media", "export"))
        assert {"metrics", "terbuka", "periksa", "lacak", "open311", "export"} <= shown(public)
        assert "kuda lumping" in public["/terbuka/laporan"].text
        assert 'value="poster-pasar"' in public["/lapor?dari=poster-pasar"].text
        assert {} == leaks(public, EVERYTHING)
        assert {} == {path: found for path, one in public.items() if (found := positions_in(one.text))}
        other = await reads(town, told, frozenset({"open", "report"}), key=told.public)
        assert {} == leaks(other, tuple(one for one in EVERYTHING if one not in PUBLIC_MACHINES.all))
        own = await reads(town, told, frozenset({"own"}))
        assert {} == leaks(own, tuple(one for one in EVERYTHING if one not in NAMED.all))
        monitors = await reads(town, told, LOGGED_IN, cookie=await town.lets_in("ombudsman-ntt"))
        monitors |= await reads(town, told, frozenset({"monitor"}), key=await town.gives_key("ombudsman", "monitor"))
        monitors |= await reads(town, told, frozenset({"audit"}), key=await town.gives_key("pemeriksa", "audit"))
        assert {"pengawas", "export"} <= shown(monitors)
        assert "Dishub" in readable(monitors["/pengawas/bulan/2026-11.pdf"])
        assert {} == {path: found for path, one in monitors.items() if (found := positions_in(one.text))}
        assert {} == leaks(monitors, (*PERSONS, *SECRET.all))
        for written in (await national(town), await chains(town)):
            assert told.numbers["chat"] in written
            assert [] == found_in(written, (*PERSONS, *SECRET.all))
        assert [] == run_by_a_browser(public | other | own | monitors)
        assert "onerror=alert" in own[f"/milik/{WORD}"].text
        assert [] == found_in(logs.getvalue(), EVERYTHING)


async def national(town: OpenTown) -> str:
    """Write the file for the national service."""
    store = town.runtime.store
    order = read_order(town.city, Wish("monitor", words=True), town.clock.now())
    parts = [part async for part in national_file(store, order, await where(store, order), lambda _count: None)]
    return b"".join(parts).decode()


async def chains(town: OpenTown) -> str:
    """Write the file by which the Ombudsman checks every journal."""
    store = town.runtime.store
    where = await everything(store, town.city)
    found = parts(store, town.city, town.clock.now(), where, lambda _count: None, whole=True)
    return b"".join([write(part) async for part in found]).decode()
