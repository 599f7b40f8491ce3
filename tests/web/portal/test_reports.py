"""The public list on its page: the newest first, by kind and place, a page at a time."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from core.vocabulary.publishing import PublicReport
from tests.web.boxes import WORD, Town
from tests.web.portal.town import TODAY, portal
from tests.web.test_pages import WORDS
from web.portal.reports import EACH


def fill(town: Town, count: int) -> None:
    """Put lines into the list, of two places in turn."""
    for number in range(1, count + 1):
        place = "Oebufu" if number % 2 else "Lasiana"
        at = TODAY + timedelta(minutes=number)
        words = f"laporan ke-{number} <script>alert(1)</script>"
        line = PublicReport(f"KPG-26-{number:05}-5", "lampu-jalan", place, "2026-11", "confirmed", words, at)
        town.boxes.public.append(line)


def numbers_in(page: str) -> list[int]:
    """Give the lines of a page."""
    return [int(found) for found in re.findall(r"laporan ke-(\d+)", page)]


async def test_the_list_is_read_in_pages() -> None:
    """The newest come first, older ones behind a link, and every line is on one page."""
    async with portal() as town:
        fill(town, EACH + 5)
        status, page = await town.ask("/terbuka/laporan?place=")
        assert (200, list(range(EACH + 5, 5, -1))) == (status, numbers_in(page))
        older = re.search(r'rel="next" href="([^"]+)"', page)
        assert older is not None
        page = (await town.ask(older[1].replace("&amp;", "&")))[1]
        assert [5, 4, 3, 2, 1] == numbers_in(page)
        assert "Terbaru" in page


async def test_the_list_of_a_place() -> None:
    """A kelurahan has its own; its page leads there."""
    async with portal() as town:
        fill(town, 4)
        assert [3, 1] == numbers_in((await town.ask("/terbuka/laporan?place=Oebufu&kind=lampu-jalan"))[1])
        assert [] == numbers_in((await town.ask("/terbuka/laporan?place=Oebufu&kind=sampah"))[1])
        assert "/terbuka/laporan?place=Oebufu" in (await town.ask("/terbuka/peta/Oebufu"))[1]


async def test_a_line_says_how_it_stands_and_runs_nothing() -> None:
    """Number, kind, place, month, words and state; words are text, whatever they say."""
    async with portal() as town:
        fill(town, 1)
        page = (await town.ask("/terbuka/laporan"))[1]
        for said in ("KPG-26-00001-5", "Lampu jalan", "Oebufu", "November 2026", "dipastikan beres oleh warga"):
            assert said in page
        assert "<script>alert" not in page


@pytest.mark.parametrize(
    "query", ["after=0", "after=-1", "after=' or 1", "place=Atlantis", "kind=<b>", "after=" + "9" * 500]
)
async def test_what_does_not_exist_is_not_asked_for(query: str) -> None:
    """A hostile query shows the first page of everything."""
    async with portal() as town:
        fill(town, 1)
        status, page = await town.ask(f"/terbuka/laporan?{query}")
        assert (200, [1]) == (status, numbers_in(page))


async def test_the_form_asks_whether_a_report_may_be_listed() -> None:
    """Not ticked by itself, and only where there is a portal; a confidential report is never listed."""
    async with portal() as town:
        page = (await town.ask("/lapor/2", "post", data=WORDS))[1]
        assert re.search(r'name="listable" value="on"(?! checked)', page)
        form = {**WORDS, "category": "lampu-jalan", "area": "Oebufu", "privacy": "anonim", "listable": "on"}
        for number, privacy in enumerate(("anonim", "rahasia")):
            word = WORD[:-1] + "CD"[number]
            await town.ask("/lapor/3", "post", data={**form, "privacy": privacy, "word": word})
        await town.ask("/lapor/3", "post", data={**form, "listable": "", "word": WORD[:-1] + "E"})
        assert [True, False, False] == [event.body.listable for event in town.boxes.events.values()]  # type: ignore[union-attr]
