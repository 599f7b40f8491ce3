"""Whether events can be taken now: a small durable write, answered in bounded time however the database hangs."""

import asyncio
from typing import Protocol

from core.vocabulary.errors import KanalError

PATIENCE_SECONDS = 1.5
"""Load balancers and Prometheus ask every few seconds and give up after about as many."""


class Reachable(Protocol):
    """A store that can be asked whether it takes writes."""

    async def ping(self) -> None:
        """Make a small durable write. Raises ``StoreDown``."""
        ...


class Readiness:
    """Ask the store on behalf of whoever wants to know, with one write under way at a time.

    A hanging database keeps a thread per write: a look every second must not use them up.
    """

    def __init__(self, store: Reachable, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._store = store
        self._patience_seconds = patience_seconds
        self._asking: asyncio.Task[None] | None = None

    async def trouble(self) -> str:
        """Give what is wrong in a few words, "" when the store takes writes."""
        if self._asking is None or self._asking.done():
            self._asking = asyncio.get_running_loop().create_task(self._store.ping())
        asking = self._asking
        await asyncio.wait({asking}, timeout=self._patience_seconds)
        if not asking.done():
            return "store does not answer"
        if asking.cancelled():
            return "stopping"
        error = asking.exception()
        if error is None:
            return ""
        return "store unreachable" if isinstance(error, KanalError) else f"store: {type(error).__name__}"

    async def close(self) -> None:
        """Ask no more."""
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.gather(self._asking, return_exceptions=True)
