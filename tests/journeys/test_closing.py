"""A complaint is closed with its own photo: flagged, looked at by a second officer, and seen by the citizen."""

from __future__ import annotations

from tests.journeys.cast import LAMP
from tests.journeys.driver import Town
from tests.journeys.reading import buttons_of, text_of
from tests.storage.files.streets import Look, brightened, cropped, encoded, mirrored, stamped, street


async def test_the_complaints_own_photo_needs_a_second_officer(town: Town) -> None:
    """Mirrored, cropped, brightened and stamped it is still the same photo: nothing reaches the citizen before."""
    citizen, officer = town.citizen(), town.officer()
    before = street(2)
    town.spoken.add(LAMP)
    town.people.send_photo(citizen.id, encoded(before), LAMP)
    number = await citizen.confirms(await citizen.hears(button="Kirim"))
    await town.admin.verifies(number)
    await town.admin.disposes(number)
    await officer.claims(number)
    await citizen.hears(number, "dikerjakan")
    changed = stamped(brightened(cropped(mirrored(before), 0.1, 0, 0, 0.05), 1.2))

    said = await officer.explains(number, "Selesai", "Lampu sudah diganti.", encoded(changed, 70))
    await town.group_says("Pelapor belum diberi tahu", "sama dengan foto pengaduan", after=said["message_id"])
    card = await town.card(number, "Sahkan", words=("menunggu petugas kedua", "sama dengan foto pengaduan"))
    assert "bukan yang menutup" in await town.answer(officer.taps(card, "Sahkan"))
    assert "Hanya" not in await town.answer(town.admin.taps(card, "Sahkan"))

    answered = await citizen.hears(number, "sudah ditindaklanjuti", "Lampu sudah diganti", button="Sudah beres")
    assert answered["photo"]
    card = await town.card(number, words=(f"Disahkan {town.admin.name}",))
    assert ["↩️ Urungkan: Sahkan"] == [label for label in buttons_of(card) if "Sahkan" in label]
    citizen.presses(answered, "Sudah beres")
    await town.card(number, words=("Selesai",))
    journal = await town.runtime.store.journal_of(number)
    assert ["closing_held", "sahkan", "confirmed"] == [record.what for record in journal][-3:]


async def test_another_photo_of_the_street_closes_at_once(town: Town) -> None:
    """A photo taken afterwards from about the same place is what is wanted; used again elsewhere it is not."""
    citizen, officer = town.citizen(), town.officer()
    after = encoded(street(3, Look(0.1, 0.15, 0.02, clouds=2, passers=2, hole=99)))
    town.spoken.add(LAMP)
    town.people.send_photo(citizen.id, encoded(street(3)), LAMP)
    number = await citizen.confirms(await citizen.hears(button="Kirim"))
    await town.admin.verifies(number)
    await town.admin.disposes(number)
    await officer.claims(number)
    await officer.closes(number, "Lampu sudah diganti.", after)
    await citizen.hears(number, "sudah ditindaklanjuti")

    other = await town.working(town.citizen("Paulus", "Nubatonis", "paul_nuba"), "Lampu jalan mati di Kelurahan Oesapa")
    await officer.closes(other, "Lampu di sini juga.", after)
    card = await town.card(other, "Sahkan")
    assert f"sama dengan foto {number}" in text_of(card)
