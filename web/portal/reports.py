"""The public list: released reports, newest first, by kind and place, a page at a time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from aiohttp import web
from babel.dates import format_skeleton

from core.city.city import City
from core.tally.periods import read_period
from core.vocabulary.publishing import PublicReport
from core.vocabulary.tally import Shade
from web.portal.pages import PortalPages
from web.portal.tables import Talk
from web.site import PageStore
from web.words import LANGUAGE

EACH: Final = 20
"""Lines of a page: a few screens of a phone."""
_PLACE: Final = re.compile(r"[1-9][0-9]{0,8}")
"""How the place of a line looks (`Placed.place`)."""


@dataclass(frozen=True)
class Entry:
    """One line as it is read."""

    number: str
    kind: str
    place: str
    came: str
    shade: Shade
    words: str


class ListPages:
    """Shows the public list."""

    def __init__(self, portal: PortalPages, store: PageStore, city: City) -> None:
        self._portal = portal
        self._store = store
        self._city = city

    async def show(self, request: web.Request) -> web.Response:
        """Show a page of the list; what is asked for and does not exist is not asked of the store."""
        speech = self._portal.speech(request)
        talk = self._portal.talk(speech)
        kind, place = request.query.get("kind", ""), request.query.get("place", "")
        kind = kind if self._city.has_category(kind) else ""
        place = place if self._city.area(place) is not None else ""
        asked = request.query.get("after", "")
        after = int(asked) if _PLACE.fullmatch(asked) else 0
        lines = await self._store.public_reports(kind, place, after, EACH + 1)
        more = lines[EACH - 1].place if len(lines) > EACH else 0
        chosen = {name: value for name, value in (("kind", kind), ("place", place)) if value}
        if speech.named:
            chosen[LANGUAGE] = speech.language
        return self._portal.draw(
            request,
            "reports.html",
            speech,
            entries=[entry_of(talk, one.line) for one in lines[:EACH]],
            kind=kind,
            place=place,
            older=f"?{urlencode({**chosen, 'after': more})}" if more else "",
            newest=f"?{urlencode(chosen)}" if after else "",
        )


def entry_of(talk: Talk, line: PublicReport) -> Entry:
    """Word a line of the list."""
    month = read_period(line.month)
    came = format_skeleton("yMMMM", month.first, locale=talk.numbers.locale) if month is not None else ""
    kind = talk.name("category", line.category)
    return Entry(line.number, kind, line.kelurahan, came, line.shade, line.words)
