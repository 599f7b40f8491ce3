"""What the webhooks of the stand-ins share: how deliveries misbehave, and the tasks that carry them."""

import asyncio
import random
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import aiohttp


@dataclass
class DeliveryMode:
    """How deliveries misbehave: each twice at once, in any order, later, or held back."""

    twice: bool = False
    shuffle: bool = False
    delay_seconds: float = 0.0
    held: bool = False

    async def dawdle(self, dice: random.Random) -> None:
        """Wait as long as a delivery is to be late."""
        if self.shuffle:
            await asyncio.sleep(dice.random() * max(0.02, self.delay_seconds))
        elif self.delay_seconds:
            await asyncio.sleep(self.delay_seconds)


@dataclass
class Couriers:
    """The deliveries on the way, and the client they post with; `failed` is told when the stand-in itself broke."""

    timeout_seconds: float
    failed: Callable[[str], None]
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _idle: asyncio.Event = field(default_factory=asyncio.Event)
    _session: aiohttp.ClientSession | None = None

    def __len__(self) -> int:
        return len(self._tasks)

    def send(self, work: Coroutine[Any, Any, None]) -> None:
        """Let a delivery go its way."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not self._tasks:
            self._idle.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            self.failed(f"stand-in failed: {error!r}")

    def client(self) -> aiohttp.ClientSession:
        """Give the one client, opened at its first use."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0),
                timeout=aiohttp.ClientTimeout(total=self.timeout_seconds),
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session

    async def idle(self, timeout: float) -> None:
        """Wait until nothing is on the way; raises TimeoutError."""
        async with asyncio.timeout(timeout):
            while self._tasks:
                self._idle.clear()
                await self._idle.wait()

    def cancel(self) -> None:
        """Stop everything that is on the way."""
        for task in self._tasks:
            task.cancel()

    async def close(self) -> None:
        """Stop for good."""
        self.cancel()
        if self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None
