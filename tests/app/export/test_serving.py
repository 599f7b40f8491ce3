"""Exports by machine: a key opens one, it streams, and whatever goes wrong is said as a problem."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import ClientError, web
from aiohttp.test_utils import TestClient, TestServer

from app.export.formats import FORMATS
from app.export.order import Wish
from app.export.serving import SUBJECT, serve_exports
from core.proof.export import End, read
from core.proof.lines import Line
from core.vocabulary.clients import Client
from core.vocabulary.errors import StoreDown
from tests.app.export.test_produce import export
from tests.app.export.town import PLANTED, Town, day, worked_on
from tests.clock import TestClock
from tests.core.ticket.lane import city
from tests.web.test_keys import KnownClients
from web.keys import digest_of, key_of

NOW = day(9, 20)
NAMES = (("arsip", "a"), ("orm", "o"), ("peta", "p"), ("kantor-ori", "k"))
PUBLIC, MONITOR, REPORTS, AUDITOR = (key_of(name, letter * 43) for name, letter in NAMES)
Answer = tuple[int, str, bytes]


@dataclass
class Served:
    """A server with exports, the town behind it, and what it said for the log."""

    town: Town
    client: TestClient[web.Request, web.Application]
    said: list[tuple[str, dict[str, Any]]]

    async def get(self, path: str, key: str = "", **query: str) -> Answer:
        """Ask for a path; give status, kind and body."""
        headers = {"X-API-Key": key} if key else {}
        async with self.client.get(f"/export/{path}", headers=headers, params=query) as answer:
            return answer.status, answer.headers["Content-Type"], await answer.read()


async def unsigned() -> tuple[()]:
    """Be a city that signs nothing."""
    return ()


async def no_root() -> None:
    """Have no roots."""


@asynccontextmanager
async def served() -> AsyncIterator[Served]:
    """Serve the exports of a small town."""
    town, clients, clock = Town(), KnownClients(), TestClock(NOW)
    for n in range(6):
        await town.files(day(7, 2 + n), worked_on, kelurahan="Oebufu")
    keys = ((PUBLIC, "export"), (MONITOR, "monitor"), (REPORTS, "report"), (AUDITOR, "audit"))
    for key, scope in keys:
        name = key.partition(".")[0]
        await clients.add_client(Client(name, digest_of(key), (scope,), NOW))  # type: ignore[arg-type]
    town.store.get_client = clients.get_client  # type: ignore[attr-defined]
    town.store.count_request = clients.count_request  # type: ignore[attr-defined]
    town.store.city_keys = unsigned  # type: ignore[attr-defined]
    town.store.last_root = no_root  # type: ignore[attr-defined]
    app, said = web.Application(), list[tuple[str, dict[str, Any]]]()
    store: Any = town.store
    serve_exports(app, store, city(), clock, frozenset(), lambda name, **facts: said.append((name, facts)))
    async with TestClient(TestServer(app)) as client:
        yield Served(town, client, said)


@pytest.mark.parametrize("suffix", FORMATS)
async def test_a_file_is_what_the_command_writes(suffix: str) -> None:
    """Each format comes whole, with its kind, and the same bytes as from the command line; no person is in it."""
    async with served() as server:
        public = await server.get(f"reports.{suffix}", PUBLIC)
        monitor = await server.get(f"tickets.{suffix}", MONITOR, until="2026-08-31", words="1")
        assert (200, FORMATS[suffix].content_type, await export(server.town, Wish(), NOW, suffix)) == public
        wish = Wish("monitor", until="2026-08-31", words=True)
        assert (200, FORMATS[suffix].content_type, await export(server.town, wish, NOW, suffix)) == monitor
        assert [] == [planted for planted in PLANTED if planted.encode() in public[2] + monitor[2]]


async def test_the_auditors_file_is_for_a_key_of_its_own() -> None:
    """It is the file of all reports, and who took it stands in the journal; a monitor's key does not open it."""
    async with served() as server:
        status, kind, body = await server.get("chains.jsonl", AUDITOR)
        assert (200, FORMATS["jsonl"].content_type) == (status, kind)
        ended = read(body.splitlines()[-1])
        assert isinstance(ended, End)
        assert (6, ended.lines) == (ended.reports, sum(isinstance(read(one), Line) for one in body.splitlines()))
        assert [403, 400, 400] == [
            (await server.get("chains.jsonl", MONITOR))[0],
            (await server.get("chains.csv", AUDITOR))[0],
            (await server.get("chains.jsonl", AUDITOR, period="2026-07"))[0],
        ]
        assert ["auditor"] == [line.status for line in await server.town.store.journal_of(SUBJECT)]


