"""How the delivery lets time pass: back-off before another try, and waits that end early when the process leaves."""

import asyncio
import random
from typing import Any

from core.engine.calls import Sleep
from core.engine.settings import EngineSettings

SHORT_SECONDS = 1.0
"""One message per second is a chat's pace: who is leaving waits that long, not until a group's minute is over."""


class Pauses:
    """Sleep for all lanes of a process. ``sleep`` may be replaced: tests let time pass faster."""

    def __init__(self, sleep: Sleep, rng: random.Random, settings: EngineSettings) -> None:
        self.sleep = sleep
        self._rng = rng
        self._settings = settings
        self._pausing: set[asyncio.Task[Any]] = set()
        self._leaving = False

    def backoff(self, tries: int) -> float:
        """Give the seconds to wait before try number ``tries`` + 1: exponential, capped, full jitter."""
        ceiling = min(self._settings.backoff_cap_seconds, self._settings.backoff_base_seconds * 2 ** min(tries, 16))
        return self._rng.uniform(0.0, ceiling)

    async def pause(self, seconds: float) -> None:
        """Sleep; a long sleep ends the task when the process leaves."""
        task = asyncio.current_task()
        if seconds <= SHORT_SECONDS or task is None:
            await self.sleep(seconds)
            return
        if self._leaving:
            raise asyncio.CancelledError
        self._pausing.add(task)
        try:
            await self.sleep(seconds)
        finally:
            self._pausing.discard(task)

    def leave(self) -> None:
        """Let go of what only waits for its time: it stays in the outbox, for the next process."""
        self._leaving = True
        for task in tuple(self._pausing):
            task.cancel()
