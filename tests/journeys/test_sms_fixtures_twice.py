"""Recorded queries, brought twice at once into two processes, do what one delivery into one process does."""

from __future__ import annotations

import asyncio
from typing import Any

from pymongo import MongoClient

from demo.stage import SMS_SECRET
from tests.channels.sms.fixtures import NAMES, RECEIVED, recorded
from tests.journeys.conftest import Build
from tests.journeys.sms_driver import PATH, SmsTown
from tests.journeys.test_fixtures_twice import lasting, settled_state


async def brought(build: Build, processes: str) -> SmsTown:
    """Build a city whose clock stands still just after the recordings."""
    town = await build(kind=SmsTown, start=RECEIVED, rate=0.0)
    assert isinstance(town, SmsTown)
    for worker in processes:
        await town.run(worker, sweeps=False)
        await town.settle()
    town.allowed.add("dead")
    return town


async def deliver(town: SmsTown, query: str, times: int) -> set[int]:
    """Bring a query to every process ``times`` times at the same moment."""
    path = f"/webhooks/sms/report/{SMS_SECRET}?{query[7:]}" if query.startswith("report?") else f"{PATH}?{query}"
    asks = [
        town.front.ask("GET", path, process=process)
        for process in range(len(town.front.targets))
        for _time in range(times)
    ]
    statuses = {status for status, _body in await asyncio.gather(*asks)}
    await town.settle()
    return statuses


def picture_of(town: SmsTown) -> dict[str, Any]:
    """Give what must not depend on repeats: each lane's state and alarm, each letter, and each phone's messages."""
    with MongoClient[dict[str, Any]](town.uri, serverSelectionTimeoutMS=3_000) as client:
        database = client[town.database]
        lanes = {
            one["_id"]: (settled_state(one.get("state")), one.get("wake_at")) for one in database["lanes"].find({})
        }
        letters = {one["_id"] for one in database["dead"].find({})}
    phones = {
        phone: sorted(shown.text for shown in town.sms.people.screen(phone)) for phone in town.sms.people.by_number
    }
    return {"lanes": lanes, "dead": letters, "phones": phones}


async def test_each_recorded_query_twice_at_once_has_one_effect(build: Build) -> None:
    """Documents, letters and messages are those of the single delivery, after each of the recorded queries."""
    single, double = await brought(build, "a"), await brought(build, "ab")
    for name in NAMES:
        once, twice = await asyncio.gather(deliver(single, recorded(name), 1), deliver(double, recorded(name), 2))
        assert ({200}, {200}) == (once, twice), name
        assert [] == await lasting(single, double, picture_of), name
