"""X on a bad day: revoked keys, no credit, too many calls, closed messages, a poller that is killed."""

from __future__ import annotations

import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient

from app.clock import SystemClock
from tests.cli.kanal import as_environment
from tests.journeys.cast import LAMP
from tests.journeys.conftest import Build
from tests.journeys.process import HASTY_POLLER, BridgeProcess
from tests.journeys.reading import in_order
from tests.journeys.x_driver import POLL_SECONDS, XCitizen, XTown, x_town

Launch = Callable[..., Awaitable[BridgeProcess]]


def told(town: XTown, words: str) -> int:
    """Count the messages of the group that say this."""
    return sum(words in str(message.get("text")) for message in town.group())


def revoke(town: XTown) -> None:
    """Let X refuse the keys."""
    town.x.revoke_token()


def spend_all(town: XTown) -> None:
    """Leave no credit."""
    town.x.purse.credit = 0.0


def repair(town: XTown) -> None:
    """Let X take everything again, and the bridge try it now."""
    town.x.restore_token()
    town.x.purse.credit = None
    town.clock.move(hours=1, minutes=1)


@pytest.mark.parametrize(
    ("break_down", "advice"), [(revoke, "X_ACCESS_TOKEN"), (spend_all, "Buy credit")], ids=["revoked keys", "402"]
)
async def test_a_channel_that_is_down_loses_nothing(
    build: Build, break_down: Callable[[XTown], None], advice: str
) -> None:
    """What piles up in both directions waits, the group is told once what to do, and all goes on from its place."""
    town = await x_town(build)
    first, second = town.person("Yanti Foenay"), town.person("Ferdi Nalle")
    number = await first.reports()
    town.allowed.add("still")
    break_down(town)
    await town.admin.verifies(number)
    await town.group_says("Saluran x terputus", advice)
    await town.group_says("X tidak bisa dibaca", advice)
    await town.admin.disposes(number)
    second.says(LAMP)
    town.clock.move(minutes=20)
    await town.card(number, "Ambil")
    assert [] == first.heard(first.before) + second.heard()
    repair(town)
    pushed = number, "diperiksa dan", "diserahkan kepada"
    await town.sees(lambda: in_order(first.heard(first.before), *pushed) or None, lambda: str(pushed))
    await second.hears(choice="Kirim")
    await town.group_says("X bisa dibaca lagi")
    town.allowed.discard("still")
    await town.settle()
    found = [told(town, words) for words in ("Saluran x terputus", "X tidak bisa dibaca", "X bisa dibaca lagi")]
    assert [1, 1, 1] == found


TROUBLES: dict[str, dict[str, Any]] = {
    "429": {"kind": "too_many", "seconds": 1.0, "times": 1},
    "429 of before": {"kind": "too_many_old", "seconds": 1.0, "times": 1},
    "500": {"kind": "server_error", "times": 3},
    "503": {"kind": "over_capacity", "times": 2},
    "cut before the effect": {"kind": "cut", "times": 2},
    "a proxy that forbids": {"kind": "page", "status": 403, "times": 1},
}


@pytest.mark.parametrize("name", TROUBLES)
@pytest.mark.parametrize("method", ["dm", "dm_events"])
async def test_messages_survive_a_bad_moment(build: Build, name: str, method: str) -> None:
    """Whatever happens to a message on its way, in either direction, it arrives, in order, once."""
    town = await x_town(build, registered=False, rate=20.0)
    citizen = town.person()
    for runtime in town.runtimes:
        hurry(runtime)
    town.x.fail(method=method, **TROUBLES[name])
    citizen.says(LAMP)
    number = await citizen.confirms(await citizen.hears("Ini yang kami catat", choice="Kirim"))
    await town.admin.verifies(number)
    await citizen.hears(number, "diperiksa")
    await town.settle()
    assert 4 == len(citizen.heard())
    assert [] == town.x.faults.planned


def hurry(runtime: Any) -> None:
    """Let long waits of the delivery pass at once."""
    sleep = runtime.engine.pauses.sleep

    async def wait(seconds: float) -> None:
        await sleep(min(seconds, 0.05))

    runtime.engine.pauses.sleep = wait


