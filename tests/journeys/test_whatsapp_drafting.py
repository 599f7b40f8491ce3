"""What a citizen can do while drafting on WhatsApp: albums, lists, numbers, places, files, edits, English."""

from __future__ import annotations

from tests.journeys.cast import LAMP
from tests.journeys.conftest import Build
from tests.journeys.pictures import png
from tests.journeys.reading import text_of
from tests.journeys.whatsapp_driver import number_in, title_like, whatsapp_town

DRAIN = "Got mampet di Jalan Amabi, air masuk rumah"


async def test_photos_sent_together_are_one_ticket(build: Build) -> None:
    """Five photos that come as five messages, shuffled, into two processes, give one bubble and one ticket."""
    town = await whatsapp_town(build, processes="ab", registered=False)
    citizen = town.person()
    town.whatsapp.webhook.hold()
    citizen.people.send_album(citizen.key, [png(n) for n in range(5)], "Sampah menumpuk di Pasar Oeba su seminggu")
    town.whatsapp.webhook.release(shuffle=True)
    await town.settle()
    await town.later(seconds=3)
    draft = await citizen.one_bubble("5 foto")
    number = await citizen.confirms(draft)
    await town.card(number, "Verifikasi", words=("5 foto",))
    await town.wait(
        lambda: len([message for message in town.group() if "photo" in message]) == 5 or None, lambda: "five photos"
    )
    assert 1 == len(town.cards(number))


async def test_a_photo_with_words_after_it_is_one_bubble(build: Build) -> None:
    """A photo and the words that follow at once are answered together."""
    town = await whatsapp_town(build, registered=False, rate=0.0)
    citizen = town.person()
    citizen.people.send_photo(citizen.key, png(3))
    await town.settle()  # two webhooks at once may come in any order; by the city's clock no time passes
    citizen.says(DRAIN)
    await town.settle()
    await town.later(seconds=3)
    draft = await citizen.one_bubble("1 foto", "Amabi")
    assert title_like(draft, "Kirim")


async def test_categories_come_as_a_list(build: Build) -> None:
    """The best guesses come as buttons or a list, all of them as numbered text where a list has no room."""
    town = await whatsapp_town(build, registered=False)
    citizen = town.person()
    citizen.says(LAMP)
    citizen.presses(await citizen.hears(button="Ubah"), "Ubah")
    what = await citizen.hears(button="kategori")
    assert "list" == what.kind
    citizen.presses(what, "kategori")
    guesses = await citizen.hears(button="Lihat semua")
    citizen.presses(guesses, "Lihat semua")
    whole = await citizen.one_bubble("1. ")
    assert [] == whole.titles
    place = next(line.split(".")[0] for line in whole.text.splitlines() if "Drainase" in line)
    citizen.says(place)
    assert "Drainase" in (await citizen.hears("Ini yang kami catat")).text


async def test_numbers_typed_instead_of_buttons(build: Build) -> None:
    """Every choice can be typed, by its number or its label, from the draft to the rating."""
    town = await whatsapp_town(build)
    citizen = town.person()
    citizen.says(LAMP)
    await citizen.hears(button="Kirim")
    citizen.says("1")
    await citizen.hears(button="Anonim")
    citizen.says("anonim")
    number = number_in(await citizen.hears("tercatat"))
    await town.admin.verifies(number)
    await town.admin.disposes(number)
    await town.officer().claims(number)
    await town.closed(number)
    await citizen.hears(number, button="Sudah beres")
    citizen.says("1")
    await citizen.hears(number, "selesai karena")
    citizen.says("5")
    await citizen.hears("nilai 5", number)


async def test_a_place_is_asked_with_the_platforms_own_button(build: Build) -> None:
    """A report without a place is asked for it by a location request; the answer is part of the ticket."""
    town = await whatsapp_town(build, registered=False)
    citizen = town.person()
    citizen.says("Air PDAM tidak jalan su seminggu ni")
    asked = await citizen.hears()
    assert "location_request" == asked.kind
    citizen.people.answer_location(citizen.key, -10.1633, 123.6100)
    number = await citizen.confirms(await citizen.hears("titik di peta", button="Kirim"))
    assert "-10.1633" in text_of(await town.card(number, "Verifikasi"))


async def test_every_kind_of_message_lands_in_the_draft_or_is_answered(build: Build) -> None:
    """A table of single messages: each is answered with exactly one bubble that says what became of it."""
    town = await whatsapp_town(build, registered=False)
    citizen = town.person()
    people, key = citizen.people, citizen.key
    said = citizen.says(DRAIN)
    await citizen.hears(button="Kirim")
    people.send_voice(key)
    await citizen.one_bubble("rekaman suara")
    people.send_document(key, b"%PDF-1.4 " + b"d" * 300, "surat.pdf")
    await citizen.one_bubble("1 dokumen")
    people.send_contact(key, "Pak RT", "6281234567890")
    await citizen.one_bubble("kontak")
    people.send_sticker(key)
    await citizen.one_bubble()
    people.send_unsupported(key, "poll")  # the sticker was answered a moment ago, which says enough
    await town.settle()
    assert [] == citizen.heard(citizen.before)
    people.edit(key, said, "Got mampet di depan SMPN Liliba, air masuk rumah")
    await citizen.one_bubble("SMPN Liliba")
    more = citizen.says("Sudah dua minggu begini")
    await citizen.one_bubble("dua minggu")
    people.revoke(key, more)
    draft = await citizen.one_bubble("SMPN Liliba")
    assert "dua minggu" not in draft.text
    people.react(key, draft.id, "👍")
    await town.settle()
    assert draft.id == town.whatsapp.bubbles(key)[-1].id
    number = await citizen.confirms(draft)
    card = await town.card(number, "Verifikasi", words=("1 pesan suara", "1 berkas", "SMPN Liliba"))
    assert "Amabi" not in text_of(card)


async def test_an_english_conversation(build: Build) -> None:
    """WhatsApp tells nobody's language, so English is asked for with a word, and then spoken to the end."""
    town = await whatsapp_town(build)
    citizen = town.person("John Walker")
    citizen.says("english please")
    await citizen.hears("English")
    citizen.says("The street light in front of SDN Oebufu has been broken for three days")
    citizen.presses(await citizen.hears(button="Send"), "Send")
    citizen.presses(await citizen.hears(button="Anonymous"), "Anonymous")
    number = number_in(await citizen.hears("KPG-"))
    await town.admin.verifies(number)
    await town.admin.disposes(number)
    await town.officer().claims(number)
    await town.closed(number)
    citizen.presses(await citizen.hears(number, button="Fixed"), "Fixed")
    await citizen.hears(number)
    await town.settle()
    spoken = "\n".join(citizen.heard())
    assert not any(word in spoken for word in ("Laporan", "sudah ditindaklanjuti", "Batas waktu"))


async def test_a_chat_that_is_opened_for_the_first_time_is_greeted(build: Build) -> None:
    """The first opening of the chat is greeted with one bubble that says how to complain."""
    town = await whatsapp_town(build, registered=False)
    citizen = town.person()
    citizen.people.open_chat(citizen.key)
    await citizen.one_bubble("lapor")
