"""What every stand-in is: an HTTP server with a feed of events, planned faults and a journal of calls."""

import asyncio
from collections.abc import Callable
from typing import Generic, TypeVar

from aiohttp import web

from simulator.faults import AnyFault, Faults
from simulator.feed import Feed
from simulator.journal import AnyCall, Journal

T = TypeVar("T")


class StandIn(Generic[AnyFault, AnyCall]):
    """Listen on a port, remember what was asked, and let tests wait; each platform answers in its own way."""

    def __init__(self, remember_calls: int, remember_events: int) -> None:
        self.base_url = ""
        self.feed = Feed(remember_events)
        self.faults: Faults[AnyFault] = Faults()
        self.journal: Journal[AnyCall] = Journal(remember_calls)
        self.closing = asyncio.Event()
        self._runner: web.AppRunner | None = None

    async def _listen(self, app: web.Application, host: str, port: int) -> None:
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        self.base_url = f"http://{host}:{self._runner.addresses[0][1]}"

    async def _hang_up(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def clear_faults(self) -> None:
        """Forget all planned faults."""
        self.faults.planned.clear()

    @property
    def calls(self) -> list[AnyCall]:
        """Every remembered call, oldest first."""
        return list(self.journal.calls)

    @property
    def refused(self) -> list[AnyCall]:
        """The calls that a correct caller would never have made; a test asserts that there are none."""
        return list(self.journal.refused)

    def calls_of(self, method: str) -> list[AnyCall]:
        """Give the remembered calls of one method, whose name counts in any case."""
        return [call for call in self.journal.calls if call.method.lower() == method.lower()]

    async def wait_for(self, predicate: Callable[[], T | None], timeout: float = 5.0) -> T:
        """Wait until the predicate gives something true and return it; looked at again after everything that happens.

        Raises:
            TimeoutError: it stayed false.
        """
        return await self.feed.wait_for(predicate, timeout)
