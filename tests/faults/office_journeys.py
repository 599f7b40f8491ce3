"""Journeys of the officials: what time does to a ticket, who comes, where a desk goes, and who has to look twice."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from demo.stage import COORDINATOR
from demo.story import picture
from tests.faults.cast import CODE, LAMP, Cast, claim, file, take_number, to_unit
from tests.faults.platform import JourneyBroke
from tests.faults.telegram import NIKO, OFFICERS, YENI

DINA, DINAS_NAME = 7051, "Dina Nalle"
LINK = re.compile(r"\?start=(\S+)")


def _at(day: int, hour: int, minute: int) -> datetime:
    """Give a moment of the month in which the journeys begin, on its second, a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo("Asia/Makassar"))


async def reminded(cast: Cast) -> None:
    """A claimed ticket is left alone: digests, reminders, the report of the week, and who is called after the limit."""
    cast.citizen.says(LAMP)
    await file(cast, "sesuai")
    await to_unit(cast)
    await claim(cast)
    await cast.settled()
    for moment, what, *needles in (
        (_at(3, 7, 31), "the digest", "Selamat pagi", "Dishub", cast.number),
        (_at(5, 14, 0), "the first reminder", cast.number, "separuh waktu", OFFICERS[YENI]),
        (_at(9, 7, 31), "the digest of the last day", "Selamat pagi", "9 Nov", cast.number),
        (_at(9, 8, 30), "the second reminder", cast.number, "hampir habis", OFFICERS[YENI]),
        (_at(9, 9, 30), "the report of the week", "Laporan mingguan", "terlambat: 0"),
        (_at(10, 8, 30), "the call at the limit", cast.number, "batas tindak lanjut sudah lewat"),
        (_at(11, 8, 30), "the call for the coordinator", cast.number, "Mohon tindakan koordinator"),
        (_at(13, 8, 30), "the call for the secretary", cast.number, "Mohon keputusan Sekretaris Daerah"),
    ):
        cast.comes(moment)
        await cast.office.reads(what, *needles)
        await cast.settled()


async def hooked(cast: Cast) -> None:
    """A system of the city is told of a ticket that is opened, given to a unit, claimed and sent back."""
    cast.citizen.says(LAMP)
    await file(cast, "sesuai")
    await to_unit(cast)
    await claim(cast)
    card = await cast.office.card(cast.number, "Lepas", holder=OFFICERS[YENI])
    await cast.office.answered(cast.office.presses(YENI, card, "Lepas"))
    await cast.citizen.hears("the word that it was released", "dikembalikan ke antrean")
    await cast.office.card(cast.number, "Ambil")
    await cast.settled()


async def signed(cast: Cast) -> None:
    """A receipt is given with the number, somebody is enrolled, and two days that end have their roots."""
    cast.citizen.says(LAMP)
    await file(cast, "sesuai")
    cast.office.says(COORDINATOR, f"/daftar {DINA} dishub {DINAS_NAME}")
    await cast.office.reads("the code of ethics", DINAS_NAME, "kode etik petugas")
    await cast.settled()
    cast.comes(_at(3, 1, 30))
    await cast.rooted(1)
    await to_unit(cast)
    await claim(cast)
    await cast.settled()
    cast.comes(_at(4, 1, 30))
    await cast.rooted(2)
    await cast.settled()


