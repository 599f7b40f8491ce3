"""Real processes under real signals: handing over, shutting down, and a database that is killed."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import msgspec
import pytest
from pymongo import MongoClient

from app.clock import SystemClock
from tests.journeys.cast import Citizen
from tests.journeys.conftest import Build
from tests.journeys.driver import Town
from tests.journeys.process import HASTY_POLLER, BridgeProcess
from tests.journeys.reading import number_in

Launch = Callable[..., Awaitable[BridgeProcess]]
EXIT_SECONDS = 10.0
PEOPLE = 6
"""More would only wait for the group's budget: one card a second."""


@pytest.fixture
async def city(build: Build) -> Town:
    """Give a city on the machine's time, whose processes are to be started."""
    return await build(start=SystemClock().now(), retry_cap_seconds=0.3)


@pytest.fixture
async def launch(city: Town, tmp_path: Path) -> AsyncIterator[Launch]:
    """Start processes of the bridge; what still runs at the end is stopped, and all logs are judged with the rest."""
    started: list[BridgeProcess] = []

    async def start(name: str = "bridge", *command: str, **settings: str) -> BridgeProcess:
        process = BridgeProcess(city, tmp_path, name, **settings)
        started.append(process)
        await process.start(*command)
        city.front.targets.append(process.url)
        return process

    yield start
    for process in started:
        await process.end(signal.SIGKILL)
        city.more_logs.append(process.log.read_text())


async def reports_in_pieces(citizen: Citizen, pieces: int) -> str:
    """Write a report in pieces, look that all of them arrived, and file it; give the number."""
    texts = [f"Lampu jalan mati di depan SDN Oebufu, tiang {chr(97 + n)}{chr(97 + n)}" for n in range(pieces)]
    for text in texts:
        citizen.says(text)
    draft = await citizen.hears(*texts, button="Kirim")
    citizen.presses(draft, "Kirim")
    choice = await citizen.hears(button="Anonim")
    citizen.presses(choice, "Anonim")
    return number_in(await citizen.hears("tercatat", "KPG-"))


def crowd(town: Town, people: int) -> list[Citizen]:
    """Bring in citizens."""
    return [town.citizen(f"Warga{n}", "Kupang", f"warga_{n}_kupang") for n in range(people)]


async def test_polling_is_handed_over_when_the_poller_is_killed(city: Town, launch: Launch) -> None:
    """When the process that polls is killed, the other one goes on polling, and nothing is lost or doubled."""
    command = (sys.executable, "-c", HASTY_POLLER, "serve")
    first = await launch("first", *command, TELEGRAM_MODE="polling")
    second = await launch("second", *command, TELEGRAM_MODE="polling")
    citizen = city.citizen()
    citizen.says("Lampu jalan mati su 3 hari di depan SDN Oebufu")
    draft = await citizen.hears(button="Kirim")
    with MongoClient[dict[str, str]](city.uri, serverSelectionTimeoutMS=3_000) as client:
        holder = next(one for one in client[city.database]["leases"].find({}) if one["_id"] == "poll:telegram")
    poller = first if f"|{first.pid}|" in holder["worker"] else second
    assert f"|{poller.pid}|" in holder["worker"]
    await poller.end(signal.SIGKILL)
    citizen.presses(draft, "Kirim")
    choice = await citizen.hears(button="Anonim")
    citizen.presses(choice, "Anonim")
    number = number_in(await citizen.hears("tercatat", "KPG-"))
    await city.card(number, "Verifikasi")
    assert 3 == len(citizen.bubbles())
    assert 0 == await (second if poller is first else first).end()


async def test_sigterm_under_load_ends_in_time_and_loses_nothing(city: Town, launch: Launch) -> None:
    """A process that is told to stop in the middle of the work ends within ten seconds; the next one completes it."""
    bridge = await launch()
    citizens = crowd(city, PEOPLE)
    work = [asyncio.create_task(reports_in_pieces(citizen, 4)) for citizen in citizens]
    await city.wait(lambda: sum(len(one.bubbles()) for one in citizens) >= 6 or None, lambda: "work under way")
    began = time.monotonic()
    assert 0 == await bridge.end(signal.SIGTERM)
    assert EXIT_SECONDS > time.monotonic() - began
    city.front.targets.clear()
    await launch("again")
    numbers = await asyncio.gather(*work)
    assert len(citizens) == len(set(numbers))
    for number in numbers:
        await city.card(number, "Verifikasi")
    await city.settle()
    assert [1] * PEOPLE == [len(city.cards(number)) for number in numbers]
    assert [1] * PEOPLE == [sum("tercatat" in text for text in one.bubbles()) for one in citizens]


async def test_a_killed_database_loses_no_acknowledged_event(city: Town, launch: Launch, tmp_path: Path) -> None:
    """The embedded database is killed twice under load; everything that was answered 200 has its effect, once."""
    bridge = await launch(KANAL_MONGODB_URI="", KANAL_DATA_DIR=str(tmp_path / "data"))
    city.uri = ""
    citizens = crowd(city, PEOPLE)
    work = [asyncio.create_task(reports_in_pieces(citizen, 5)) for citizen in citizens]
    killed = set()
    for bubbles in (4, 14):
        await city.wait(
            lambda least=bubbles: sum(len(one.bubbles()) for one in citizens) >= least or None,  # type: ignore[misc]
            lambda: "work under way",
        )
        record = msgspec.json.decode((tmp_path / "data" / "server.json").read_bytes())
        os.kill(record["pid"], signal.SIGKILL)
        killed.add(record["pid"])
    numbers = await asyncio.gather(*work)
    assert 2 == len(killed)
    assert len(citizens) == len(set(numbers))
    for number in numbers:
        await city.card(number, "Verifikasi")
    assert [1] * PEOPLE == [sum("tercatat" in text for text in one.bubbles()) for one in citizens]
    assert (0, "no dead letters") == await bridge.command("dead", "list")
