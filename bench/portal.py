"""How long public pages, those for who looks from outside and those of policy take, however many tickets there are.

``python -m bench.portal --tickets 1000 100000 1000000``. Each size is a database of its own on one server of the
database, with a bridge of its own; pages are asked for in turns, one size after the other, so that what else goes on
meets all sizes alike. The ratio is that of processor time, of the bridge and of the database together: it is the same
whatever else the machine does. At last exports, by the command and by the address, and the audit.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import random
import re
import secrets
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from statistics import median
from typing import Final

import aiohttp
import typer

from app.clock import SystemClock
from bench import audit, leaving, stands
from bench.flood import Flood
from bench.form import address
from bench.lives import Lives
from bench.servers import KANAL, Server, busy_seconds
from bench.stamps import Copy
from core.tally.release import month_code, released_months
from core.vocabulary.accounts import Account, Session
from storage.city import read_city
from storage.embedded.server import EmbeddedServer
from storage.mongo.connection import Connection
from storage.mongo.store import MongoStore
from web.monitor.cookies import SESSION
from web.monitor.secrets import digest_of

CITY: Final = Path("cities/kupang")
WANTED: Final = 1.3
"""No page may take more than so many times as long at the largest size as at a smaller one."""
AUDITED: Final = (1000, 10_000)
_OLDER: Final = re.compile(r'href="(\?[^"]*after=[^"]+)"')
FILLED: Final = "filled"
_people = count()
Paths = Callable[[], str]


@dataclass
class House:
    """One size: its bridge, some of its tickets, and what its pages took.

    ``took`` are milliseconds on the clock, ``worked`` those of the processor; ``database`` is the pid of its process.
    """

    tickets: int
    store: MongoStore
    server: Server
    database: int
    word: str
    sample: list[Copy]
    older: str = ""
    took: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    worked: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    sizes: dict[str, int] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)

    async def get(self, session: aiohttp.ClientSession, name: str, path: str) -> str:
        """Ask for a page as somebody at an address of their own, and note what it took."""
        headers = {**address(next(_people)), "Cookie": f"{SESSION}={self.word}"}
        before, begun = self._busy(), time.perf_counter()
        async with session.get(self.server.url + path, headers=headers, allow_redirects=False) as answer:
            content = await answer.read()
        assert answer.status in (200, 202, 303), f"{name}: {answer.status}"
        self.took[name].append((time.perf_counter() - begun) * 1000)
        self.worked[name].append((self._busy() - before) * 1000)
        self.sizes[name], self.statuses[name] = len(content), answer.status
        return content.decode(errors="replace")

    def _busy(self) -> float:
        return busy_seconds(self.server.process.pid) + busy_seconds(self.database)

    def pages(self, month: str, place: str, kind: str, unit: str) -> Mapping[str, Paths]:
        """Name the pages that are asked for."""
        always = {
            "portal: map": "/terbuka",
            "portal: place": f"/terbuka/peta/{place}",
            "portal: month": f"/terbuka/angka/{month}",
            "portal: table as CSV": f"/terbuka/angka/{month}/kelurahan.csv",
            "portal: months as CSV": "/terbuka/angka.csv",
            "portal: map as CSV": "/terbuka/peta.csv",
            "portal: list": "/terbuka/laporan",
            "portal: list, next page": f"/terbuka/laporan{self.older}",
            "portal: list of kind, place": f"/terbuka/laporan?kind={kind}&place={place}",
            "monitor: overview": f"/pengawas?month={month}",
            "monitor: unit": f"/pengawas/unit/{unit}?month={month}",
            "monitor: unit, late": f"/pengawas/unit/{unit}?list=late",
            "monitor: month as PDF": f"/pengawas/bulan/{month}.pdf",
            "monitor: log": "/pengawas/jejak",
            "policy: periods": "/pengawas/kebijakan",
            "policy: month": f"/pengawas/kebijakan/{month}",
        }
        fixed: dict[str, Paths] = {name: lambda path=path: path for name, path in always.items()}  # type: ignore[misc]
        return {**fixed, "monitor: ticket": lambda: f"/pengawas/laporan/{random.choice(self.sample).number}"}


async def fill(connection: Connection, lives: Lives, tickets: int, arguments: argparse.Namespace) -> Flood:
    """Fill a database, unless that was done before; give what is in it."""
    marks, now = connection["bench"], datetime.now(UTC)
    done = await marks.find_one({"_id": FILLED})
    opened = min(arguments.open, tickets // 2)
    flood = Flood(lives, tickets, opened, arguments.journals, done["at"] if done else now)
    if done is None:
        begun = time.perf_counter()
        with typer.progressbar(length=tickets, label=f"{tickets} tickets") as bar:
            checked = await flood.write(connection, bar.update)
        print(f"{tickets} tickets in {time.perf_counter() - begun:.0f} s: {checked}", flush=True)
        await marks.insert_one({"_id": FILLED, "at": now})
    return flood


async def build(uri: str, pid: int, tickets: int, arguments: argparse.Namespace, lives: Lives) -> House:
    """Fill a database, and start a bridge on it."""
    database, now, word = f"portal_{tickets}", datetime.now(UTC), secrets.token_urlsafe(32)
    store, connection = MongoStore(uri, database, clock=SystemClock()), Connection(uri, database)
    await store.open()
    flood = await fill(connection, lives, tickets, arguments)
    await connection.close()
    await store.put_account(Account("bench", "ombudsman", (lives.city.code,), now))
    await store.put_session(Session(digest_of(word), "bench", lives.city.code, 0, now, now))
    settings = {"WEB_FORM": "on", "KANAL_PORTAL": "on", "KANAL_MONITOR": "on", "KANAL_ACCOUNTS_KEY": "A" * 43}
    server = await Server.start(KANAL, uri, database, (await stands.build(())).standin, settings)
    sample = [one for n, one in enumerate(flood.copies()) if tickets - n <= arguments.journals and n % 7 == 0]
    return House(tickets, store, server, pid, word, sample)


async def ask(houses: list[House], rounds: int, month: str) -> None:
    """Ask every house for every page in turns, first once for nothing; a page of policy until it is counted."""
    city = read_city(CITY)
    names = {"month": month, "place": city.kelurahan[3].name, "kind": city.categories[0].code}
    async with aiohttp.ClientSession() as session:
        for house in houses:
            found = _OLDER.search(await house.get(session, "", "/terbuka/laporan"))
            house.older = found[1].replace("&amp;", "&") if found else ""
            begun = time.perf_counter()
            while house.statuses.get("policy") != 200 and time.perf_counter() - begun < 120:
                await house.get(session, "policy", f"/pengawas/kebijakan/{month}")
            state = "counted" if house.statuses["policy"] == 200 else "not yet counted"
            seconds, slowest = time.perf_counter() - begun, max(house.took["policy"])
            print(
                f"{house.tickets:>9,} tickets: policy {state} in {seconds:.1f} s, each answer within {slowest:.0f} ms"
            )
        for n in range(rounds + 1):
            for house in houses:
                if n == 1:
                    house.took.clear()
                    house.worked.clear()
            every = [house.pages(**names, unit="dishub") for house in houses]
            for name in every[0]:
                for house, pages in zip(houses, every, strict=True):
                    await house.get(session, name, pages[name]())


def show(houses: list[House]) -> bool:
    """Print what pages took, side by side; tell whether all keep the wanted ratio."""
    head = "".join(f"{house.tickets:>28,}" for house in houses)
    print(f"\n{'processor / clock / p95 (ms), kB':30}{head}   ratio to the size before, to the first")
    good = True
    for name in houses[0].took:
        worked, cells = [median(house.worked[name]) for house in houses], []
        for house, spent in zip(houses, worked, strict=True):
            took = sorted(house.took[name])
            p95 = took[int(0.95 * (len(took) - 1))]
            cells.append(f"{spent:>7.1f} /{median(took):>7.1f} /{p95:>7.1f}{house.sizes[name] / 1000:>4.0f}k")
        ratios = [worked[-1] / worked[max(0, len(worked) - 2)], worked[-1] / worked[0]]
        good = good and max(ratios) <= WANTED
        marks = "  ".join(f"{one:.2f}" for one in ratios)
        print(f"{name:30}{''.join(cells)}   {marks}{'' if max(ratios) <= WANTED else '  *'}")
    print(f"* above {WANTED}")
    return good


async def export(houses: list[House], uri: str, seconds: float) -> None:
    """Export the newest published month, whose tickets have their journal, each time for some seconds at most."""
    month = month_code(released_months(datetime.now(UTC).date(), 1)[0])
    for house in houses:
        opened_by, name = await leaving.key(house.store), f"portal_{house.tickets}"
        ways = {
            "command, monitors": leaving.command(uri, name, ("--for", "monitor", "--period", month), seconds),
            "command, public": leaving.command(uri, name, ("--period", month), seconds),
            "address, monitors": leaving.address(
                house.server, f"/export/tickets.jsonl?period={month}", opened_by, seconds
            ),
        }
        for way, running in ways.items():
            print(f"{house.tickets:>9,} tickets: {month} {way:18} {await running}", flush=True)


async def memory(houses: list[House], when: str) -> None:
    """Print how large each bridge is."""
    for house in houses:
        rss = (await house.server.stats())["rss"] / 1e6
        print(f"{house.tickets:>9,} tickets: {rss:.0f} MB resident {when}")


async def main(arguments: argparse.Namespace) -> bool:
    """Fill, ask, and print; tell whether all pages keep the wanted ratio."""
    lives = Lives.of(read_city(CITY))
    month = month_code(released_months(datetime.now(UTC).date() - timedelta(days=31), 1)[0])
    async with contextlib.AsyncExitStack() as stack:
        folder = arguments.folder or stack.enter_context(tempfile.TemporaryDirectory(prefix="kanal-bench-"))
        embedded = EmbeddedServer(Path(folder))
        uri = await embedded.start()
        stack.push_async_callback(embedded.stop)
        houses = list[House]()
        for tickets in arguments.tickets:
            houses.append(await build(uri, embedded.pid, tickets, arguments, lives))
            stack.push_async_callback(houses[-1].store.close)
            stack.push_async_callback(houses[-1].server.stop)
        await memory(houses, "before")
        await ask(houses, arguments.rounds, month)
        await memory(houses, "after")
        good = show(houses)
        await export(houses, uri, arguments.seconds)
    audit.run(AUDITED)
    return good


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="bench.portal", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--tickets", type=int, nargs="+", default=[1000, 100_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--open", type=int, default=400, help="open tickets at any size")
    parser.add_argument("--journals", type=int, default=20_000, help="newest tickets that have their journal")
    parser.add_argument("--seconds", type=float, default=300, help="how long an export is followed")
    parser.add_argument("--folder", help="keep what is filled here, for another time with the same numbers")
    raise SystemExit(0 if asyncio.run(main(parser.parse_args())) else 1)
