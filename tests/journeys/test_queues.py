"""What officials see of many tickets: queues and searches in one message, links to cards, counts on top of a topic."""

from __future__ import annotations

from typing import Any

from core.vocabulary.lanes import DeadLetter
from tests.journeys.cast import LAMP, Official
from tests.journeys.conftest import Build
from tests.journeys.driver import Town
from tests.journeys.reading import NUMBER, buttons_of, is_card, label_like, text_of

Json = dict[str, Any]
RUBBISH = "Sampah menumpuk di Pasar Oeba su seminggu"
HOLE = "Jalan berlubang di depan Gereja Kaisarea Oebufu"


def thread(town: Town, name: str) -> int | None:
    """Give the topic of that name."""
    return town.standin.topic(town.group_id, name)


async def answered(town: Town, who: Official, text: str, topic: str = "") -> Json:
    """Say a command in a topic; give the message that answers it."""
    asked = town.people.say(who.id, text, town.group_id, thread(town, topic) if topic else None)

    def look() -> Json | None:
        replies = (m for m in town.group() if m.get("reply_to_message", {}).get("message_id") == asked["message_id"])
        return next(replies, None)

    return await town.wait(look, lambda: f"an answer to {text!r}: {[text_of(m) for m in town.group()][-3:]}")


def opened(town: Town, message: Json) -> list[Json]:
    """Follow the links of a message, as a press on them does; give the messages that they open."""
    links = [entity["url"] for entity in message.get("entities", ()) if entity["type"] == "text_link"]
    place = f"https://t.me/c/{str(town.group_id).removeprefix('-100')}/"
    assert all(link.startswith(place) for link in links)
    chat = town.standin.world.chats[town.group_id]
    return [chat.messages[int(link.removeprefix(place))] for link in links]


async def soon(town: Town, **by: float) -> None:
    """Let time pass with all that a process sweeps."""
    await town.later(**by)
    await town.settle()


async def test_queues_lead_to_cards(town: Town) -> None:
    """A desk's queue, a search and a signpost lead to the card; the counts are pinned, and true when things change."""
    people = [
        town.citizen(),
        town.citizen("Paulus", "Nubatonis", "paul_nuba"),
        town.citizen("Ruth", "Lopo", "ruth_lopo"),
    ]
    numbers = [await citizen.reports(text) for citizen, text in zip(people, (LAMP, RUBBISH, HOLE), strict=True)]
    await town.admin.verifies(numbers[0])
    await town.admin.disposes(numbers[0])
    await town.card(numbers[0], "Ambil")
    await town.settle()

    queue = await answered(town, town.admin, "/antrian", "Verifikasi")
    assert "Antrian Verifikasi: 2 tiket" in text_of(queue)
    assert thread(town, "Verifikasi") == queue["message_thread_id"]
    assert [True, True] == [is_card(card, n) for card, n in zip(opened(town, queue), numbers[1:], strict=True)]

    found = await answered(town, town.officer(), "/cari lampu oebufu")
    assert [numbers[0]] == NUMBER.findall(text_of(found))
    (card,) = opened(town, found)
    assert thread(town, "Dishub") == card["message_thread_id"]

    sign = await town.group_says(numbers[0], "pindah ke topik Dishub")
    assert opened(town, sign) == [card]

    await soon(town, minutes=2)
    counts = await town.group_says("📌 Dishub", "Baru 1 · Diproses 0")
    assert counts["message_id"] in town.standin.world.chats[town.group_id].pinned
    await town.officer().claims(numbers[0])
    await soon(town, minutes=6)
    counts = await town.group_says("📌 Dishub", "Baru 0 · Diproses 1")
    await soon(town, days=9)
    await soon(town, minutes=2)
    late = await town.group_says("📌 Dishub", "Terlambat 1")
    assert counts["message_id"] == late["message_id"]
    assert "terlewat" in text_of(await answered(town, town.officer(), "/terlambat", "Dishub"))
    mine = await answered(town, town.officer(), "/saya")
    assert [numbers[0]] == NUMBER.findall(text_of(mine))


async def test_the_card_again_is_a_card(town: Town) -> None:
    """/tiket brings a card on which one can act, in the topic where it was asked for; it changes like the main one."""
    number = await town.citizen().reports()
    copy = await answered(town, town.admin, f"/tiket {number}", "Dishub")
    assert thread(town, "Dishub") == copy["message_thread_id"]
    assert is_card(copy, number)
    (main,) = opened(town, copy)
    assert thread(town, "Verifikasi") == main["message_thread_id"]
    town.admin.taps(copy, "Verifikasi")
    await town.card(number, "Disposisi")
    await town.settle()
    both = [message for message in town.group() if is_card(message, number)]
    assert [True, True] == [bool(label_like(message, "Disposisi")) for message in both]


async def test_what_is_stuck_is_told_to_the_administrator(town: Town) -> None:
    """/macet shows dead letters without anything of a person, to an administrator only."""
    town.allowed |= {"dead"}
    letter = DeadLetter("d:1", "event", "chat:telegram:771234", town.clock.now(), "ValueError: Beny Tefa 081234567890")
    await town.runtime.store.bury(letter)
    shown = await answered(town, town.admin, "/macet")
    assert "0 saluran putus, 1 kejadian" in text_of(shown)
    assert "Kejadian gagal diproses · percakapan warga · ValueError" in text_of(shown)
    assert not any(part in text_of(shown) for part in ("Beny", "0812", "771234"))
    await town.runtime.store.drop_dead("d:1")
    town.admin.taps(shown, "🔄")
    again = await town.group_says("Tidak ada yang macet")
    assert shown["message_id"] == again["message_id"]
    assert "hanya untuk operator" in text_of(await answered(town, town.officer(), "/macet"))


async def test_a_queue_is_turned_like_pages(build: Build) -> None:
    """Many tickets are one message, whose buttons turn its pages; nothing is posted by turning them."""
    town = await build()
    await town.run()
    await town.register()
    for n in range(10):
        await town.citizen(f"Warga{n}", "Lomi", f"warga_{n}").reports(f"Lampu jalan mati di gang {n}, Oebufu")
    first = await answered(town, town.admin, "/antrian", "Verifikasi")
    assert ["🔄", "Berikutnya ›"] == buttons_of(first)
    last = town.last_in_group()
    town.admin.taps(first, "Berikutnya")
    second = await town.group_says("Halaman 2 dari 2")
    assert (first["message_id"], 2) == (second["message_id"], len(NUMBER.findall(text_of(second))))
    town.admin.taps(second, "Sebelumnya")
    assert 8 == len(NUMBER.findall(text_of(await town.group_says("Halaman 1 dari 2"))))
    assert last == town.last_in_group()
