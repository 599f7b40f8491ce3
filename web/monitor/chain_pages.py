"""The auditor's file for the Ombudsman: all chains, streamed while they are read."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Final

from aiohttp import web

from core.city.calendar import WorkingCalendar
from core.proof.export import Part, write
from core.vocabulary.accounts import Office
from core.vocabulary.errors import StoreDown
from web.headers import FILE_HEADERS
from web.monitor.doors import Doors, Visit
from web.monitor.routes import Oversight

OFFICES: Final[tuple[Office, ...]] = ("ombudsman",)
AT_A_TIME: Final = 64 * 1024
"""Bytes that are written at once: a line is some hundred."""
_AGAIN_SECONDS: Final = 60

Chains = Callable[[datetime], AsyncIterator[Part]]
"""Give the lines of the file as of a moment. Raises ``StoreDown``."""


class ChainPages:
    """The file of chains; one at a time, for it reads every journal that there is."""

    def __init__(self, doors: Doors, calendar: WorkingCalendar, chains: Chains) -> None:
        """Take the doors, and what reads the chains."""
        self._doors, self._calendar, self._chains = doors, calendar, chains
        self._busy = False

    async def file(self, request: web.Request, visit: Visit) -> web.StreamResponse:
        """Give the file; one that breaks off is cut, so that nobody takes it for whole."""
        pages = self._doors.pages
        if request.method == "HEAD":  # nothing is read for who does not want it
            return web.Response(headers={"Cache-Control": "no-store"})
        if self._busy:
            return pages.trouble(request, pages.speech(request), "many", 429, seconds=_AGAIN_SECONDS)
        self._busy = True
        try:
            return await self._streamed(request)
        finally:
            self._busy = False

    async def _streamed(self, request: web.Request) -> web.StreamResponse:
        site = self._doors.pages.site
        now = site.clock.now()
        named = f'attachment; filename="{site.city.code}-{self._calendar.local_day(now)}.chains.jsonl"'
        headers = {**FILE_HEADERS, "Content-Disposition": named, "Cache-Control": "no-store"}
        response = web.StreamResponse(headers={**headers, "Content-Type": "application/x-ndjson"})
        waiting = bytearray()
        try:
            async for part in self._chains(now):
                waiting += write(part)
                if len(waiting) >= AT_A_TIME:
                    await _written(request, response, waiting)
            await _written(request, response, waiting)
            await response.write_eof()
        except StoreDown:
            if not response.prepared:
                raise
            site.report("export_cut", client="oversight")
            if request.transport is not None:
                request.transport.abort()
        except ConnectionResetError:  # the reader went away
            site.report("export_cut", client="oversight")
        return response


async def _written(request: web.Request, response: web.StreamResponse, waiting: bytearray) -> None:
    if not response.prepared:  # what goes wrong until here is still told by a status
        await response.prepare(request)
    await response.write(bytes(waiting))
    waiting.clear()


def add_chains(oversight: Oversight, chains: Chains) -> None:
    """Add the file for the Ombudsman."""
    doors = oversight.doors
    pages = ChainPages(doors, doors.pages.site.calendar, chains)
    oversight.add(doors.paths.chains, "chains", pages.file, OFFICES)
