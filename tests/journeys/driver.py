"""A whole small city for one journey: stand-in, database, processes of the bridge, people."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from app.channels import KITS
from app.runtime import Runtime
from channels.kit import Kit
from core.city.city import City
from core.engine.settings import EngineSettings
from demo.stage import COORDINATOR, STRANGER, Crew, Stage
from storage.city import read_city
from tests.journeys.cast import Citizen, Official
from tests.journeys.clock import MORNING, RunningClock
from tests.journeys.front import Front
from tests.journeys.pictures import png
from tests.journeys.reading import Json, is_card, label_like, says, shown, text_of

PATIENCE_SECONDS = 90.0
"""Far more than anything takes, also on a busy machine, and while the lease (40 s) of a killed process still runs."""
T = TypeVar("T")
AnyTown = TypeVar("AnyTown", bound="Town")

ENGINE = EngineSettings(
    lease_seconds=6.0,
    poison_base_seconds=0.01,
    stale_seconds=1.0,
    prune_seconds=0.5,
    backoff_base_seconds=0.05,
    backoff_cap_seconds=0.2,
    takeover_poll_seconds=0.02,
)
QUICK = msgspec.structs.replace(ENGINE, quiet_seconds=0.02)
"""Statuses are stepped at once, so that a journey need not wait for them."""
MARIA = 628_301_177
"""Long enough to be found, and to be nothing else, in a log."""


@cache
def quick_city() -> City:
    """Give the pack of Kupang with albums that end soon."""
    city = read_city(Path("cities/kupang"))
    return replace(city, limits=replace(city.limits, album_quiet_seconds=0.2))


class Town:
    """Everything a journey needs. ``allowed`` names the end checks that a journey may fail by design."""

    def __init__(self, stage: Stage, clock: RunningClock, front: Front, uri: str, database: str) -> None:
        self.stage = stage
        self.standin = stage.standin
        self.people = stage.standin.people
        self.clock = clock
        self.front = front
        self.runtimes: list[Runtime] = []
        self.spoken: set[str] = set()
        self.never_shown: set[str] = set()
        """What the group must never have been shown, not even for a moment: words of confidential reports."""
        self.citizens: list[Citizen] = []
        self.closings = 0
        self.allowed: set[str] = set()
        self.most_processes = 0
        self.more_logs: list[str] = []
        self.uri = uri
        self.database = database
        self.city = quick_city()
        """The pack of processes that are started from now on."""
        self.kits: tuple[Kit[Any], ...] = KITS

    @classmethod
    async def build(
        cls,
        uri: str,
        database: str,
        *,
        officers: int = 3,
        start: datetime = MORNING,
        rate: float = 1.0,
        city: City | None = None,
        crew: Crew | None = None,
        **standin: Any,
    ) -> Town:
        """Build the stand-in and the front; no process of the bridge runs yet."""
        clock = RunningClock(start, rate)
        options: dict[str, Any] = {"limits": None, "retry_base_seconds": 0.02, "retry_cap_seconds": 0.2, **standin}
        stage = await Stage.build(officers=officers, city=city, crew=crew, now=clock.seconds, **options)
        front = Front()
        await front.start()
        town = cls(stage, clock, front, uri, database)
        town.city = city or town.city
        return town

    # --- processes ---

    def settings(self, **more: Any) -> Any:
        """Give settings of a process on this city's stand-in and database."""
        values = {"KANAL_MONGODB_URI": self.uri, "KANAL_MONGODB_DATABASE": self.database, **more}
        return self.stage.settings(public_url=self.front.url, **values)

    async def run(
        self, worker: str = "a", *, paced: bool = False, sweeps: bool = True, engine: EngineSettings = ENGINE
    ) -> Runtime:
        """Start a process of the bridge and wait until it is registered at the platform."""
        runtime = Runtime(
            self.settings(),
            clock=self.clock,
            engine_settings=engine,
            city=self.city,
            worker=worker,
            paced=paced,
            sweeps=sweeps,
            kits=self.kits,
        )
        await runtime.start()
        runtime.engine.gate.probe_seconds = 0.1
        self.runtimes.append(runtime)
        self.most_processes = max(self.most_processes, len(self.runtimes))
        self.front.targets.append(runtime.url)
        await self.wait(lambda: self.standin.webhook.url or None, lambda: "the webhook's registration")
        return runtime

    async def end(self, runtime: Runtime) -> None:
        """Stop one process."""
        place = self.runtimes.index(runtime)
        self.runtimes.pop(place)
        self.front.targets.pop(place)
        await runtime.stop()

    @property
    def runtime(self) -> Runtime:
        """Give the first process."""
        return self.runtimes[0]

    async def settle(self) -> None:
        """Wait until nothing is on its way: no delivery of the platform, no step, no message."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                await self.standin.webhook.idle(PATIENCE_SECONDS)
                before = (self.standin.journal.count, len(self.front.answers))
                for runtime in self.runtimes:
                    await runtime.engine.settle(PATIENCE_SECONDS)
                busy = any(runtime.engine.busy() for runtime in self.runtimes)
                if not busy and before == (self.standin.journal.count, len(self.front.answers)):
                    return

    async def quiet(self) -> None:
        """Let what waits for others of its lane, statuses above all, be stepped."""
        for runtime in self.runtimes:
            for lane in runtime.engine.rounds.alarms():
                runtime.engine.wake(lane)
            await runtime.engine.settle(PATIENCE_SECONDS)

    async def later(self, **by: float) -> None:
        """Move the clock, and let every process do what has become due."""
        await self.settle()
        self.clock.move(**by)
        for runtime in self.runtimes:
            await runtime.engine.sweeps.timers()
        await self.settle()

    def refusals(self) -> list[tuple[str, str, Any]]:
        """Give the requests that the platforms refused as wrong."""
        return [(call.method, call.description, call.params) for call in self.standin.refused]

    async def stop(self) -> None:
        """Stop everything."""
        await asyncio.gather(*(runtime.stop() for runtime in self.runtimes))
        await self.front.stop()
        await self.stage.stop()

    # --- people ---

    def citizen(
        self,
        first: str = "Yosefina",
        last: str = "Tnunay",
        username: str = "yosefina_oebufu",
        *,
        user_id: int = 0,
        anonymous: bool = True,
        language: str = "id",
    ) -> Citizen:
        """Bring in a citizen."""
        chosen = user_id or MARIA + len(self.citizens)
        person = Citizen(self, chosen, first, last, username, anonymous=anonymous)
        self.people.add_user(chosen, first, last, username=username, language_code=language)
        self.citizens.append(person)
        return person

    async def register(self) -> None:
        """Register the stage's liaison officers, who accept the code of ethics."""
        await self.stage.register_officers()

    @property
    def admin(self) -> Official:
        """Give the coordinator."""
        return Official(self, COORDINATOR, self.stage.crew.coordinator)

    @property
    def stranger(self) -> Official:
        """Give the member of the group that nobody registered."""
        return Official(self, STRANGER, "Orang Lewat")

    def officer(self, unit: str = "dishub") -> Official:
        """Give a unit's liaison officer."""
        return Official(self, self.stage.officers[unit], self.stage.crew.officers[unit][1])

    # --- the group ---

    @property
    def group_id(self) -> int:
        """Give the officials' group as it is now, also after a migration."""
        chat = self.standin.world.chats[self.stage.group_id]
        return chat.migrated_to or chat.id

    def group(self) -> list[Json]:
        """Give the bot's messages in the group, oldest first."""
        return self.standin.messages(self.group_id, from_bot=True)

    def last_in_group(self) -> int:
        """Give the newest message's id."""
        return self.standin.world.chats[self.group_id].last_id

    def cards(self, number: str) -> list[Json]:
        """Give every copy of a ticket's card that is not a signpost."""
        return [message for message in self.group() if is_card(message, number)]

    async def card(self, number: str, *labels: str, words: tuple[str, ...] = ()) -> Json:
        """Wait until the ticket's card offers these buttons and says these words."""

        def look() -> Json | None:
            for message in reversed(self.cards(number)):
                if all(label_like(message, label) for label in labels) and says(message, *words):
                    return message
            return None

        return await self.wait(
            look, lambda: f"{labels} {words} on a card among {[shown(m) for m in self.cards(number)]}"
        )

    async def group_says(self, *needles: str, after: int = 0) -> Json:
        """Wait for a message of the bot in the group that says all this."""

        def look() -> Json | None:
            fresh = (message for message in self.group() if message["message_id"] > after)
            return next((message for message in fresh if says(message, *needles)), None)

        return await self.wait(look, lambda: f"{needles} in the group: {[text_of(m) for m in self.group()][-5:]}")

    async def answer(self, query_id: str) -> str:
        """Wait for the answer to a pressed button; give its text, or the address that it opens."""

        def look() -> Json | None:
            return next((answer for answer in self.standin.answers if answer["id"] == query_id), None)

        found = await self.wait(look, lambda: "the answer of a pressed button")
        return str(found["text"] or found["url"])

    async def state(self, lane: str) -> Any:
        """Read a lane's stored state."""
        found = await self.runtime.store.load(lane)
        return found.state if found else None

    async def wait(self, look: Callable[[], T | None], what: Callable[[], str]) -> T:
        """Wait for something that the stand-in can see; fail with what was expected."""
        try:
            return await self.standin.wait_for(look, PATIENCE_SECONDS)
        except TimeoutError:
            calls = [f"{call.method} {call.status} {call.description}" for call in self.standin.calls[-12:]]
            raise AssertionError(f"did not come: {what()}; last calls: {calls}") from None

    async def closed(self, number: str, words: str = "Lampu sudah diganti sejak sore ini.") -> None:
        """Let the officer of dishub close a ticket, with another photo each time: a known one would be doubted."""
        self.closings += 1
        await self.officer().closes(number, words, png(200 + self.closings))

    async def working(self, citizen: Citizen, text: str = "") -> str:
        """Bring a new report to the point where the officer of dishub holds it; give its number."""
        number = await (citizen.reports(text) if text else citizen.reports())
        await self.admin.verifies(number)
        await self.admin.disposes(number)
        await self.officer().claims(number)
        await citizen.hears(number, "dikerjakan")
        return number


async def opened(
    build: Callable[..., Awaitable[Any]], kind: type[AnyTown], *, processes: str, registered: bool, **options: Any
) -> AnyTown:
    """Build a city with processes and, where the journey needs more than the coordinator, registered officers."""
    town = await build(kind=kind, **options)
    assert isinstance(town, kind)
    for worker in processes:
        await town.run(worker)
    if registered:
        await town.register()
    return town
