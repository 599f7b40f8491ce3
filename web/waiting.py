"""Wait a little for what the bridge does with a post, so that the page after it already shows it."""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Awaitable, Callable

FIRST_LOOK_SECONDS = 0.05
SLOWER = 1.6
"""Each look comes later than the one before: a busy bridge is not asked all the time."""


class Arrivals:
    """Who waits for a letter in which box; a letter that this process puts there ends the waiting at once.

    What another process does is found by looking again and again.
    """

    def __init__(self) -> None:
        self._waiting: defaultdict[str, set[asyncio.Event]] = defaultdict(set)

    def came(self, box: str) -> None:
        """Hear that a letter is in a box."""
        for bell in self._waiting.get(box, ()):
            bell.set()

    async def until(self, box: str, there: Callable[[], Awaitable[bool]], patience_seconds: float) -> bool:
        """Look whether something is there until it came, or patience ends; tell whether it came in time."""
        bell = asyncio.Event()
        self._waiting[box].add(bell)
        try:
            return await until(there, patience_seconds, bell)
        finally:
            self._waiting[box].discard(bell)
            if not self._waiting[box]:
                del self._waiting[box]


async def until(
    there: Callable[[], Awaitable[bool]], patience_seconds: float, bell: asyncio.Event | None = None
) -> bool:
    """Look again and again whether something is there, also whenever a bell rings; tell whether it came in time."""
    loop, bell, pause = asyncio.get_running_loop(), bell or asyncio.Event(), FIRST_LOOK_SECONDS
    deadline = loop.time() + patience_seconds
    while not await there():
        if (left := deadline - loop.time()) <= 0:
            return False
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(bell.wait(), min(pause, left))
        bell.clear()
        pause *= SLOWER
    return True
