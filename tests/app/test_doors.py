"""The door of the server: who asks nothing, asks by halves, or takes nothing of an answer, keeps nobody else out."""

from __future__ import annotations

import asyncio
import contextlib

from aiohttp import web

from app.bodies import SMALL
from app.doors import Doors
from tests.app.test_intake import PATIENCE_SECONDS, opened, sized
from tests.channels.hostile import endless


async def test_half_open_requests_are_ended() -> None:
    """Connections that say nothing, or headers without an end, do not stay."""
    halves = ["", "POST /webh", "POST /webhooks/toy HTTP/1.1\r\nHost: x\r\nX-Toy"]
    async with opened(doors=Doors(header_seconds=1.0)) as place:
        opened_ones = [await place.connect(halves[n % 3]) for n in range(60)]
        async with asyncio.timeout(PATIENCE_SECONDS):
            for reader, writer in opened_ones:
                with contextlib.suppress(ConnectionError):
                    assert b"" == await reader.read()
                writer.close()
        assert 0 == place.doors.count


async def test_a_kept_connection_may_ask_again_and_not_half() -> None:
    """After an answer the next request on the same connection is served; one that stays half is ended."""
    ask = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    async with opened(doors=Doors(header_seconds=1.0)) as place, asyncio.timeout(PATIENCE_SECONDS):
        reader, writer = await place.connect(ask)
        assert b"alive" in await reader.readuntil(b"}")
        writer.write(ask.encode())
        assert b"alive" in await reader.readuntil(b"}")
        writer.write(ask[:10].encode())
        with contextlib.suppress(ConnectionError):
            assert b"" == await reader.read()
        writer.close()


async def test_idle_connections_make_room() -> None:
    """When too many stand in the door, those that ask nothing go first, and who asks is answered."""
    async with opened(doors=Doors(limit=10)) as place:
        idle = [await place.connect("POST /webh") for _ in range(40)]
        assert 200 == await place.status(sized(b"hello"), b"hello")
        assert place.doors.count <= 11
        for _reader, writer in idle:
            writer.close()


async def test_who_takes_nothing_of_an_answer_is_cut() -> None:
    """A file that its reader leaves lying ends, so that others get theirs."""
    ended = asyncio.Event()

    async def shown(request: web.Request) -> web.StreamResponse:
        try:
            return await endless(request)
        finally:
            ended.set()

    async with opened(doors=Doors(stalled_seconds=0.05), shown=shown) as place, asyncio.timeout(PATIENCE_SECONDS):
        _reader, writer = await place.connect("GET /shown HTTP/1.1\r\nHost: x\r\n\r\n")
        await ended.wait()
        writer.close()


async def test_who_takes_nothing_makes_room() -> None:
    """When too many stand in the door and each is being answered, one whose answer lies there goes first."""
    halted = asyncio.Event()

    async def shown(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while not halted.is_set():
            written = asyncio.ensure_future(response.write(b"x" * SMALL))
            if not (await asyncio.wait([written], timeout=0.5))[0]:
                halted.set()
        with contextlib.suppress(ConnectionError):
            await written
        return response

    async with opened(doors=Doors(limit=1), shown=shown) as place, asyncio.timeout(PATIENCE_SECONDS):
        _reader, writer = await place.connect("GET /shown HTTP/1.1\r\nHost: x\r\n\r\n")
        await halted.wait()
        assert 200 == await place.status(sized(b"hello"), b"hello")
        writer.close()
