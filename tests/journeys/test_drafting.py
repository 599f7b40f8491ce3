"""What a citizen can do while drafting, with every kind of message, in two languages and in an emergency."""

from __future__ import annotations

from tests.journeys.driver import Town
from tests.journeys.pictures import png
from tests.journeys.reading import number_in, says, text_of


async def test_an_edited_message_changes_the_draft_and_not_the_ticket(town: Town) -> None:
    """An edit while drafting changes the shown draft; an edit after filing says that the ticket stays as it was."""
    citizen = town.citizen()
    said = citizen.says("Lampu jalan mati su 3 hari di depan SDN Oebufu")
    draft = await citizen.hears("SDN Oebufu", button="Kirim")
    town.people.edit(citizen.id, said["message_id"], "Lampu jalan mati su 5 hari di depan SMPN Liliba")
    changed = await citizen.sees_changed(draft, "SMPN Liliba")
    number = await citizen.confirms(changed)
    card = await town.card(number, "Verifikasi", words=("SMPN Liliba", "5 hari"))
    assert "SDN Oebufu" not in text_of(card)
    town.people.edit(citizen.id, said["message_id"], "Lampu jalan mati su 9 hari di tempat lain")
    await citizen.hears(number, "diteruskan")
    await town.settle()
    assert "9 hari" not in text_of(await town.card(number, "Verifikasi"))


async def test_voice_document_and_pin_land_in_the_ticket(town: Town) -> None:
    """A voice note, a document and a location become part of the ticket, and the officials get the files."""
    citizen = town.citizen()
    citizen.says("Got mampet di Jalan Amabi, air masuk rumah")
    await citizen.hears(button="Kirim")
    town.people.send_file(citizen.id, "voice", b"OggS" + b"v" * 400, mime="audio/ogg")
    await citizen.hears("rekaman suara", button="Kirim")
    town.people.send_file(citizen.id, "document", b"%PDF-1.4 " + b"d" * 300, name="surat.pdf", mime="application/pdf")
    await citizen.hears("1 dokumen", button="Kirim")
    town.people.send_location(citizen.id, -10.1633, 123.6100)
    draft = await citizen.hears("titik di peta", button="Kirim")
    number = await citizen.confirms(draft)
    card = await town.card(number, "Verifikasi", words=("1 pesan suara", "1 berkas"))
    assert "-10.1633" in text_of(card)
    await town.wait(
        lambda: (
            {"voice", "document"} <= {kind for m in town.group() for kind in ("voice", "document") if kind in m} or None
        ),
        lambda: "both files in the group",
    )


async def test_a_map_link_is_a_place(town: Town) -> None:
    """A map link is read as a position."""
    citizen = town.citizen()
    citizen.says("Pohon mau tumbang https://maps.google.com/?q=-10.1772,123.6070")
    draft = await citizen.hears("titik di peta", button="Kirim")
    number = await citizen.confirms(draft)
    await town.card(number, words=("-10.1772",))


async def test_an_album_in_five_parallel_webhooks_is_one_ticket(town: Town) -> None:
    """Five photos that arrive as five webhooks at once give one bubble and one ticket with five photos."""
    await town.run("b")
    citizen = town.citizen()
    town.standin.webhook.hold()
    town.people.send_album(citizen.id, [png(n) for n in range(5)], "Sampah menumpuk di Pasar Oeba su seminggu")
    town.standin.webhook.release(shuffle=True)
    await town.settle()
    await town.later(seconds=3)
    draft = await citizen.hears("5 foto", button="Kirim")
    assert 1 == len(citizen.bubbles())
    number = await citizen.confirms(draft)
    await town.card(number, "Verifikasi", words=("5 foto",))
    photos = await town.wait(
        lambda: ((shown := [m for m in town.group() if "photo" in m])[4:] and shown) or None, lambda: "five photos"
    )
    await town.settle()
    assert 5 == len([message for message in town.group() if "photo" in message])
    assert 1 == len({message.get("media_group_id", "") for message in photos})
    assert 1 == len(town.cards(number))


