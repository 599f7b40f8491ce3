"""A map is offered where the operator set one, loads nothing before it is opened, and marks a place."""

from __future__ import annotations

from typing import Any

from playwright.async_api import Route

from tests.journeys.conftest import Build
from tests.journeys.pictures import png
from tests.journeys.web_driver import LAMP, WebTown, chromium, needs_browser, phone

pytestmark = needs_browser
TILES = "https://tiles.example/{z}/{x}/{y}.png"


class MapTown(WebTown):
    """A city with a map."""

    def settings(self, **more: Any) -> Any:
        """Name where the map's pictures are."""
        return super().settings(**{"WEB_TILE_URL": TILES, **more})


async def test_a_place_is_marked_on_the_map(build: Build) -> None:
    """A tap marks a place within the city and another zoom keeps it; it is filed with the report."""
    town = await build(kind=MapTown)
    assert isinstance(town, MapTown)
    await town.run()
    town.spoken.add(LAMP)
    asked: list[str] = []

    async def give(route: Route) -> None:
        asked.append(route.request.url)
        await route.fulfill(body=png(3), content_type="image/png")

    async with chromium() as browser, phone(browser, scripts=True) as reader:
        page = reader.page
        await page.route("https://tiles.example/**", give)
        await reader.begins(town.form)
        assert [] == asked
        await page.click(".map summary")
        await page.locator("#map").click(position={"x": 100, "y": 120})
        await page.click("#map-in")
        await reader.looks("map")
        latitude, longitude = [float(await page.input_value(f"[name={name}]")) for name in ("lat", "lon")]
        number = await reader.sends()
        await town.settle()
    box = town.city.map_box
    assert box is not None
    assert box.south < latitude < box.north
    assert box.west < longitude < box.east
    assert asked
    filed = await town.runtime.store.load(f"ticket:{number}")
    assert filed is not None
    assert (latitude, longitude) == tuple(filed.state["report"]["pin"][name] for name in ("latitude", "longitude"))
