"""What officials write and what becomes of it, from the group to the citizen's phone."""

from __future__ import annotations

import asyncio
from typing import Any

from demo.stage import COORDINATOR
from tests.journeys.cast import LAMP
from tests.journeys.driver import Town
from tests.journeys.pictures import png
from tests.journeys.reading import Json, text_of

SECRET = "jangan dikirim: pelapor ini tetangga kepala dinas"


def posts(town: Town, sender: Json, text: str, **more: Any) -> Json:
    """Let somebody whom the stand-in does not know post in the group, as Telegram would deliver it."""
    chat = town.standin.world.chats[town.group_id]
    chat.last_id += 1
    message = {
        "message_id": chat.last_id,
        "from": sender,
        "chat": chat.shape(),
        "date": town.standin.world.date(),
        "text": text,
        **more,
    }
    chat.messages[chat.last_id] = message
    town.standin.updates.inject({"message": message}, town.group_id)
    return message


async def test_an_album_with_a_slash_stays_among_officials(town: Town) -> None:
    """Whichever caption begins with a slash, under the card or as the answer to a prompt: the citizen reads nothing."""
    citizen, officer = town.citizen(), town.officer()
    number = await town.working(citizen)
    await town.settle()
    card = await town.card(number, "Selesai")
    prompt = await officer.prompted(number, "Selesai")
    before = len(citizen.bubbles())
    for target in (card, prompt):
        album = town.standin.world.new_album_id()
        for n, caption in enumerate(("Sudah kami lihat", f"// {SECRET}")):
            content = {"media_group_id": album, **town.people._photo(png(30 + n), None), "caption": caption}
            town.people._send(officer.id, content, town.group_id, target["message_thread_id"], target["message_id"])
        await town.settle()
        await town.later(seconds=3)
    assert before == len(citizen.bubbles())
    notes = [text_of(one) for one in town.group() if "Catatan disimpan" in text_of(one)]
    assert 2 == len(notes)


async def test_words_after_a_button_stay_in_the_group(town: Town) -> None:
    """Chatter beside a prompt reaches nobody and is answered once; the reply to the prompt goes out."""
    citizen, officer = town.citizen(), town.officer()
    number = await town.working(citizen)
    prompt = await officer.prompted(number, "Tanya")
    before = len(citizen.bubbles())
    thread = prompt["message_thread_id"]
    town.people.say(officer.id, "Pak Yos, pelapor ini yang kemarin marah-marah itu kan?", town.group_id, thread)
    await town.group_says("Belum dikirim ke pelapor")
    await town.settle()
    assert before == len(citizen.bubbles())
    officer.says("Tiang nomor berapa?", prompt)
    await citizen.hears("tiang nomor berapa")


async def test_what_is_forwarded_to_the_group_goes_no_further(town: Town) -> None:
    """What somebody else said, forwarded beside an open prompt or loose, reaches no citizen; the prompt stays open."""
    citizen, officer = town.citizen(), town.officer()
    number = await town.working(citizen)
    prompt = await officer.prompted(number, "Tanya")
    before, thread = len(citizen.bubbles()), prompt["message_thread_id"]
    town.people.forward(officer.id, SECRET, "Pak Lurah", chat_id=town.group_id, thread=thread)
    await town.group_says("Belum dikirim ke pelapor")
    town.people.forward(officer.id, "Kabar dari grup sebelah", origin_id=citizen.id, chat_id=town.group_id)
    await town.settle()
    assert before == len(citizen.bubbles())
    officer.says("Tiang nomor berapa?", prompt)
    await citizen.hears("tiang nomor berapa")


async def test_an_edit_after_the_fact_becomes_a_correction(town: Town) -> None:
    """Edited words that went out are offered as a correction, and reach the citizen as one when the button says so."""
    citizen, officer = town.citizen(), town.officer()
    number = await town.working(citizen)
    said = await officer.tells(number, "Besok jam 10 tim kami datang.")
    await citizen.hears("besok jam 10")
    town.people.edit(officer.id, said["message_id"], "Lusa jam 14 tim kami datang.", chat_id=town.group_id)
    offer = await town.group_says("sebagai ralat", number)
    assert "lusa" not in " ".join(citizen.bubbles()).lower()
    await town.answer(officer.taps(offer, "Kirim ralat"))
    await citizen.hears("Ralat dari", number, "lusa jam 14")


