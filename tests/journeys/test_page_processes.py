"""Two real processes behind one Page or account, of which one is killed in the middle of a case."""

from __future__ import annotations

import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from app.clock import SystemClock
from demo.stage import VERIFY_TOKEN
from tests.journeys.conftest import Build
from tests.journeys.page_driver import CHANNELS, PageTown
from tests.journeys.process import BridgeProcess

Launch = Callable[[str], Awaitable[BridgeProcess]]


@pytest.fixture(params=CHANNELS)
async def city(build: Build, request: pytest.FixtureRequest) -> PageTown:
    """Give a city on the machine's time, whose processes are to be started."""
    town = await build(kind=PageTown, channel=request.param, start=SystemClock().now(), retry_cap_seconds=0.3)
    assert isinstance(town, PageTown)
    return town


@pytest.fixture
async def launch(city: PageTown, tmp_path: Path) -> AsyncIterator[Launch]:
    """Start processes of the bridge; what still runs at the end is stopped, and all logs are judged with the rest."""
    started: list[BridgeProcess] = []

    async def start(name: str) -> BridgeProcess:
        process = BridgeProcess(city, tmp_path, name)
        started.append(process)
        await process.start()
        city.front.targets.append(process.url)
        return process

    yield start
    for process in started:
        await process.end(signal.SIGKILL)
        city.more_logs.append(process.log.read_text())


async def test_a_case_goes_on_when_one_of_two_processes_is_killed(city: PageTown, launch: Launch) -> None:
    """A process dies while an answer is on its way; the other one finishes the case, and says nothing else twice."""
    first = await launch("first")
    await launch("second")
    city.most_processes = 2
    await city.page.subscribe(f"{city.front.url}/webhooks/{city.channel}", VERIFY_TOKEN)
    citizen = city.person()
    number = await citizen.reports()
    await city.admin.verifies(number)
    await first.end(signal.SIGKILL)
    city.front.targets.remove(first.url)
    await citizen.hears(number, "diperiksa")
    await city.admin.disposes(number)
    await citizen.hears(number, "diserahkan kepada")
    citizen.says("tambahan: sekarang dua tiang yang mati")
    await citizen.hears(number)
    heard = citizen.heard()
    told = [sum(words in text for text in heard) for words in ("Nomornya", "sudah diperiksa dan", "diserahkan kepada")]
    assert [1, 1] == [told[0], told[2]]
    assert told[1] in (1, 2)  # the message in flight at the kill may be sent again
    await city.settle()
