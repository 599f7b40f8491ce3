"""The other ways a ticket can go: not ours, archived, duplicate, postponed, silence, strangers."""

from __future__ import annotations

from tests.journeys.cast import LAMP
from tests.journeys.driver import Town
from tests.journeys.pictures import png
from tests.journeys.reading import buttons_of, text_of


async def test_not_our_authority_ends_with_the_reason(town: Town) -> None:
    """A new ticket that is not the city's ends with the reason, which the citizen reads."""
    citizen, admin = town.citizen(), town.admin
    number = await citizen.reports("Jalan nasional Timor Raya rusak berlubang di Kelurahan Oesapa")
    await admin.explains(number, "Bukan wewenang", "Jalan nasional diurus Balai Jalan, telepon 158.")
    await citizen.hears(number, "bukan wewenang", "Balai Jalan")
    await town.settle()
    card = await town.card(number, words=("Bukan wewenang kota",))
    assert ["Buka kembali", "↩️ Urungkan: Bukan wewenang"] == buttons_of(card)


async def test_archived_with_a_reason(town: Town) -> None:
    """An archived ticket tells the citizen why; ten minutes later it can only be opened again."""
    citizen, admin = town.citizen(), town.admin
    number = await citizen.reports("Sampah menumpuk dekat Pasar Inpres Naikoten")
    await admin.explains(number, "Arsip", "Lokasi yang dimaksud sudah bersih saat diperiksa.")
    await citizen.hears(number, "diarsipkan", "sudah bersih")
    card = await town.card(number, words=("Diarsipkan",))
    assert ["Buka kembali", "↩️ Urungkan: Arsipkan"] == buttons_of(card)
    await town.later(minutes=11)
    assert ["Buka kembali"] == buttons_of(await town.card(number))


async def test_a_duplicate_points_to_the_first(town: Town) -> None:
    """The second report of one thing is joined to the first, by its number."""
    first, second, admin = town.citizen(), town.citizen("Paulus", "Nubatonis", "paul_nuba"), town.admin
    original = await first.reports()
    number = await second.reports("Lampu jalan mati di depan SDN Oebufu, gelap sekali")
    assert original != number
    await admin.explains(number, "Duplikat", original)
    await second.hears(number, "digabung", original)
    await town.card(number, words=("Duplikat", original))
    assert not any("digabung" in text for text in first.bubbles())


async def test_postponed_and_resumed(town: Town) -> None:
    """A postponed ticket stops its clock with a reason, and goes on where it was."""
    citizen, officer = town.citizen(), town.officer()
    number = await town.working(citizen)
    due = text_of(await town.card(number, "Selesai")).partition("Tindak lanjut paling lambat ")[2].splitlines()[0]
    await officer.explains(number, "Tunda", "Menunggu tiang baru dari gudang provinsi, sampai minggu depan.")
    await citizen.hears(number, "ditunda", "tiang baru")
    await town.card(number, "Lanjut", words=("Ditunda",))
    await town.later(days=2)
    await officer.presses(number, "Lanjut")
    await citizen.hears(number, "dilanjutkan")
    card = await town.card(number, "Selesai", words=("Dalam proses", officer.name))
    assert due not in text_of(card)


async def test_silence_lapses_and_is_never_satisfaction(town: Town) -> None:
    """Ten working days without a word close the ticket as lapsed; the citizen can still say that it is not fixed."""
    citizen, officer = town.citizen(), town.officer()
    number = await town.working(citizen)
    await officer.closes(number, "Lampu sudah diganti.")
    await citizen.hears(number, button="Sudah beres")
    await town.later(days=13)
    await town.card(number, words=("menunggu konfirmasi",))
    await town.later(days=3)
    lapsed = await citizen.hears(number, "tidak kami hitung sebagai puas", button="Belum beres")
    await town.card(number, words=("Tanpa konfirmasi pelapor",))
    citizen.presses(lapsed, "Belum beres")
    await citizen.hears("Apa yang belum beres")
    citizen.says("Malamnya tetap gelap gulita")
    await citizen.hears(number, "dibuka lagi")
    steps = [record.status for record in await town.runtime.store.journal_of(number)]
    assert ["ditindaklanjuti", "lewat", "disanggah"] == steps[-3:]


async def test_a_stranger_and_another_unit_are_refused_privately(town: Town) -> None:
    """Who is not registered, or of another unit, gets a private alert and changes nothing."""
    citizen, admin = town.citizen(), town.admin
    number = await citizen.reports()
    await admin.verifies(number)
    await admin.disposes(number)
    card = await town.card(number, "Ambil")
    stranger = await town.answer(town.stranger.taps(card, "Ambil"))
    other = await town.answer(town.officer("dlhk").taps(card, "Ambil"))
    assert "belum terdaftar" in stranger
    assert "Hanya petugas" in other
    assert [True, True] == [answer["show_alert"] for answer in list(town.standin.answers)[-2:]]
    await town.card(number, "Ambil", words=("menunggu diambil",))


async def test_closing_a_complaint_needs_a_photo(town: Town) -> None:
    """Words alone do not close a complaint; the photo that follows completes what was said."""
    citizen, officer = town.citizen(), town.officer()
    number = await town.working(citizen)
    prompt = await officer.prompted(number, "Selesai")
    said = officer.says("Lampu sudah menyala lagi.", prompt)
    again = await town.group_says("bukti", after=said["message_id"])
    officer.says("", again, png(3))
    answered = await citizen.hears(number, "sudah ditindaklanjuti", "menyala lagi")
    assert answered["photo"]


async def test_the_name_is_shown_only_by_choice(town: Town) -> None:
    """A citizen who chooses to be named is named on the card; the phone number in the words is not."""
    citizen = town.citizen("Yohanes", "Bire", "yohanes_bire", anonymous=False)
    number = await citizen.reports(f"{LAMP}, hubungi 081234567890", "Tampilkan nama")
    card = await town.card(number, "Verifikasi", words=("Yohanes Bire",))
    assert "[nomor]" in text_of(card)


async def test_a_note_stays_inside_and_an_answer_goes_out(town: Town) -> None:
    """A reply to the card reaches the citizen under the unit's name; one that begins with // does not."""
    citizen, officer = town.citizen(), town.officer()
    number = await town.working(citizen)
    card = await town.card(number, "Selesai")
    note = officer.says("// tunggu suku cadang dari gudang", card)
    await town.group_says("tidak dikirim ke pelapor", after=note["message_id"])
    await officer.tells(number, "Petugas datang besok pagi.")
    told = await citizen.hears(number, "Dinas Perhubungan", "datang besok pagi")
    assert officer.name not in text_of(told)
    assert not any("suku cadang" in text for text in citizen.bubbles())