async def test_an_english_conversation(town: Town) -> None:
    """Somebody who writes English on an English phone is answered in English to the end."""
    citizen, officer = town.citizen("John", "Walker", "john_walker", language="en"), town.officer()
    citizen.says("The street light in front of SDN Oebufu has been broken for three days")
    draft = await citizen.hears(button="Send")
    citizen.presses(draft, "Send")
    choice = await citizen.hears(button="Anonymous")
    citizen.presses(choice, "Anonymous")
    number = number_in(await citizen.hears("KPG-"))
    await town.admin.verifies(number)
    await town.admin.disposes(number)
    await officer.claims(number)
    await officer.closes(number, "Lampu sudah diganti.")
    answered = await citizen.hears(number, button="Fixed")
    citizen.presses(answered, "Fixed")
    await citizen.hears(number)
    await town.settle()
    spoken = "\n".join(citizen.bubbles())
    assert not any(word in spoken for word in ("Laporan", "sudah ditindaklanjuti", "Batas waktu"))


async def test_numbers_typed_instead_of_buttons(town: Town) -> None:
    """Every choice can be typed, by its number or its label, from the draft to the rating."""
    citizen, officer = town.citizen(), town.officer()
    citizen.says("Lampu jalan mati su 3 hari di depan SDN Oebufu")
    await citizen.hears(button="Kirim")
    citizen.says("1")
    await citizen.hears(button="Anonim")
    citizen.says("anonim")
    number = number_in(await citizen.hears("tercatat"))
    await town.admin.verifies(number)
    await town.admin.disposes(number)
    await officer.claims(number)
    await officer.closes(number, "Lampu sudah diganti.")
    await citizen.hears(number, button="Sudah beres")
    citizen.says("1")
    await citizen.hears(number, "selesai karena")
    citizen.says("5")
    await citizen.hears("nilai 5", number)
    await town.card(number, words=("5/5",))


async def test_an_emergency_is_answered_with_the_number_first(town: Town) -> None:
    """A fire is sent to the emergency number first, and can be reported after that."""
    citizen = town.citizen()
    citizen.says("Tolong, rumah terbakar di Kelurahan Fatululi!")
    first = await citizen.hears(button="Tetap lapor")
    assert says(first, "🚨", "112") or says(first, "🚨", "113")
    citizen.presses(first, "Tetap lapor")
    draft = await citizen.hears(button="Kirim")
    number = await citizen.confirms(draft)
    card = await town.card(number)
    assert text_of(card).startswith("🚨")
    await town.settle()
    (call,) = [message for message in town.group() if "text_mention" in str(message.get("entities"))]
    assert says(call, "🚨", number, "Kebakaran")
    called = {entity["user"]["id"] for entity in call["entities"] if entity["type"] == "text_mention"}
    assert town.admin.id in called


async def test_a_flood_is_met_with_one_polite_word(town: Town) -> None:
    """Thirty messages in a moment are all kept, told so once, and answered again after the minute."""
    citizen = town.citizen()
    for n in range(30):
        citizen.says(f"Sampah belum diangkut di Kelurahan Liliba, {n + 1} karung")
    await citizen.hears("banyak sekali")
    await town.settle()
    told = [text for text in citizen.bubbles() if "banyak sekali" in text]
    assert 1 == len(told)
    assert len(citizen.bubbles()) <= 22
    await town.later(seconds=61)
    draft = await citizen.hears(button="Kirim")
    number = await citizen.confirms(draft)
    await town.card(number, "Verifikasi")
    stored = str(await town.state(f"ticket:{number}"))
    assert [True] * 30 == [f", {n + 1} karung" in stored for n in range(30)]


async def test_a_draft_left_alone_is_remembered_and_expires(town: Town) -> None:
    """A draft is reminded of once, closed after a day, and can be taken up again."""
    citizen = town.citizen()
    citizen.says("Lampu jalan mati su 3 hari di depan SDN Oebufu")
    await citizen.hears(button="Kirim")
    await town.later(hours=1, seconds=1)
    await citizen.hears("belum terkirim", button="Kirim")
    await town.later(hours=2)
    await town.later(hours=24)
    expired = await citizen.hears("tidak ada yang terkirim", button="Lanjutkan")
    assert 3 == len(citizen.bubbles())
    citizen.presses(expired, "Lanjutkan")
    number = await citizen.confirms(await citizen.hears(button="Kirim"))
    await citizen.town.card(number, "Verifikasi")