async def test_a_rate_limit_of_reading_is_waited_out(build: Build) -> None:
    """While X wants no more questions none is asked, and what was written meanwhile comes after."""
    town = await x_town(build, registered=False)
    citizen = town.person()
    town.x.fail("too_many", "dm_events", seconds=600.0)
    await town.sees(lambda: not town.x.faults.planned or None, lambda: "the refusal")
    citizen.says(LAMP)
    town.clock.move(minutes=9)
    count, others = len(town.x.calls_of("dm_events")), len(town.x.calls_of("mentions"))
    await town.sees(lambda: len(town.x.calls_of("mentions")) > others + 2 or None, lambda: "other questions")
    assert count == len(town.x.calls_of("dm_events"))
    town.clock.move(minutes=2)
    await citizen.hears("Ini yang kami catat", choice="Kirim")


@pytest.mark.parametrize("how", ["close_directs", "block"])
async def test_who_cannot_be_reached_is_shown_and_told_later(build: Build, how: str) -> None:
    """Closed messages at the answer are shown on the card; whoever writes again hears what was missed."""
    town = await x_town(build)
    citizen = town.person()
    number = await citizen.working()
    getattr(town.x.people, how)(citizen.id)
    await town.closed(number)
    await town.card(number, words=("Belum sampai ke pelapor",))
    town.x.people.open_directs(citizen.id)
    town.x.people.unblock(citizen.id)
    citizen.says("halo")
    await citizen.hears(number, "tidak bisa menghubungi Anda")
    await town.settle()
    assert "Belum sampai" not in str(await town.card(number))


async def test_a_spent_budget_is_told_once_and_reading_goes_on_next_day(build: Build) -> None:
    """With nothing left to read for, answers still go out; past midnight UTC reading goes on from its place."""
    town = await x_town(build, settings={"X_BUDGET_USD": 0.12})
    citizen = town.person()
    number = await citizen.reports()
    for n in range(12):
        citizen.says(f"tambahan nomor {n} tentang lampu itu")
    await town.group_says("Anggaran baca X untuk hari ini (0.12 USD)")
    town.allowed.add("still")
    await town.admin.verifies(number)
    await citizen.hears(number, "diperiksa")
    calls = len(town.x.calls_of("dm_events"))
    town.clock.move(hours=2)
    await town.admin.disposes(number)
    await citizen.hears(number, "diserahkan")
    assert calls == len(town.x.calls_of("dm_events"))
    town.clock.move(hours=22)
    await town.sees(lambda: len(town.x.calls_of("dm_events")) > calls or None, lambda: "reading on the next day")
    assert 1 == told(town, "Anggaran baca X")


# --- real processes ---------------------------------------------------------------------------------------------------


@pytest.fixture
async def city(build: Build) -> XTown:
    """Give a city on the machine's time, whose processes are to be started."""
    return await x_town(build, processes="", registered=False, start=SystemClock().now())


@pytest.fixture
async def launch(city: XTown, tmp_path: Path) -> AsyncIterator[Launch]:
    """Start processes that ask X; what still runs at the end is stopped, and all logs are judged with the rest."""
    started: list[BridgeProcess] = []
    account = {name: value for name, value in as_environment(city.settings()).items() if name.startswith("X_")}

    async def start(name: str) -> BridgeProcess:
        process = BridgeProcess(city, tmp_path, name, **{**account, "X_POLL_SECONDS": str(POLL_SECONDS)})
        started.append(process)
        await process.start(sys.executable, "-c", HASTY_POLLER, "serve")
        city.front.targets.append(process.url)
        return process

    yield start
    for process in started:
        await process.end(signal.SIGKILL)
        city.more_logs.append(process.log.read_text())


async def test_polling_is_handed_over_when_the_poller_is_killed(city: XTown, launch: Launch) -> None:
    """When the process that asks is killed, the other one goes on from its place, and nothing is lost or doubled."""
    first, second = await launch("first"), await launch("second")
    citizen: XCitizen = city.person()
    citizen.says(LAMP)
    draft = await citizen.hears(choice="Kirim")
    with MongoClient[dict[str, str]](city.uri, serverSelectionTimeoutMS=3_000) as client:
        kept = client[city.database]
        # A message whose receipt was not written yet goes out again: that is no matter of polling.
        await city.sees(lambda: kept["receipts"].find_one({"message_ids": draft.id}), lambda: "the draft's receipt")
        holder = next(one for one in kept["leases"].find({}) if one["_id"] == "poll:x")
    poller = first if f"|{first.pid}|" in holder["worker"] else second
    assert f"|{poller.pid}|" in holder["worker"]
    await poller.end(signal.SIGKILL)
    number = await citizen.confirms(draft)
    await city.card(number, "Verifikasi")
    assert 3 == len(citizen.heard())
    assert 0 == await (second if poller is first else first).end()
