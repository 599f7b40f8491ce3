"""Everything around the bridge for a month: stand-ins, a front that loses requests, two processes, one database."""

from __future__ import annotations

import asyncio
import math
import random
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pymongo import MongoClient
from pymongo.database import Database

from bench.month.clock import SharedClock
from bench.month.holidays import Calendars, WorkDays
from bench.month.place import OWN_GROUPS, NewDays, city_of, desks, officials
from bench.month.process import Deaths, Job, Keeper
from bench.month.staff import Staff
from core.city.city import City
from core.vocabulary.errors import KanalError
from demo.stage import COORDINATOR, PAGES, SMS_SECRET, VERIFY_TOKEN, Stage
from simulator.pages import PageStandIn
from simulator.sms import SmsStandIn
from simulator.telegram import TelegramStandIn
from simulator.whatsapp import WhatsAppStandIn
from tests.faults.run import _free_port as free_port
from tests.faults.web import Browser
from tests.journeys.front import Front

if TYPE_CHECKING:
    from bench.month.looks import Look

Json = dict[str, Any]
PAGE = "messenger"
PROCESSES = ("a", "b")
START = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
"""A Monday, 08:00 in Kupang: Nyepi, Idul Fitri and the leave days around them lie within the month."""
PATIENCE_SECONDS = 60.0
_STUCK_SECONDS = 300.0
"""Of the machine: on a busy one a process needs half a minute to start, and may be killed while it does."""
LONG = 10_000_000
_WRITES_A_DAY = 18
"""Of both processes, for each complaint of the month: deaths are spread over them."""
_POLL_SECONDS = 0.02
BRIEFLY_SECONDS = 10.0
"""So long somebody waits for what came of an own act, while others are at work."""
_QUIET_LOOKS = 2
_SOON = timedelta(seconds=5)
"""An alarm that comes so soon is waited for: nobody jumps ahead while a process is sending what it rings for."""


class NeverQuiet(KanalError):
    """Raised when work stays undone for longer than anything may take."""


@dataclass(frozen=True)
class Size:
    """How large a month is: ``losses`` is the share of webhook requests, or of their answers, that get lost."""

    complaints: int
    officials: int
    kills: int
    days: int
    losses: float
    seed: int
    minutes: int = 30
    """What happens within so many minutes happens together: people of many tickets act at once."""


class LossyFront(Front):
    """A load balancer that loses requests, loses answers, and sometimes puts one request to both processes."""

    def __init__(self, dice: random.Random, losses: float) -> None:
        super().__init__()
        self._dice = dice
        self._losses = losses
        self.lost = self.unanswered = self.doubled = 0

    async def _try(self, method: str, path: str, body: bytes, headers: dict[str, str], process: int) -> tuple[int, str]:
        fate = self._dice.random() if method == "POST" else 1.0
        if fate < self._losses / 2:
            self.lost += 1
            return 502, "lost"
        if fate > 1 - self._losses and process >= 0:
            self.doubled += 1
            await super()._try(method, path, body, headers, (process + 1) % len(self.targets))
        answer = await super()._try(method, path, body, headers, process)
        self.bodies.clear()
        self.answers.clear()
        if fate < self._losses:
            self.unanswered += 1
            return 502, "answer lost"
        return answer


