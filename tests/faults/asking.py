"""Somebody who asks the bridge over HTTP: what browsers and machines share in fault runs."""

from __future__ import annotations

import asyncio

import aiohttp

TOTAL_SECONDS = 10


class Asking:
    """One who posts things in the background, each until it was taken."""

    def __init__(self) -> None:
        self._posts: list[asyncio.Task[None]] = []

    async def start(self, **headers: str) -> None:
        """Begin; these headers are said with every request."""
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TOTAL_SECONDS), headers=headers)

    async def stop(self) -> None:
        """End, whatever was not taken yet."""
        for task in self._posts:
            task.cancel()
        await asyncio.gather(*self._posts, return_exceptions=True)
        await self._session.close()

    @property
    def posting(self) -> int:
        """Count what was not acknowledged yet."""
        return sum(not task.done() for task in self._posts)
