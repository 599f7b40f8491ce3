"""Room for a few large posts at once, so that their bytes fit into memory and nobody takes all places."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

from web.posts import NotRead


class RoomLimits(Protocol):
    """How many (`web.site.Limits`)."""

    @property
    def small(self) -> int: ...
    @property
    def at_once(self) -> int: ...
    @property
    def each(self) -> int: ...
    @property
    def wait(self) -> float: ...


class Room:
    """Places for posts that are not small."""

    def __init__(self, limits: RoomLimits) -> None:
        self._limits = limits
        self._places = asyncio.Semaphore(limits.at_once)
        self._of: Counter[str] = Counter()

    @asynccontextmanager
    async def place(self, address: str, size: int) -> AsyncIterator[None]:
        """Hold a place while a post of so many bytes is read. Raises ``NotRead`` when there is none for too long."""
        if size <= self._limits.small:
            yield
            return
        if self._of[address] >= self._limits.each:
            raise NotRead(413, "too many at once")
        self._of[address] += 1
        try:
            await self._enter()
            try:
                yield
            finally:
                self._places.release()
        finally:
            self._of[address] -= 1
            self._of += Counter()

    async def _enter(self) -> None:
        try:
            async with asyncio.timeout(self._limits.wait):
                await self._places.acquire()
        except TimeoutError:
            raise NotRead(408, "no room") from None
