"""When and where a citizen's photo was taken: asked, kept apart, compared at the closing, and found nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest
from pymongo import MongoClient

from storage.mongo.origins import WAITS
from tests.journeys.cast import LAMP
from tests.journeys.conftest import Build
from tests.journeys.driver import Town
from tests.journeys.reading import Json, number_in, shown
from tests.journeys.web_driver import WebTown
from tests.storage.files.cameras import shot
from tests.storage.files.streets import street

LATITUDE, LONGITUDE = -10.187654, 123.654321
SOMEWHERE = ("10.18765", "123.65432", "10.1877", "123.6543")
"""The position as it came, and as it is kept."""
NEAR, FAR = LATITUDE + 0.001, LATITUDE + 0.02
QUESTION = "mencatat kapan dan di mana"
TAKEN, DONE = "2026:11:02 07:30:00", "2026:11:02 16:00:00"


def photographed() -> bytes:
    """Take the complaint's photo."""
    return shot(LATITUDE, LONGITUDE, TAKEN)


def repaired(latitude: float, scene: int) -> bytes:
    """Take a photo of the repair, after the report."""
    return shot(latitude, LONGITUDE + 0.0007, DONE, street(scene))


def stored(town: Town) -> dict[str, list[Json]]:
    """Read the whole database."""
    with MongoClient[Json](town.uri, serverSelectionTimeoutMS=3_000) as client:
        database = client[town.database]
        return {name: list(database[name].find({})) for name in database.list_collection_names()}


def kept(town: Town) -> list[tuple[bool, float]]:
    """Give what is kept apart: whether it is allowed, and the latitude."""
    return [(one["agreed"], one["latitude"]) for one in stored(town).get("origins", [])]


def where_it_stands(town: Town) -> set[str]:
    """Name the collections in which the position stands in any way of writing it."""
    return {name for name, documents in stored(town).items() for one in documents if set(_found(one))}


