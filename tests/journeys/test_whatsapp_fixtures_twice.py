"""Recorded WhatsApp bodies, delivered twice at once into two processes, do what one delivery into one process does."""

from __future__ import annotations

import asyncio
import json
import random
from typing import Any

from pymongo import MongoClient

from simulator.meta.webhook import SIGNATURE_HEADER, raw, signature
from simulator.whatsapp import WhatsAppStandIn
from tests.channels.whatsapp.fixtures import EXPECTED, FOLDER, NAMES, RECEIVED
from tests.journeys.conftest import Build
from tests.journeys.test_fixtures_twice import lasting, settled_state
from tests.journeys.whatsapp_driver import PATH, WhatsAppTown

NEWS = (":sent", ":delivered", ":read")
"""Statuses of our own answers carry ids that each stand-in makes for itself."""
BILLED = frozenset({"message", "template", "spent"})


def furnish(standin: WhatsAppStandIn) -> None:
    """Bring in the people of the recorded bodies, who have all just written."""
    known: set[str] = set()
    for event in (event for events in EXPECTED.values() for event in events):
        ids = [alias.partition(":")[2] for alias in event.get("aliases", [])]
        phone = next((one for one in ids if one.isdecimal() and 7 <= len(one) <= 15), "")
        user_id = next((one for one in ids if not one.isdecimal()), "")
        if known & {phone, user_id} - {""} or not (phone or user_id):
            continue
        known |= {phone, user_id}
        user = standin.people.add_user(phone, "Warga", user_id=user_id, shows="phone" if phone else "absent")
        user.last_inbound_at = standin.world.now()


async def recorded(build: Build, processes: str) -> WhatsAppTown:
    """Build a city whose clock stands still just after the recordings."""
    town = await build(kind=WhatsAppTown, start=RECEIVED, rate=0.0)
    assert isinstance(town, WhatsAppTown)
    for worker in processes:
        await town.run(worker, sweeps=False)
        await town.settle()
    furnish(town.whatsapp)
    town.allowed |= {"refused", "dead"}  # what the recordings mark as read, reply to, and refer to is unknown there
    return town


async def deliver(town: WhatsAppTown, body: bytes, times: int) -> set[int]:
    """Post a body to every process ``times`` times at the same moment, signed."""
    headers = {SIGNATURE_HEADER: signature(town.whatsapp.app_secret, body)}
    posts = [
        town.front.ask("POST", PATH, body=body, headers=headers, process=process)
        for process in range(len(town.front.targets))
        for _time in range(times)
    ]
    statuses = {status for status, _body in await asyncio.gather(*posts)}
    await town.settle()
    return statuses


def picture_of(town: WhatsAppTown) -> dict[str, Any]:
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
    fixed = {event["id"] for found in EXPECTED.values() for event in found}
    kept = {
        one for one in events if not one.startswith(("start:", "let_in:")) and (one in fixed or not one.endswith(NEWS))
    }
    chats = {
        key: sorted((bubble.text, tuple(bubble.titles)) for bubble in town.whatsapp.bubbles(key))
        for key in town.whatsapp.world.users
    }
    return {"lanes": lanes, "events": kept, "dead": letters, "chats": chats}


async def test_each_recorded_body_twice_at_once_has_one_effect(build: Build) -> None:
    """Documents, dead letters and messages are those of the single delivery, after each of the recorded bodies."""
    single, double = await recorded(build, "a"), await recorded(build, "ab")
    assert [] == await lasting(single, double, picture_of)
    wrong: dict[str, list[str]] = {}
    for place, name in enumerate(NAMES):
        body = (FOLDER / f"{name}.json").read_bytes()
        once, twice = await asyncio.gather(deliver(single, body, 1), deliver(double, body, 2))
        assert ({200}, {200}) == (once, twice), name
        if place % 10 == 9:
            await asyncio.gather(single.later(seconds=70), double.later(seconds=70))
        if found := await lasting(single, double, picture_of):
            wrong[name] = found
            break
    assert {} == wrong
    assert 60 <= len(NAMES)


def paragraphs_of(picture: dict[str, Any]) -> dict[str, Any]:
    """Give the picture with each chat as its paragraphs: which of them share a bubble is a matter of moments.

    So are the number of bubbles and what they cost.
    """
    chats = {
        key: sorted(part for text, _titles in bubbles for part in text.split("\n\n"))
        for key, bubbles in picture["chats"].items()
    }
    lanes = {
        name: (unbilled(lane[0]), *lane[1:]) if name.startswith("tally:") else lane
        for name, lane in picture["lanes"].items()
    }
    events = {one for one in picture["events"] if not one.endswith(":billed")}
    return {**picture, "chats": chats, "lanes": lanes, "events": events}


def unbilled(value: Any) -> Any:
    """Give a day's counts without what its messages cost."""
    if not isinstance(value, dict):
        return value
    return {name: unbilled(one) for name, one in value.items() if name not in BILLED}


async def test_all_of_them_batched_and_shuffled_have_one_effect(build: Build) -> None:
    """All bodies in one batch of mixed entries, twice into two processes, give what the batch gives once.

    Changes of a person's ids are left to the test above: in one batch with the person's messages it is a matter of
    moments, and not of repeats, whether a reply goes to the old number or to the new one.
    """
    names = [name for name in NAMES if not any("Rekeyed" in str(event["body"]) for event in EXPECTED[name])]
    assert 100 <= len(names)
    entries = [entry for name in names for entry in json.loads((FOLDER / f"{name}.json").read_text()).get("entry", [])]
    random.Random(5).shuffle(entries)
    body = raw({"object": "whatsapp_business_account", "entry": entries})
    single, double = await recorded(build, "a"), await recorded(build, "ab")
    assert ({200}, {200}) == (await deliver(single, body, 1), await deliver(double, body, 2))
    await asyncio.gather(single.later(seconds=70), double.later(seconds=70))
    assert [] == await lasting(single, double, lambda town: paragraphs_of(picture_of(town)))
    assert any(single.whatsapp.bubbles(key) for key in single.whatsapp.world.users)
