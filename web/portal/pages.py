"""The public pages of counts: the map, the months, a place, and the same as files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from aiohttp import web
from babel.dates import format_skeleton

from core.city.dates import short_date
from core.language.cells import table as written
from core.tally.catalogue import BY_CODE
from core.tally.periods import Period, read_period
from core.tally.published import PUBLIC_TABLES, PublicMonth, public_indicators
from core.tally.release import month_code, month_of
from core.tally.shades import SHADES
from core.tally.wording import Wording
from web.drawing import Tile, rows_of, shapes_of
from web.headers import OPEN_SECONDS
from web.portal.charts import months_chart, slices_of
from web.portal.figures import FigureReader, Figures
from web.portal.kept import Drawings
from web.portal.tables import Talk, month_file, series_file, sheet_of
from web.portal.words import ROOM, PortalPaths
from web.render import Pages, Speech
from web.words import Phrases

TILES: Final = ("received", "fixed", "lapsed", "confirmed", "in_time", "first_answer_median")
"""Indicators of a month that lead its page."""
SERIES: Final = ("received", "answered", "fixed")
"""What the chart of months has; what citizens confirm never stands for what the office says."""


class PortalPages:
    """Shows what is public."""

    def __init__(self, pages: Pages, figures: FigureReader) -> None:
        self._pages = pages
        self._city = pages.site.city
        self._figures = figures
        self._drawings = Drawings()
        self.paths = PortalPaths.of(pages.site.texts)

    # --- pages ------------------------------------------------------------------------------------------------------

    async def home(self, request: web.Request) -> web.Response:
        """Show the map, how reports stand, and the last months."""
        figures, speech = await self._figures.read(), self._pages.speech(request)
        return self._drawings.give(request, speech, figures, lambda: self._home(request, speech, figures))

    def _home(self, request: web.Request, speech: Speech, figures: Figures) -> web.Response:
        talk = self.talk(speech)
        newest = figures.months[0] if figures.months else None
        series = tuple(reversed(figures.months))
        return self.draw(
            request,
            "home.html",
            speech,
            figures=figures,
            rows=rows_of(self._city),
            shapes=shapes_of(self._city),
            outlines=self._city.outlines,
            tile=Tile,
            shades=SHADES,
            slices=slices_of(figures.whole),
            running=self._running(talk, figures),
            newest=self._lead(talk, newest) if newest is not None else None,
            chart=months_chart([month.city for _, month in series], SERIES) if series else None,
            series=self._series(talk, series),
            codes=SERIES,
            next_on=short_date(figures.next_on, talk.numbers.locale),
        )

    async def month(self, request: web.Request) -> web.Response:
        """Show the tables of a published month, which are drawn once as long as no other month comes."""
        figures, speech = await self._figures.read(), self._pages.speech(request)
        return self._drawings.give(request, speech, figures.months, lambda: self._month(request, speech, figures))

    def _month(self, request: web.Request, speech: Speech, figures: Figures) -> web.Response:
        found = _month_of(figures, request.match_info["month"])
        if found is None:
            return self._pages.trouble(request, speech, "nothing", 404)
        talk = self.talk(speech)
        months = [period for period, _ in figures.months]
        place = months.index(found[0])
        return self.draw(
            request,
            "month.html",
            speech,
            period=found[0],
            lead=self._lead(talk, found),
            sheets=[sheet_of(talk, found[1], table) for table in PUBLIC_TABLES],
            meanings=[(one, talk.numbers.name(one), talk.numbers.meaning(one)) for one in public_indicators()],
            newer=months[place - 1] if place else None,
            older=months[place + 1] if place + 1 < len(months) else None,
            name_of=self._naming(talk),
        )

    async def place(self, request: web.Request) -> web.Response:
        """Show one kelurahan: how its reports stand, and its newest month."""
        figures, speech = await self._figures.read(), self._pages.speech(request)
        return self._drawings.give(request, speech, figures, lambda: self._place(request, speech, figures))

    def _place(self, request: web.Request, speech: Speech, figures: Figures) -> web.Response:
        area = self._city.area(request.match_info["place"])
        if area is None:
            return self._pages.trouble(request, speech, "nothing", 404)
        talk = self.talk(speech)
        newest = figures.months[0] if figures.months else None
        sheet = sheet_of(talk, newest[1], "kelurahan") if newest is not None else None
        here = figures.places[area.name]
        return self.draw(
            request,
            "place.html",
            speech,
            area=area,
            place=here,
            shades=SHADES,
            slices=slices_of(here),
            newest=self._naming(talk)(newest[0]) if newest is not None else "",
            period=newest[0] if newest is not None else None,
            sheet=sheet,
            row=next((one for one in sheet.rows if one.key == area.name), None) if sheet is not None else None,
        )

    async def latest(self, request: web.Request) -> web.Response:
        """Lead to the newest month; to the map while none is published."""
        figures, speech = await self._figures.read(), self._pages.speech(request)
        to = self.paths.month(figures.months[0][0]) if figures.months else self.paths.root
        return web.Response(status=303, headers={"Location": speech.url(to), "Cache-Control": "no-cache"})

    # --- files ------------------------------------------------------------------------------------------------------

    async def month_file(self, request: web.Request) -> web.Response:
        """Give a table of a month as a file."""
        figures, speech = await self._figures.read(), self._pages.speech(request)
        return self._drawings.give(request, speech, figures.months, lambda: self._month_file(request, speech, figures))

    def _month_file(self, request: web.Request, speech: Speech, figures: Figures) -> web.Response:
        found = _month_of(figures, request.match_info["month"])
        table = next((one for one in PUBLIC_TABLES if one == request.match_info["table"]), None)
        if found is None or table is None:
            return self._pages.trouble(request, speech, "nothing", 404)
        return _file(f"{table}-{month_code(found[0])}", month_file(self.talk(speech), found[1], table))

    async def series_file(self, request: web.Request) -> web.Response:
        """Give the city's numbers month by month as a file."""
        figures, speech = await self._figures.read(), self._pages.speech(request)
        months = figures.months

        def draw() -> web.Response:
            return _file("months", series_file([(month_code(period), month) for period, month in months]))

        return self._drawings.give(request, speech, months, draw)

    async def map_file(self, request: web.Request) -> web.Response:
        """Give the map as a file: whole steps, and nothing below one."""
        figures, speech = await self._figures.read(), self._pages.speech(request)

        def draw() -> web.Response:
            places = figures.places.items()
            rows = [[name, *(str(place.shades[shade] or "") for shade in SHADES)] for name, place in places]
            return _file(f"map-{figures.today.isoformat()}", written([["kelurahan", *SHADES], *rows]))

        return self._drawings.give(request, speech, figures, draw)

    # --- what they have in common -----------------------------------------------------------------------------------

    def speech(self, request: web.Request) -> Speech:
        """Give the language of a request."""
        return self._pages.speech(request)

    def talk(self, speech: Speech) -> Talk:
        """Give the words of an answer."""
        texts = self._pages.site.texts
        return Talk(Wording(self._city, texts, speech.language), Phrases(texts, speech.language, ROOM))

    def draw(self, request: web.Request, name: str, speech: Speech, **context: Any) -> web.Response:
        """Draw a page of this room, which anybody may keep for a minute and every robot may read."""
        talk = self.talk(speech)
        return self._pages.draw(
            request,
            f"portal/{name}",
            speech,
            headers={"Cache-Control": f"public, max-age={OPEN_SECONDS}", "X-Robots-Tag": "index, follow"},
            here=request.path,
            o=talk.say,
            open=self.paths,
            n=talk.numbers.number,
            **context,
        )

    def _running(self, talk: Talk, figures: Figures) -> Sequence[tuple[str, str]]:
        """Word the running month, in steps."""
        if figures.running_days is None or not any(figures.running.values()):
            return ()
        return [
            (talk.say(f"running.{fact}"), talk.say("at_least_count", count=talk.numbers.number(count)))
            if count
            else (talk.say(f"running.{fact}"), talk.say("few"))
            for fact, count in figures.running.items()
        ]

    def _lead(self, talk: Talk, found: tuple[Period, PublicMonth]) -> dict[str, Any]:
        period, month = found
        tiles = [
            (talk.numbers.name(BY_CODE[code]), talk.value(code, month.city[code]), month.city[code].hidden)
            for code in TILES
        ]
        return {"name": self._naming(talk)(period), "period": period, "tiles": tiles}

    def _series(self, talk: Talk, months: Sequence[tuple[Period, PublicMonth]]) -> list[dict[str, Any]]:
        locale = talk.numbers.locale
        return [
            {
                "period": period,
                "name": self._naming(talk)(period),
                "short": format_skeleton("MMM", period.first, locale=locale),
                "cells": [(talk.value(code, month.city[code]), month.city[code].hidden) for code in SERIES],
            }
            for period, month in months
        ]

    def _naming(self, talk: Talk) -> Any:
        return lambda period: format_skeleton("yMMMM", period.first, locale=talk.numbers.locale)


def _month_of(figures: Figures, asked: str) -> tuple[Period, PublicMonth] | None:
    period = read_period(asked)
    if period is None or period != month_of(period.first) or month_code(period) != asked:
        return None
    return next((found for found in figures.months if found[0] == period), None)


def _file(name: str, content: str) -> web.Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.csv"',
        "Cache-Control": f"public, max-age={OPEN_SECONDS}",
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
    }
    return web.Response(text=content, content_type="text/csv", charset="utf-8", headers=headers)