class MonthTown:
    """The stand-ins with their people, the processes, and what is still on its way."""

    def __init__(
        self, stage: Stage, front: LossyFront, clock: SharedClock, database: Database[Json], size: Size, chats: Json
    ) -> None:
        self.stage = stage
        self.front = front
        self.clock = clock
        self.database = database
        self.chats: dict[str, int] = chats
        """Unit -> the chat of its own group."""
        self.city: City = city_of(desks(chats))
        self.calendars = Calendars(WorkDays(self.city))
        self.staff = Staff(self, list(officials(size.officials)))
        self.browsers: list[Browser] = []
        """Of citizens at the web form."""
        self.happened: Counter[str] = Counter()
        """To the whole city, and how often."""
        self.looks: list[Look] = []
        """Pages of lists as officials saw them."""
        self.deaths = Deaths(size.kills, max(60, _WRITES_A_DAY * size.days * size.complaints // max(1, size.kills)))
        self._dice = random.Random(f"{size.seed}:kills")
        self.keepers: list[Keeper] = []

    @classmethod
    async def build(cls, uri: str, name: str, folder: Path, size: Size) -> MonthTown:
        """Start the stand-ins and the front; nothing of the bridge runs yet."""
        clock = SharedClock(folder / "clock", START)
        front = LossyFront(random.Random(f"{size.seed}:front"), size.losses)
        await front.start()
        retries: Json = {"retry_base_seconds": 0.02, "retry_cap_seconds": 0.2}
        stage = await Stage.build(
            officers=0,
            whatsapp=True,
            pages=(PAGE,),
            sms=SmsStandIn(now=clock.seconds, **retries),
            city=city_of(desks({})),
            now=clock.seconds,
            limits=None,
            remember_messages=LONG,
            remember_calls=LONG,
            **retries,
        )
        people, chats = officials(size.officials), {}
        for one in people:
            stage.standin.people.add_user(one.id, one.name)
            stage.standin.groups.join(one.id, stage.group_id)
        for unit in OWN_GROUPS:
            members = [one.id for one in people if one.unit == unit]
            group = stage.standin.groups.add_group(unit, COORDINATOR, members=members, forum=False)
            chats[unit] = group.id
        client: MongoClient[Json] = MongoClient(uri, tz_aware=True, serverSelectionTimeoutMS=5_000)
        return cls(stage, front, clock, client[name], size, chats)

    async def start(self, uri: str) -> None:
        """Start the processes, let the platforms deliver to them, and register the officials."""
        common: Json = {
            "KANAL_MONGODB_URI": uri,
            "KANAL_MONGODB_DATABASE": self.database.name,
            "WEB_FORM": "on",
        }
        for worker in PROCESSES:
            port = free_port()
            settings = self.stage.settings(port=port, public_url=self.front.url, **common).model_dump(by_alias=True)
            keeper = Keeper(
                Job(settings, self.clock, desks(self.chats), worker), random.Random(self._dice.random()), self.deaths
            )
            self.keepers.append(keeper)
            keeper.start()
            self.front.targets.append(f"http://127.0.0.1:{port}")
        await self._up()
        await self.telegram.wait_for(lambda: self.telegram.webhook.url or None, PATIENCE_SECONDS)
        await self.whatsapp.wait_for(lambda: self.whatsapp.webhook.url or None, PATIENCE_SECONDS)
        await self.page.subscribe(f"{self.front.url}/webhooks/{PAGE}", VERIFY_TOKEN)
        self.sms.connect(f"{self.front.url}/webhooks/sms/{SMS_SECRET}")
        await self.settled()
        await asyncio.gather(*map(self.staff.register, self.staff.people))
        await self.settled()

    async def _up(self) -> None:
        for keeper in self.keepers:
            await keeper.ready()

    async def change_calendar(self, days: NewDays) -> None:
        """Start all processes anew with another calendar in the pack, as operators are told to."""
        await self.rest_processes()
        self.city = city_of(desks(self.chats), days)
        self.calendars.change(self.clock.now(), WorkDays(self.city))
        for keeper in self.keepers:
            keeper.begin_again(days)
        await self._up()
        await self.settled()

    # --- the stand-ins ---

    @property
    def telegram(self) -> TelegramStandIn:
        """Give the stand-in with the officials' groups."""
        return self.stage.standin

    @property
    def whatsapp(self) -> WhatsAppStandIn:
        """Give the stand-in of WhatsApp."""
        assert self.stage.whatsapp is not None
        return self.stage.whatsapp

    @property
    def page(self) -> PageStandIn:
        """Give the stand-in of the city's Page."""
        assert PAGE in PAGES
        return self.stage.pages[PAGE]

    @property
    def sms(self) -> SmsStandIn:
        """Give the stand-in of the gateway."""
        assert isinstance(self.stage.sms, SmsStandIn)
        return self.stage.sms

    @property
    def groups(self) -> list[int]:
        """Name the chats of all groups of officials."""
        return [self.stage.group_id, *self.chats.values()]

    # --- time ---

    async def settled(self, patience: float = math.inf) -> None:
        """Wait until nothing is on its way and nothing is due, or so many seconds while others go on.

        Raises ``NeverQuiet`` when one and the same thing stays undone.
        """
        began, last, since, quiet = time.monotonic(), "", time.monotonic(), 0
        # Twice in a row: what one lane hands to another may be in neither place while the two are looked at in turn.
        while (waiting := self._waiting()) or (quiet := quiet + 1) < _QUIET_LOOKS:
            quiet = 0 if waiting else quiet
            if waiting != last:
                last, since = waiting, time.monotonic()
            trouble = next((keeper.trouble for keeper in self.keepers if keeper.trouble), "")
            if trouble or time.monotonic() > since + _STUCK_SECONDS:
                raise NeverQuiet(trouble or waiting)
            if time.monotonic() > began + patience:
                return
            await asyncio.sleep(_POLL_SECONDS)

    def _waiting(self) -> str:
        on_the_way = len(self.telegram.updates.pending) + self.whatsapp.webhook.on_the_way
        on_the_way += self.page.webhook.on_the_way + len(self.sms.couriers)
        on_the_way += sum(browser.posting for browser in self.browsers)
        if on_the_way:
            return f"{on_the_way} updates not taken"
        if not all(keeper.up for keeper in self.keepers):
            return "a process is starting"
        lanes = self.database["lanes"]
        if event := self.database["inbox"].find_one({"wait": {"$gte": ""}}, {"_id": 1}):
            return f"event {event['_id']}"
        if lane := lanes.find_one({"send_at": {"$gte": datetime.min.replace(tzinfo=UTC)}}, {"_id": 1}):
            return f"outbox of {lane['_id']}"
        due = self.next_alarm()
        return f"alarm of {due}" if due is not None and due <= self.clock.now() + _SOON else ""

    def next_alarm(self) -> datetime | None:
        """Give the moment for which the next lane wants to be woken."""
        early = datetime.min.replace(tzinfo=UTC)
        cursor = self.database["lanes"].find({"wake_at": {"$gte": early}}, {"wake_at": 1}).sort("wake_at", 1).limit(1)
        found: datetime | None = next((lane["wake_at"] for lane in cursor), None)
        return found

    async def pass_to(self, moment: datetime) -> None:
        """Jump to a moment, and let everything happen that is due there."""
        self.clock.jump(moment)
        await self.settled()

    async def rest(self, by: timedelta) -> None:
        """Let time pass in which nobody does anything."""
        await self.pass_to(self.clock.now() + by)

    async def read_pages(self) -> None:
        """Let everybody at the web form look at their page once more."""
        await asyncio.gather(*(browser.look() for browser in self.browsers))
        await self.settled()

    async def rest_processes(self) -> None:
        """End the bridge, all of whose work is done: what rings while others count would find no stand-in awake."""
        await asyncio.gather(*(keeper.stop() for keeper in self.keepers))

    async def stop(self) -> None:
        """Stop everything."""
        await self.rest_processes()
        await asyncio.gather(*(browser.stop() for browser in self.browsers))
        await self.front.stop()
        await self.stage.stop()
        self.database.client.close()
        self.clock.close()
