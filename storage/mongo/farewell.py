"""Close a client of the database without waiting for a server that hangs."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from typing import Any


async def say_goodbye(client: Any, timeout_seconds: float) -> None:
    """Close a motor client beside the event loop: it tells the server first, and would stop everything meanwhile."""
    loop, closed = asyncio.get_running_loop(), asyncio.Event()

    def close() -> None:
        client.close()
        with contextlib.suppress(RuntimeError):  # the loop may be gone by then
            loop.call_soon_threadsafe(closed.set)

    threading.Thread(target=close, name="close-database", daemon=True).start()
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(closed.wait(), timeout_seconds)
