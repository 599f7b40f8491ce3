"""The clock of the procedure on a moved clock: who is called, what comes back, and a calendar that changes."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from tests.journeys.cast import Official
from tests.journeys.conftest import Build
from tests.journeys.driver import Town
from tests.journeys.reading import text_of

WITA = ZoneInfo("Asia/Makassar")
CALLS = ("separuh waktu", "hampir habis", "sudah lewat (", "Mohon tindakan koordinator", "Mohon keputusan Sekretaris")
"""What each call of a limit says, in the order in which they come."""


def calls(town: Town, number: str) -> list[tuple[str, datetime]]:
    """List the calls for a ticket that stand in the group, with the local time of each."""
    return [
        (name, datetime.fromtimestamp(message["date"], UTC).astimezone(WITA))
        for message in town.group()
        for name in CALLS
        if number in text_of(message) and name in text_of(message)
    ]


async def test_everybody_is_called_once_in_office_hours(build: Build) -> None:
    """Two processes, one of which ends midway; a claimed and an unclaimed ticket: each level hears once, by day."""
    town = await build()
    for worker in "ab":
        await town.run(worker)
    await town.register()
    officer = town.officer()
    claimed = await town.working(town.citizen())
    unclaimed = await town.citizen("Paulus", "Nubatonis", "paul_nuba").reports("Lampu jalan mati di Kelurahan Liliba")
    await town.admin.verifies(unclaimed)
    await town.admin.disposes(unclaimed)
    for half_day in range(24):
        if half_day == 11:
            await town.end(town.runtimes[-1])
            await town.run("c")
        await town.later(hours=12)
        await town.later(seconds=2)
        await town.later(seconds=2)
    for number in (claimed, unclaimed):
        found = calls(town, number)
        assert list(CALLS) == [name for name, _ in found]
        for _, when in found:
            assert when.weekday() < 5
            assert 7 <= when.hour < 17
    mentioned = [text_of(one) for one in town.group() if claimed in text_of(one) and "separuh waktu" in text_of(one)]
    assert officer.name in mentioned[0]
    (half,) = [one for one in town.group() if unclaimed in text_of(one) and "separuh waktu" in text_of(one)]
    assert "belum diambil" in text_of(half)
    assert "text_mention" in {entity["type"] for entity in half["entities"]}


async def test_a_question_that_nobody_answers(town: Town) -> None:
    """The citizen is reminded once with the question; then the clock runs, and the official is called to decide."""
    citizen, officer = town.citizen(), town.officer()
    number = await town.working(citizen)
    await officer.explains(number, "Tanya", "Tiang nomor berapa?")
    await citizen.hears(number, "Tiang nomor berapa")
    for _ in range(18):
        await town.later(days=1)
        await town.later(seconds=2)
    heard = Counter(
        name for text in citizen.bubbles() for name in ("masih menunggu jawaban", "tanpa jawaban Anda.") if name in text
    )
    assert {"masih menunggu jawaban": 1, "tanpa jawaban Anda.": 1} == dict(heard)
    assert any("Tiang nomor berapa" in text and "masih menunggu" in text for text in citizen.bubbles())
    call = await town.group_says(number, officer.name, "pelapor belum menjawab", "Silakan putuskan")
    assert "waktu berjalan lagi sampai" in text_of(call)
    await town.card(number, "Tanya", words=("Dalam proses", officer.name))


async def test_dates_are_explained_on_request(build: Build) -> None:
    """Citizen and official read what the date is made of: days, holidays, and the pause for an answer."""
    town = await build(start=datetime(2026, 3, 13, 2, 0, tzinfo=UTC))
    await town.run()
    await town.register()
    citizen, officer = town.citizen(), town.officer()
    number = await town.working(citizen)
    assert any(
        "Dihitung 5 hari kerja dari Jumat, 13 Mar; 18–24 Mar libur (Hari Suci Nyepi" in text
        for text in citizen.bubbles()
    )
    await town.later(days=3)
    await officer.explains(number, "Tanya", "Tiang nomor berapa?")
    await citizen.hears(number, "Tiang nomor berapa")
    await town.later(days=1, hours=2)
    citizen.says("Tiang nomor 12, dekat warung")
    await town.card(number, "Tanya", words=("Dalam proses",))
    citizen.says(f"status {number}")
    said = text_of(await citizen.hears(number, "Batas waktu", "Dihitung 5 hari kerja dari Jumat, 13 Mar"))
    assert "jeda 1 hari menunggu jawaban Anda." in said
    assert "Senin, 30 Mar 2026" in said
    officer.says(f"/tiket {number}")
    told = text_of(await town.group_says(number, "Batas waktu Senin, 30 Mar 2026: 5 hari kerja dari Jumat, 13 Mar"))
    assert "jeda 1 hari menunggu jawaban pelapor." in told


async def test_a_changed_calendar(build: Build) -> None:
    """A late decree: after the restart the card has the new date and says so, and the citizen hears both dates once."""
    town = await build()
    first = await town.run()
    await town.register()
    citizen = town.citizen()
    number = await town.working(citizen)
    await town.settle()
    plain = town.city
    town.city = replace(plain, holidays_added={**plain.holidays_added, date(2026, 11, 5): "Hari berkabung"})
    for worker in "bc":
        await town.end(first if worker == "b" else town.runtimes[0])
        await town.run(worker)
        await town.settle()
        await town.later(seconds=2)
    card = await town.card(number, words=("Kalender libur berubah", "Selasa, 10 Nov 2026"))
    assert 1 == text_of(card).count("Kalender libur berubah")
    told = text_of(await citizen.hears(number, "bergeser", "Sebelumnya: Senin, 9 Nov 2026", "Selasa, 10 Nov 2026"))
    assert "Kamis" not in told
    assert "5 Nov libur (Hari berkabung)" in told
    await town.later(days=1)
    assert 1 == sum("bergeser" in text for text in citizen.bubbles())


async def test_a_hold_comes_back_by_itself(town: Town) -> None:
    """What was held until a day is there again on it, without anybody's hand, and who has it is called."""
    citizen, officer = town.citizen(), town.officer()
    number = await town.working(citizen)
    await held(town, officer, number)
    await citizen.hears(number, "ditunda")
    for _ in range(8):
        await town.later(days=1)
        await town.later(seconds=2)
    await citizen.hears(number, "dilanjutkan")
    await town.card(number, "Selesai", words=("Dalam proses", officer.name))
    await town.group_says(number, officer.name, "masa tunda selesai")


async def held(town: Town, officer: Official, number: str) -> None:
    """Hold a ticket back with a reason and a day."""
    await officer.explains(number, "Tunda", "Menunggu tiang baru, sampai 6 November")
