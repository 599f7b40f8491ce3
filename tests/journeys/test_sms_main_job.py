"""The main job by text messages: numbers stand for buttons, and no turn costs more than two messages."""

from __future__ import annotations

from channels.sms.costs import Meter
from channels.sms.running import RunningSms
from tests.journeys.conftest import Build
from tests.journeys.pictures import png
from tests.journeys.sms_driver import SmsTown, sms_town

COMPLAINT = "KOTKUPANG Lampu jalan mati su 3 hari di depan SDN Oebufu"
CASE = ["Kami catat", "Petugas tidak melihat", "tercatat", "diperiksa", "diserahkan kepada", "dikerjakan"]
CASE += ["ditindaklanjuti", "belum beres pada", "dibuka lagi"]


def meter(town: SmsTown) -> Meter:
    """Give what counts parts in the first process."""
    channel = town.runtime.channels["sms"]
    assert isinstance(channel, RunningSms)
    return channel._meter


async def test_complaint_to_confirmed_with_a_dispute_and_a_rating(build: Build) -> None:
    """A complaint is filed by keyword, worked, asked about, disputed in words, answered again, confirmed and rated."""
    town = await sms_town(build)
    citizen = town.texter()
    number = await citizen.reports(COMPLAINT)
    await town.admin.verifies(number)
    await town.admin.disposes(number)
    await town.officer().claims(number)
    await citizen.hears(number, "dikerjakan")
    await town.closed(number)
    answered = await citizen.hears(number, "ditindaklanjuti", "sudah diganti", "tidak bisa lewat SMS")
    citizen.chooses(answered, "Belum beres")
    await citizen.hears("belum beres pada", number)
    citizen.says("Malam ini masih gelap")
    await citizen.hears(number, "dibuka lagi")
    assert [True] * len(CASE) == [part in shown.text for part, shown in zip(CASE, citizen.screen(), strict=True)], (
        citizen.screen()
    )
    await town.officer().presses(number, "Lanjutkan")
    await town.officer().closes(number, "Kabel sudah disambung.", png(55))
    await citizen.hears(number, "Kabel sudah disambung")
    citizen.says("sudah beres, terima kasih")
    citizen.chooses(await citizen.hears(number, "selesai"), "sangat baik")
    await citizen.hears("nilai 5", number)
    await town.card(number, words=("Selesai, dikonfirmasi", "5/5"))
    await town.settle()
    assert 2 == max(shown.parts for shown in citizen.screen())
    assert town.sms.parts == await meter(town).of_ticket(number), "all of it was said for this report"


async def test_status_by_number_and_for_strangers(build: Build) -> None:
    """The reporter's status comes by number and as a list; another telephone is told nothing of it."""
    town = await sms_town(build)
    citizen, other = town.texter(), town.texter()
    number = await citizen.reports()
    citizen.says(f"KOTKUPANG STATUS {number}")
    await citizen.hears(number, "belum diperiksa", "SDN Oebufu")
    citizen.says("status")
    citizen.chooses(await citizen.hears("Laporan Anda", number), number)
    await citizen.hears(number, "belum diperiksa", "SDN Oebufu")
    other.says(f"status {number}")
    shown = await other.hears("Rincian hanya untuk nomor yang melapor")
    assert "Oebufu" not in shown.text
    await town.settle()


async def test_a_question_is_answered(build: Build) -> None:
    """An official's question comes as words, and what is texted back is its answer."""
    town = await sms_town(build)
    citizen = town.texter()
    number = await citizen.working()
    await town.officer().explains(number, "Tanya", "Tiang nomor berapa yang mati?")
    await citizen.hears(number, "Tiang nomor berapa")
    citizen.says("KOTKUPANG nomor 12, samping gerbang")
    await citizen.hears(number, "diteruskan")
    await town.group_says("nomor 12, samping gerbang")
    await town.settle()


async def test_a_long_answer_is_read_on(build: Build) -> None:
    """Of an official's long answer two messages come, and the rest when it is asked for, with the choices below it."""
    town = await sms_town(build)
    citizen = town.texter()
    number = await citizen.working()
    words = " ".join(f"Langkah {step} sudah kami kerjakan bersama warga." for step in range(1, 12))
    await town.closed(number, words)
    shown = await citizen.hears(number, "Langkah 1 ", "...")
    told = shown.text
    while "Sambungannya" in shown.text:
        citizen.chooses(shown, "Sambungannya")
        shown = await citizen.hears()
        told += shown.text
    assert [] == [step for step in range(1, 12) if f"Langkah {step}" not in told.replace("\n", " ")]
    citizen.chooses(shown, "Sudah beres")
    await citizen.hears(number, "selesai")
    await town.settle()
