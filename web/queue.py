"""Room for large posts: many may be on their way, slowly, to the disk; a few that have come are in memory at once."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

from aiohttp import web

from web.posts import Bounds, NotRead, Post, arriving


class RoomLimits(Bounds, Protocol):
    """How many (`web.site.Limits`)."""

    @property
    def small(self) -> int: ...
    @property
    def at_once(self) -> int: ...
    @property
    def coming(self) -> int: ...
    @property
    def each(self) -> int: ...
    @property
    def wait(self) -> float: ...


class Room:
    """Places for posts that are not small: while one comes, and then while it is dealt with."""

    def __init__(self, limits: RoomLimits) -> None:
        self._limits = limits
        self._coming = asyncio.Semaphore(limits.coming)
        self._here = asyncio.Semaphore(limits.at_once)
        self._of: Counter[str] = Counter()

    @asynccontextmanager
    async def received(self, request: web.Request, address: str, size: int) -> AsyncIterator[Post]:
        """Read a post of so many bytes, and hold a place in memory only from when all of it has come.

        Whoever sends slowly keeps nobody waiting but themselves. Raises ``NotRead``, also when there is no room for
        too long.
        """
        if size <= self._limits.small:
            async with arriving(request, self._limits) as arrived:
                yield await arrived.opened()
            return
        if self._of[address] >= self._limits.each:
            raise NotRead(413, "too many at once")
        self._of[address] += 1
        try:
            async with self._place(self._coming), arriving(request, self._limits) as arrived, self._place(self._here):
                yield await arrived.opened()
        finally:
            self._of[address] -= 1
            self._of += Counter()

    @asynccontextmanager
    async def _place(self, places: asyncio.Semaphore) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(self._limits.wait):
                await places.acquire()
        except TimeoutError:
            raise NotRead(408, "no room") from None
        try:
            yield
        finally:
            places.release()
