"""The door of the web server: whoever connects has a short time to ask something, and only so many may stand in it.

aiohttp has no limit for a request whose headers never end, and none for connections. Without one, whoever opens a few
thousand of them takes the memory and the file handles that the database and the platforms' clients need.
"""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

HEADER_SECONDS = 10.0
"""From the first byte of a request, or the connection, to the end of its headers."""
CONNECTIONS = 400
"""Below the usual limit of 1,024 file handles, with room for the database and the platforms."""
KEEP_ALIVE_SECONDS = 75.0
LINGER_SECONDS = 1.0
"""How long the rest of a refused body is read and thrown away, so that its sender sees the answer."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Doors:
    """All connections of one server; the longest waiting one makes room when there are too many."""

    def __init__(self, *, header_seconds: float = HEADER_SECONDS, limit: int = CONNECTIONS) -> None:
        self.header_seconds = header_seconds
        self._limit = limit
        self._open: dict[int, Door] = {}

    @property
    def count(self) -> int:
        """Tell how many connections there are."""
        return len(self._open)

    def enter(self, door: "Door") -> None:
        """Let a connection in, at the cost of one that asks nothing."""
        if len(self._open) >= self._limit:
            idle = next((other for other in self._open.values() if not other.busy), door)
            idle.shut()
        self._open[door.key] = door

    def leave(self, door: "Door") -> None:
        """Forget a connection."""
        self._open.pop(door.key, None)

    @web.middleware
    async def watch(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Note when a request begins and ends."""
        door = self._open.get(id(request.protocol))
        if door is None:
            return await handler(request)
        door.begin()
        try:
            return await handler(request)
        finally:
            door.end()


class Door(asyncio.Protocol):
    """Stand between a connection and aiohttp's protocol for it."""

    def __init__(self, inner: asyncio.Protocol, doors: Doors) -> None:
        self.key = id(inner)
        self.busy = False
        self._inner = inner
        self._doors = doors
        self._transport: asyncio.Transport | None = None
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to wait for a request."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._inner.connection_made(transport)
        self._doors.enter(self)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self._stop_waiting()
        self._doors.leave(self)
        self._inner.connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Hand on; the first byte of another request starts the clock again."""
        if not self.busy and self._timer is None:
            self._wait()
        self._inner.data_received(data)

    def eof_received(self) -> bool | None:
        """Hand on."""
        return self._inner.eof_received()

    def pause_writing(self) -> None:
        """Hand on."""
        self._inner.pause_writing()

    def resume_writing(self) -> None:
        """Hand on."""
        self._inner.resume_writing()

    def begin(self) -> None:
        """A request has come whole up to its body."""
        self.busy = True
        self._stop_waiting()

    def end(self) -> None:
        """It was answered; until the next one aiohttp's own time for idle connections counts."""
        self.busy = False

    def shut(self) -> None:
        """Cut the connection."""
        if self._transport is not None:
            self._transport.abort()

    def _wait(self) -> None:
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(self._doors.header_seconds, self.shut)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


async def listen(runner: web.AppRunner, doors: Doors, host: str, port: int) -> asyncio.Server:
    """Serve a runner that is set up, behind doors."""
    server = runner.server
    assert server is not None
    loop = asyncio.get_running_loop()
    return await loop.create_server(lambda: Door(server(), doors), host, port, reuse_address=True, backlog=128)
