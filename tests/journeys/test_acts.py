"""What officials do besides the straight way: handing over, holding, taking back, opening again; and disputes."""

from __future__ import annotations

from tests.journeys.driver import Town
from tests.journeys.pictures import png
from tests.journeys.reading import buttons_of, text_of


async def test_a_mistake_is_taken_back(town: Town) -> None:
    """An archive pressed by mistake is undone: the citizen reads that it was one, and the desk goes on."""
    citizen, admin = town.citizen(), town.admin
    number = await citizen.reports()
    await admin.explains(number, "Arsip", "bukan laporan")
    await citizen.hears(number, "diarsipkan")
    await admin.presses(number, "Urungkan")
    await citizen.hears(number, "keliru dan kami tarik")
    card = await town.card(number, "Verifikasi", words=("Diurungkan",))
    assert "Urungkan" not in " ".join(buttons_of(card))


async def test_a_sentence_is_taken_back(town: Town) -> None:
    """A sentence that went out is taken back by a word under the card: the citizen gets a correction."""
    citizen, officer = town.citizen(), town.officer()
    number = await town.working(citizen)
    await officer.tells(number, "Besok jam 10 kami datang.")
    await citizen.hears("besok jam 10")
    officer.says("urungkan", await town.card(number, "Urungkan"))
    await citizen.hears(number, "mohon diabaikan", "besok jam 10")


async def test_held_until_a_day_and_back_by_itself(town: Town) -> None:
    """A hold without a day is asked for one; on that day the ticket is where it was, and the citizen knows both."""
    citizen, officer = town.citizen(), town.officer()
    number = await town.working(citizen)
    said = await officer.explains(number, "Tunda", "menunggu tiang dari gudang")
    again = await town.group_says("sampai kapan", after=said["message_id"])
    officer.says("sampai besok lusa", again)
    await citizen.hears(number, "ditunda", "tiang dari gudang")
    await town.card(number, "Lanjutkan", words=("Ditunda sampai",))
    await town.later(days=4)
    await citizen.hears(number, "dilanjutkan")
    await town.card(number, "Selesai", words=("Dalam proses",))


async def test_a_canned_answer_is_seen_before_it_goes(town: Town) -> None:
    """Jawaban siap shows the answer with the ticket's facts; the citizen reads it when Kirim is pressed."""
    citizen, officer = town.citizen(), town.officer()
    number = await town.working(citizen)
    await officer.presses(number, "Lainnya")
    await officer.presses(number, "Jawaban siap")
    before = town.last_in_group()
    await officer.presses(number, "Akan ditinjau")
    shown = await town.group_says("akan dibaca pelapor", "SDN Oebufu", after=before)
    assert not any("meninjau" in text for text in citizen.bubbles())
    await town.answer(officer.taps(shown, "Kirim"))
    await citizen.hears(number, "Petugas Dinas Perhubungan akan meninjau")


async def test_sent_back_twice_goes_to_the_secretary(town: Town) -> None:
    """The second office that says that it is not theirs sends the ticket to the secretary; the citizen sees its way."""
    citizen, admin = town.citizen(), town.admin
    number = await citizen.reports()
    await admin.verifies(number)
    await admin.disposes(number)
    await town.officer().explains(number, "Bukan wewenang", "Lampu taman, bukan lampu jalan.")
    await citizen.hears(number, "mengembalikan", "Lampu taman")
    await admin.disposes(number, "DLHK")
    await town.officer("dlhk").explains(number, "Bukan wewenang", "Lampu ini di jalan.")
    told = await citizen.hears(number, "Sekretaris Daerah", "Lampu ini di jalan")
    assert "Jalannya sejauh ini: Dishub → DLHK" in text_of(told)
    await town.card(number, "Disposisi", words=("Diputuskan Sekretaris Daerah",))


async def test_disputed_a_third_time_goes_to_the_coordinator(town: Town) -> None:
    """Two disputes come back to the officer, before others; the third goes to the coordinator with the whole path."""
    citizen, officer = town.citizen(), town.officer()
    number = await town.working(citizen)
    for round_number in range(3):
        await officer.closes(number, f"Lampu diganti, kali ke-{round_number + 1}.", png(210 + round_number))
        citizen.presses(await citizen.hears(number, button="Belum beres"), "Belum beres")
        await citizen.hears("Apa yang belum beres")
        citizen.says("Malamnya tetap gelap gulita")
        await citizen.hears(number, "dibuka lagi")
        await town.card(number, words=("Didahulukan",))
    await town.card(number, "Disposisi", words=("Sudah 3 kali disanggah",))


async def test_opened_again_by_the_coordinator(town: Town) -> None:
    """What the citizen confirmed is opened again by the coordinator with a reason, which the citizen reads."""
    citizen, officer, admin = town.citizen(), town.officer(), town.admin
    number = await town.working(citizen)
    await officer.closes(number, "Lampu sudah diganti.")
    citizen.presses(await citizen.hears(number, button="Sudah beres"), "Sudah beres")
    await citizen.hears(number, "selesai karena")
    await admin.explains(number, "Buka kembali", "Lampunya dilaporkan mati lagi oleh RT.")
    await citizen.hears(number, "dibuka lagi oleh", "mati lagi oleh RT")
    await town.card(number, "Ambil", words=("Didisposisi",))


async def test_too_late_to_dispute_is_a_new_report(town: Town) -> None:
    """A month later "not fixed" is a new report, whose card names the old one."""
    citizen, officer = town.citizen(), town.officer()
    number = await town.working(citizen)
    await officer.closes(number, "Lampu sudah diganti.")
    await citizen.hears(number, button="Sudah beres")
    await town.later(days=25)
    lapsed = await citizen.hears(number, button="Belum beres")
    await town.later(days=30)
    citizen.presses(lapsed, "Belum beres")
    await citizen.hears("Apa yang belum beres")
    citizen.says("Lampunya mati lagi sejak kemarin di depan SDN Oebufu")
    fresh = await citizen.confirms(await citizen.hears(number, "lebih dari 14 hari", button="Kirim"), "Anonim")
    assert fresh != number
    await town.card(fresh, "Verifikasi", words=("Lanjutan dari", number))
