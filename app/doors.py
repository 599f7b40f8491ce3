"""The door of the web server: whoever connects has a short time to ask something, and only so many may stand in it.

aiohttp has no limit for a request whose headers never end, none for an answer that nobody takes, and none for
connections. Without them, whoever opens a few thousand takes the memory and the file handles that the database and the
platforms' clients need, and two who ask for an export and read nothing of it keep everybody else from theirs.
"""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

HEADER_SECONDS = 10.0
"""From the first byte of a request, or the connection, to the end of its headers."""
CONNECTIONS = 400
"""Below the usual limit of 1,024 file handles, with room for the database and the platforms."""
KEEP_ALIVE_SECONDS = 75.0
STALLED_SECONDS = 120.0
"""For the next pieces of an answer, some 50 KB: the slowest telephone takes them in a fifth of that."""
LINGER_SECONDS = 1.0
"""How long the rest of a refused body is read and thrown away, so that its sender sees the answer."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Doors:
    """All connections of one server; the longest waiting one makes room when there are too many."""

    def __init__(
        self,
        *,
        header_seconds: float = HEADER_SECONDS,
        stalled_seconds: float = STALLED_SECONDS,
        limit: int = CONNECTIONS,
    ) -> None:
        self.header_seconds = header_seconds
        self.stalled_seconds = stalled_seconds
        self._limit = limit
        self._open: dict[int, Door] = {}

    @property
    def count(self) -> int:
        """Tell how many connections there are."""
        return len(self._open)

    def enter(self, door: "Door") -> None:
        """Let a connection in, at the cost of one that asks nothing, or takes nothing of its answer."""
        if len(self._open) >= self._limit:
            others = self._open.values()
            idle = next((other for other in others if not other.busy), None)
            (idle or next((other for other in others if other.is_stalled), door)).shut()
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
        self._stalled: asyncio.TimerHandle | None = None

    @property
    def is_stalled(self) -> bool:
        """Tell whether more is to be sent than the other side takes."""
        return self._stalled is not None

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
        self._goes_on()
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
        """Hand on, and begin to wait for the other side to take what was sent."""
        self._inner.pause_writing()
        self._goes_on()
        self._stalled = asyncio.get_running_loop().call_later(self._doors.stalled_seconds, self.shut)

    def resume_writing(self) -> None:
        """Hand on."""
        self._goes_on()
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

    def _goes_on(self) -> None:
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None

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
