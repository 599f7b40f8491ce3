"""What everybody is told of their data, on a page that no question to a database stands behind."""

from __future__ import annotations

import re

import pytest

from app.sweeps import KEPT as RAW_KEPT
from app.sweeps import NEWS_KEPT
from core.city.texts import Texts
from storage.mongo.origins import KEPT as ORIGINS_KEPT
from tests.core.kupang import kupang
from tests.web.boxes import served
from web.notice import PARTS


@pytest.mark.parametrize("language", ["id", "en"])
async def test_the_notice_says_who_why_how_long_and_what_may_be_asked(language: str) -> None:
    """Every part has a heading and words; city and office are named; the page leads to itself nowhere."""
    async with served() as town:
        status, page = await town.ask(f"/privasi?lang={language}")
    assert 200 == status
    headings = re.findall(r'<h2 id="(\w+)">([^<]+)</h2>', page)
    assert list(PARTS) == [name for name, _ in headings]
    assert len(PARTS) == len({words for _, words in headings})
    assert "Kota Kupang" in page
    assert "Bagian Organisasi" in page
    assert "{" not in page.partition("<main")[2].partition("</main>")[0]
    assert 'href="/privasi' not in page.partition("<footer")[2]


async def test_every_page_leads_to_the_notice() -> None:
    """Whoever is about to write finds what will be done with it, in the language of the page."""
    async with served() as town:
        for path in ("/lapor", "/lacak"):
            _status, page = await town.ask(f"{path}?lang=en")
            assert '<a href="/privasi?lang=en">Your personal data</a>' in page


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_times_are_those_of_the_program(language: str) -> None:
    """What is said to be kept for so many days is."""
    kept = Texts(kupang().texts).say("web.notice.kept", language, office="")
    days = [int(count) for count in re.findall(r"(\d+) (?:hari|day)", kept)]
    assert [RAW_KEPT.days, 1, NEWS_KEPT.days, ORIGINS_KEPT.days] == days
