"""A city with counts, whose public pages are on."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import msgspec
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from core.city.city import City
from core.city.texts import Texts
from core.tally.months import MonthState
from core.tally.shades import ShadesState
from core.tally.state import DayState, Part
from core.vocabulary.lanes import Lane
from tests.clock import TestClock
from tests.core.kupang import kupang
from tests.web.boxes import Boxes, Town, small_site
from web.portal.routes import add_portal
from web.portal.words import PortalPaths
from web.routes import add_pages

TODAY = datetime(2026, 12, 10, 2, tzinfo=UTC)
LARGE = {
    "received": 40,
    "answered": 38,
    "in_time": 30,
    "fixed": 20,
    "silent": 9,
    "disputed": 6,
    "late": 8,
}
SMALL = {"received": 3, "answered": 2, "in_time": 1, "fixed": 1, "silent": 1, "disputed": 0, "late": 2}
MINUTES = {"first_answer": {"60": 20, "300": 18}, "fixed": {"1400": 20}}


def a_month(areas: Mapping[str, Mapping[str, int]] | None = None) -> DayState:
    """Give a month in which two places are busy and one has few reports."""
    lines = areas or {"Oebufu": LARGE, "Lasiana": LARGE, "Naioni": SMALL}
    total: dict[str, int] = {}
    for facts in lines.values():
        for fact, count in facts.items():
            total[fact] = total.get(fact, 0) + count
    units = {"dishub": Part({name: count for name, count in total.items() if name != "received"}, MINUTES)}
    kelurahan = {name: Part(dict(facts), MINUTES if facts is LARGE else {}) for name, facts in lines.items()}
    return DayState(Part(total, MINUTES), {"lampu-jalan": Part(total, MINUTES)}, kelurahan, units)


def keep(boxes: Boxes, lane: str, state: Any) -> None:
    """Put a document where the pages find it."""
    boxes.lanes[lane] = Lane(lane, 1, msgspec.to_builtins(state, builtin_types=(datetime,)))


def fill(boxes: Boxes) -> None:
    """Keep two published months, a running one, and a map."""
    for month in ("2026-10", "2026-11"):
        keep(boxes, f"month:{month}", MonthState(TODAY, a_month()))
    keep(boxes, "tally:2026-12-09", a_month())
    keep(boxes, "tally:2026-12-10", a_month())
    places = {
        "Oebufu": {"waiting": 12, "working": 3, "answered": 8, "confirmed": 5},
        "Naioni": {"waiting": 4},
        "": {"working": 7},
    }
    keep(boxes, "shades:2026-12", ShadesState(places))


@asynccontextmanager
async def portal(*, city: City | None = None, filled: bool = True) -> AsyncIterator[Town]:
    """Serve the public pages of a city on documents in memory."""
    boxes, clock = Boxes(), TestClock(TODAY)
    if filled:
        fill(boxes)
    town = city or kupang()
    site = small_site(boxes, clock, city=town, portal=PortalPaths.of(Texts(town.texts)).root)
    app = web.Application()
    add_pages(app, site)
    add_portal(app, site)
    client = TestClient(TestServer(app))
    await client.start_server()
    try:
        yield Town(boxes, client, site, clock)
    finally:
        await client.close()
