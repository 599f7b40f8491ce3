"""The main job: a citizen's words, a ticket, an official's work, and the answer back."""

from __future__ import annotations

from tests.journeys.driver import Town
from tests.journeys.pictures import png
from tests.journeys.reading import buttons_of, text_of


async def test_complaint_to_confirmed_with_a_rating(town: Town) -> None:
    """A complaint is filed, worked, answered with a photo, confirmed and rated; each step reaches the citizen once."""
    citizen, officer = town.citizen(), town.officer()
    number = await town.working(citizen)
    await officer.closes(number, "Lampu sudah diganti sejak sore ini.")
    answered = await citizen.hears(number, "ditindaklanjuti", "sudah diganti")
    assert answered["photo"]
    citizen.presses(answered, "Sudah beres")
    rating = await citizen.hears(number, "selesai")
    citizen.presses(rating, "5")
    await citizen.hears("nilai 5", number)
    card = await town.card(number, words=("Selesai, dikonfirmasi", "5/5"))
    await town.settle()

    assert ["Buka kembali"] == buttons_of(card)
    kinds = ["Ini yang kami catat", "Bagaimana nama", "tercatat", "diperiksa", "diserahkan kepada", "dikerjakan"]
    kinds += ["ditindaklanjuti", "selesai karena", "nilai 5"]
    assert [True] * len(kinds) == [kind in text for kind, text in zip(kinds, citizen.bubbles(), strict=True)]


async def test_disputed_and_reopened(town: Town) -> None:
    """A citizen who says "not fixed" gets the work resumed, the history kept, and can confirm the second answer."""
    citizen, officer = town.citizen(), town.officer()
    number = await town.working(citizen)
    await officer.closes(number, "Lampu sudah kami perbaiki tadi pagi.")
    citizen.presses(await citizen.hears(number, button="Belum beres"), "Belum beres")
    await citizen.hears("Apa yang belum beres", number)
    citizen.says("Masih gelap, lampunya tetap tidak menyala")
    await citizen.hears(number, "dibuka lagi")
    await town.group_says(number, "belum beres", "masih gelap")
    await town.card(number, "Selesai", words=("Disanggah",))
    await officer.closes(number, "Kabelnya diganti, sekarang menyala.", png(7))
    second = await citizen.hears(number, "kabelnya diganti")
    citizen.presses(second, "Sudah beres")
    await citizen.hears(number, "selesai karena")
    await town.card(number, words=("Selesai, dikonfirmasi",))
    await town.settle()

    steps = [record.status for record in await town.runtime.store.journal_of(number)]
    assert ["ditindaklanjuti", "disanggah", "ditindaklanjuti", "selesai"] == steps[-4:]
    assert {"baru", "terverifikasi", "didisposisikan", "diproses"} <= set(steps)


async def test_a_question_is_asked_and_answered(town: Town) -> None:
    """A question stops the clock and reaches the citizen without the official's name; the answer continues the work."""
    citizen, officer = town.citizen(), town.officer()
    number = await town.working(citizen)
    await officer.explains(number, "Tanya", "Tiang nomor berapa yang mati?")
    question = await citizen.hears("bertanya", number, "tiang nomor berapa")
    assert officer.name not in text_of(question)
    await town.card(number, words=("Menunggu jawaban pelapor", "batas waktu berhenti"))
    citizen.says("Tiang 12, hubungi saya di 081234567890")
    relayed = await town.group_says("jawaban pelapor", number, "tiang 12")
    assert "0812" not in text_of(relayed)
    await citizen.hears("diteruskan", number)
    await town.card(number, "Selesai", words=("Dalam proses",))


async def test_an_information_request_is_answered_without_evidence(town: Town) -> None:
    """A request for information is closed with words alone."""
    citizen, admin, officer = town.citizen(), town.admin, town.officer("pupr")
    citizen.says("Mau tanya, bagaimana cara mengurus perbaikan jalan rusak di Kelurahan Liliba?")
    draft = await citizen.hears(button="Kirim")
    assert "Permintaan informasi" in text_of(draft)
    number = await citizen.confirms(draft)
    await admin.verifies(number)
    await admin.disposes(number, "PUPR")
    await officer.claims(number)
    prompt = await officer.prompted(number, "Selesai")
    officer.says("Ajukan lewat kantor kelurahan dengan foto jalannya.", prompt)
    answered = await citizen.hears(number, "ditindaklanjuti", "lewat kantor kelurahan")
    citizen.presses(answered, "Sudah beres")
    await citizen.hears(number, "selesai karena")


async def test_a_suggestion_is_taken_like_a_complaint(town: Town) -> None:
    """A suggestion becomes a ticket of its own kind."""
    citizen = town.citizen()
    citizen.says("Saran saya, sebaiknya taman kota di Kelurahan Oebobo ditambah tempat sampah")
    draft = await citizen.hears(button="Kirim")
    assert "Aspirasi" in text_of(draft)
    number = await citizen.confirms(draft)
    card = await town.card(number, "Verifikasi")
    assert "aspirasi" in text_of(card)
