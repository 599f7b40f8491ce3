"""Where a pack has borders, their map is used like any other choice: touched, by keyboard, and without scripts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.async_api import Browser, expect

from core.city.outlines import read_outlines
from tests.cities.borders import collection, invented
from tests.journeys.conftest import Build
from tests.journeys.driver import quick_city
from tests.journeys.test_web_access import faults, fits
from tests.journeys.test_web_portal import PortalTown
from tests.journeys.web_driver import LAMP, needs_browser, phone

pytestmark = needs_browser


@pytest.fixture
async def town(build: Build) -> PortalTown:
    """Give a city whose pack has borders, with the form and the public pages on."""
    city = quick_city()
    drawn = replace(city, outlines=read_outlines(collection(*invented(city)), city.kelurahan))
    found = await build(kind=PortalTown, city=drawn)
    assert isinstance(found, PortalTown)
    await found.run()
    found.spoken.add(LAMP)
    return found


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
async def test_an_area_is_touched(town: PortalTown, browser: Browser, scripts: bool) -> None:
    """A touch on the land chooses it and says its name, and the report is filed there."""
    async with phone(browser, scripts=scripts) as reader:
        page = reader.page
        await reader.begins(town.form)
        await page.click("details.tiles summary")
        await expect(page.locator(".shapes path")).to_have_count(51)
        await page.locator(".shapes label:has([value=Naioni]) path").click()
        await expect(page.locator("[value=Naioni][type=radio]")).to_be_checked()
        await expect(page.locator(".shapes label:has([value=Naioni]) span")).to_have_css("opacity", "1")
        await reader.looks(f"outlines-{'scripts' if scripts else 'bare'}")
        if scripts:
            await expect(page.locator("#area")).to_have_value("Naioni")
        number = await reader.sends()
    await town.settle()
    assert "Naioni" == (await town.state(f"ticket:{number}"))["report"]["kelurahan"]


async def test_an_area_is_chosen_by_keys(town: PortalTown, browser: Browser) -> None:
    """With the arrows one goes from area to area; where one is can be seen, and is read out by its name."""
    async with phone(browser, scripts=True) as reader:
        page = reader.page
        await reader.begins(town.form)
        await page.click("details.tiles summary")
        await page.focus(".shapes :checked")
        await page.keyboard.press("ArrowRight")
        await expect(page.locator("#area")).not_to_have_value("Oebufu")
        chosen = await page.input_value("#area")
        assert chosen == await page.evaluate("document.activeElement.labels[0].innerText.trim()")
        thick = await page.evaluate("getComputedStyle(document.querySelector('.shapes :focus + svg path')).strokeWidth")
        assert "5px" == thick


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
async def test_both_maps_are_for_everybody(town: PortalTown, browser: Browser, dark: bool, width: int) -> None:
    """Axe finds nothing at either map, nothing has to be pushed sideways, and no foreign server is asked."""
    name = f"{'dark' if dark else 'light'}-{width}"
    async with phone(browser, scripts=True, dark=dark) as reader:
        page = reader.page
        await page.set_viewport_size({"width": width, "height": 800})
        await reader.begins(town.form)
        await page.click("details.tiles summary")
        assert ([], True) == (await faults(page), await fits(page))
        await reader.looks(f"outlines-form-{name}")
        await page.goto(f"{town.runtime.url}/terbuka")
        assert ([], True) == (await faults(page), await fits(page))
        assert 51 == await page.locator(".townshapes a[aria-label]").count()
        await reader.looks(f"outlines-portal-{name}")
        await page.focus(".townshapes a")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/terbuka/peta/**")
        assert {town.runtime.url} == {
            "/".join(one.split("/")[:3]) for one in reader.requested if one.startswith("http")
        }
