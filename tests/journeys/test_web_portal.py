"""The public pages in a real browser: a citizen allows it, a coordinator releases it, and everybody finds it."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Page

from tests.journeys.conftest import Build
from tests.journeys.test_web_access import faults, fits
from tests.journeys.web_driver import LAMP, WebTown, chromium, needs_browser, phone

pytestmark = needs_browser


class PortalTown(WebTown):
    """A city whose public pages are on."""

    def settings(self, **more: Any) -> Any:
        """Switch them on."""
        return super().settings(**{"KANAL_PORTAL": "on", **more})


@pytest.fixture
async def town(build: Build) -> PortalTown:
    """Give a city with the public pages and registered officers."""
    found = await build(kind=PortalTown)
    assert isinstance(found, PortalTown)
    await found.run()
    await found.register()
    found.spoken.add(LAMP)
    return found


async def looked_at(page: Page) -> None:
    """Let axe look at a page, which fits a phone."""
    assert [] == await faults(page)
    assert await fits(page)


async def test_a_citizen_finds_the_own_report(town: PortalTown) -> None:
    """From the map by the kelurahan to the list, where the words stand that were released, and to how it stands."""
    async with chromium() as browser, phone(browser, scripts=True, dark=True) as reader:
        page = reader.page
        await reader.begins(town.form)
        await page.select_option("#area", "Oebufu")
        await page.check("[name=listable]")
        number = await reader.sends()
        await town.admin.verifies(number)
        await page.goto(f"{town.runtime.url}/terbuka/laporan")
        assert number not in await page.inner_text("main")
        await town.admin.presses(number, "Lainnya")
        await town.admin.presses(number, "Daftar umum")
        await town.card(number, words=("Di daftar umum, tanpa nama dan alamat", LAMP))
        await town.admin.presses(number, "Terbitkan kata-kata ini")
        await town.card(number, words=("Ada di daftar umum",))
        await town.settle()

        await page.goto(town.form)
        await page.click("nav >> text=Data terbuka")
        await looked_at(page)
        await page.click(".townmap a:has-text('Oebufu')")
        await reader.sees("Kelurahan Oebufu", "kurang dari 5")
        await looked_at(page)
        await page.click("text=Laporan di Kelurahan Oebufu")
        await reader.sees(number, LAMP, "menunggu dikerjakan")
        await looked_at(page)
        await reader.looks("public-list")
        await page.goto(f"{town.runtime.url}/lacak?number={number}")
        await reader.sees(number, "menunggu diserahkan ke dinas")
