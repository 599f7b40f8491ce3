"""Everybody can use the pages of figures: checked by axe in a real browser, in both colours, where they are full."""

from __future__ import annotations

from playwright.async_api import Browser

from tests.journeys.test_web_access import faults, fits
from tests.journeys.web_driver import needs_browser, phone
from tests.web.policy.test_policy_pages import MARCH, house
from tests.web.portal.town import portal

pytestmark = needs_browser


async def wrong(browser: Browser, urls: list[str], cookie: str = "") -> dict[str, list[object]]:
    """Give what axe finds, and whether a page is wider than a phone, by page and colour."""
    found: dict[str, list[object]] = {}
    for dark in (False, True):
        async with phone(browser, scripts=True, dark=dark) as reader:
            await reader.page.set_extra_http_headers({"Cookie": cookie} if cookie else {})
            for url in urls:
                answer = await reader.page.goto(url)
                assert answer is not None
                assert 200 == answer.status
                for summary in await reader.page.query_selector_all("details:not([open]) > summary"):
                    await summary.click()
                here = f"{url.partition('//')[2].partition('/')[2]} {'dark' if dark else 'light'}"
                found[here] = [*await faults(reader.page), *([] if await fits(reader.page) else ["width"])]
    return found


async def test_axe_finds_nothing_in_public(browser: Browser) -> None:
    """The map, a kelurahan, a published month and the list, with every table opened."""
    async with portal() as town:
        paths = ("", "/peta/Oebufu", "/angka/2026-11", "/laporan")
        found = await wrong(browser, [str(town.client.make_url(f"/terbuka{path}")) for path in paths])
    assert {name: [] for name in found} == found


async def test_axe_finds_nothing_in_policy(browser: Browser) -> None:
    """The document of a month, with the commands under its numbers opened."""
    async with house() as place:
        word = await place.entrance.begin(place.accounts.people["ombudsman-ntt"])
        url = str(place.client.make_url(MARCH))
        found = await wrong(browser, [url], f"kanal-session={word}")
    assert {name: [] for name in found} == found
