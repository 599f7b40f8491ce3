"""One street light, several citizens: one follows, one is merged, and nobody learns who the others are."""

from __future__ import annotations

from tests.journeys.cast import Citizen
from tests.journeys.driver import Town
from tests.journeys.reading import NUMBER, number_in, text_of

SECRET = "Lampu jalan mati di depan SDN Oebufu, dekat rumah saya yang cat hijau"


async def about_to_send(citizen: Citizen, words: str = SECRET) -> None:
    """Write a report and choose to send it."""
    citizen.says(words)
    citizen.presses(await citizen.hears(button="Kirim"), "Kirim")


async def test_following_instead_of_reporting_again(town: Town) -> None:
    """The second citizen follows the first one's report and hears of it to the end; the first hears nothing of it."""
    first, second, admin, officer = (
        town.citizen(),
        town.citizen("Paulus", "Nubatonis", "paul"),
        town.admin,
        town.officer(),
    )
    number = await first.reports(SECRET)
    await town.settle()
    await about_to_send(second, "Lampu jalan mati su 3 hari di depan SDN Oebufu")
    question = await second.hears("mungkin sudah ada", number, "Kel. Oebufu", button=f"Ikuti {number}")
    second.presses(question, "Ikuti")
    await second.hears("Anda sekarang mengikuti", number, button="Berhenti ikuti")
    await town.card(number, words=("Diikuti 1 warga lain",))
    await admin.verifies(number)
    await second.hears(number, "yang Anda ikuti", "sudah diperiksa")
    await admin.disposes(number)
    await officer.claims(number)
    await officer.closes(number, "Sudah, lampu di rumah cat hijau menyala.")
    await second.hears(number, "sudah dikerjakan menurut petugas")
    second.says("status")
    await second.hears("Yang Anda ikuti", number)
    await town.settle()
    assert not any("cat hijau" in text for text in second.bubbles())
    assert not any("ikuti" in text for text in first.bubbles())
    assert 1 == (await town.state("registry:KPG-26"))["serial"]


async def test_merged_and_taken_apart(town: Town) -> None:
    """A second report names the first on its card; merged, its reporter follows; taken apart, both go on alone."""
    first, second, admin = town.citizen(), town.citizen("Paulus", "Nubatonis", "paul"), town.admin
    original = await first.reports(SECRET)
    await town.settle()
    number = await second.reports("Lampu jalan mati di depan SDN Oebufu, gelap sekali")
    await town.card(number, words=("Mungkin sama", original))
    await admin.explains(number, "Duplikat", original)
    await second.hears(number, "digabung", original)
    await town.card(original, words=("Diikuti 1 warga lain", f"Gabungan: {number}"))
    await admin.verifies(original)
    await second.hears(original, "yang Anda ikuti", "sudah diperiksa")
    second.says(original)
    await second.hears(original, "yang Anda ikuti")
    await admin.presses(number, "Lepas gabungan")
    await second.hears(number, "tidak lagi digabung", original)
    await town.settle()
    assert "Diikuti" not in text_of(await town.card(original))
    await admin.verifies(number)
    assert not any("cat hijau" in text for text in second.bubbles())


async def test_an_unlikely_merge_asks_again(town: Town) -> None:
    """Two matters are not merged by a slip: the official is asked again, may name another ticket, or insist."""
    first, second, admin = town.citizen(), town.citizen("Paulus", "Nubatonis", "paul"), town.admin
    original = await first.reports(SECRET)
    rubbish = await second.reports("Sampah menumpuk dekat Pasar Inpres Naikoten")
    await admin.explains(rubbish, "Duplikat", original)
    asked = await town.group_says("bukan masalah yang sama", original, "nomor lain")
    assert "baru" == (await town.state(f"ticket:{rubbish}"))["status"]
    await town.answer(admin.taps(asked, "Tetap gabung"))
    await second.hears(rubbish, "digabung", original)
    await town.group_says(rubbish, "tetap digabung")
    await town.card(original, words=("Diikuti 1 warga lain",))


async def test_one_complaint_becomes_two(town: Town) -> None:
    """An official makes two tickets of one complaint; the citizen hears of both and may answer for each."""
    citizen, admin = town.citizen(), town.admin
    number = await citizen.reports("Lampu jalan mati di depan SDN Oebufu, tolong juga bersihkan tempat itu")
    await admin.presses(number, "Lainnya")
    await admin.explains(number, "Pecah", "Sampah menumpuk di depan SDN Oebufu")
    told = text_of(await citizen.hears("memuat dua masalah", number))
    second = next(one for one in NUMBER.findall(told) if one != number)
    await town.card(second, words=("Sampah", f"Bagian dari {number}"))
    await town.card(number, words=(f"Sebagian menjadi {second}",))
    await admin.verifies(second)
    await citizen.hears(second, "sudah diperiksa")
    citizen.says("status")
    await citizen.hears(number, second)


async def test_a_confidential_report_is_never_offered(town: Town) -> None:
    """Nobody is shown that somebody reported the same in confidence, whether from the beginning or since then."""
    first, second, third = (
        town.citizen(),
        town.citizen("Paulus", "Nubatonis", "paul"),
        town.citizen("Ance", "Lay", "ance"),
    )
    await first.reports(SECRET, "Rahasia")
    await town.settle()
    await about_to_send(second)
    question = await second.hears("nama Anda ditampilkan")
    assert "sudah ada" not in text_of(question)
    second.presses(question, "Anonim")
    number = number_in(await second.hears("tercatat"))
    second.says(f"tolong rahasiakan laporan {number}")
    await second.hears(number, "sudah kami ubah")
    await town.settle()
    await about_to_send(third)
    assert "sudah ada" not in text_of(await third.hears("nama Anda ditampilkan"))
