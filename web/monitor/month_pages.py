"""The month as a paper for a meeting: the same figures as on the pages, printed when somebody asks for them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from aiohttp import web

from core.city.calendar import WorkingCalendar
from core.docket.standing import together
from core.tally.periods import Period, read_period
from core.tally.wording import Wording
from core.ticket.casebook import CaseBook
from core.ticket.state import TicketState
from core.vocabulary.docket import UnitCounts
from web.headers import FILE_HEADERS
from web.monitor.doors import Doors, Visit
from web.monitor.dossier import Dossiers
from web.monitor.figures import NOT_THEIRS, OF_CITY, OF_UNITS, Figures
from web.monitor.paper import Bars, Columns, Grid, Paper
from web.monitor.reading import Reading
from web.monitor.sums import Sums
from web.monitor.words import ROOM
from web.render import Speech
from web.words import Phrases

MONTH: Final = re.compile(r"\d{4}-(?:\d{2}|Q[1-4])")
MOST_LATE: Final = 60
"""Late tickets that are listed by number; how many more there are is said."""


@dataclass(frozen=True)
class MonthPages:
    """The paper of a month or a quarter."""

    doors: Doors
    reading: Reading
    calendar: WorkingCalendar

    async def paper(self, request: web.Request, visit: Visit) -> web.StreamResponse:
        """Give the PDF."""
        name = request.match_info["month"]
        period = read_period(name) if MONTH.fullmatch(name) else None
        now = self.doors.pages.site.clock.now()
        if period is None or period.first > self.calendar.local_day(now):
            return self.doors.draw(request, "nothing.html", visit, status=404, what="month")
        counts, sums = await self.reading.counts(), await self.reading.sums(period)
        late = await self.reading.tickets((await self.reading.numbers("late"))[:MOST_LATE])
        writer = _Writer(self, self.doors.pages.speech(request), period, now, sums)
        content = await asyncio.to_thread(_printed, writer.paper(counts, late, visit))
        headers = {**FILE_HEADERS, "Content-Disposition": f'attachment; filename="{writer.file}-{name}.pdf"'}
        return web.Response(
            body=content, content_type="application/pdf", headers={**headers, "Cache-Control": "no-store"}
        )


def _printed(paper: Paper) -> bytes:
    from web.monitor.printing import printed

    return printed(paper)


class _Writer:
    """Words one paper."""

    def __init__(self, pages: MonthPages, speech: Speech, period: Period, now: datetime, sums: Sums) -> None:
        site = pages.doors.pages.site
        self._speech, self._period, self._now, self._sums = speech, period, now, sums
        self._say = Phrases(site.texts, speech.language, ROOM)
        self._words = Wording(site.city, site.texts, speech.language)
        self._figures = Figures(self._words, sums)
        self._dossiers = Dossiers(CaseBook(site.city, pages.calendar, site.texts))
        self._city = site.city
        self.file = self._say("paper.file")

    def paper(self, counts: Mapping[str, UnitCounts], late: Sequence[TicketState], visit: Visit) -> Paper:
        """Put it together."""
        say = self._say
        heads = self._figures.heads(OF_UNITS)
        period, at = self._words.days(self._period), self._speech.time(self._now)
        office = say(f"office.{visit.account.office}")
        return Paper(
            language=self._speech.language,
            title=say("paper.title", city=self._city.name),
            subtitle=period,
            note=" ".join(filter(None, (self._speech.t("site.notice"), say("overview.fair"), say("overview.lapsed")))),
            foot=say("paper.foot", city=self._city.name, days=period, time=at, office=office),
            made_at=self._now,
            tiles=tuple((one.name, one.text) for one in self._figures.city(OF_CITY)),
            columns=self._by_day(),
            bars=(self._verdicts(),),
            grids=tuple(self._grids(counts, late)),
            meanings_title=say("overview.meaning"),
            meanings=tuple((one.name, one.meaning) for one in heads),
        )

    def _by_day(self) -> Columns:
        days = self._sums.days

        def count(day: date, fact: str) -> int:
            return max(0, days[day].get(fact, 0))

        names = (self._words.say("chart.received"), self._words.say("chart.answered"))
        counted = tuple((str(day.day), count(day, "received"), count(day, "answered")) for day in days)
        return Columns(self._say("paper.by_day"), names, counted)

    def _verdicts(self) -> Bars:
        """Show what became of answers by unit: fixed, disputed and silence are never one number."""
        facts = ("fixed", "disputed", "silent")
        legend = tuple(self._say(f"paper.verdict.{fact}") for fact in facts)
        lines = []
        for code, part in sorted(self._sums.total.unit.items(), key=lambda line: self._city.tree.short_name(line[0])):
            parts = tuple(max(0, part.facts.get(fact, 0)) for fact in facts)
            if any(parts):
                lines.append((self._city.tree.short_name(code), parts))
        return Bars(self._say("paper.verdicts"), legend, tuple(lines))

    def _grids(self, counts: Mapping[str, UnitCounts], tickets: Sequence[TicketState]) -> list[Grid]:
        say, units = self._say, self._figures.units(counts)
        heads, stood = self._figures.heads(OF_UNITS), self._figures.heads(NOT_THEIRS)
        unit = say("unit.head")
        standing = ("open", "late", "citizen", "hold")
        now = tuple((line.name, *(str(getattr(line.now, name)) for name in standing)) for line in units)
        period = tuple((line.name, *(one.text for one in line.figures)) for line in units)
        waited = tuple((line.name, *(one.text for one in self._figures.unit(line.code, NOT_THEIRS))) for line in units)
        at = say("paper.as_of", time=self._speech.time(self._now))
        return [
            Grid(say("paper.units"), (unit, *(one.name for one in heads)), period, "", 35),
            Grid(say("paper.standing"), (unit, *(say(f"standing.{name}") for name in standing)), now, at, 80),
            Grid(say("unit.not_theirs"), (unit, *(one.name for one in stood)), waited, say("unit.not_theirs_why"), 60),
            self._late(tickets, together(counts.values()).late, at),
        ]

    def _late(self, tickets: Sequence[TicketState], count: int, at: str) -> Grid:
        say = self._say
        head = tuple(say(f"row.{name}") for name in ("number", "unit", "about", "status", "due"))
        rows = [self._dossiers.row(one) for one in tickets]
        shown = tuple(
            (
                row.number,
                self._city.tree.short_name(row.unit),
                say("closed") if row.closed else self._city.category_name(row.category, self._words.language),
                self._speech.t(f"status.{row.status}"),
                self._speech.day(row.due_at) if row.due_at else "–",
            )
            for row in rows
        )
        more = say("paper.more", count=count - len(shown)) if count > len(shown) else ""
        return Grid(say("paper.late", count=count), head, shown, " ".join(filter(None, (at, more))), 44, words=True)
