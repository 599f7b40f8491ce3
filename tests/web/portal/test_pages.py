"""The public pages: what they say, what they hide, who may keep and index them, and the same as files."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from core.tally.shades import ShadesState
from storage.city import read_city
from tests.web.portal.town import keep, portal
from web.portal.charts import top_of
from web.routes import ROBOTS

PAGES = ("/terbuka", "/terbuka/angka/2026-11", "/terbuka/peta/Oebufu")
LIGHT = 60 * 1024


async def text_of(path: str) -> str:
    """Ask for a page; give what it says, without tags."""
    async with portal() as town:
        status, page = await town.ask(path)
        assert 200 == status
        return " ".join(re.sub(r"<[^>]*>", " ", page).split())


async def table_of(path: str) -> list[list[str]]:
    """Ask for a file; give its cells."""
    async with portal() as town:
        status, content = await town.ask(path)
        assert 200 == status
        return list(csv.reader(io.StringIO(content)))


@pytest.mark.parametrize("path", PAGES)
async def test_a_public_page_may_be_kept_and_found(path: str) -> None:
    """For a minute by anybody, and by robots, which are let in here and nowhere else."""
    async with portal() as town:
        async with town.client.get(path) as answer:
            page = await answer.text()
            assert "public, max-age=60" == answer.headers["Cache-Control"]
            assert "index, follow" == answer.headers["X-Robots-Tag"]
            assert "unsafe" not in answer.headers["Content-Security-Policy"]
            assert "Set-Cookie" not in answer.headers
        assert '<meta name="robots" content="index, follow">' in page
        assert "style=" not in page
        assert len(page) < LIGHT
        assert f"{ROBOTS}Allow: /terbuka\n" == (await town.ask("/robots.txt"))[1]
        assert "noindex" in (await town.ask("/lapor"))[1]


async def test_pages_lead_to_the_portal_where_it_is() -> None:
    """The form and the tracking page have it in their navigation."""
    async with portal() as town:
        assert 'href="/terbuka"' in (await town.ask("/lapor"))[1]


async def test_the_map_says_how_reports_stand_in_steps() -> None:
    """A place says how many reports it has and how most stand; where there are few nothing is told apart."""
    page = await text_of("/terbuka")
    assert "Oebufu 20+ laporan Terbanyak: menunggu" in page
    assert "Naioni &lt; 5 kurang dari 5" in page
    assert "10+ menunggu dikerjakan" not in page
    assert "15+ menunggu dikerjakan" in page


async def test_a_look_a_day_later_tells_of_nobody() -> None:
    """One more report in a place is seen nowhere until five have come."""
    async with portal() as town:
        before = (await town.ask("/terbuka"))[1]
        keep(town.boxes, "shades:2026-11", ShadesState({"Oebufu": {"waiting": 1}, "Naioni": {"confirmed": 1}}))
        town.clock.move(days=1)
        town.boxes.lanes.pop("tally:2026-12-10")
        assert before == (await town.ask("/terbuka"))[1]


async def test_the_running_month_ends_yesterday() -> None:
    """What was counted today is in no public number."""
    assert "Bulan ini sampai kemarin" in (page := await text_of("/terbuka"))
    assert "Laporan masuk 80+" in page


async def test_the_pages_are_read_from_the_store_once_a_minute() -> None:
    """A page that many open costs the store nothing; a minute later it is read anew."""
    async with portal() as town:
        first = (await town.ask("/terbuka"))[1]
        town.boxes.lanes.pop("shades:2026-12")
        assert first == (await town.ask("/terbuka"))[1]
        town.clock.move(minutes=1)
        assert first != (await town.ask("/terbuka"))[1]


async def test_a_month_has_its_tables() -> None:
    """By kind, kelurahan and unit; what citizens confirm, what the office says and what lapsed stand apart."""
    page = await text_of("/terbuka/angka/2026-11")
    assert "Angka November 2026" in page
    for head in ("Menurut jenis", "Menurut kelurahan", "Menurut unit", "Dijawab petugas", "Dipastikan warga", "Lewat"):
        assert head in page
    assert "Naioni" not in page
    assert "50 baris lain tidak punya angka" in page


@pytest.mark.parametrize("asked", ["2026-12", "2026-Q4", "2026", "2025-11", "2026-11-01", "..", "<script>"])
async def test_what_is_not_published_is_not_there(asked: str) -> None:
    """A month that runs, was never counted or is none has no page and no file."""
    async with portal() as town:
        assert 404 == (await town.ask(f"/terbuka/angka/{asked}"))[0]
        assert 404 == (await town.ask(f"/terbuka/angka/{asked}/unit.csv"))[0]


async def test_a_table_that_is_not_public_has_no_file() -> None:
    """Only the tables on the page can be fetched."""
    async with portal() as town:
        assert 404 == (await town.ask("/terbuka/angka/2026-11/channel.csv"))[0]
        assert 404 == (await town.ask("/terbuka/angka/2026-11/cells.csv"))[0]


async def test_the_newest_month_is_behind_the_plain_address() -> None:
    """Who asks for the figures is led to the month that came last."""
    async with portal() as town, town.client.get("/terbuka/angka", allow_redirects=False) as answer:
        assert (303, "/terbuka/angka/2026-11") == (answer.status, answer.headers["Location"])


async def test_a_table_as_a_file() -> None:
    """A file has every line of the pack and every public indicator; what is hidden is empty."""
    rows = await table_of("/terbuka/angka/2026-11/kelurahan.csv")
    assert ["kelurahan", "name", "received", "answered"] == rows[0][:4]
    lines = {row[0]: row for row in rows[1:]}
    assert "40" == lines["Oebufu"][2]
    assert [""] * (len(rows[0]) - 2) == lines["Naioni"][2:]
    assert 52 == len(lines)


async def test_months_and_map_as_files() -> None:
    """The series has a row a month, the map a row a place."""
    months, places = await table_of("/terbuka/angka.csv"), await table_of("/terbuka/peta.csv")
    assert ["month", "2026-11", "2026-10"] == [row[0] for row in months]
    assert ["Oebufu", "10", "", "5", "5"] == next(row for row in places if row[0] == "Oebufu")
    assert ["Naioni", "", "", "", ""] == next(row for row in places if row[0] == "Naioni")


async def test_a_place_says_how_to_find_ones_own_report() -> None:
    """The page of a kelurahan has its numbers, and leads to the page that answers a number."""
    page = await text_of("/terbuka/peta/Oebufu")
    assert "Kelurahan Oebufu" in page
    assert "Punya nomor laporan?" in page
    async with portal() as town:
        assert 404 == (await town.ask("/terbuka/peta/Atlantis"))[0]


async def test_a_city_that_has_just_begun() -> None:
    """Without a published month the map stands alone, and the page says when the first month comes."""
    async with portal(filled=False) as town:
        status, page = await town.ask("/terbuka")
        assert 200 == status
        assert "Belum ada bulan yang terbit." in page
        assert "4 Jan 2027" in page
        assert 303 == (await town.ask("/terbuka/angka"))[0]


async def test_another_city_has_a_portal_too() -> None:
    """The pages take every word and place from the pack."""
    async with portal(city=read_city(Path("tests/cities/lembahsari"))) as town:
        status, page = await town.ask("/terbuka")
        assert 200 == status
        assert "Rejo Arum" in page


async def test_a_store_that_is_down_is_said() -> None:
    """Nobody gets a bare error."""
    async with portal() as town:
        town.boxes.down = True
        assert 503 == (await town.ask("/terbuka"))[0]


def test_axes_end_at_round_numbers() -> None:
    """Four steps of 1, 2, 3 or 5 and zeros, never below what is drawn."""
    assert [4, 8, 12, 20, 40, 120, 2000] == [top_of(value) for value in (0, 5, 9, 13, 25, 100, 1234)]
