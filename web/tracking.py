"""Where a report stands by its number: status and dates, and nothing else, for whoever asks."""

from __future__ import annotations

from aiohttp import web

from core.ticket.number import find_numbers, format_number
from web.drawing import STAGES, stage_of, tone_of
from web.folder import passed, ticket_of
from web.render import Pages

NUMBER_LETTERS = 40
EXAMPLE_SERIAL = 42


class TrackingPage:
    """The page that answers a number."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._site = pages.site

    async def show(self, request: web.Request) -> web.Response:
        """Show how a report stands; a wrong number and one that was never given are answered alike."""
        asked = " ".join(request.query.get("number", "").split())[:NUMBER_LETTERS]
        prefix = self._site.city.prefix
        numbers = find_numbers(asked, prefix)
        ticket = await ticket_of(self._site, numbers[0]) if numbers else None
        now = self._site.clock.now()
        return self._pages.draw(
            request,
            "track.html",
            self._pages.speech(request),
            status=404 if asked and ticket is None else 200,
            here=self._site.paths.track,
            asked=asked,
            ticket=ticket,
            passed=passed(ticket) if ticket is not None else (),
            stages=STAGES,
            stage=stage_of(ticket.status) if ticket is not None else 0,
            tone=tone_of(ticket.status) if ticket is not None else "",
            example=format_number(prefix, self._site.calendar.local_day(now).year, EXAMPLE_SERIAL),
        )
