"""What the web server does with requests that are slow, large, broken, forged or too many, and with our own bugs."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import msgspec
import pytest
from aiohttp import web

from app.bodies import MAX_BODY, SMALL, Bodies
from app.doors import Doors, Handler, listen
from app.gauges import Gauges
from app.groups import Groups
from app.intake import Intake
from app.observe import Observer
from app.readiness import Readiness
from app.server import build_app
from channels.contract import Received, Reply, Request, Route
from cli.dead import Shelf
from core.vocabulary.errors import Forged, Malformed, StoreDown
from tests.clock import TestClock
from tests.contracts.things import event
from tests.fakes.memory_store import MemoryStore

SECRET = "X-Toy-Secret: open\r\n"
PATIENCE_SECONDS = 5.0


class Toy:
    """A channel whose secret is a header; bodies name what becomes of them, and so do queries at another address."""

    name = "toy"

    def __init__(self) -> None:
        self.routes = (
            Route(admit=self._admit, take=self._take, reply=Reply("ok")),
            Route(admit=self._admit, take=self._report, suffix="/report", methods=("GET",)),
            Route(admit=self._admit, verify=self._verify, take=self._asked, suffix="/report"),
        )

    def _admit(self, request: Request) -> None:
        assert b"" == request.body, "not read yet"
        if request.headers.get("x-toy-secret") != "open":
            raise Forged("no")

    def _take(self, request: Request) -> Received:
        if request.body == b"bug":
            raise KeyError("rumah saya di jalan mawar")
        if request.body == b"odd":
            raise Malformed("no update")
        if request.body == b"half":
            return Received([event(4)], lost="half of it")
        return Received([event(len(request.body))])

    def _report(self, request: Request) -> Received:
        if not request.query.get("id"):
            raise Malformed("no id")
        return Received([event(int(request.query["id"]))])

    def _verify(self, request: Request) -> None:
        if request.body != b"good":
            raise Forged("no")

    def _asked(self, request: Request) -> Received:
        return Received(reply=Reply("{}", 202, "application/json", {"X-Toy": "yes"}))


class Place:
    """A server for the toy channel, with its store and what it reported."""

    def __init__(self, bodies: Bodies, doors: Doors) -> None:
        self.happened: list[tuple[str, dict[str, Any]]] = []
        self.store = MemoryStore(TestClock())
        self.doors = doors
        self.observe = Observer()
        channels: Any = {"toy": Toy()}
        self.intake = Intake(Shelf(self.store, TestClock()), channels, Groups(), self.observe, bodies)
        self.port = 0

    def count(self, name: str) -> int:
        """Tell how often something happened."""
        line = f'kanal_happenings_total{{name="{name}"}} '
        found = [one for one in self.observe.exposition().decode().splitlines() if one.startswith(line)]
        return int(float(found[0].removeprefix(line))) if found else 0

    async def connect(self, head: str = "") -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Open a connection and say something."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(head.encode())
        await writer.drain()
        return reader, writer

    async def status(self, head: str, body: bytes = b"", method: str = "POST", path: str = "/webhooks/toy") -> int:
        """Ask with these header lines; give the status of the answer."""
        reader, writer = await self.connect(f"{method} {path} HTTP/1.1\r\nHost: x\r\n{head}\r\n")
        with contextlib.suppress(ConnectionError):
            writer.write(body)
            await writer.drain()
        async with asyncio.timeout(PATIENCE_SECONDS):
            line = await reader.readline()
        writer.close()
        return int(line.split()[1]) if line else 0

    async def answer(self, path: str, body: bytes) -> tuple[int, str, str, str]:
        """Post with the secret; give status, body, kind of content and the toy's own header."""
        url = f"http://127.0.0.1:{self.port}{path}"
        async with (
            aiohttp.ClientSession() as session,
            session.post(url, data=body, headers={"X-Toy-Secret": "open"}) as answer,
        ):
            return answer.status, await answer.text(), answer.content_type, answer.headers["X-Toy"]