async def new_desk(cast: Cast) -> None:
    """Somebody is invited, a desk gets a group of its own with its open card, where the new official claims it."""
    cast.office.opens_private_chat(COORDINATOR)
    await cast.settled()
    cast.citizen.says(LAMP)
    await file(cast, "sesuai")
    await to_unit(cast)
    cast.office.says(COORDINATOR, "/undang dishub petugas")
    link = LINK.search((await cast.office.warned(COORDINATOR, "sekali pakai")).text)
    if link is None:
        raise JourneyBroke("the invitation carries no link")
    cast.office.follows_link(DINA, DINAS_NAME, link[1])
    cast.office.presses_in_private(DINA, await cast.office.warned(DINA, "Selamat datang", "Kode etik"), "Saya setuju")
    await cast.office.warned(DINA, "Anda dapat bertindak")
    await cast.office.reads("the word that she came", DINAS_NAME, "menerima undangan")
    await cast.settled()
    own = cast.office.opens_group("Dishub")
    own.joins(DINA)
    cast.office.says(COORDINATOR, "/ikat dishub")
    code = CODE.search((await cast.office.reads("the code", "ketik di sana")).text)
    if code is None:
        raise JourneyBroke("the message carries no code")
    cast.names[code[0]] = "<code>"
    own.says(COORDINATOR, f"/ikat {code[0]}")
    await own.reads("the greeting", "Grup ini sekarang meja Dishub")
    await cast.office.reads("the signpost", cast.number, "pindah ke grup lain")
    card = await own.card(cast.number, "Ambil")
    await own.answered(own.presses(DINA, card, "Ambil"))
    await cast.citizen.hears("the word that it was claimed", "sedang dikerjakan")
    await own.card(cast.number, "Lepas", holder=DINAS_NAME)


async def second_officer(cast: Cast) -> None:
    """A ticket is closed with the citizen's own photo, waits for a second officer, and is confirmed by that one."""
    cast.citizen.sends_photos([picture(60, 60, 90)], LAMP)
    await file(cast, "1 foto")
    await to_unit(cast)
    await claim(cast)
    card = await cast.office.card(cast.number, "Selesai")
    await cast.office.answered(cast.office.presses(YENI, card, "Selesai"))
    prompt = await cast.office.reads("the prompt for closing", "balas pesan ini", "dikerjakan")
    cast.office.replies(YENI, prompt, "Lampu sudah diganti.", picture(60, 60, 90))
    card = await cast.office.card(cast.number, "Sahkan")
    _told, alert = await cast.office.answered(cast.office.presses(YENI, card, "Sahkan"))
    if not alert:
        raise JourneyBroke("who closed it could confirm it as well")
    await cast.office.answered(cast.office.presses(NIKO, card, "Sahkan"))
    await cast.citizen.hears("the answer", "lampu sudah diganti")
    await cast.settled()


async def counter(cast: Cast) -> None:
    """A report is written down at the counter with its paper, taken over by the receipt's code, and worked.

    An officer types what only the coordinator may, and hears so alone; another one hears it in the group.
    """
    office = cast.office
    office.opens_private_chat(COORDINATOR)
    await cast.settled()
    office.writes_in_private(COORDINATOR, "/catat")
    await office.warned(COORDINATOR, "Mencatat laporan warga di loket")
    office.writes_in_private(COORDINATOR, LAMP, picture(60, 60, 90))
    draft = await office.warned(COORDINATOR, "1 foto", "Sudah sesuai?")
    await cast.settled()
    office.presses_in_private(COORDINATOR, draft, "Kirim")
    receipt = await office.warned(COORDINATOR, "TANDA TERIMA")
    take_number(cast, receipt)
    code = CODE.search(receipt.text)
    if code is None:
        raise JourneyBroke("the receipt carries no code")
    cast.names[code[0]] = "<code>"
    await office.warned(COORDINATOR, "untuk dicetak")
    await cast.settled()
    cast.citizen.says(f"tautkan {code[0]}")
    cast.citizen.presses(await cast.citizen.hears("the question whose it is", "tanda terima loket"), "Ya, tautkan")
    await cast.citizen.hears("the word that news come here", "sekarang datang ke obrolan ini")
    await cast.settled()
    await to_unit(cast)
    await claim(cast)
    office.opens_private_chat(YENI)
    await cast.settled()
    office.says(YENI, f"/daftar {DINA} dishub {DINAS_NAME}")
    await office.warned(YENI, "Soal pesan Anda di grup", "Hanya koordinator unit")
    office.says(NIKO, f"/daftar {DINA} dishub {DINAS_NAME}")
    await office.reads("the refusal", "Hanya koordinator unit")
    await cast.settled()