REFUSED: dict[str, tuple[int, str, str, dict[str, str]]] = {
    "without a key": (401, "reports.csv", "", {}),
    "a key of nobody": (403, "reports.csv", key_of("arsip", "x" * 43), {}),
    "a key for reports": (403, "reports.csv", REPORTS, {}),
    "the public's key": (403, "tickets.csv", PUBLIC, {}),
    "a monitor's key for the public's file": (403, "reports.csv", MONITOR, {}),
    "no such format": (400, "reports.xlsx", PUBLIC, {}),
    "no such parameter": (400, "reports.csv", PUBLIC, {"number": "KPG-26-00001-5"}),
    "a month that is not out": (400, "reports.csv", PUBLIC, {"period": "2026-09"}),
    "words for the public": (400, "reports.csv", PUBLIC, {"words": "1"}),
    "half a word": (400, "tickets.csv", MONITOR, {"words": "yes"}),
    "no day": (400, "tickets.csv", MONITOR, {"until": "<script>"}),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_what_is_refused(name: str) -> None:
    """A problem says why, and nothing of what was asked."""
    status, path, key, query = REFUSED[name]
    async with served() as server:
        found, kind, body = await server.get(path, key, **query)
        problem = json.loads(body)
        assert (status, "application/problem+json", status) == (found, kind, problem["status"])
        assert [] == [value for value in (*query.values(), key) if len(value) > 3 and value in body.decode()]


async def test_nobody_reads_without_a_trace() -> None:
    """Who took what for monitors stands in the journal; the public's file is nobody's secret."""
    async with served() as server:
        await server.get("reports.csv", PUBLIC)
        await server.get("tickets.csv", MONITOR, until="2026-08-31")
        (line,) = await server.town.store.journal_of(SUBJECT)
        assert ("orm", "export", "monitor") == (line.actor, line.what, line.status)
        assert {"until": "2026-08-31", "words": "False", "format": "csv"} == line.details


async def test_one_at_a_time() -> None:
    """A client that reads one export is told to come again for the next."""
    async with served() as server:
        go_on, begun = asyncio.Event(), asyncio.Event()
        whole = server.town.store.journal_between

        async def slowly(first: str, last: str) -> Any:
            begun.set()
            await go_on.wait()
            return await whole(first, last)

        server.town.store.journal_between = slowly  # type: ignore[method-assign]
        first = asyncio.create_task(server.get("reports.csv", PUBLIC))
        await begun.wait()
        assert 429 == (await server.get("reports.csv", PUBLIC))[0]
        go_on.set()
        assert 200 == (await first)[0]
        assert 200 == (await server.get("reports.csv", PUBLIC))[0]


async def test_a_database_that_is_away() -> None:
    """Before the first part it is a status; after it the answer is cut, so that half is not taken for whole."""
    async with served() as server:

        def fail(name: str) -> None:
            if name == "load":
                raise StoreDown("away")

        server.town.store.fail = fail
        assert 503 == (await server.get("reports.csv", PUBLIC))[0]
        server.town.store.fail = lambda name: fail("load" if name == "journal_between" else "")
        with pytest.raises(ClientError):
            await server.get("tickets.csv", MONITOR)
        assert ["export_cut"] == [name for name, _facts in server.said if name.startswith("export")]
