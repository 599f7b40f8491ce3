"""From the private page to a chat that is told as well, in a real browser: both sides agree, and news comes there."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from tests.journeys.conftest import Build
from tests.journeys.test_web_main_job import handed_to_an_officer
from tests.journeys.web_driver import LAMP, WebTown, chromium, needs_browser, phone
from tests.journeys.whatsapp_driver import WhatsAppTown

pytestmark = needs_browser


class ReachedTown(WebTown, WhatsAppTown):
    """A city with pages and a number on WhatsApp."""


async def test_from_the_private_page_to_a_linked_chat(build: Build) -> None:
    """The page's link carries the code, the chat asks and the page asks, and the next news is in the chat."""
    town = await build(kind=ReachedTown)
    assert isinstance(town, ReachedTown)
    await town.run()
    await town.register()
    town.spoken.add(LAMP)
    other = town.person()
    async with chromium() as browser, phone(browser, scripts=False) as reader:
        page = reader.page
        await reader.begins(town.form)
        number = await reader.sends()
        async with page.expect_navigation():
            await page.click("#reach button")
        await reader.comes_back("Pilih aplikasi di ponsel Anda")
        link = await page.get_attribute("#reach a[href*='wa.me']", "href")
        assert link is not None
        assert number not in link
        (words,) = parse_qs(urlsplit(link).query)["text"]
        assert re.fullmatch(r"tautkan [A-Z2-7]{8}", words)

        other.says(words)
        other.presses(await other.hears("situs web", button="Ya, tautkan"), "Ya, tautkan")
        await reader.comes_back("ditautkan")
        await reader.chooses("Ya, tautkan")
        await other.hears("Tertaut")
        await reader.comes_back("juga datang ke obrolan Anda yang tertaut")

        await handed_to_an_officer(town, number)
        await other.hears(number, "sedang dikerjakan")