async def test_whoever_writes_for_a_citizen_is_answered_each_time(town: Town) -> None:
    """An anonymous admin, a poll under the card: nothing is dropped without a sign to its author."""
    citizen = town.citizen()
    number = await town.working(citizen)
    card = await town.card(number, "Selesai")
    await town.settle()
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    chat = town.standin.world.chats[town.group_id].shape()
    place = {"message_thread_id": card["message_thread_id"], "is_topic_message": True, "reply_to_message": card}
    for words in ("Nomor tiangnya berapa?", "Bu, nomor tiangnya berapa?"):
        message = posts(town, anonymous, words, sender_chat=chat, **place)
        await town.group_says("Admin anonim tidak dapat bertindak", after=message["message_id"])
    command = {"entities": [{"type": "bot_command", "offset": 0, "length": 8}]}
    asked = posts(town, anonymous, "/antrian", sender_chat=chat, **command)
    await town.group_says("Matikan mode anonim", after=asked["message_id"])
    yeni = town.standin.world.users[town.officer().id].shape()
    poll = posts(town, yeni, "", poll={"id": "1", "question": "?", "options": []}, **place)
    await town.group_says("tidak bisa diteruskan ke pelapor", after=poll["message_id"])


async def test_a_long_report_can_be_read_whole(town: Town) -> None:
    """What the card cuts is unfolded on it by a button, as a quotation, to the last word."""
    citizen = town.citizen()
    words = f"{LAMP} " + "gelap sekali " * 60 + "Tiang nomor 14B dekat gerbang"
    number = await citizen.reports(words)
    card = await town.card(number, "Selengkapnya")
    assert "blockquote" in [entity["type"] for entity in card["entities"]]
    await town.admin.presses(number, "Selengkapnya")
    whole = await town.card(number, "Ringkas", words=("Tiang nomor 14B dekat gerbang",))
    assert "expandable_blockquote" in [entity["type"] for entity in whole["entities"]]


async def test_a_long_answer_arrives_whole(town: Town) -> None:
    """Nothing of an official's words is cut: they arrive to the last one."""
    citizen, officer = town.citizen(), town.officer()
    number = await town.working(citizen)
    await officer.tells(number, "Penjelasan langkah pengurusan. " * 70 + "\n\nYANG TERPENTING: datang ke loket 7.")
    await citizen.hears("YANG TERPENTING: datang ke loket 7")


async def test_a_file_with_a_strange_name_stops_nobody(town: Town) -> None:
    """A document whose name breaks a header is no reason for the group to wait: other reports come at once."""
    town.allowed |= {"refused", "dead"}
    citizen, other = town.citizen(anonymous=False), town.citizen("Paulus", "Nubatonis", "paul_nuba")
    citizen.says(LAMP)
    await citizen.hears(button="Kirim")
    town.people.send_file(citizen.id, "document", b"%PDF-1.4 x", name="laporan\nwarga.pdf", mime="application/pdf")
    await town.settle()
    await citizen.confirms(citizen.last(), "Tampilkan nama")
    number = await other.reports("Sampah menumpuk di Pasar Oeba su seminggu")
    await town.card(number, "Verifikasi")


async def test_the_desk_answers_a_citizen_who_wants_a_person(town: Town) -> None:
    """A wish for a person stands at the desk; its answer reaches the citizen's chat."""
    citizen, admin = town.citizen(), town.admin
    number = await citizen.reports()
    await town.settle()
    citizen.says("saya mau bicara dengan petugas, tolong")
    wish = await town.group_says("minta dijawab petugas")
    assert str(citizen.id) not in str(wish)
    before = town.last_in_group()
    await town.answer(admin.taps(wish, "Jawab"))
    prompt = await town.group_says("Agus Bria, balas pesan ini", after=before)
    admin.says("Silakan datang ke loket 3 besok pagi.", prompt)
    await citizen.hears("loket 3 besok pagi")
    await town.group_says("Jawaban dikirim ke warga")
    assert number


async def test_an_official_who_comes_back_has_no_rights(town: Town) -> None:
    """A removed official who joins again is refused until an administrator registers the person anew."""
    citizen, officer = town.citizen(), town.officer()
    number = await town.working(citizen)
    town.standin.groups.leave(officer.id, town.group_id)
    town.standin.groups.join(officer.id, town.group_id)
    await town.group_says("belum bisa bertindak")
    assert "tidak aktif" in await town.answer(officer.taps(await town.card(number, "Ambil"), "Ambil"))
    town.people.say(COORDINATOR, f"/daftar {officer.id} dishub {officer.name}", town.group_id)
    await town.settle()
    await asyncio.sleep(0)
    assert "Anda pegang" in await town.answer(officer.taps(await town.card(number, "Ambil"), "Ambil"))
