"""What is printed can be read on paper: nothing is cut off, nothing is there to be pressed, and no ground is dark."""

from __future__ import annotations

from typing import Any

from playwright.async_api import Browser, Page

from tests.journeys.web_driver import WebTown, needs_browser, phone
from tests.web.monitor.planted import keep, secret, ticket
from tests.web.monitor.test_city_pages import PAGES
from tests.web.policy.test_policy_pages import MARCH, house
from tests.web.portal.town import portal

pytestmark = needs_browser

A4 = {"width": 718, "height": 1047}
"""Pixels of a sheet with margins of a centimetre (210 by 297 mm, 96 pixels an inch)."""
FAULTS = """() => {
  const found = [];
  const seen = (one) => one.checkVisibility({visibilityProperty: true, opacityProperty: true});
  const name = (one) => one.tagName.toLowerCase() + (one.className.baseVal ?? one.className ? '.' + one.className : '');
  if (document.documentElement.scrollWidth > innerWidth) found.push('wider than the paper');
  for (const one of document.querySelectorAll('nav, form, button, .skip, .noprint'))
    if (seen(one)) found.push('to be pressed: ' + name(one));
  for (const one of document.querySelectorAll('body, body *:not(svg *)')) {
    if (!seen(one) || !one.clientWidth || one.closest('.said')) continue;
    const style = getComputedStyle(one);
    if (style.overflowX !== 'visible' && one.scrollWidth > one.clientWidth + 1) found.push('cut off: ' + name(one));
    const parts = style.backgroundColor.match(/[\\d.]+/g).map(Number);
    const light = (parts[0] * 299 + parts[1] * 587 + parts[2] * 114) / 255000;
    if ((parts[3] ?? 1) > 0.5 && light < 0.6 && one.textContent.trim()) found.push('dark: ' + name(one));
  }
  return found;
}"""


async def printed(page: Page, url: str) -> list[Any]:
    """Give what is wrong with a page on paper, for somebody whose screen is dark."""
    await page.goto(url)
    await page.set_viewport_size(A4)  # type: ignore[arg-type]
    await page.emulate_media(media="print", color_scheme="dark")
    return [*await page.evaluate(FAULTS)]


async def test_public_pages_print(browser: Browser) -> None:
    """The map, a kelurahan, a published month and the list."""
    async with portal() as town, phone(browser, scripts=True, dark=True) as reader:
        urls = [
            str(town.client.make_url(f"/terbuka{path}")) for path in ("", "/peta/Oebufu", "/angka/2026-11", "/laporan")
        ]
        found = {url.partition("/terbuka")[2]: await printed(reader.page, url) for url in urls}
    assert {name: [] for name in found} == found


async def test_pages_behind_the_login_print(browser: Browser) -> None:
    """Every page of oversight with a report on it, and the document of policy."""
    async with house() as place, phone(browser, scripts=True, dark=True) as reader:
        keep(place, ticket(), secret())
        word = await place.entrance.begin(place.accounts.people["ombudsman-ntt"])
        await reader.page.set_extra_http_headers({"Cookie": f"kanal-session={word}"})
        found = {path: await printed(reader.page, str(place.client.make_url(path))) for path in (*PAGES, MARCH)}
        assert "/masuk" not in reader.page.url
    assert {name: [] for name in found} == found


async def test_a_receipt_prints(web_town: WebTown, browser: Browser) -> None:
    """Number, dates, link and the code to scan are on the sheet."""
    async with phone(browser, scripts=True, dark=True) as reader:
        await reader.begins(web_town.form)
        number = await reader.sends()
        assert [] == await printed(reader.page, f"{reader.link}/receipt")
        await reader.sees(number)
        assert await reader.page.locator("main svg, main img").first.is_visible()
