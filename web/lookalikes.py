"""Which open reports may say the same as a form that is about to be sent: a number, a kind, a place and a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.near.alike import alike, lane_of, likeness, row_of
from core.near.state import load
from core.vocabulary.errors import StoreDown
from core.vocabulary.report import Pin, Report
from web.site import Site


@dataclass(frozen=True)
class Lookalike:
    """An open report of somebody; ``here``: at the same landmark. Nothing else of it is known to pages."""

    number: str
    at: datetime
    here: bool


async def lookalikes(
    site: Site, words: str, category: str, area: str, landmark: str, pin: Pin | None = None
) -> tuple[Lookalike, ...]:
    """List at most two; none while the store is down, for the form itself needs no store."""
    city, now = site.city, site.clock.now()
    report = Report(words, "", category, kelurahan=area, landmark=landmark, pin=pin)
    lane, asked = lane_of(city, report), row_of(city, report, "", now)
    try:
        found = await site.store.load(lane)
    except StoreDown:
        return ()
    rows = alike(city, lane, load(found.state), asked, now) if found is not None else ()
    return tuple(Lookalike(row.number, row.at, likeness(lane, asked, row) >= 1) for row in rows)
