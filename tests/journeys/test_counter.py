"""A counter's whole life: paper, receipt, code, news and closing; and what the desk puts right on the way."""

from __future__ import annotations

import re
from functools import partial

from tests.journeys.cast import Citizen, Official
from tests.journeys.driver import Town
from tests.journeys.reading import Json, label_like, number_in, says, text_of
from tests.journeys.test_officials_people import newcomer

CODE = re.compile(r"tautkan ([A-Z2-7]{4}-[A-Z2-7]{4})")
PAGES = 7
"""Of the short guide."""
PICTURED = [2, 5, 6]
"""Its pages that have pictures."""


def private_chat(town: Town, official: Official) -> Citizen:
    """Give an official's own chat with the bot."""
    first, _, last = official.name.partition(" ")
    return Citizen(town, official.id, first, last, "", anonymous=False)


async def written_down(town: Town, clerk: Official) -> tuple[str, str]:
    """Let the clerk write down what somebody says and show the paper; give the number and the receipt's code."""
    counter = private_chat(town, clerk)
    counter.says("/catat")
    await counter.hears("Mencatat laporan warga di loket")
    counter.says("Lampu jalan mati sejak minggu lalu di depan SDN Oebufu")
    await counter.hears("Lampu jalan", button="Kirim")
    counter.shows(3)
    counter.presses(await counter.hears("1 foto", button="Kirim"), "Kirim")
    receipt = await counter.hears("TANDA TERIMA", button="Catat lagi")
    sheet = await counter.hears("untuk dicetak", number_in(receipt))
    assert sheet["photo"]
    code = CODE.search(text_of(receipt))
    assert code is not None
    return number_in(receipt), code[1]


async def put_right(town: Town, number: str, button: str) -> None:
    """Open what else can be done with a ticket, and press a button of it."""
    await town.settle()
    await town.admin.presses(number, "Lainnya")
    await town.settle()
    await town.admin.presses(number, button)


async def taken_back(town: Town, official: Official, argument: str) -> str:
    """Let an official take back the last act by the command; give what is answered."""
    before = official.says(f"/urungkan {argument}")["message_id"]
    return text_of(await town.group_says("", after=before))


async def test_written_down_at_the_counter_to_closed(town: Town) -> None:
    """A clerk takes a complaint with its paper; the citizen takes it over by the receipt's code, and hears the end."""
    clerk, citizen, officer = await newcomer(town, "setda loket"), town.citizen(), town.officer()
    clerk.says("/catat")
    await town.group_says("Laporan di loket dicatat di chat pribadi")
    number, code = await written_down(town, clerk)
    card = await town.card(number, "Verifikasi", words=("1 foto", "Belum sampai ke pelapor", "tanpa akun pesan"))
    assert clerk.name not in text_of(card)
    await town.admin.verifies(number)
    citizen.says(f"tautkan {code}")
    citizen.presses(await citizen.hears("tanda terima loket", number), "Ya, tautkan")
    await citizen.hears(number, "diperiksa")
    await town.settle()
    await town.admin.disposes(number)
    await officer.claims(number)
    await citizen.hears(number, "dikerjakan")
    assert "Belum sampai" not in text_of(await town.card(number, "Selesai"))
    other = Citizen(town, 4_455, "Lain", "Orang", "", anonymous=True)
    town.people.add_user(other.id, "Lain", "Orang")
    other.says(f"tautkan {code}")
    await other.hears("Kode itu tidak berlaku")
    await town.closed(number)
    citizen.presses(await citizen.hears(number, button="Sudah beres"), "Sudah beres")
    await town.card(number, words=("dikonfirmasi pelapor",))


async def test_what_the_desk_puts_right(town: Town) -> None:
    """Category and place are corrected, and a sentence is taken back by number: card and citizen say so."""
    citizen, officer = town.citizen(), town.officer()
    number = await citizen.reports()
    await town.admin.verifies(number)
    await put_right(town, number, "Kategori")
    await town.admin.presses(number, "Lalu lintas")
    await town.card(number, words=("Lalu lintas", "Kategori diubah", "tadinya Lampu jalan"))
    await put_right(town, number, "Tempat")
    asked = await town.group_says(number, town.admin.name, "balas pesan ini")
    town.admin.says("depan Pasar Oesapa", asked)
    await town.card(number, words=("Oesapa, Kec. Kelapa Lima", "Tempat diubah", "tadinya Oebufu"))
    await town.settle()
    await town.admin.disposes(number)
    await officer.claims(number)
    await officer.tells(number, "Besok jam 10 kami datang.")
    await citizen.hears("besok jam 10")
    assert "Diurungkan" in await taken_back(town, officer, number)
    await citizen.hears(number, "mohon diabaikan", "besok jam 10")
    await town.card(number, words=("Diurungkan",))
    assert "Sudah tidak bisa diurungkan" in await taken_back(town, officer, number)
    assert "tulis /urungkan NOMOR" in await taken_back(town, officer, "")


async def test_the_guide_has_its_pages_turned(town: Town) -> None:
    """`/panduan` is one message in the group whose pages turn to the end; in the private chat it is given, too."""
    town.admin.says("/panduan")
    guide = await town.group_says(f"Panduan 1/{PAGES}")
    pictured: list[int] = []
    for page in range(2, PAGES + 1):
        await town.answer(town.admin.taps(guide, "Berikutnya"))
        guide = await page_shown(town, guide, f"Panduan {page}/{PAGES}")
        if label_like(guide, "Gambarnya"):
            pictured.append(page)
            await town.answer(town.admin.taps(guide, "Gambarnya"))
            await town.wait(partial(pictures_shown, town, len(pictured)), lambda: "a picture of the guide")
    assert PICTURED == pictured
    assert not label_like(guide, "Berikutnya")
    clerk = private_chat(town, await newcomer(town, "setda loket"))
    clerk.says("/panduan")
    await clerk.hears(f"Panduan 1/{PAGES}", button="Berikutnya")


def pictures_shown(town: Town, count: int) -> bool:
    """Tell whether the group has so many pictures, each under the name of its page."""
    messages = town.standin.world.chats[town.group_id].messages.values()
    found = [one for one in messages if "photo" in one]
    return count == len(found) and all(text_of(one).startswith("📖") for one in found)


async def page_shown(town: Town, guide: Json, words: str) -> Json:
    """Wait until the guide's message in the group shows a page."""

    def look() -> Json | None:
        now = town.standin.world.chats[town.group_id].messages[guide["message_id"]]
        return now if says(now, words) else None

    return await town.wait(look, lambda: f"{words} on the guide")
