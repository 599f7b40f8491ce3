"""Recorded bodies of a Page and an account, twice at once into two processes, do what one delivery into one does."""

from __future__ import annotations

import asyncio
import json
import random
from typing import Any

import pytest
from pymongo import MongoClient

from simulator.meta.webhook import SIGNATURE_HEADER, raw, signature
from simulator.pages import PageStandIn
from tests.channels.meta.pages import BOTH, RECEIVED, Recorded
from tests.journeys.conftest import Build
from tests.journeys.page_driver import PageTown, titles
from tests.journeys.test_fixtures_twice import lasting, settled_state

RECORDED = {recorded.platform.name: recorded for recorded in BOTH}
EACH_CHANNEL = pytest.mark.parametrize("channel", list(RECORDED))


def furnish(standin: PageStandIn, recorded: Recorded) -> None:
    """Bring in the people of the recorded bodies, who have all just written."""
    addresses = {
        event["address"]
        for events in recorded.expected.values()
        for event in events
        if event["lane"].startswith("chat:")
    }
    for number, address in enumerate(sorted(addresses)):
        user = standin.people.add_user(f"warga{number}", "Warga", id=address)
        user.last_inbound_at = standin.world.now()


async def recorded_town(build: Build, channel: str, processes: str) -> PageTown:
    """Build a city whose clock stands still just after the recordings."""
    town = await build(kind=PageTown, channel=channel, start=RECEIVED, rate=0.0)
    assert isinstance(town, PageTown)
    for worker in processes:
        await town.run(worker, sweeps=False)
        await town.settle()
    furnish(town.page, RECORDED[channel])
    town.allowed |= {"dead"}  # what the recordings reply to is unknown, and their files are nowhere
    return town


async def deliver(town: PageTown, body: bytes, times: int) -> set[int]:
    """Post a body to every process ``times`` times at the same moment, signed."""
    headers = {SIGNATURE_HEADER: signature(town.page.app_secret, body)}
    path = f"/webhooks/{town.channel}"
    posts = [
        town.front.ask("POST", path, body=body, headers=headers, process=process)
        for process in range(len(town.front.targets))
        for _time in range(times)
    ]
    statuses = {status for status, _body in await asyncio.gather(*posts)}
    await town.settle()
    return statuses


def picture_of(town: PageTown) -> dict[str, Any]:
    """Give what must not depend on repeats: each lane's state and alarm, each event, and each chat's messages."""
    with MongoClient[dict[str, Any]](town.uri, serverSelectionTimeoutMS=3_000) as client:
        database = client[town.database]
        lanes = {
            one["_id"]: (
                settled_state(one.get("state")),
                one.get("wake_at"),
                one.get("address"),
                len(one.get("held", ())),
            )
            for one in database["lanes"].find({})
        }
        events = {one["_id"] for one in database["inbox"].find({})}
        letters = {one["_id"] for one in database["dead"].find({})}
    fixed = {event["id"] for found in RECORDED[town.channel].expected.values() for event in found}
    chats = {
        key: sorted(part for bubble in town.page.bubbles(key) for part in (*bubble.text.split("\n\n"), *titles(bubble)))
        for key in town.page.world.users
    }
    return {"lanes": lanes, "events": events & fixed, "dead": letters, "chats": chats}


@EACH_CHANNEL
async def test_each_recorded_body_twice_at_once_has_one_effect(build: Build, channel: str) -> None:
    """Documents, dead letters and messages are those of the single delivery, after each of the recorded bodies."""
    recorded = RECORDED[channel]
    single, double = await recorded_town(build, channel, "a"), await recorded_town(build, channel, "ab")
    assert [] == await lasting(single, double, picture_of)
    wrong: dict[str, list[str]] = {}
    for place, name in enumerate(recorded.names):
        body = (recorded.folder / f"{name}.json").read_bytes()
        once, twice = await asyncio.gather(deliver(single, body, 1), deliver(double, body, 2))
        assert ({200}, {200}) == (once, twice), name
        if place % 10 == 9:
            await asyncio.gather(single.later(seconds=70), double.later(seconds=70))
        if found := await lasting(single, double, picture_of):
            wrong[name] = found
            break
    assert {} == wrong


@EACH_CHANNEL
async def test_all_of_them_batched_and_shuffled_have_one_effect(build: Build, channel: str) -> None:
    """All bodies in one batch of mixed entries, twice into two processes, give what the batch gives once."""
    recorded = RECORDED[channel]
    entries = [entry for name in recorded.names for entry in recorded.body(name).get("entry", [])]
    random.Random(5).shuffle(entries)
    body = raw({"object": recorded.platform.object, "entry": json.loads(json.dumps(entries))})
    single, double = await recorded_town(build, channel, "a"), await recorded_town(build, channel, "ab")
    assert ({200}, {200}) == (await deliver(single, body, 1), await deliver(double, body, 2))
    await asyncio.gather(single.later(seconds=70), double.later(seconds=70))
    assert [] == await lasting(single, double, picture_of)
    assert any(single.page.bubbles(key) for key in single.page.world.users)
