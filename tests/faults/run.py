"""One run: a journey on a fresh stand-in and a fresh database, with a bridge that dies once or not at all."""

from __future__ import annotations

import asyncio
import itertools
import os
import socket
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import uuid4

from pymongo import MongoClient
from pymongo.database import Database

from tests.faults.bridge import Job
from tests.faults.cast import Cast, start_up
from tests.faults.hooks import HookedScene
from tests.faults.journeys import JOURNEYS
from tests.faults.killer import When
from tests.faults.machines import MachineScene
from tests.faults.outcome import Outcome, chats_of, collect
from tests.faults.pages import PageScene
from tests.faults.platform import JourneyBroke, Scene
from tests.faults.process import Supervisor
from tests.faults.sms import LinkedScene, SmsScene
from tests.faults.telegram import SignedScene, TelegramScene, VoiceScene
from tests.faults.timing import FastClock
from tests.faults.web import WebScene
from tests.faults.whatsapp import WhatsAppScene
from tests.faults.x import XScene

SETTLE_SECONDS = 40.0
POLL_SECONDS = 0.02
QUIET_LOOKS = 2
FIRST_PORT = 20_000
"""Below the ports that the kernel gives to clients: nobody takes ours between a kill and the restart."""

Json = dict[str, Any]
SCENES: Mapping[str, Callable[[FastClock, float], Scene]] = {
    "telegram": TelegramScene,
    "signed": SignedScene,
    "hooked": HookedScene,
    "whatsapp": WhatsAppScene,
    "messenger": partial(PageScene, "messenger"),
    "instagram": partial(PageScene, "instagram"),
    "x": XScene,
    "web": WebScene,
    "sms": SmsScene,
    "linked": LinkedScene,
    "voice": VoiceScene,
    "open311": MachineScene,
}
"""The citizen's channel -> everything outside the bridge."""

_turns = itertools.count()
_ports = itertools.count(os.getpid() * 37)


@dataclass(frozen=True)
class Point:
    """Where to die: at the ``at``-th write, before it was sent or after it was applied. 0: nowhere.

    ``flaw`` names one of `broken.FLAWS`; ``patience_seconds`` is how long people wait for what they expect.
    """

    journey: str
    at: int = 0
    when: When = "before"
    flaw: str = ""
    patience_seconds: float = 40.0

    def __str__(self) -> str:
        """Name the point as the summary does."""
        return f"{self.journey}, {self.when} write {self.at}" if self.at else f"{self.journey}, no kill"


@dataclass(frozen=True)
class Run:
    """How a run went: ``broke`` is empty when everybody saw what they waited for; ``writes`` is 0 after a kill."""

    point: Point
    killed: bool
    writes: int
    seconds: float
    broke: str = ""
    outcome: Outcome | None = None


async def play(point: Point, mongo_uri: str) -> Run:
    """Play one journey to its end and read what is left."""
    began = time.monotonic()
    moved = tempfile.NamedTemporaryFile("w", prefix="kanal-clock-")  # noqa: SIM115  # closed with everything else
    moved.write(f"{0:010d}")
    moved.flush()
    clock = FastClock(moved=moved.name)
    scene = SCENES[JOURNEYS[point.journey].channel](clock, point.patience_seconds)
    client: MongoClient[Json] = MongoClient(mongo_uri, serverSelectionTimeoutMS=3_000)
    prepared = JOURNEYS[point.journey].prepared
    name = _empty_database(client, fresh=not prepared)
    if isinstance(scene, MachineScene):
        scene.keep_client(client[name])
    await scene.start()
    port = _free_port()
    settings = {**scene.settings(port), "KANAL_MONGODB_URI": mongo_uri, "KANAL_MONGODB_DATABASE": name}
    before: set[tuple[str, str]] = set()
    supervisor = Supervisor(
        Job(settings, clock, point.at, point.when, not prepared, point.flaw),
        lambda: before.update((address, one.id) for address in chats_of(scene) for one in scene.shown(address)),
    )
    broke, writes, outcome = "", 0, None
    cast = Cast(
        scene.citizen,
        scene.office,
        lambda: settled(scene, client[name], supervisor),
        clock.pass_time,
        clock.comes,
        lambda count: rooted(client[name], count),
    )
    left = partial(collect, scene, client[name], cast.names, before)
    try:
        cast.phone = scene.phone if isinstance(scene, LinkedScene) else None
        await supervisor.start()
        try:
            if prepared:
                await _prepare(scene, cast, supervisor, f"http://127.0.0.1:{port}")
            await JOURNEYS[point.journey].tell(cast)
            await cast.settled()
            # With a kill nobody needs the count, and the process that could tell it may just have died.
            writes = 0 if point.at else await supervisor.count()
            outcome = left()
            while outcome.pending:  # the clock goes on: a timer may have come since all was quiet
                await cast.settled()
                outcome = left()
        except (JourneyBroke, TimeoutError) as error:
            broke = f"{error or 'timeout'} {supervisor.trouble}".strip()
            outcome = left()
    finally:
        await supervisor.stop()
        await scene.stop()
        if not prepared:
            client.drop_database(name)
        client.close()
        moved.close()
    return Run(point, bool(supervisor.kills), writes, time.monotonic() - began, broke, outcome)


async def _prepare(scene: Scene, cast: Cast, supervisor: Supervisor, url: str) -> None:
    """Bring the bridge to where the journey's first word is the first write that counts."""
    await start_up(cast)
    await scene.connect(url)
    await cast.settled()
    await supervisor.arm()


async def settled(scene: Scene, database: Database[Json], supervisor: Supervisor) -> None:
    """Wait until nothing is on its way: no update, no event, no entry of an outbox."""
    await supervisor.ready()
    deadline, quiet = time.monotonic() + SETTLE_SECONDS, 0
    # Twice in a row: what one lane hands to another may be in neither place while the two are looked at in turn.
    while (waiting := _waiting(scene, database)) or (quiet := quiet + 1) < QUIET_LOOKS:
        quiet = 0 if waiting else quiet
        if time.monotonic() > deadline or supervisor.trouble:
            raise JourneyBroke(f"never quiet: {waiting}")
        await asyncio.sleep(POLL_SECONDS)


async def rooted(database: Database[Json], count: int) -> None:
    """Wait until so many days have a root."""
    deadline = time.monotonic() + SETTLE_SECONDS
    while database["roots"].count_documents({}) < count:
        if time.monotonic() > deadline:
            raise JourneyBroke("a day has no root")
        await asyncio.sleep(POLL_SECONDS)


def _waiting(scene: Scene, database: Database[Json]) -> str:
    if count := scene.undelivered():
        return f"{count} updates not taken"
    if found := [event["_id"] for event in database["inbox"].find({"wait": {"$exists": True}}, {"_id": 1})]:
        return f"events pending: {found}"
    if found := [lane["_id"] for lane in database["lanes"].find({"send_at": {"$exists": True}}, {"_id": 1})]:
        return f"outboxes not empty: {found}"
    return ""


def _empty_database(client: MongoClient[Json], *, fresh: bool) -> str:
    """Name a database without documents: a new one, or one of this worker's that is emptied.

    Making and dropping a database costs the embedded server more than a journey. The names take turns, so that
    nothing a killed process left on the wire reaches the run after it.
    """
    if fresh:
        return f"faults_{uuid4().hex[:12]}"
    name = f"faults_{os.getpid()}_{next(_turns) % 3}"
    for collection in client[name].list_collection_names():
        client[name][collection].delete_many({})
    return name


def _free_port() -> int:
    for number in _ports:
        port = FIRST_PORT + number % 12_000
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("ports never end")
