"""Every recorded update, delivered twice at once into two processes, does what one delivery into one process does."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pymongo import MongoClient

from demo.stage import COORDINATOR, WEBHOOK_SECRET
from tests.journeys.conftest import Build
from tests.journeys.driver import Town
from tests.journeys.reading import buttons_of, text_of

FIXTURES = sorted(
    (path for path in Path("tests/fixtures/telegram").glob("*.json") if path.name != "expected.json"),
    key=lambda path: (json.loads(path.read_text()).get("update_id", 0), path.name),
)
TOKEN = "7100000001:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": WEBHOOK_SECRET, "Content-Type": "application/json"}
WHEN = datetime(2026, 9, 21, 14, 30, tzinfo=UTC)
"""After the dates of the recorded updates."""
CITIZENS = {501_234_567: "Budi", 612_345_678: "Maria"}
OFFICER = 5_987_654_321
CHANCES = 6


async def furnish(town: Town, workers: str) -> None:
    """Bring in the people of the recorded updates, and start the processes."""
    for user_id, name in CITIZENS.items():
        town.people.add_user(user_id, name)
        town.standin.world.chats[user_id].started = True
    town.people.add_user(OFFICER, "Yanto", "Bria", username="yanto_dishub")
    town.standin.groups.join(OFFICER, town.group_id)
    for worker in workers:
        await town.run(worker, sweeps=False)
        await town.settle()
    town.people.say(COORDINATOR, f"/daftar {OFFICER} dishub Yanto", town.group_id)
    prompt = await town.group_says("Yanto terdaftar")
    town.people.press(OFFICER, prompt["message_id"], "Saya setuju", chat_id=town.group_id)
    await town.group_says("menyetujui")
    await town.settle()
    town.allowed |= {"answers", "refused"}  # presses and files of the recordings are unknown to the stand-in


async def deliver(town: Town, body: bytes, times: int) -> set[int]:
    """Post a recorded update to every process ``times`` times at the same moment, as the platform would sign it."""
    posts = [
        town.front.ask("POST", "/webhooks/telegram", body=body, headers=HEADERS, process=process)
        for process in range(len(town.front.targets))
        for _time in range(times)
    ]
    statuses = {status for status, _body in await asyncio.gather(*posts)}
    await town.settle()
    return statuses


def picture_of(town: Town) -> dict[str, Any]:
    """Give what must not depend on repeats: each lane's state and alarm, and each chat's messages."""
    with MongoClient[dict[str, Any]](town.uri, serverSelectionTimeoutMS=3_000) as client:
        database = client[town.database]
        lanes = {
            one["_id"]: (settled_state(one.get("state")), one.get("wake_at")) for one in database["lanes"].find({})
        }
        events = {one["_id"] for one in database["inbox"].find({}) if not one["_id"].startswith(("start:", "let_in:"))}
        letters = {one["_id"] for one in database["dead"].find({})}
    chats = {
        chat_id: sorted((text_of(message), tuple(buttons_of(message))) for message in town.standin.messages(chat_id))
        for chat_id in town.standin.world.chats
    }
    return {"lanes": lanes, "events": events, "dead": letters, "chats": chats}


def settled_state(state: Any) -> Any:
    """Leave out when a process first heard that the group takes messages: like its event, each process says it once.

    Which of two chats came first to a table of the group is a matter of moments: each is read in one order.
    """
    if not isinstance(state, dict):
        return state
    return sorted_keys({name: value for name, value in state.items() if name != "let_in_at"})


def sorted_keys(value: Any) -> Any:
    """Give documents within documents with their names in one order."""
    if isinstance(value, dict):
        return {name: sorted_keys(value[name]) for name in sorted(value)}
    return [sorted_keys(one) for one in value] if isinstance(value, list) else value


def different(once: dict[str, Any], twice: dict[str, Any]) -> list[str]:
    """Name what differs between two pictures: what only one of them has, cut short."""
    found = []
    for part in once:
        left, right = _flat(once[part]), _flat(twice[part])
        if left != right:
            found.append(f"{part}: once {list((left - right).items())}, twice {list((right - left).items())}"[:3000])
    return found


def _flat(part: Any) -> Counter[str]:
    if isinstance(part, set):
        return Counter(str(one) for one in part)
    return Counter(
        f"{key}: {value}"
        for key, values in part.items()
        for value in (values if isinstance(values, list) else [values])
    )


async def lasting(single: Town, double: Town, look: Callable[[Any], dict[str, Any]]) -> list[str]:
    """Give what still differs when what had to be tried again was: while a clock stands still nothing is."""
    for _chance in range(CHANCES):
        if not (found := different(look(single), look(double))):
            break
        for town in (single, double):
            await town.later(seconds=2)
            for runtime in town.runtimes:
                await runtime.engine.sweeps.stale()
            await town.settle()
    return found


async def test_each_recorded_update_twice_at_once_has_one_effect(build: Build) -> None:
    """Documents, dead letters and messages are those of the single delivery, after each of the recorded updates."""
    single = await build(token=TOKEN, start=WHEN, rate=0.0)
    double = await build(token=TOKEN, start=WHEN, rate=0.0)
    await furnish(single, "a")
    await furnish(double, "ab")
    assert [] == await lasting(single, double, picture_of)
    for fixture in FIXTURES:
        body = fixture.read_bytes()
        once = await deliver(single, body, 1)
        twice = await deliver(double, body, 2)
        for town in (single, double):
            await town.later(seconds=4)
        assert ({200}, {200}) == (once, twice), fixture.name
        assert [] == await lasting(single, double, picture_of), fixture.name
    assert 45 <= len(FIXTURES)
