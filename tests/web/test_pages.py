"""The pages that everybody sees: their headers, languages, weight, and what they say of others' reports."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from core.city.outlines import read_outlines
from core.ticket.state import HistoryLine, TicketState
from core.vocabulary.lane_names import ticket_lane
from core.vocabulary.lanes import Lane
from core.vocabulary.report import Report
from core.vocabulary.ticket import TicketStatus
from storage.city import read_city
from tests.cities.borders import collection, invented
from tests.core.kupang import kupang
from tests.web.boxes import WORD, Town, served
from web.drawing import STAGES, bare, rows_of, stage_of, tone_of
from web.headers import policy

NUMBER = "KPG-26-00001-5"
LIGHT = 60 * 1024
WORDS = {"words": "Lampu jalan mati su 3 hari di depan SDN Oebufu", "word": WORD}
AT = datetime(2026, 12, 1, 2, tzinfo=UTC)


def ticket() -> TicketState:
    """Give a ticket with everything that strangers must not see."""
    report = Report("Lampu mati di rumah Maria", "pengaduan", "lampu-jalan", name="Maria Ndolu", landmark="gang sempit")
    line = HistoryLine(AT, "7002", "claimed", "diproses", "alasan petugas")
    return TicketState(NUMBER, "person:abc", "diproses", report, AT, unit="dishub", history=(line,), due_at=AT)


def keep(town: Town, found: TicketState) -> None:
    """Put a ticket where the pages find it."""
    lane = ticket_lane(found.number)
    town.boxes.lanes[lane] = Lane(lane, 1, msgspec.to_builtins(found, builtin_types=(datetime,)))


@pytest.mark.parametrize(
    ("path", "referrer"),
    [
        ("/lapor", "same-origin"),
        ("/lacak", "same-origin"),
        ("/privasi", "same-origin"),
        (f"/milik/{WORD}", "no-referrer"),
    ],
)
async def test_every_page_has_the_headers(path: str, referrer: str) -> None:
    """Nothing from elsewhere, no frames, no sniffing, no store, no robots; a private address goes into no Referer."""
    async with served(public_url="https://lapor.example") as town, town.client.get(path) as answer:
        headers = answer.headers
        assert policy() == headers["Content-Security-Policy"]
        assert "unsafe" not in policy()
        assert referrer == headers["Referrer-Policy"]
        assert ("nosniff", "DENY", "no-store") == tuple(
            headers[name] for name in ("X-Content-Type-Options", "X-Frame-Options", "Cache-Control")
        )
        assert "noindex" in headers["X-Robots-Tag"]
        assert headers["Strict-Transport-Security"].startswith("max-age=31536000")
        assert "Set-Cookie" not in headers


async def test_robots_see_nothing() -> None:
    """No robot is let in anywhere."""
    async with served() as town:
        assert (200, "User-agent: *\nDisallow: /\n") == await town.ask("/robots.txt")


async def test_a_map_adds_its_pictures_alone() -> None:
    """Without a tile address no map is offered; with one, its host alone is let into the policy."""
    async with served() as town:
        assert "map.js" not in await _check(town)
    async with served(tile_url="https://tiles.example/{z}/{x}/{y}.png") as town:
        assert "map.js" in await _check(town)
    assert "img-src 'self' blob: https://tiles.example;" in policy("https://tiles.example/{z}/{x}/{y}.png")


async def _check(town: Town) -> str:
    async with town.client.post("/lapor/2", data=WORDS) as answer:
        return await answer.text()


async def test_the_form_is_light() -> None:
    """Both pages of the form, each with styles and scripts and without any packing, stay below 60 kB."""
    drawn = replace(kupang(), outlines=read_outlines(collection(*invented(kupang(), 8)), kupang().kelurahan))
    for city in (kupang(), drawn):
        async with served(city=city) as town:
            for page in ((await town.ask("/lapor"))[1], await _check(town)):
                weight = len(page.encode())
                for address in set(re.findall(r'(?:href|src)="(/web/[^"]+)"', page)):
                    async with town.client.get(address) as answer:
                        assert "immutable" in answer.headers["Cache-Control"]
                        weight += len(await answer.read())
                assert LIGHT > weight


async def test_borders_take_the_place_of_tiles() -> None:
    """A pack with borders has its areas as shapes, each a choice under its name, and no tiles; no style is inline."""
    drawn = replace(kupang(), outlines=read_outlines(collection(*invented(kupang())), kupang().kelurahan))
    async with served(city=drawn) as town:
        page = await _check(town)
    shapes = re.findall(
        r'<input type="radio" name="tile" value="([^"]+)"><svg [^>]+><path d="M[-\d lzM]+"/></svg>', page
    )
    assert sorted(area.name for area in kupang().kelurahan) == shapes
    assert 'class="row"' not in page
    assert "style=" not in page
    assert "Pilih di peta" in page


async def test_what_was_understood_is_filled_in() -> None:
    """Category, kelurahan and landmark are read out of the words, and stand in fields that can be corrected."""
    async with served() as town:
        page = await _check(town)
    assert '<option value="lampu-jalan" selected>' in page
    assert "<option selected>Oebufu</option>" in page
    assert 'value="depan SDN Oebufu"' in page
    assert f'name="word" value="{WORD}"' in page


@pytest.mark.parametrize(
    ("query", "accepts", "language"),
    [("", "", "id"), ("", "en-GB,en;q=0.9", "en"), ("", "fr", "id"), ("?lang=en", "id", "en"), ("?lang=xx", "", "id")],
)
async def test_a_page_speaks(query: str, accepts: str, language: str) -> None:
    """The language that was chosen counts, else the first of the browser's that the city speaks."""
    async with served() as town, town.client.get(f"/lapor{query}", headers={"Accept-Language": accepts}) as answer:
        assert language == answer.headers["Content-Language"]
        assert f'<html lang="{language}">' in await answer.text()


