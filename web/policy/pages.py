"""The pages of policy: which periods there are, one of them, and each of its tables as a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from aiohttp import web

from core.tally.document import Document, Sheet, as_csv
from core.tally.periods import read_period
from core.tally.wording import Wording
from web.monitor.doors import Doors, Visit
from web.policy.words import Say

AGAIN_SECONDS: Final = 5
"""A browser asks again by itself after so long, while reports are counted."""
_WIDEST: Final = 100.0


class PolicyDesk(Protocol):
    """Who counts."""

    def months(self) -> Sequence[str]:
        """List the months that there are (`2026-03`)."""
        ...

    def quarters(self) -> Sequence[str]:
        """List the quarters that there are (`2026-Q1`)."""
        ...

    async def document(self, code: str, language: str) -> Document | None:
        """Give what a period says, None while it is counted. Raises ``StoreDown``, ``KeyError`` for an unknown one."""
        ...


@dataclass(frozen=True)
class Line:
    """A row of a table: its cells, and how long the bar under its name is, in percent of the longest."""

    cells: tuple[str, ...]
    bar: float | None


@dataclass(frozen=True)
class PolicyPages:
    """The pages."""

    doors: Doors
    desk: PolicyDesk

    async def periods(self, request: web.Request, visit: Visit) -> web.StreamResponse:
        """List what there is."""
        return self._list(request, visit)

    async def period(self, request: web.Request, visit: Visit) -> web.StreamResponse:
        """Show a period; while it is counted, a page that comes again by itself."""
        code, speech = request.match_info["month"], self.doors.pages.speech(request)
        try:
            found = await self.desk.document(code, speech.language)
        except KeyError:
            return self._list(request, visit, status=404)
        if found is None:
            again = {"Refresh": str(AGAIN_SECONDS)}
            return self.doors.draw(
                request, "counting.html", visit, status=202, headers=again, p=self._say(speech.language)
            )
        return self.doors.draw(
            request,
            "policy.html",
            visit,
            document=found,
            lines={sheet.name: lines_of(sheet) for sheet in found.sheets},
            address=f"{self.doors.paths.policy}/{code}",
            p=self._say(speech.language),
        )

    async def file(self, request: web.Request, visit: Visit) -> web.StreamResponse:
        """Give a table as CSV."""
        code, speech = request.match_info["month"], self.doors.pages.speech(request)
        try:
            found = await self.desk.document(code, speech.language)
        except KeyError:
            return self._list(request, visit, status=404)
        sheet = found.sheet(request.match_info["sheet"]) if found is not None else None
        if sheet is None:
            return self._list(request, visit, status=404)
        headers = {
            "Content-Disposition": f'attachment; filename="{code}-{sheet.name}.csv"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        }
        return web.Response(text=as_csv(sheet), content_type="text/csv", charset="utf-8", headers=headers)

    def _list(self, request: web.Request, visit: Visit, *, status: int = 200) -> web.StreamResponse:
        speech = self.doors.pages.speech(request)
        return self.doors.draw(
            request,
            "policies.html",
            visit,
            status=status,
            months=self._named(self.desk.months(), speech.language),
            quarters=self._named(self.desk.quarters(), speech.language),
            unknown=status != 200,
            p=self._say(speech.language),
        )

    def _named(self, codes: Sequence[str], language: str) -> list[tuple[str, str]]:
        site = self.doors.pages.site
        words = Wording(site.city, site.texts, language)
        return [(code, words.days(period)) for code in codes if (period := read_period(code))]

    def _say(self, language: str) -> Say:
        return Say(self.doors.pages.site.texts, language)


def lines_of(sheet: Sheet) -> list[Line]:
    """Measure the bars of a table."""
    longest = max((bar for bar in sheet.bars if bar is not None), default=0.0) or 1.0
    bars = sheet.bars or (None,) * len(sheet.rows)
    return [
        Line(cells, None if bar is None else round(_WIDEST * bar / longest, 1))
        for cells, bar in zip(sheet.rows, bars, strict=True)
    ]
