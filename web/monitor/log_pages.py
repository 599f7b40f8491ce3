"""What an account looked at."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from web.monitor.doors import Doors, Visit

SHOWN = 200


@dataclass(frozen=True)
class LogPages:
    """The log of one's own looks."""

    doors: Doors

    async def show(self, request: web.Request, visit: Visit) -> web.StreamResponse:
        """Show the newest looks."""
        looks = await self.doors.entrance.accounts.looks(visit.account.name, SHOWN)
        return self.doors.draw(request, "log.html", visit, looks=looks)
