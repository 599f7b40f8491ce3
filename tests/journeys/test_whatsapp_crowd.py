"""Many at once: a batch of a thousand updates in one request, and two hundred citizens told at the same moment."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
from pymongo import MongoClient
from pymongo.monitoring import CommandListener

from app.runtime import Runtime
from core.vocabulary.citizen import Update
from core.vocabulary.events import Event
from core.vocabulary.lanes import Lane
from simulator.meta.webhook import SIGNATURE_HEADER, raw, signature
from simulator.whatsapp.budget import Limits
from tests.journeys.conftest import Build
from tests.journeys.driver import QUICK, quick_city
from tests.journeys.test_pacing import PATIENT
from tests.journeys.whatsapp_driver import PATH, WhatsAppTown

UPDATES = 1_000
WRITERS = 40
LARGEST = 3 * 1024 * 1024
CITIZENS = 200
RATE = 6.0


class Writes(CommandListener):
    """Notes how many documents each write command carried, by collection."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str, int, str]] = []

    def started(self, event: Any) -> None:
        """Note a write as it is sent."""
        if event.command_name in ("insert", "update"):
            documents = event.command.get("documents") or event.command.get("updates")
            first = str(bytes(documents[0].raw)[:200]) if hasattr(documents[0], "raw") else str(documents[0])[:200]
            self.seen.append((event.command_name, event.command[event.command_name], len(documents), first))

    def succeeded(self, event: Any) -> None:
        """Not used."""

    def failed(self, event: Any) -> None:
        """Not used."""


def padded(updates: list[dict[str, Any]], key: str, town: WhatsAppTown, size: int) -> dict[str, Any]:
    """Put updates into a change of their own, filled up with a key that nobody knows."""
    value = {"messaging_product": "whatsapp", "metadata": town.whatsapp.business.metadata, key: updates}
    return {"field": "messages", "value": value, "x": "x" * size}


def batch(town: WhatsAppTown) -> bytes:
    """Make a body of a thousand updates, as large as the platform makes them: some messages, many statuses."""
    at = str(int(town.clock.seconds()))
    changes = []
    for n in range(WRITERS):
        phone = f"62812388{n:05}"
        words = {"type": "text", "text": {"body": f"Lampu jalan mati di depan SDN Oebufu nomor {n}"}}
        changes.append(padded([{"from": phone, "id": f"wamid.in{n}", "timestamp": at, **words}], "messages", town, 0))
        statuses = [
            {"id": f"wamid.out{n}.{m // 3}", "status": state, "timestamp": at, "recipient_id": phone}
            for m, state in zip(range(UPDATES // WRITERS - 1), ["sent", "delivered", "read"] * 9, strict=False)
        ]
        changes.append(padded(statuses, "statuses", town, 0))
    small = len(raw({"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": changes}]}))
    changes[-1]["x"] = "x" * (LARGEST - small - 100)
    return raw({"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": changes}]})


def stored(town: WhatsAppTown) -> int:
    """Count the stored updates."""
    with MongoClient[dict[str, Any]](town.uri, serverSelectionTimeoutMS=3_000) as client:
        return client[town.database]["inbox"].count_documents({"_id": {"$regex": r"^whatsapp:\d+:wamid\.(in|out)"}})


