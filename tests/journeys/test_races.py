"""Several processes, many hands, repeats and disorder: one effect, one winner, the same ticket."""

from __future__ import annotations

import asyncio
from collections import Counter

from demo.stage import COORDINATOR
from tests.journeys.cast import Official
from tests.journeys.conftest import Build
from tests.journeys.driver import Town
from tests.journeys.reading import buttons_of, text_of

CROWD = 30


async def crowd(town: Town) -> list[Official]:
    """Register thirty officers of dishub, who accept the code of ethics."""
    officers: list[Official] = []
    for n in range(CROWD):
        user_id = 8_100 + n
        town.people.add_user(user_id, f"Petugas{n:02d}", "Dishub")
        town.standin.groups.join(user_id, town.group_id)
        officers.append(Official(town, user_id, f"Petugas{n:02d}"))
        town.people.say(COORDINATOR, f"/daftar {user_id} dishub Petugas{n:02d}", town.group_id)
    for officer in officers:
        prompt = await town.group_says(f"{officer.name} terdaftar")
        officer.taps(prompt, "Saya setuju")
    await town.group_says(f"{officers[-1].name}", "menyetujui")
    await town.settle()
    return officers


async def test_thirty_officials_tap_at_once_through_two_processes(build: Build) -> None:
    """Thirty taps on `Ambil` at once, spread over two processes, have one winner; everybody is told who has it."""
    town = await build()
    await town.run("a")
    await town.run("b")
    officers = await crowd(town)
    citizen = town.citizen()
    number = await citizen.reports()
    await town.admin.verifies(number)
    await town.admin.disposes(number)
    card = await town.card(number, "Ambil")
    town.standin.webhook.hold()
    taps = {officer.taps(card, "Ambil"): officer for officer in officers}
    town.standin.webhook.release(shuffle=True)
    answers = dict(zip(taps, await asyncio.gather(*(town.answer(tap) for tap in taps)), strict=True))
    await town.settle()
    winners = [taps[tap].name for tap, text in answers.items() if "Anda pegang" in text]
    assert 1 == len(winners)
    assert CROWD - 1 == len([text for text in answers.values() if text == f"Sudah diambil {winners[0]}."])
    (card,) = town.cards(number)
    assert winners[0] in text_of(card)
    assert "Ambil" not in buttons_of(card)
    assert 1 == len([text for text in citizen.bubbles() if "dikerjakan" in text])
    records = await town.runtime.store.journal_of(number)
    assert 1 == len([record for record in records if record.what == "ambil"])


async def test_two_processes_that_start_at_once_open_each_topic_once(build: Build) -> None:
    """Whoever starts first opens the group's topics; nobody opens one a second time."""
    town = await build()
    await asyncio.gather(town.run("a"), town.run("b"))
    await town.settle()
    names = Counter(topic.name for topic in town.standin.world.chats[town.group_id].topics.values())
    assert {1} == set(names.values()), names
    assert {"Verifikasi", "Dishub", "Kesehatan sistem"} <= set(names)


async def test_a_message_of_another_process_is_the_newest_one(build: Build) -> None:
    """A process edits the newest bubble of a draft, also when another process has sent it meanwhile."""
    town = await build()
    await town.run("a")
    await town.run("b")
    town.front.route = "first"
    citizen = town.citizen()
    said = citizen.says("Lampu jalan mati su 3 hari di depan SDN Oebufu")
    first = await citizen.hears("SDN Oebufu", button="Kirim")
    await town.settle()
    town.front.targets.reverse()
    citizen.says("tiangnya miring juga")
    second = await citizen.hears("miring juga", button="Kirim")
    await town.settle()
    town.front.targets.reverse()
    town.people.edit(citizen.id, said["message_id"], "Lampu jalan mati su 5 hari di depan SMPN Liliba")
    await citizen.sees_changed(second, "SMPN Liliba", "miring juga")
    await town.settle()
    assert "SDN Oebufu" in text_of(town.standin.world.chats[citizen.id].messages[first["message_id"]])


def contents(town: Town, chat_id: int) -> list[tuple[str, tuple[str, ...]]]:
    """Give what the bot has said in a chat, with buttons, oldest first."""
    return [(text_of(m), tuple(buttons_of(m))) for m in town.standin.messages(chat_id, from_bot=True)]


async def test_every_delivery_twice_at_once_into_two_processes(build: Build) -> None:
    """When each update arrives twice at the same moment, at two processes, everything still happens once."""
    town = await build()
    await town.run("a")
    await town.run("b")
    town.front.route = "both"
    town.standin.webhook.mode.twice = True
    await town.register()
    citizen, officer = town.citizen(), town.officer()
    number = await town.working(citizen)
    await officer.closes(number, "Lampu sudah diganti.")
    citizen.presses(await citizen.hears(number, button="Sudah beres"), "Sudah beres")
    await citizen.hears(number, "selesai karena")
    await town.settle()
    assert [1] * 8 == list(Counter(citizen.bubbles()).values())
    everything = Counter(text for text, _buttons in contents(town, town.group_id) if text)
    assert {1} == set(everything.values())
    assert 1 == len(town.cards(number))


SAID = ("Lampu jalan mati su 3 hari", "di depan SDN Oebufu", "tiangnya miring juga", "mohon segera diperbaiki")


async def _filed(build: Build, *, disorder: bool) -> tuple[str, list[str]]:
    """File a report of four messages and a pin; give the ticket's text, and the card without its dates."""
    town = await build()
    await town.run("a")
    if disorder:
        await town.run("b")
    await town.register()
    citizen = town.citizen()
    town.standin.webhook.mode.shuffle = town.standin.webhook.mode.twice = disorder
    town.standin.webhook.mode.delay_seconds = 0.05 if disorder else 0.0
    for text in SAID:
        citizen.says(text)
        town.clock.move(seconds=1)
    town.people.send_location(citizen.id, -10.1633, 123.6100)
    await town.settle()
    town.standin.webhook.mode.shuffle = town.standin.webhook.mode.twice = False
    number = await citizen.confirms(citizen.last())
    card = await town.card(number, "Verifikasi", words=("-10.1633",))
    lines = [line for line in text_of(card).splitlines() if not line.startswith(("📥", "⏰"))]
    return str((await town.state(f"ticket:{number}"))["report"]["text"]), [*lines, *buttons_of(card)]


async def test_shuffled_deliveries_give_the_same_ticket(build: Build) -> None:
    """Messages that arrive late, twice and in any order make the ticket that they make in order."""
    quiet = await _filed(build, disorder=False)
    noisy = await _filed(build, disorder=True)
    assert "\n".join(SAID) == quiet[0]
    assert quiet == noisy
