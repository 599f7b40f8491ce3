"""The officials' group is lost, shut or replaced: nothing for it is given up, and everything comes in order, once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from demo.stage import COORDINATOR, OFFICERS
from tests.journeys.cast import LAMP
from tests.journeys.conftest import Build
from tests.journeys.driver import Town
from tests.journeys.pictures import png
from tests.journeys.reading import is_card, text_of

RUBBISH = "Sampah menumpuk di Pasar Oeba su seminggu"
HOLE = "Jalan berlubang di depan Gereja Kaisarea Oebufu"


def kick(town: Town) -> None:
    town.standin.groups.set_bot(town.group_id, "kicked", COORDINATOR)


def leave(town: Town) -> None:
    town.standin.groups.set_bot(town.group_id, "left", COORDINATOR)


def let_in(town: Town) -> None:
    town.standin.groups.set_bot(town.group_id, "administrator", COORDINATOR)


def turn_topics_off(town: Town) -> None:
    chat = town.standin.world.chats[town.group_id]
    chat.is_forum = False
    chat.topics.clear()
    chat._shape = None


def turn_topics_on(town: Town) -> None:
    chat = town.standin.world.chats[town.group_id]
    chat.is_forum, chat._shape = True, None


def lose(town: Town) -> None:
    world = town.standin.world
    world.chats[-99] = world.chats.pop(town.stage.group_id)


def find(town: Town) -> None:
    world = town.standin.world
    world.chats[town.stage.group_id] = world.chats.pop(-99)


WAYS: dict[str, tuple[Callable[[Town], None], Callable[[Town], None]]] = {
    "kicked": (kick, let_in),
    "left": (leave, let_in),
    "topics off": (turn_topics_off, turn_topics_on),
    "not found": (lose, find),
}


async def soon(town: Town, **by: float) -> None:
    """Let time pass with all that a process sweeps."""
    await town.later(**by)
    for runtime in town.runtimes:
        await runtime.engine.sweeps.stale()
    await town.settle()


def cards_in_order(town: Town, numbers: list[str]) -> list[str]:
    """List the tickets by their cards in the group, oldest first, each as often as there are cards."""
    return [number for message in town.group() for number in numbers if is_card(message, number)]


@pytest.mark.parametrize("way", WAYS)
async def test_what_is_filed_without_a_group_comes_when_it_is_back(town: Town, way: str) -> None:
    """Reports filed while the group takes nothing come as cards when it does: in order, once each, with their files."""
    shut, reopen = WAYS[way]
    town.allowed |= {"refused", "answers"}
    town.people.start(COORDINATOR)
    await town.settle()
    shut(town)
    await town.settle()
    people = [
        town.citizen(),
        town.citizen("Paulus", "Nubatonis", "paul_nuba"),
        town.citizen("Ruth", "Lopo", "ruth_lopo"),
    ]
    numbers = [await people[0].reports(LAMP), await people[1].reports(RUBBISH)]
    people[2].shows(9, HOLE)
    numbers.append(await people[2].confirms(await people[2].hears("1 foto", button="Kirim")))
    await soon(town, hours=30)
    await soon(town, hours=30)
    warned = [text_of(one) for one in town.standin.messages(COORDINATOR, from_bot=True)]
    assert 1 == sum("Grup petugas tidak bisa dikirimi" in text for text in warned)
    reopen(town)
    await soon(town, minutes=3)
    assert numbers == cards_in_order(town, numbers)
    assert 1 == sum("photo" in message for message in town.group())
    warned = [text_of(one) for one in town.standin.messages(COORDINATOR, from_bot=True)]
    assert 1 == sum("🟢 Grup petugas" in text for text in warned)
    await town.admin.verifies(numbers[0])
    await people[0].hears(numbers[0], "diperiksa")


async def test_the_group_is_lost_in_the_middle_of_a_case(town: Town) -> None:
    """What a citizen says while the group is away is relayed when it is back, below the card, in order, once."""
    town.allowed |= {"refused", "answers"}
    citizen = town.citizen()
    number = await town.working(citizen)
    push = citizen.last()
    kick(town)
    await town.settle()
    for n in range(3):
        citizen.says(f"Tambahan nomor {n}: lampu sebelahnya juga", push)
        await town.settle()
    await soon(town, hours=50)
    let_in(town)
    await soon(town, minutes=2)
    relayed = [text_of(one) for one in town.group() if "Tambahan nomor" in text_of(one)]
    assert ["0", "1", "2"] == [text.partition("Tambahan nomor ")[2][:1] for text in relayed]
    await town.officer().closes(number, "Lampu sudah diganti.", png(4))
    await citizen.hears(number, button="Sudah beres")


async def test_another_group_is_configured(build: Build) -> None:
    """In a new group every open card is posted anew, in order and once, and works there; the old one is left alone."""
    town = await build()
    first = await town.run()
    await town.register()
    town.allowed |= {"refused", "answers"}
    people = [
        town.citizen(),
        town.citizen("Paulus", "Nubatonis", "paul_nuba"),
        town.citizen("Ruth", "Lopo", "ruth_lopo"),
    ]
    people[0].shows(9, LAMP)
    numbers = [await people[0].confirms(await people[0].hears("1 foto", button="Kirim"))]
    numbers.append(await people[1].reports(RUBBISH))
    await town.admin.verifies(numbers[1])
    await town.settle()
    closed = await people[2].reports(HOLE)
    await town.admin.explains(closed, "Arsipkan", "Laporan uji coba.")
    await people[2].hears(closed, "arsip")
    old_id = town.group_id
    await town.settle()
    kick(town)
    lost = await people[2].reports("Air PDAM tidak mengalir di Kelurahan Oebobo RT 3 sejak kemarin")
    await town.settle()
    await town.end(first)
    new = town.standin.groups.add_group(
        "Petugas, grup baru", COORDINATOR, members=[user_id for user_id, _name in OFFICERS.values()]
    )
    old = [text_of(message) for message in town.standin.messages(old_id, from_bot=True)]
    town.stage.group_id = new.id
    await town.run("b")
    await town.card(lost, "Verifikasi")
    await soon(town, minutes=1)
    all_numbers = [*numbers, closed, lost]
    assert sorted([*numbers, lost]) == sorted(cards_in_order(town, all_numbers))
    assert 1 == sum("photo" in message for message in town.group())
    assert old == [text_of(message) for message in town.standin.messages(old_id, from_bot=True)]
    await town.admin.disposes(numbers[1], "DLHK")
    await town.officer("dlhk").claims(numbers[1])
    await people[1].hears(numbers[1], "dikerjakan")
    await soon(town, minutes=6)  # the desks' counts are there, too
    await town.end(town.runtime)
    count = len(town.group())
    await town.run("c")
    await soon(town, minutes=1)
    assert count == len(town.group())
