"""Processor time of pages of counts, with the documents of several numbers of tickets in memory.

``python -m bench.drawing --tickets 1000 100000 1000000``. What the database takes is not in it (`bench.portal` has it):
documents come as the bytes that it would send. Of each page its first time, when nothing is kept yet, and what it takes
from then on. Processor time is the same beside whatever else goes on.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any, Final

import bson
import typer
from aiohttp import CookieJar, web
from aiohttp.test_utils import TestClient, TestServer

from bench.counts import Copies, counted
from bench.flood import Flood
from bench.lives import Lives
from bench.portal import WANTED
from bench.stamps import Stamps, lane_written
from core.city.calendar import WorkingCalendar
from core.city.city import City
from core.city.texts import Texts
from core.docket.standing import with_standing
from core.docket.state import DocketState
from core.tally.release import month_code, released_months
from core.vocabulary.lanes import Lane
from storage.city import read_city
from storage.mongo.documents import CODEC, lane_of, pack
from tests.clock import TestClock
from tests.web.accounts import FACTORS, AccountsInMemory
from tests.web.boxes import Boxes, small_site
from tests.web.monitor.house import ACCOUNT, NAME, QUICK, Journals
from web.monitor.cookies import SESSION
from web.monitor.routes import add_oversight
from web.monitor.secrets import Hasher
from web.portal.routes import add_portal
from web.portal.words import PortalPaths
from web.routes import add_pages

OPEN: Final = 400
LATELY: Final = 3000
Client = TestClient[web.Request, web.Application]


@dataclass
class Documents(Boxes):
    """Boxes that hold lanes as bytes, and the parts of them that the database would send, by lane and fields."""

    raw: dict[str, bytes] = field(default_factory=dict)
    sent: dict[tuple[str, tuple[str, ...]], bytes] = field(default_factory=dict)

    async def load(self, lane: str) -> Lane | None:
        """Read a lane's document."""
        found = self.raw.get(lane)
        document: dict[str, Any] = bson.decode(found, CODEC) if found is not None else {}
        return lane_of(document) if document else None

    async def excerpts(self, lanes: Sequence[str], fields: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        """Read some fields of states; the database would send these alone, so that finding them is not counted."""
        return {lane: self._parts(lane, tuple(fields)) for lane in lanes if lane in self.raw}

    def _parts(self, lane: str, fields: tuple[str, ...]) -> Mapping[str, Any]:
        state: dict[str, Any] = bson.decode(self.sent[lane, fields], CODEC)
        return state

    def prepare(self, lanes: Sequence[str], fields: tuple[str, ...]) -> None:
        """Make what the database would send."""
        for lane in lanes:
            if lane in self.raw:
                state = bson.decode(self.raw[lane], CODEC)["state"]
                self.sent[lane, fields] = bson.encode({name: state[name] for name in fields if name in state})


def filled(lives: Lives, tickets: int, now: datetime) -> Documents:
    """Give the documents of counts and lists, and the newest tickets."""
    flood, copies, stamps, documents = Flood(lives, tickets, OPEN, 0, now), Copies(), Stamps(lives), Documents()
    dockets, left = defaultdict[str, DocketState](DocketState), tickets
    with typer.progressbar(flood.copies(), length=tickets, label=f"{tickets} tickets", update_min_steps=1000) as bar:
        for one in bar:
            left -= 1
            copies[one.place, one.weeks] += 1
            if left < LATELY:
                flood.list_on(dockets, one)
                raw = bytes(stamps.written(one, journal=False).lane.raw)
                documents.raw[f"ticket:{one.number}"] = raw
    counts, office = counted(lives, copies, WorkingCalendar(lives.city).local_day(now)), lives.city.verification_unit
    lists = {lane: with_standing(docket, now, office) for lane, docket in dockets.items()}
    for name, state in (*counts.documents(), *lists.items()):
        documents.raw[name] = bytes(lane_written(name, pack(state)).raw)
    documents.prepare([name for name in documents.raw if name.startswith("docket:")], ("counts",))
    documents.prepare([name for name in documents.raw if name.startswith("docket:")], ("lists",))
    documents.prepare([name for name in documents.raw if name.startswith("tally:")], ("city",))
    return documents


async def served(city: City, documents: Documents, now: datetime) -> Client:
    """Serve pages on documents, to a browser that is logged in."""
    clock, words = TestClock(now), (f"{n:043}" for n in count())
    portal = PortalPaths.of(Texts(city.texts)).root
    site = small_site(documents, clock, city=city, fresh=lambda: next(words), portal=portal)
    app, accounts = web.Application(), AccountsInMemory({NAME: ACCOUNT})
    add_pages(app, site)
    add_portal(app, site)
    oversight = add_oversight(app, site, accounts, Journals(documents), FACTORS, Hasher(QUICK), None)
    client: Client = TestClient(TestServer(app), cookie_jar=CookieJar(unsafe=True))
    await client.start_server()
    word = await oversight.doors.entrance.begin(ACCOUNT)
    client.session.cookie_jar.update_cookies({SESSION: word})
    return client


def paths_of(city: City, now: datetime) -> Mapping[str, str]:
    """Name the pages."""
    month = month_code(released_months(now.date(), 1)[0])
    return {
        "portal: map": "/terbuka",
        "portal: place": f"/terbuka/peta/{city.kelurahan[-1].name}",
        "portal: month": f"/terbuka/angka/{month}",
        "portal: table as CSV": f"/terbuka/angka/{month}/kelurahan.csv",
        "portal: months as CSV": "/terbuka/angka.csv",
        "portal: map as CSV": "/terbuka/peta.csv",
        "monitor: overview": f"/pengawas?month={month}",
        "monitor: unit": f"/pengawas/unit/dishub?month={month}",
        "monitor: unit, late": f"/pengawas/unit/dishub?list=late&month={month}",
        "monitor: month as PDF": f"/pengawas/bulan/{month}.pdf",
    }


async def measure(client: Client, path: str, rounds: int) -> tuple[float, float, int]:
    """Give milliseconds of the first time and of a later one, and the length of the page in bytes."""
    took, size = list[float](), 0
    for _ in range(rounds + 1):
        begun = time.process_time()
        async with client.get(path, allow_redirects=False) as answer:
            size = len(await answer.read())
        assert 200 == answer.status, f"{path}: {answer.status}"
        took.append((time.process_time() - begun) * 1000)
    return took[0], median(took[1:]), size


async def main(arguments: argparse.Namespace) -> bool:
    """Fill, ask, and print; tell whether all pages keep the wanted ratio."""
    city, now, good = read_city(Path("cities/kupang")), datetime.now(UTC), True
    lives, found = Lives.of(city), list[dict[str, tuple[float, float, int]]]()
    for tickets in arguments.tickets:
        client = await served(city, filled(lives, tickets, now), now)
        found.append(
            {name: await measure(client, path, arguments.rounds) for name, path in paths_of(city, now).items()}
        )
        await client.close()
    print(f"{'first / later (ms), kB':24}" + "".join(f"{tickets:>26,}" for tickets in arguments.tickets) + "   ratio")
    for name in paths_of(city, now):
        cells = "".join(f"{a[name][0]:>10.1f} /{a[name][1]:>6.2f} {a[name][2] / 1000:>5.0f}k" for a in found)
        ratio = found[-1][name][1] / found[0][name][1]
        good = good and ratio <= WANTED
        print(f"{name:24}{cells}   {ratio:.2f}{'' if ratio <= WANTED else ' *'}")
    return good


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="bench.drawing", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--tickets", type=int, nargs="+", default=[1000, 100_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=30)
    raise SystemExit(0 if asyncio.run(main(parser.parse_args())) else 1)
