"""Places and people that go away in the middle: a citizen, a group, a topic."""

from __future__ import annotations

import pytest

from simulator.telegram.chats import drop_topic
from tests.journeys.driver import Town
from tests.journeys.pictures import png
from tests.journeys.reading import buttons_of, text_of


async def test_a_citizen_blocks_the_bot_and_comes_back(town: Town) -> None:
    """What a citizen missed while the bot was blocked comes in one bubble, and the officials see "belum sampai"."""
    citizen, officer = town.citizen(), town.officer()
    number = await citizen.reports()
    before = len(citizen.bubbles())
    town.people.block(citizen.id)
    await town.settle()
    await town.admin.verifies(number)
    await town.admin.disposes(number)
    await officer.claims(number)
    await town.card(number, "Selesai", words=("Belum sampai ke pelapor",))
    assert before == len(citizen.bubbles())
    town.people.unblock(citizen.id)
    missed = await citizen.hears("Selagi kami tidak bisa menghubungi", number, "dalam proses")
    await town.settle()
    assert before + 1 == len(citizen.bubbles()), text_of(missed)
    card = await town.card(number, "Selesai")
    assert "Belum sampai" not in text_of(card)


async def test_a_citizen_who_cannot_be_reached_is_told_later(town: Town) -> None:
    """A push that the platform refuses, without a word before, is noticed, and told before anything else.

    The words with which the citizen comes back are no answer to a question that was not seen yet; the next ones are.
    """
    citizen, officer = town.citizen(), town.officer()
    number = await town.working(citizen)
    town.standin.fail("deactivated", chat_id=citizen.id, times=None)
    await officer.explains(number, "Tanya", "Tiang nomor berapa yang mati?")
    await town.card(number, words=("Belum sampai ke pelapor",))
    town.standin.clear_faults()
    citizen.says("Halo")
    back = await citizen.hears("Selagi kami tidak bisa menghubungi", number, "tiang nomor berapa")
    await town.settle()
    assert "Belum sampai" not in text_of(town.cards(number)[-1])
    assert "diteruskan ke petugas" not in text_of(back)
    assert [] == [message for message in town.group() if text_of(message).startswith("💬")]
    citizen.says("Tiang nomor 12")
    await town.group_says("💬", number, "tiang nomor 12")
    await citizen.hears("diteruskan ke petugas", number)


@pytest.mark.parametrize("told", [True, False], ids=["by service message", "by the refusal of a send"])
async def test_the_group_migrates_in_the_middle(town: Town, told: bool) -> None:
    """Cards go on in the new group, with topics and working buttons; what was on its way is not lost."""
    citizen, officer, admin = town.citizen(), town.officer(), town.admin
    number = await town.working(citizen)
    if told:
        town.standin.groups.migrate(town.group_id)
        await town.settle()
    else:
        town.standin.fail("migrated", "sendMessage", town.group_id)
    second = await town.citizen("Paulus", "Nubatonis", "paul_nuba").reports("Sampah menumpuk di Pasar Oeba su seminggu")
    await town.card(second, "Verifikasi")
    assert town.group_id != town.stage.group_id
    await admin.verifies(second)
    town.people.say(citizen.id, "Tambahan: lampu di sebelahnya juga mati")
    old = town.standin.messages(town.stage.group_id, from_bot=True)
    await admin.disposes(second, "DLHK")
    await town.officer("dlhk").claims(second)
    note = officer.says(f"/tiket {number}")
    await town.group_says(number, "Dalam proses", "kartu utama", after=note["message_id"])
    await town.settle()
    assert old == town.standin.messages(town.stage.group_id, from_bot=True)
    assert town.standin.topic(town.group_id, "DLHK") is not None or town.standin.topic(town.group_id, "Lingkungan")


async def test_a_ticket_of_the_old_group_is_finished_in_the_new_one(town: Town) -> None:
    """A ticket whose card was in the old group gets a card in the new one with its next change, and ends there."""
    citizen, officer = town.citizen(), town.officer()
    number = await town.working(citizen)
    push = citizen.last()
    town.standin.groups.migrate(town.group_id)
    await town.settle()
    citizen.says("Tambahan: lampu di sebelahnya juga mati", push)
    await town.group_says("tambahan dari pelapor", number)
    await officer.closes(number, "Lampu sudah diganti.", png(4))
    citizen.presses(await citizen.hears(number, button="Sudah beres"), "Sudah beres")
    await citizen.hears(number, "selesai karena")
    assert ["Buka kembali"] == buttons_of(await town.card(number, words=("Selesai, dikonfirmasi",)))


async def test_a_topic_is_deleted_in_the_middle(town: Town) -> None:
    """A deleted topic is opened again for what is next, and /tiket brings the ticket's card back into it."""
    citizen, officer = town.citizen(), town.officer()
    number = await town.working(citizen)
    await town.settle()
    thread = (await town.card(number, "Selesai"))["message_thread_id"]
    drop_topic(town.standin.world, town.group_id, thread)
    assert [] == town.cards(number)
    citizen.says("Tambahan: lampu di sebelahnya juga mati", citizen.last())
    relayed = await town.group_says("tambahan dari pelapor", number)
    officer.says(f"/tiket {number}")
    await town.group_says(number, "kartu utama")
    fresh = next(card for card in town.cards(number) if card["message_thread_id"] != thread)
    assert thread != fresh["message_thread_id"] == relayed["message_thread_id"]
    assert "Dishub" in town.standin.world.chats[town.group_id].topics[fresh["message_thread_id"]].name
    await officer.closes(number, "Lampu sudah diganti.")
    await citizen.hears(number, button="Sudah beres")
