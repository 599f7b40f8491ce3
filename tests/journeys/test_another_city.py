"""The main job in an invented city with another language, zone, prefix and tree, and nothing of Kupang anywhere."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient

from core.city.city import City
from demo.stage import Crew
from storage.city import read_city
from tests.cities.foreign import Foreign, foreign
from tests.journeys.cast import Citizen
from tests.journeys.conftest import Build
from tests.journeys.driver import Town
from tests.journeys.reading import Json, buttons_of, number_in, text_of

FOLDER = Path("tests/cities/lembahsari")
CREW = Crew(
    group_title="Petugas Lembah Sari",
    coordinator="Wiji Lestari",
    username="wiji_lestari",
    officers={"seksi-tiang": (7002, "Slamet Raharjo"), "bidang-resik": (7003, "Tumini")},
)
SPOKEN = {
    "id": "Lampu jalan padam sudah 3 hari di depan alun-alun",
    "jv": "Lampu dalan peteng wis telung dina ing ngarep alun-alun",
}


@pytest.fixture(scope="module")
def kupang() -> Foreign:
    """Give what may not appear."""
    return foreign()


@pytest.fixture
def lembah_sari() -> City:
    """Give the pack of the invented city with albums that end soon."""
    city = read_city(FOLDER)
    return replace(city, limits=replace(city.limits, album_quiet_seconds=0.2))


@pytest.mark.parametrize("language", ["id", "jv"])
async def test_main_job_with_no_word_of_kupang(
    build: Build, lembah_sari: City, kupang: Foreign, logs: io.StringIO, language: str
) -> None:
    """From complaint to confirmed and rated, in each language: what is said, logged and stored is the city's own."""
    town = await build(city=lembah_sari, crew=CREW, officers=2, bot_username="kanal_lembahsari_bot")
    await town.run()
    await town.register()
    citizen = town.citizen("Painem", "Sukarti", "painem_s", language=language)
    number = await _confirmed(town, citizen, language)
    await _danger(citizen)
    await town.settle()

    assert number.startswith("LBS-")
    assert [] == list(_foreign_things(town, kupang, logs.getvalue()))


async def test_people_are_greeted_with_what_the_city_has(build: Build, lembah_sari: City, kupang: Foreign) -> None:
    """Welcome, help, languages, what is not the city's: numbers, places and languages are the pack's."""
    town = await build(city=lembah_sari, crew=CREW, officers=1, bot_username="kanal_lembahsari_bot")
    await town.run()
    citizen = town.citizen("Painem", "Sukarti", "painem_s")
    citizen.says("/start")
    welcome = await citizen.hears("Kota Lembah Sari", "alun-alun", "Basa Jawa: /bahasa")
    citizen.says("bantuan")
    await citizen.hears("hubungi 771, penjaga 772", "ganti bahasa / Jawa")
    citizen.says("bahasa")
    languages = await citizen.hears("Pilih bahasa / pilih basa:")
    citizen.says("Kabel telepon di Rejo Arum putus, jaringan telepon mati")
    await citizen.hears("9188")

    assert "English" not in text_of(welcome)
    assert ["Bahasa Indonesia", "Basa Jawa"] == buttons_of(languages)
    profile = str(town.standin.world.profile)
    assert (True, True, True) == ("771" in profile, "Indonesia atau Jawa" in profile, "/jv" in profile)
    assert [] == list(_foreign_things(town, kupang, ""))


async def test_the_scan_finds_kupang_where_it_is(build: Build, kupang: Foreign) -> None:
    """Where Kota Kupang itself is served, what is shown and what is stored says so: the scan is not blind."""
    town = await build(officers=1)
    await town.run()
    citizen = town.citizen()
    citizen.says("bantuan")
    await citizen.hears("hubungi 112")
    citizen.says("Lampu mati di Oebufu")
    await citizen.hears("Oebufu")
    await town.settle()

    places = {line.partition(":")[0].partition(" 1")[0] for line in _foreign_things(town, kupang, "city=Kupang")}
    assert {"shown", "asked of the platform", "stored", "logged", "number"} == places


async def _confirmed(town: Town, citizen: Citizen, language: str) -> str:
    """Play the main job; what is pressed and heard is looked up in the pack's texts."""
    catalogues, officer = town.city.texts, town.officer("seksi-tiang")
    category = town.city.category("penerangan")

    def says(key: str) -> str:
        return {**catalogues["id"], **catalogues[language]}[f"citizen.{key}"].partition("{")[0]

    citizen.says(SPOKEN[language])
    draft = await citizen.hears(says("draft.head"), button=says("choice.kirim"))
    assert category is not None
    assert category.name(language) in text_of(draft)
    citizen.presses(draft, says("choice.kirim"))
    citizen.presses(await citizen.hears(button=says("choice.anonim")), says("choice.anonim"))
    filed = await citizen.hears("LBS-")
    assert text_of(filed).startswith(says("push.filed"))
    number = number_in(filed)
    await town.admin.verifies(number)
    await town.admin.disposes(number, "Seksi Tiang")
    await officer.claims(number)
    await officer.closes(number, "Lampu sudah diganti.")
    answered = await citizen.hears(number, "Lampu sudah diganti", button=says("choice.beres"))
    citizen.presses(answered, says("choice.beres"))
    citizen.presses(await citizen.hears(number, button="5"), "5")
    await citizen.hears("5", number)
    await town.card(number, words=("5/5", "WIT"))
    return number


async def _danger(citizen: Citizen) -> None:
    """Cry for help; the number is the city's own."""
    citizen.says("tolong, rumah saya kebakaran di Tegal Asri")
    await citizen.hears("771")


def _foreign_things(town: Town, kupang: Foreign, logs: str) -> Iterator[str]:
    """Name each word or number of Kupang, with the place where it stands."""
    shown = [*(text for chat in _chats(town) for text in _shown(chat)), *_strings(town.standin.world.profile)]
    shown += [str(answer["text"]) for answer in town.standin.answers]
    asked = [text for call in town.standin.calls for text in _strings(call.params)]
    stored = [text for document in _documents(town) for text in _strings(document)]
    for place, texts in (("shown", shown), ("asked of the platform", asked), ("stored", stored), ("logged", [logs])):
        for text in texts:
            yield from (f"{place}: {word!r} in {text[:200]!r}" for word in kupang.found(text))
    for text in (text for text in (*shown, *stored) if " " in text):
        yield from (f"number {number} in {text[:200]!r}" for number in kupang.dialled(text))


def _chats(town: Town) -> list[list[Json]]:
    private = [town.standin.messages(citizen.id) for citizen in town.citizens]
    return [*private, town.standin.messages(town.group_id)]


def _shown(chat: list[Json]) -> Iterator[str]:
    for message in chat:
        yield from (text_of(message), *buttons_of(message))


def _documents(town: Town) -> list[dict[str, Any]]:
    with MongoClient[dict[str, Any]](town.uri, serverSelectionTimeoutMS=3_000) as client:
        database = client[town.database]
        return [document for name in database.list_collection_names() for document in database[name].find()]


def _strings(value: Any) -> Iterator[str]:
    """Give every text inside a value, and the names under which it stands."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from (str(key), *_strings(inner))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)
    elif isinstance(value, str):
        yield value