def _app(place: Place) -> web.Application:
    readiness = Readiness(place.store)
    gauges = Gauges(place.store, TestClock(), ["toy"], readiness, place.observe)
    return build_app(place.intake, readiness, gauges, place.observe, place.doors)


@contextlib.asynccontextmanager
async def opened(
    bodies: Bodies | None = None, doors: Doors | None = None, shown: Handler | None = None
) -> AsyncIterator[Place]:
    """Run a server; ``shown`` answers at ``/shown``."""
    place = Place(bodies or Bodies(), doors or Doors())
    app = _app(place)
    if shown is not None:
        app.router.add_get("/shown", shown)
    runner = web.AppRunner(app, access_log=None, auto_decompress=False, lingering_time=0.2)
    await runner.setup()
    server = await listen(runner, place.doors, "127.0.0.1", 0)
    place.port = server.sockets[0].getsockname()[1]
    try:
        yield place
    finally:
        server.close()
        await runner.cleanup()


def sized(body: bytes, head: str = SECRET) -> str:
    """Give header lines with the body's length."""
    return f"{head}Content-Length: {len(body)}\r\n"


async def test_a_genuine_request_is_stored() -> None:
    """The tables below fail for what is wrong in them."""
    async with opened() as place:
        assert 200 == await place.status(sized(b"hello"), b"hello")
        assert ["telegram:5"] == list(place.store.inbox)


async def test_a_stranger_is_answered_before_the_body() -> None:
    """Without the secret the answer is there although the announced body never comes."""
    async with opened() as place:
        assert 403 == await place.status(f"Content-Length: {MAX_BODY}\r\n")
        assert 1 == place.count("forged")


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "GZIP", "nonsense", "gzip, gzip"])
async def test_compressed_bodies_are_refused(encoding: str) -> None:
    """Whatever the encoding says, nothing is unpacked, and a broken one is no error of ours."""
    async with opened() as place:
        assert 415 == await place.status(sized(b"{}", f"{SECRET}Content-Encoding: {encoding}\r\n"), b"{}")
        assert {} == place.store.inbox


BROKEN = {
    "chunk that is none": (f"{SECRET}Transfer-Encoding: chunked\r\n", b"zz\r\nhello\r\n", 400),
    "too large by its length": (f"{SECRET}Content-Length: {MAX_BODY + 1}\r\n", b"", 413),
    "length that is none": (f"{SECRET}Content-Length: many\r\n", b"", 400),
    "length below zero": (f"{SECRET}Content-Length: -5\r\n", b"", 400),
    "two lengths": (f"{SECRET}Content-Length: 2\r\nContent-Length: 3\r\n", b"{}", 400),
    "header without end of name": ("nonsense\r\n", b"", 400),
}


@pytest.mark.parametrize("kind", BROKEN)
async def test_broken_requests_are_the_senders_fault(kind: str) -> None:
    """What is not HTTP, or not within the limits, is a 4xx, and the server goes on."""
    head, body, expected = BROKEN[kind]
    async with opened() as place:
        assert expected == await place.status(head, body)
        assert 200 == await place.status(sized(b"hello"), b"hello")


