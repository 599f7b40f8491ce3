"""A server that is no platform: it answers whatever the test says, and remembers what it was asked."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Hostile:
    """``answer`` says what comes next; ``asked`` holds method, path and authorization of each request."""

    answer: Answer
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    url: str = ""
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Remember and answer."""
        self.asked.append((request.method, request.raw_path, request.headers.get("Authorization", "")))
        return await self.answer(request)


@asynccontextmanager
async def hostile(answer: Answer) -> AsyncIterator[Hostile]:
    """Run one on a free port."""
    server = Hostile(answer)
    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", server.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.01)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield server
    finally:
        server.closing.set()
        await runner.cleanup()


async def endless(request: web.Request) -> web.StreamResponse:
    """Send bytes for as long as somebody listens, without an announced size."""
    response = web.StreamResponse()
    await response.prepare(request)
    try:
        while True:
            await response.write(b"x" * 65536)
    except (ConnectionError, RuntimeError):
        return response


def page(status: int, body: str = "<html>no</html>", **headers: str) -> Answer:
    """Give the same page to everybody."""

    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.Response(status=status, text=body, content_type="text/html", headers=headers)

    return answer


def json_body(body: str, status: int = 200) -> Answer:
    """Give the same JSON to everybody."""

    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.Response(status=status, text=body, content_type="application/json")

    return answer
