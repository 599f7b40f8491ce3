"""Everybody can use the pages: checked by axe in a real browser, in both colours, by keyboard, and enlarged."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from tests.journeys.test_web_main_job import handed_to_an_officer
from tests.journeys.web_driver import LAMP, WebTown, needs_browser, phone

pytestmark = needs_browser
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


async def faults(page: Page) -> list[tuple[str, str]]:
    """Let axe look at a page; give what is wrong and where."""
    results = await Axe().run(page, options={"runOnly": {"type": "tag", "values": STANDARD}})
    assert 15 <= len(results.response["passes"]), "it looked"
    found: list[dict[str, Any]] = results.response["violations"]
    return [(one["id"], str(one["nodes"][0]["target"])) for one in found]


async def fits(page: Page) -> bool:
    """Tell whether nothing but a map has to be pushed sideways."""
    return bool(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_axe_finds_nothing(web_town: WebTown, browser: Browser, dark: bool) -> None:
    """No page has a fault by WCAG 2.2 AA: form, correction, problems, private page in each state, receipt, tracking."""
    town, found = web_town, {}
    async with phone(browser, scripts=True, dark=dark) as reader:
        page = reader.page

        async def look(name: str) -> None:
            found[name] = [*await faults(page), *([] if await fits(page) else [("width", name)])]
            await reader.looks(f"{'dark' if dark else 'light'}-{name}")

        await page.goto(town.form)
        await look("form")
        await reader.begins(town.form)
        await page.click("details.tiles summary")
        await reader.adds_photos(1, 2)
        await look("check")
        number = await reader.sends()
        await look("mine")
        await page.goto(f"{reader.link}/receipt")
        await look("receipt")
        await handed_to_an_officer(town, number)
        await town.officer().explains(number, "Tanya", "Tiang nomor berapa yang mati?")
        await reader.comes_back("Petugas menunggu")
        await look("question")
        await reader.writes("Tiang nomor 12")
        await town.card(number, "Selesai")
        await town.closed(number)
        await reader.comes_back("Apakah sudah beres?")
        await look("verdict")
        await reader.chooses("Sudah")
        await reader.comes_back("Berapa nilai")
        await look("rating")
        await page.goto(f"{town.runtime.url}/lacak?number={number}")
        await look("track")
        for path, name in (("/lacak?number=x", "none"), (f"/milik/{'z' * 43}", "closed")):
            await page.goto(town.runtime.url + path)
            await look(name)
        reader.complaints.clear()  # the browser notes the status 404
    assert {name: [] for name in found} == found


async def test_the_form_can_be_filled_by_keyboard(web_town: WebTown, browser: Browser) -> None:
    """From the skip link to the tile map everything is reached by keys, and what has the focus is seen."""
    async with phone(browser, scripts=True) as reader:
        page = reader.page
        await page.goto(web_town.form)
        await page.keyboard.press("Tab")
        assert "#main" in str(await page.evaluate("document.activeElement.href"))
        await page.focus("#words")
        await page.keyboard.type(LAMP)
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await reader.sees("Begini yang kami tangkap")
        await page.focus("details.tiles summary")
        await page.keyboard.press("Enter")
        await page.focus(".tiles :checked")
        await page.keyboard.press("ArrowRight")
        await expect(page.locator("#area")).not_to_have_value("Oebufu")
        outline = await page.evaluate("getComputedStyle(document.querySelector('.tiles :focus + span')).outlineStyle")
        assert "solid" == outline


async def test_at_four_times_the_size_nothing_is_lost(web_town: WebTown, browser: Browser) -> None:
    """At 320 CSS pixels, a desktop enlarged four times, no page has to be pushed sideways (WCAG 1.4.10)."""
    async with phone(browser, scripts=False) as reader:
        await reader.page.set_viewport_size({"width": 320, "height": 640})
        await reader.begins(web_town.form)
        wide = [await fits(reader.page)]
        for path in ("/lapor?lang=en", "/lacak"):
            await reader.page.goto(web_town.runtime.url + path)
            wide.append(await fits(reader.page))
        assert [True, True, True] == wide
