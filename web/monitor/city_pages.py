"""The city at a glance, a unit with its tickets and with what it cannot hurry, and a ticket with its history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from aiohttp import web

from core.city.calendar import WorkingCalendar
from core.docket.standing import LISTS, together
from core.tally.wording import Wording
from core.ticket.casebook import CaseBook
from core.ticket.number import find_numbers
from core.vocabulary.docket import UnitCounts
from web.monitor.doors import Doors, Visit
from web.monitor.dossier import Dossiers, Row
from web.monitor.figures import NOT_THEIRS, OF_CITY, OF_UNITS, Figures, month_after, month_before, period_of
from web.monitor.looks import log_ticket
from web.monitor.reading import ON_A_PAGE, Reading
from web.render import Speech

MONTH, LIST, PAGE_NUMBER = "month", "list", "page"


@dataclass(frozen=True)
class CityPages:
    """Overview, units and tickets."""

    doors: Doors
    reading: Reading
    calendar: WorkingCalendar

    @property
    def dossiers(self) -> Dossiers:
        """Give what makes rows of tickets."""
        site = self.doors.pages.site
        return Dossiers(CaseBook(site.city, self.calendar, site.texts))

    def _words(self, speech: Speech) -> Wording:
        site = self.doors.pages.site
        return Wording(site.city, site.texts, speech.language)

    async def overview(self, request: web.Request, visit: Visit) -> web.StreamResponse:
        """Show all units beside each other, now and in a month."""
        site, words = self.doors.pages.site, self._words(self.doors.pages.speech(request))
        today = self.calendar.local_day(site.clock.now())
        period = period_of(request.query.get(MONTH, ""), today)
        counts, figures = await self.reading.counts(), Figures(words, await self.reading.sums(period))
        return self.doors.draw(
            request,
            "overview.html",
            visit,
            now=together(counts.values()),
            figures=figures.city(OF_CITY),
            heads=figures.heads(OF_UNITS),
            units=figures.units(counts),
            period=words.days(period),
            month=f"{period.first:%Y-%m}",
            before=month_before(period),
            after=month_after(period, today),
        )

    async def unit(self, request: web.Request, visit: Visit) -> web.StreamResponse:
        """Show a unit: its figures, what it could not hurry, and one of the lists of its tickets."""
        site, code = self.doors.pages.site, request.match_info["unit"]
        if code not in site.city.tree:
            return self.doors.draw(request, "nothing.html", visit, status=404, what="unit")
        words = self._words(self.doors.pages.speech(request))
        today = self.calendar.local_day(site.clock.now())
        period = period_of(request.query.get(MONTH, ""), today)
        counts, figures = await self.reading.counts(), Figures(words, await self.reading.sums(period))
        now = counts.get(code, UnitCounts())
        name = next((one for one in LISTS if one == request.query.get(LIST, "")), LISTS[0])
        found = await self.reading.numbers(name, code)
        place = _page(request, len(found))
        shown = await self._rows(visit, found[place * ON_A_PAGE : (place + 1) * ON_A_PAGE], disputes=name == "disputed")
        return self.doors.draw(
            request,
            "unit.html",
            visit,
            unit=site.city.tree[code],
            line=figures.line(code, now),
            stood=figures.unit(code, NOT_THEIRS),
            lists=[(one, getattr(now, one)) for one in LISTS],
            list_name=name,
            rows=shown,
            page=place,
            pages=-(-len(found) // ON_A_PAGE),
            period=words.days(period),
            month=f"{period.first:%Y-%m}",
            before=month_before(period),
            after=month_after(period, today),
        )

    async def _rows(self, visit: Visit, numbers: Sequence[str], *, disputes: bool) -> list[Row]:
        """Read the tickets of a page; where a reporter's words are shown, that is a look at the ticket."""
        tickets = await self.reading.tickets(numbers)
        made = [self.dossiers.row(one, disputes=disputes) for one in tickets]
        if looked := [one.number for one in made if one.said]:
            await log_ticket(self.doors, visit, looked)
        return made

    async def find(self, request: web.Request, visit: Visit) -> web.StreamResponse:
        """Lead to the page of a number."""
        site = self.doors.pages.site
        numbers = find_numbers(request.query.get("number", "")[:40], site.city.prefix)
        if not numbers:
            return self.doors.draw(request, "nothing.html", visit, status=404, what="ticket")
        raise web.HTTPSeeOther(self.doors.pages.speech(request).url(f"{self.doors.paths.ticket}/{numbers[0]}"))

    async def ticket(self, request: web.Request, visit: Visit) -> web.StreamResponse:
        """Show a ticket with its whole history, once the look is in its journal."""
        number = request.match_info["number"]
        ticket = await self.reading.ticket(number)
        if ticket is None:
            return self.doors.draw(request, "nothing.html", visit, status=404, what="ticket")
        await log_ticket(self.doors, visit, [number])
        records = await self.reading.journal(number)
        now = self.doors.pages.site.clock.now()
        dossier = self.dossiers.dossier(ticket, records, now)
        words = self._words(self.doors.pages.speech(request))
        return self.doors.draw(request, "ticket.html", visit, one=dossier, row=dossier.row, span=_spans(words))


def _spans(words: Wording) -> Callable[[timedelta], str]:
    def word(span: timedelta) -> str:
        return words.span(span.total_seconds() // 60)

    return word


def _page(request: web.Request, count: int) -> int:
    """Read which page of a list is wanted, from 0."""
    said = request.query.get(PAGE_NUMBER, "")
    wanted = int(said) - 1 if said.isascii() and said.isdecimal() and len(said) < 6 else 0
    return max(0, min(wanted, (count - 1) // ON_A_PAGE))