async def test_a_large_body_without_a_length_ends_at_the_limit() -> None:
    """A body in chunks is counted while it comes."""
    piece = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    async with opened() as place:
        status = await place.status(f"{SECRET}Transfer-Encoding: chunked\r\n", piece * (MAX_BODY // 65536 + 4))
        assert 413 == status


async def test_a_body_that_never_ends_is_cut() -> None:
    """The time is for the whole body, however its pieces trickle in."""
    async with opened(Bodies(seconds=0.05)) as place:
        assert 408 == await place.status(f"{SECRET}Content-Length: 100\r\n", b"half")
        assert 1 == place.count("not_taken")


async def test_large_bodies_wait_for_each_other_and_small_ones_do_not() -> None:
    """Only so many large bodies are read at once; a normal webhook is taken all the same."""
    async with opened(Bodies(large_at_once=1)) as place:
        _reader, first = await place.connect(
            f"POST /webhooks/toy HTTP/1.1\r\nHost: x\r\n{SECRET}Content-Length: {2 * SMALL}\r\n\r\n"
        )
        first.write(b"x" * (SMALL + 1))
        await first.drain()
        second = asyncio.create_task(place.status(sized(b"y" * 2 * SMALL), b"y" * 2 * SMALL))
        assert 200 == await place.status(sized(b"hello"), b"hello")
        assert not second.done()
        first.write(b"x" * (SMALL - 1))
        await first.drain()
        assert 200 == await second
        first.close()


async def test_what_of_a_body_can_be_read_is_stored() -> None:
    """Where only a part cannot be read the rest is stored, and the whole is kept."""
    async with opened() as place:
        assert 200 == await place.status(sized(b"half"), b"half")
        assert ["telegram:4"] == list(place.store.inbox)
        assert [("half of it", "half")] == [(one.error, one.raw) for one in place.store.dead.values()]


async def test_another_address_takes_queries_and_is_read_again() -> None:
    """A route of its own below the channel's takes a query; one that cannot be read is kept and read again."""
    async with opened() as place:
        assert 200 == await place.status(SECRET, method="GET", path="/webhooks/toy/report?id=7")
        assert ["telegram:7"] == list(place.store.inbox)
        assert 200 == await place.status(SECRET, method="GET", path="/webhooks/toy/report?id=&x=a%26b")
        (letter,) = place.store.dead.values()
        assert ("parked:toy/report:query", "id=&x=a%26b") == (letter.id.rpartition(":")[0], letter.raw)
        assert "nobody can read it yet: no id" == await place.intake.reread(letter)
        assert "" == await place.intake.reread(msgspec.structs.replace(letter, raw="id=9"))
        assert ["telegram:7", "telegram:9"] == list(place.store.inbox)


async def test_what_is_answered_is_the_channels_word() -> None:
    """Status, body, kind of content and headers are the channel's; what its secret does not open is forged."""
    async with opened() as place:
        assert (202, "{}", "application/json", "yes") == await place.answer("/webhooks/toy/report", b"good")
        assert 403 == await place.status(sized(b"bad"), b"bad", path="/webhooks/toy/report")
        assert 405 == await place.status(SECRET, method="GET")
        assert 405 == await place.status(SECRET, method="HEAD", path="/webhooks/toy/report?id=7")
        for path in ("/webhooks/toy/", "/webhooks/toy/other", "/webhooks/none", "/webhooks/", "/webhooks"):
            assert 404 == await place.status(sized(b"hello"), b"hello", path=path), path
        assert {} == place.store.inbox


async def test_a_bug_of_a_parser_keeps_the_body() -> None:
    """What makes our parser raise is acknowledged and kept for the next version; the error's words are not."""
    async with opened() as place:
        assert 200 == await place.status(sized(b"bug"), b"bug")
        assert 200 == await place.status(sized(b"odd"), b"odd")
        letters = list(place.store.dead.values())
        assert [("body", "KeyError", "bug"), ("body", "no update", "odd")] == [
            (one.kind, one.error, one.raw) for one in letters
        ]


@pytest.mark.parametrize("error", [StoreDown("OutOfDiskSpace (14031)"), RuntimeError("bug")])
async def test_what_was_not_stored_is_not_acknowledged(error: Exception) -> None:
    """A store that is down and a bug of our own in storing are 503: the platform brings it again."""
    async with opened() as place:

        def fail(method: str) -> None:
            if method == "accept":
                raise error

        place.store.fail = fail
        assert 503 == await place.status(sized(b"hello"), b"hello")
        assert {} == place.store.dead
        place.store.fail = lambda _method: None
        assert 200 == await place.status(sized(b"hello"), b"hello")
