"""Everybody can read the pages of policy: checked by axe in a real browser, in both colours, on a phone."""

from __future__ import annotations

import pytest

from tests.journeys.test_web_access import faults, fits
from tests.journeys.web_driver import chromium, needs_browser, phone
from tests.web.monitor.house import House
from tests.web.policy.test_policy_pages import MARCH, ROOT, Written, house

pytestmark = needs_browser


def cookies(place: House) -> list[dict[str, str]]:
    """Give a browser what makes it logged in."""
    found = {cookie.key: cookie.value for cookie in place.client.session.cookie_jar}
    return [{"name": name, "value": value, "url": str(place.client.make_url("/"))} for name, value in found.items()]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_axe_finds_nothing(dark: bool) -> None:
    """No page has a fault by WCAG 2.2 AA: the list, a period with its commands open, and one that is counted."""
    desk, found = Written(), {}
    async with house(desk) as place, chromium() as browser, phone(browser, scripts=True, dark=dark) as reader:
        await reader.page.context.add_cookies(cookies(place))  # type: ignore[arg-type]
        for path, counting in ((ROOT, False), (MARCH, False), (MARCH, True)):
            desk.counting = counting
            await reader.page.goto(str(place.client.make_url(path)))
            for summary in await reader.page.locator("summary").all():
                await summary.click()
            found[path, counting] = [
                *await faults(reader.page),
                *([] if await fits(reader.page) else [("width", path)]),
            ]
    assert {key: [] for key in found} == found
