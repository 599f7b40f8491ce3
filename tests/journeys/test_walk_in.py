"""A report without a chat: written down at a counter, worked like any other, told to nobody until somebody is there."""

from __future__ import annotations

from core.vocabulary.citizen import FileReport
from core.vocabulary.events import Body, Event
from core.vocabulary.lane_names import chat_lane, person_lane, registry_lane
from core.vocabulary.person import Introduced
from core.vocabulary.report import Filing, Report
from tests.journeys.driver import Town
from tests.journeys.reading import number_in, text_of

PERSON = person_lane("counter:2026-0001")
REPORT = Report("Lampu jalan mati sejak minggu lalu", "pengaduan", "lampu-jalan", privacy="anonim", kelurahan="Oebufu")


async def happens(town: Town, name: str, lane: str, body: Body) -> None:
    """Let something come in that no channel brought."""
    await town.runtime.engine.accept([Event(name, lane, town.clock.now(), body)])
    await town.settle()


async def walks_in(town: Town) -> str:
    """Write a report down for somebody without a chat; give its number."""
    year = town.clock.now().year % 100
    await happens(town, "counter:1", registry_lane("KPG", year), FileReport(Filing(PERSON, REPORT, "counter:1")))
    return number_in(await town.group_says("lampu jalan mati sejak minggu lalu"))


async def test_a_report_without_a_chat(town: Town) -> None:
    """It is verified, worked and closed; the card says who is not reached and why, and no silence runs for them."""
    officer = town.officer()
    number = await walks_in(town)
    await town.card(number, "Verifikasi", words=("Belum sampai ke pelapor", "tanpa akun pesan"))
    await town.admin.verifies(number)
    await town.admin.disposes(number)
    await officer.claims(number)
    await officer.closes(number, "Lampu sudah diganti.")
    await town.card(number, words=("Belum sampai ke pelapor", "batas waktu berhenti"))
    await town.later(days=60)
    await town.settle()
    assert "ditindaklanjuti" == (await town.state(f"ticket:{number}"))["status"]


async def test_a_chat_that_comes_later_is_told(town: Town) -> None:
    """The first chat of who had none is told how things stand, once; the card and the status then say so too."""
    citizen = town.citizen()
    number = await walks_in(town)
    await town.admin.verifies(number)
    await town.card(number, words=("Belum sampai ke pelapor",))
    citizen.says("Halo")
    await town.settle()
    before = len(citizen.bubbles())
    lane = chat_lane("telegram", str(citizen.id))
    for name in ("link:1", "link:2"):
        await happens(town, name, PERSON, Introduced(lane, "telegram", town.clock.now()))
    await citizen.hears(number, "diperiksa")
    await town.settle()
    assert before + 1 == len(citizen.bubbles())
    assert "Belum sampai" not in text_of(town.cards(number)[-1])
    assert [""] == [news.get("missed", "") for news in (await town.state(PERSON))["news"]]
    citizen.says(f"status {number}")
    await citizen.hears(number, "diperiksa")
