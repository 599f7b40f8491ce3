"""Wait a little for what the bridge does with a post, so that the page after it already shows it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

FIRST_LOOK_SECONDS = 0.05
SLOWER = 1.6
"""Each look comes later than the one before: a busy bridge is not asked all the time."""


async def until(there: Callable[[], Awaitable[bool]], patience_seconds: float) -> bool:
    """Look again and again whether something is there; tell whether it came in time."""
    pause, waited = FIRST_LOOK_SECONDS, 0.0
    while not await there():
        if waited >= patience_seconds:
            return False
        await asyncio.sleep(pause)
        waited += pause
        pause *= SLOWER
    return True
