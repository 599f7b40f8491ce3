"""One person over several channels, over real sockets: linked, told in one chat, and nothing shown to anybody else."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

from core.vocabulary.lane_names import ticket_lane
from tests.journeys.conftest import Build
from tests.journeys.driver import opened
from tests.journeys.sms_driver import SmsTown, Texter
from tests.journeys.whatsapp_driver import WhatsAppCitizen, WhatsAppTown

CODE = re.compile(r"\b[A-Z2-7]{4}-[A-Z2-7]{4}\b")
ASKED = "Tiang nomor berapa yang mati?"
FIXED = "Lampu sudah diganti sejak sore ini."
RUBBISH = "Sampah tidak diangkut seminggu di Pasar Oeba"


class ManyChannels(SmsTown, WhatsAppTown):  # type: ignore[misc]  # each adds its own options to those of the next
    """A city with a number for text messages, one on WhatsApp, and the bot."""


async def many_channels(build: Callable[..., Awaitable[Any]], **options: Any) -> ManyChannels:
    """Build the city, with one process and registered officers, on a clock that moves only by hand."""
    return await opened(build, ManyChannels, processes="a", registered=True, **{"rate": 0.0, **options})


def code_in(text: str) -> str:
    """Read the code that a chat was given."""
    found = CODE.search(text)
    assert found is not None, text
    return found[0]


async def linked(phone: Texter, other: WhatsAppCitizen) -> None:
    """Link a plain telephone, where the code is given, with WhatsApp."""
    phone.says("TAUTKAN")
    other.says(f"tautkan {code_in((await phone.hears('Kode')).text)}")
    other.presses(await other.hears("lewat SMS", button="Ya, tautkan"), "Ya, tautkan")
    phone.chooses(await phone.hears("WhatsApp", "ditautkan"), "Ya, tautkan")
    await other.hears("Tertaut")
    await phone.hears("Tertaut")


async def test_begun_by_text_message_and_told_last_by_the_bot(build: Build) -> None:
    """A report by text message, with WhatsApp and the bot linked to it: behind the closed window the bot tells."""
    town = await many_channels(build)
    phone, app, bot = town.texter(), town.person(), town.citizen()
    number = await phone.working()
    await linked(phone, app)
    app.says("tautkan")
    bot.says(f"tautkan {code_in((await app.hears('Kode tautan')).text)}")
    bot.presses(await bot.hears("lewat WhatsApp", button="Ya, tautkan"), "Ya, tautkan")
    app.presses(await app.hears("lewat Telegram", button="Ya, tautkan"), "Ya, tautkan")
    phone.chooses(await phone.hears("Telegram", "ditautkan"), "Ya, tautkan")
    await bot.hears("Tertaut")
    await app.hears("Tertaut")
    await town.settle()
    await town.later(minutes=5)
    bot.says("status")
    await bot.hears(number)
    await town.later(minutes=5)
    app.says("terima kasih")
    await app.hears("Sama-sama")
    await town.officer().explains(number, "Tanya", ASKED)
    await app.hears(number, ASKED)
    app.says("nomor 12")
    await town.group_says("jawaban pelapor", number, "nomor 12")
    await town.settle()
    heard = len(app.heard()), len(phone.screen())
    await town.later(hours=24, seconds=1)
    await town.closed(number, FIXED)
    answered = await bot.hears(number, FIXED, button="Sudah beres")
    await town.settle()
    assert heard == (len(app.heard()), len(phone.screen())), "nobody is told twice"
    bot.presses(answered, "Sudah beres")
    await town.card(number, words=("Selesai, dikonfirmasi",))
    app.says("status")
    await app.hears(number, "selesai")
    await town.settle()


async def test_a_shared_phone(build: Build) -> None:
    """Who shares a phone links no chat of their own to another's reports, and a lost phone shows nothing of them."""
    town = await many_channels(build)
    phone, hers, his = town.texter(), town.person(), town.citizen()
    number = await hers.reports(RUBBISH)
    await linked(phone, hers)
    await town.later(minutes=1)
    phone.says("TAUTKAN")
    his.says(f"tautkan {code_in((await phone.hears('Kode')).text)}")
    his.presses(await his.hears("lewat SMS", button="Ya, tautkan"), "Ya, tautkan")
    phone.chooses(await phone.hears("Telegram", "ditautkan"), "Ya, tautkan")
    hers.presses(await hers.hears("lewat Telegram", button="Tidak"), "Tidak")
    await his.hears("tidak disetujui")
    his.says(f"status {number}")
    await his.hears("Rincian laporan hanya")
    hers.says("putuskan")
    hers.presses(await hers.hears("SMS", button="SMS hilang"), "SMS hilang")
    hers.presses(await hers.hears("benar bukan milik", button="Ya, bukan"), "Ya, bukan")
    await hers.hears("tetap ada di sini")
    await town.settle()
    phone.says("status")
    shown = await phone.hears("Belum ada laporan")
    assert number not in shown.text
    hers.says("status")
    await hers.hears(number)
    await town.settle()


async def test_two_tickets_on_two_channels(build: Build) -> None:
    """Each chat lists both reports and answers for both; each report stays with who filed it when they part."""
    town = await many_channels(build)
    phone, app = town.texter(), town.person()
    first = await phone.working()
    second = await app.reports(RUBBISH)
    await linked(phone, app)
    await town.settle()
    phone.says("status")
    await phone.hears(first, second)
    await town.later(minutes=1)
    app.says("status")
    await app.hears(first, second)
    await town.officer().explains(first, "Tanya", ASKED)
    await app.hears(first, ASKED)
    app.says(f"{first} tiang nomor 12")
    await town.group_says("jawaban pelapor", first, "nomor 12")
    owners = [(await town.state(ticket_lane(number)))["reporter"] for number in (first, second)]
    assert 2 == len(set(owners))
    app.says("putuskan")
    app.presses(await app.hears("SMS", button="Lepas SMS"), "Lepas SMS")
    await app.hears("Tautan dengan SMS dilepas")
    await town.settle()
    app.says(f"status {first}")
    await app.hears("Rincian laporan hanya")
    await town.closed(first, FIXED)
    await phone.hears(first, "sudah diganti")
    await town.settle()
