"""The same stand-ins with a system of the city beside them that is told of tickets by signed requests."""

from __future__ import annotations

from contextlib import AsyncExitStack

from app.hooks.subscribers import Subscribers
from tests.app.hooks.receiver import Receiver, receiving
from tests.faults.telegram import Json, TelegramScene
from tests.faults.timing import FastClock

NAME, SECRET = "erp", "s" * 32


class HookedScene(TelegramScene):
    """Everybody of Telegram, and a receiver that is out of order at the first request."""

    def __init__(self, clock: FastClock, patience_seconds: float) -> None:
        super().__init__(clock, patience_seconds)
        self._clock = clock
        self._running = AsyncExitStack()
        self.receiver = Receiver(clock)

    async def start(self) -> None:
        """Start both."""
        self.receiver = await self._running.enter_async_context(receiving(self._clock))
        self.receiver.secret = Subscribers({NAME: self.receiver.url}, SECRET).secret_of(NAME)
        self.receiver.planned = [(503, {})]
        await super().start()

    async def stop(self) -> None:
        """Stop both."""
        await super().stop()
        await self._running.aclose()

    def settings(self, port: int) -> Json:
        """Give the settings of a bridge that tells the receiver."""
        hooks = {"KANAL_HOOKS": f"{NAME}={self.receiver.url}", "KANAL_HOOKS_SECRET": SECRET}
        return {**super().settings(port), **hooks}

    def told(self) -> list[str]:
        """List what the receiver took, each once and in the order of the first time, and what was wrong with it."""
        bodies = self.receiver.taken.values()
        news = ((body["type"], body["data"]) for body in bodies)
        said = [
            f"{kind} {data['number']} {data['revision']} {data['status']} {data.get('unit')}" for kind, data in news
        ]
        return [*said, *self.receiver.complaints]
