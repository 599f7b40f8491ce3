"""The main job by the web: from the form to confirmed, in a real browser, with and without scripts."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
from playwright.async_api import Browser, expect

from core.ticket.number import format_number
from tests.journeys.conftest import Build
from tests.journeys.pictures import png
from tests.journeys.web_driver import LAMP, Reader, WebTown, needs_browser, phone

pytestmark = needs_browser


async def handed_to_an_officer(town: WebTown, number: str) -> None:
    """Bring a new report to the officer who works on it."""
    await town.admin.verifies(number)
    await town.admin.disposes(number)
    await town.officer().claims(number)


async def asked_and_answered(town: WebTown, reader: Reader, number: str) -> None:
    """Let the officer ask, and the reporter answer with a photo; until the page is opened the card says so."""
    await town.officer().explains(number, "Tanya", "Tiang nomor berapa yang mati?")
    await town.card(number, words=("Menunggu jawaban pelapor", "belum dibuka"))
    await reader.comes_back("Petugas menunggu jawaban Anda", "Tiang nomor berapa")
    await reader.looks("question")
    await reader.writes("Tiang nomor 12, dekat kios", 5)
    await town.group_says("jawaban pelapor", number, "tiang nomor 12")
    card = await town.card(number, "Selesai", words=("Dalam proses",))
    assert "belum dibuka" not in str(card)


async def test_complaint_to_confirmed_without_scripts(web_town: WebTown, browser: Browser, logs: Any) -> None:
    """Without scripts a report is filed with photos, followed, a question answered, disputed, confirmed and rated."""
    town = web_town
    async with phone(browser, scripts=False) as reader:
        await reader.begins(town.form)
        await reader.adds_photos(1, 2)
        number = await reader.sends()
        await reader.comes_back("belum ditindaklanjuti", "Simpan tautan ini", number)
        await handed_to_an_officer(town, number)
        await reader.comes_back("dalam proses")
        await asked_and_answered(town, reader, number)
        await town.officer().closes(number, "Lampu sudah diganti sejak sore ini.", png(7))
        await reader.comes_back("Apakah sudah beres?", "Lampu sudah diganti")
        assert 1 <= await reader.page.locator(".letters img").count()
        await reader.looks("verdict")
        await reader.chooses("Belum")
        await reader.sees("Apa yang belum beres")
        await reader.writes("Masih gelap, lampunya tidak menyala")
        await town.group_says(number, "belum beres", "masih gelap")
        await town.card(number, "Selesai", words=("Disanggah",))
        await town.officer().closes(number, "Kabelnya diganti, sekarang menyala.", png(8))
        await reader.comes_back("Apakah sudah beres?", "Kabelnya diganti")
        await reader.chooses("Sudah")
        await reader.comes_back("Berapa nilai penanganannya?")
        await reader.chooses("5")
        await town.card(number, words=("Selesai, dikonfirmasi", "5/5"))
        await reader.comes_back("selesai")
        await reader.looks("done")
        word = reader.link.rpartition("/")[2]
        await town.settle()
        assert word not in logs.getvalue(), "the link is in no log"
        assert not [one for one in reader.requested if not one.startswith(town.runtime.url)], "nobody else is called"


async def test_with_scripts_it_is_pleasant(web_town: WebTown, browser: Browser) -> None:
    """With scripts photos are seen and can be taken away before they go, and the tile map and the list agree."""
    town = web_town
    async with phone(browser, scripts=True) as reader:
        page = reader.page
        await reader.begins(town.form)
        await expect(page.locator("#area")).to_have_value("Oebufu")
        await page.click("details.tiles summary")
        await page.click("label:has([value=Penfui])")
        await expect(page.locator("#area")).to_have_value("Penfui")
        await page.select_option("#area", "Oebufu")
        await expect(page.locator(".tiles :checked")).to_have_value("Oebufu")
        await reader.adds_photos(1, 2, 3)
        await reader.adds_photos(4, 5, 6)
        await expect(page.locator(".previews img")).to_have_count(5)
        await expect(page.locator(".photos [role=status]")).to_contain_text("Paling banyak 5 foto")
        await page.click(".previews li:nth-child(2) button")
        await expect(page.locator(".previews img")).to_have_count(4)
        await reader.looks("filled")
        number = await reader.sends("rahasia")
        await town.settle()
        filed = await town.runtime.store.load(f"ticket:{number}")
        assert filed is not None
        assert 4 == len(filed.state["report"]["evidence"])


async def test_a_form_that_is_sent_twice_is_one_report(web_town: WebTown, browser: Browser) -> None:
    """Somebody who goes back and sends the same form again finds the report that is there, and is told so."""
    town = web_town
    async with phone(browser, scripts=False) as reader:
        await reader.begins(town.form)
        number = await reader.sends()
        await reader.page.goto(town.form)
        word = reader.link.rpartition("/")[2]
        values: dict[str, str | float | bool] = {
            "words": LAMP,
            "category": "lampu-jalan",
            "privacy": "anonim",
            "word": word,
        }
        answer = await reader.page.request.post(f"{town.form}/3", form=values)
        text = await answer.text()
        await town.settle()
    assert "sudah pernah terkirim" in text
    assert number in text
    assert 1 == len(town.cards(number))
    assert await town.runtime.store.load("ticket:KPG-26-00002-1") is None


async def test_what_is_missing_is_said_beside_its_field(web_town: WebTown, browser: Browser) -> None:
    """A form that cannot be filed comes back with everything in it, says what is wrong, and leads to the field."""
    town = web_town
    async with phone(browser, scripts=False) as reader:
        page = reader.page
        await reader.begins(town.form)
        await page.evaluate("document.querySelectorAll('[required]').forEach(one => one.required = false)")
        await page.fill("#landmark", "depan gereja <b>")
        await page.click("form[data-send] > button.main")
        await reader.sees("Belum terkirim", "Pilih bagaimana nama Anda ditampilkan")
        await reader.looks("problem")
        assert "depan gereja <b>" == await page.input_value("#landmark")
        reader.complaints.clear()  # the browser notes the status 422


async def test_two_processes_are_sent_the_same_form_at_once(build: Build) -> None:
    """The same form at both of two processes at once is one report, and both lead to the same page."""
    town = await build(kind=WebTown)
    for worker in ("a", "b"):
        await town.run(worker)
    town.spoken.add(LAMP)
    form = {"words": LAMP, "category": "lampu-jalan", "privacy": "anonim", "word": "w" * 43}
    async with aiohttp.ClientSession() as session:

        async def send(url: str) -> str:
            async with session.post(f"{url}/lapor/3", data=form, allow_redirects=False) as answer:
                return answer.headers["Location"].partition("?")[0]

        places = await asyncio.gather(*(send(runtime.url) for runtime in town.runtimes for _ in range(4)))
    await town.settle()
    assert {f"/milik/{'w' * 43}"} == set(places)
    filed = [await town.state(f"ticket:{format_number('KPG', 26, serial)}") for serial in (1, 2)]
    assert [True, False] == [one is not None for one in filed]