async def test_a_thousand_updates_are_stored_by_one_write_before_the_answer(build: Build) -> None:
    """A body of 3 MB with 1,000 updates is in the inbox when the 200 comes, by one bulk; statuses cost few writes."""
    town = await build(kind=WhatsAppTown)
    assert isinstance(town, WhatsAppTown)
    for n in range(WRITERS):
        town.whatsapp.people.add_user(f"62812388{n:05}", "Warga", user_id="").last_inbound_at = town.clock.seconds()
    town.allowed.add("refused")  # the messages of the batch are not known to the stand-in, which marks them as read
    writes = Writes()
    engine = msgspec.structs.replace(QUICK, quiet_seconds=0.5)
    runtime = Runtime(
        town.settings(), clock=town.clock, engine_settings=engine, city=quick_city(), worker="a", paced=False,
        sweeps=False, event_listeners=(writes,),
    )  # fmt: skip
    await runtime.start()
    town.runtimes.append(runtime)
    town.front.targets.append(runtime.url)
    body = batch(town)
    assert LARGEST - 200 < len(body) <= LARGEST
    headers = {SIGNATURE_HEADER: signature(town.whatsapp.app_secret, body)}
    await town.settle()  # what start-up tells the group is written
    before = len(writes.seen)
    assert (200, "ok") == await town.front.ask("POST", PATH, body=body, headers=headers)
    assert UPDATES == stored(town)
    bulks = [count for name, where, count, _ in writes.seen[before:] if (name, where) == ("insert", "inbox")]
    assert UPDATES == bulks[0]
    await town.settle()
    lanes = sum(count for name, where, count, _ in writes.seen[before:] if where == "lanes")
    assert lanes <= 6 * WRITERS
    assert (200, "ok") == await town.front.ask("POST", PATH, body=body, headers=headers)
    await town.settle()
    assert [1] * WRITERS == [len(town.whatsapp.bubbles(f"62812388{n:05}")) for n in range(WRITERS)]


async def test_two_hundred_citizens_told_at_once_meet_no_limit(build: Build) -> None:
    """Through two paced processes and strict limits: no 130429, no 131056, each citizen told exactly once."""
    town = await build(kind=WhatsAppTown, rate=RATE)
    assert isinstance(town, WhatsAppTown)
    for worker in "ab":
        await town.run(worker, paced=True, engine=PATIENT)
        hurry(town.runtimes[-1])
    keys = [town.whatsapp.people.add_user(f"62812399{n:05}", f"Warga {n}", user_id="").key for n in range(CITIZENS)]
    now = town.clock.seconds()
    for key in keys:
        town.whatsapp.user(key).last_inbound_at = now
    lanes = [f"chat:whatsapp:{key}" for key in keys]
    await known(town, lanes, keys)
    town.whatsapp.budget.limits = Limits()
    at = town.clock.now()
    events = [
        Event(f"told:{n}", lane, at, Update(f"KPG-26-{n:05}-1", "verified", "terverifikasi"))
        for n, lane in enumerate(lanes)
    ]
    halves = [events[:100], events[100:]]
    await asyncio.gather(*(runtime.engine.accept(half) for runtime, half in zip(town.runtimes, halves, strict=True)))
    await town.sees(
        lambda: all(town.whatsapp.bubbles(key) for key in keys) or None,
        lambda: f"all of {CITIZENS}: {sum(bool(town.whatsapp.bubbles(key)) for key in keys)}",
    )
    await town.settle()
    assert [] == [(call.code, call.details) for call in town.whatsapp.calls if call.status != 200]
    assert [1] * CITIZENS == [len(town.whatsapp.bubbles(key)) for key in keys]
    assert [True] * CITIZENS == [f"KPG-26-{n:05}-1" in town.whatsapp.bubbles(key)[0].text for n, key in enumerate(keys)]


async def known(town: WhatsAppTown, lanes: list[str], keys: list[str]) -> None:
    """Let the chats be known, as those of people who have just written."""
    at = town.clock.now()
    documents = [
        Lane(lane, 1, channel="whatsapp", address=key, heard_at=at) for lane, key in zip(lanes, keys, strict=True)
    ]
    assert all(await asyncio.gather(*(town.runtime.store.commit(document, 0) for document in documents)))


def hurry(runtime: Runtime) -> None:
    """Let the waits of a delivery pass as fast as the shared clock does."""

    async def wait(seconds: float) -> None:
        await asyncio.sleep(seconds / RATE)

    runtime.engine.pauses.sleep = wait