def _found(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for item in value.values():
            yield from _found(item)
    elif isinstance(value, list):
        for item in value:
            yield from _found(item)
    else:
        said = value.decode("latin-1") if isinstance(value, bytes) else str(value)
        yield from (one for one in SOMEWHERE if one in said)


async def worked_on(town: Town, number: str) -> None:
    """Bring a new report to the officer who works on it."""
    await town.admin.verifies(number)
    await town.admin.disposes(number)
    await town.officer().claims(number)


async def compared(town: Town, number: str) -> None:
    """Close with a photo from elsewhere, which waits and says not how far, then with one from the place."""
    officer = town.officer()
    await officer.closes(number, "Lampu sudah diganti.", repaired(FAR, 5))
    card = await town.card(number, "Sahkan", words=("lebih dari 300 m dari tempat foto pengaduan",))
    assert "km" not in shown(card)
    assert {"origins"} == where_it_stands(town)
    assert not any(one in shown(message) for message in town.group() for one in SOMEWHERE)
    await officer.closes(number, "Sekarang dengan foto dari tempatnya.", repaired(NEAR, 6))
    await town.card(number, words=("Ditindaklanjuti",))


async def sent_as_document(town: Town) -> tuple[Any, Json]:
    """Let a citizen of Telegram send the photo as a file, and go on to the question; give both."""
    citizen = town.citizen()
    town.spoken.add(LAMP)
    town.never_shown |= set(SOMEWHERE)
    town.people.send_file(citizen.id, "document", photographed(), LAMP, "IMG_1.jpg", "image/jpeg")
    draft = await citizen.hears(button="Kirim")
    await town.settle()
    citizen.presses(draft, "Kirim")
    return citizen, await citizen.hears(button="Anonim")


async def test_a_yes_is_kept_apart_and_compared(town: Town, logs: Any) -> None:
    """From the question to the second officer; at the end of the report it is gone."""
    citizen, asked = await sent_as_document(town)
    assert QUESTION in shown(asked)
    assert "terpisah" in await town.answer(citizen.presses(asked, "Boleh simpan"))
    citizen.presses(asked, "Anonim")
    number = number_in(await citizen.hears("tercatat"))
    await town.settle()
    assert [(True, round(LATITUDE, 4))] == kept(town)
    assert {"origins"} == where_it_stands(town)

    await worked_on(town, number)
    await compared(town, number)
    answered = await citizen.hears("Sekarang dengan foto dari tempatnya", button="Sudah beres")
    citizen.presses(answered, "Sudah beres")
    await town.card(number, words=("Selesai",))
    await town.settle()
    assert ([], set()) == (kept(town), where_it_stands(town))
    journal = await town.runtime.store.journal_of(number)
    assert not any(one in str(journal) for one in SOMEWHERE)
    assert not any(one in logs.getvalue() for one in SOMEWHERE)


async def test_no_yes_is_a_no(town: Town) -> None:
    """Who only chooses how the name is shown has allowed nothing, and closing goes on as without."""
    citizen, asked = await sent_as_document(town)
    citizen.presses(asked, "Anonim")
    number = number_in(await citizen.hears("tercatat"))
    await town.settle()
    assert ([], set()) == (kept(town), where_it_stands(town))
    await worked_on(town, number)
    await town.officer().closes(number, "Lampu sudah diganti.", repaired(FAR, 5))
    await citizen.hears("sudah ditindaklanjuti", button="Sudah beres")


async def test_deleting_takes_a_yes_back(town: Town) -> None:
    """The wish to delete one's data ends it at once, without waiting for the office."""
    citizen, asked = await sent_as_document(town)
    citizen.presses(asked, "Boleh simpan")
    citizen.presses(asked, "Anonim")
    await citizen.hears("tercatat")
    await town.settle()
    assert 1 == len(kept(town))
    citizen.says("hapus data saya")
    citizen.presses(await citizen.hears(button="Ya, hapus"), "Ya, hapus")
    await citizen.hears("diteruskan")
    await town.settle()
    assert ([], set()) == (kept(town), where_it_stands(town))


async def test_a_photo_that_tells_nothing_asks_nothing(town: Town) -> None:
    """Telegram takes it out of photos: nothing is asked, and nothing more is said than ever."""
    citizen = town.citizen()
    citizen.shows(3, LAMP)
    draft = await citizen.hears(button="Kirim")
    await town.settle()
    citizen.presses(draft, "Kirim")
    assert QUESTION not in shown(await citizen.hears(button="Anonim"))
    assert [] == kept(town)


async def test_what_nobody_answers_goes_by_itself(town: Town) -> None:
    """A draft that stays where it is loses it after some days, by the sweep that deletes by age."""
    await sent_as_document(town)
    await town.settle()
    assert [(False, round(LATITUDE, 4))] == kept(town)
    assert 1 == await town.runtime.store.purge_origins(town.clock.now() + WAITS)


async def test_a_photo_that_is_added_is_asked_about(town: Town) -> None:
    """Once, when it has come; a yes keeps it apart, and the closing is compared with it until the report ends."""
    citizen = town.citizen()
    number = await citizen.reports()
    town.never_shown |= set(SOMEWHERE)
    receipt = town.standin.messages(citizen.id, from_bot=True)[-1]
    town.people.send_file(
        citizen.id, "document", photographed(), "Ini fotonya", "IMG_1.jpg", "image/jpeg", reply_to=receipt["message_id"]
    )
    asked = await citizen.hears("mencatat kapan dan di mana", button="Tidak usah")
    assert [(False, round(LATITUDE, 4))] == kept(town)
    assert "terpisah" in await town.answer(citizen.presses(asked, "Boleh simpan"))
    await town.settle()
    assert [(True, round(LATITUDE, 4))] == kept(town)
    await worked_on(town, number)
    await compared(town, number)


@pytest.mark.parametrize("ticked", [True, False])
async def test_a_form_with_a_tick_and_without(build: Build, ticked: bool) -> None:
    """With the tick it is kept apart and compared, without it is nowhere; not in the file as it came, either, later."""
    town = await build(kind=WebTown)
    assert isinstance(town, WebTown)
    await town.run()
    await town.register()
    town.spoken.add(LAMP)
    data = aiohttp.FormData({"words": LAMP, "category": "lampu-jalan", "area": "Oebufu", "privacy": "anonim"})
    data.add_field("word", f"{7:043}")
    if ticked:
        data.add_field("origins", "on")
    data.add_field("photos", photographed(), filename="IMG_1.jpg", content_type="image/jpeg")
    async with aiohttp.ClientSession() as session, session.post(f"{town.runtime.url}/lapor/3", data=data) as answer:
        assert 200 == answer.status
        page = await answer.text()
    assert not any(one in page for one in SOMEWHERE)
    await town.settle()
    assert ([(True, round(LATITUDE, 4))] if ticked else []) == kept(town)
    await town.runtime.store.purge_uploads(town.clock.now() + WAITS)
    assert ({"origins"} if ticked else set()) == where_it_stands(town)
    if ticked:
        (number,) = [
            lane["_id"].partition(":")[2] for lane in stored(town)["lanes"] if lane["_id"].startswith("ticket:")
        ]
        await worked_on(town, number)
        await compared(town, number)


async def test_a_photo_that_is_added_on_the_private_page(build: Build) -> None:
    """A report of the form without a photo has asked nothing; its page asks like a chat, and a no forgets it."""
    town = await build(kind=WebTown)
    assert isinstance(town, WebTown)
    await town.run()
    await town.register()
    town.spoken.add(LAMP)
    fields = {"words": LAMP, "category": "lampu-jalan", "area": "Oebufu", "privacy": "anonim", "word": f"{8:043}"}
    async with aiohttp.ClientSession() as session:
        async with session.post(f"{town.runtime.url}/lapor/3", data=fields) as answer:
            own = str(answer.url).partition("?")[0]
        data = aiohttp.FormData({"words": "Ini fotonya", "word": f"{9:043}"})
        data.add_field("photos", photographed(), filename="IMG_1.jpg", content_type="image/jpeg")
        async with session.post(f"{own}/say", data=data) as answer:
            assert 200 == answer.status
        await town.settle()
        async with session.get(own) as answer:
            page = await answer.text()
        assert "mencatat kapan dan di mana" in page
        assert not any(one in page for one in SOMEWHERE)
        assert [(False, round(LATITUDE, 4))] == kept(town)
        (choice,) = set(re.findall(r'value="(asaltidak:[^"]+)"', page))
        async with session.post(f"{own}/press", data={"choice": choice, "word": f"{10:043}"}) as answer:
            assert "tidak kami simpan" in await answer.text()
    await town.settle()
    assert [] == kept(town)