async def test_a_stranger_sees_status_and_dates_only() -> None:
    """By its number a ticket tells how it stands and since when: no words, name, place, office or reason."""
    async with served() as town:
        keep(town, ticket())
        status, page = await town.ask("/lacak?number=kpg 26 00001 5")
    assert 200 == status
    assert "Sedang dikerjakan" in page
    assert "1 Des 2026" in page
    for secret in ("Maria", "rumah", "sempit", "Perhubungan", "alasan", "7002", "abc", "lampu-jalan", "Lampu jalan"):
        assert secret not in page, secret


@pytest.mark.parametrize("asked", ["KPG-26-00001-4", "KPG-26-00002-1", "x", "KPG-26-00001-5'; drop", "%00"])
async def test_other_numbers_are_answered_alike(asked: str) -> None:
    """A typing error, and a number that was never given, are the same to whoever asks."""
    async with served() as town:
        found = await town.ask(f"/lacak?number={asked}")
    assert 404 == found[0]
    assert "Tidak ada laporan dengan nomor itu" in found[1]


async def test_a_store_that_is_down_is_said() -> None:
    """While nothing can be stored nobody is told that it was: 503, and the words say that nothing is kept."""
    async with served() as town:
        town.boxes.down = True
        form = {**WORDS, "category": "lampu-jalan", "privacy": "anonim"}
        status, _page = await town.ask("/lacak?number=KPG-26-00001-5")
        async with town.client.post("/lapor/3", data=form) as answer:
            assert (503, 503) == (status, answer.status)
            assert "BELUM tersimpan" in await answer.text()


async def test_another_city_has_its_own_map_and_words() -> None:
    """A city of four areas and two languages has its own tiles, and pages in what the base pack knows of them."""
    city = read_city(Path("tests/cities/lembahsari"))
    words = {"words": "Lampu mati di alun alun sejak kemarin"}
    async with served(city=city) as town, town.client.post("/lapor/2?lang=jv", data=words) as answer:
        page = await answer.text()
    assert 4 == page.count('<label class="d')
    assert "Kota Lembah Sari" in page
    assert "Kupang" not in page


async def test_what_breaks_is_a_page_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake of ours is told in words, with every header, and reported without the address."""
    told: list[dict[str, object]] = []

    async def broken(*_given: object) -> None:
        raise RuntimeError("a bug")

    async with served(report=lambda name, **facts: told.append({"name": name, **facts})) as town:
        monkeypatch.setattr(town.boxes, "link_of", broken)
        monkeypatch.setattr(town.boxes, "load", broken)
        for path in (f"/milik/{WORD}", f"/lacak?number={NUMBER}"):
            async with town.client.get(path) as answer:
                assert (500, policy()) == (answer.status, answer.headers["Content-Security-Policy"])
                assert "Ini kesalahan kami" in await answer.text()
    assert ["RuntimeError", "RuntimeError"] == [one["error"] for one in told]
    assert WORD not in str(told)


def test_the_tile_map_lies_as_the_city_lies() -> None:
    """Every kelurahan has one tile, south of one that lies north of it, and the sea in the north-west is empty."""
    rows = rows_of(kupang())
    names = [tile.name for row in rows for tile in row if tile.name]
    places = {tile.name: (y, x) for y, row in enumerate(rows) for x, tile in enumerate(row)}
    assert sorted(area.name for area in kupang().kelurahan) == sorted(names)
    assert "" == rows[0][0].name
    assert places["Naioni"] > places["Oebufu"] > places["Oesapa"]
    assert places["Alak"][1] < places["Oebobo"][1] < places["Lasiana"][1]


@pytest.mark.parametrize(
    ("text", "bare_"),
    [("✅ Laporan Anda", "Laporan Anda"), ("⏸️ ditunda", "ditunda"), ("🛠️ a\n⏰ b", "a\nb"), ("5–6 × “a”", "5–6 × “a”")],
)
def test_little_pictures_are_left_out(text: str, bare_: str) -> None:
    """What leads a message in a chat is no word, and dashes, signs and quotation marks stay."""
    assert bare_ == bare(text)


@pytest.mark.parametrize("status", get_args(TicketStatus))
def test_every_status_has_its_place_and_words(status: TicketStatus) -> None:
    """Each status stands somewhere on the way, and has words for strangers in every language."""
    assert 0 <= stage_of(status) < len(STAGES)
    assert tone_of(status) in ("wait", "work", "done", "over")
    assert all(f"web.status.{status}" in texts for texts in kupang().texts.values())
