"""Two thousand pushes that a lost token held back go out at each platform's documented pace, on a clock that jumps.

Engine, adapters and stand-ins are the real ones, over real sockets, with the platform's budgets; only time is not.
"""

import asyncio
import random
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from channels.kit import Forgetful
from channels.meta.messaging import pace as page_pace
from channels.meta.messaging import platform as page_platforms
from channels.meta.messaging.client import Client as PageClient
from channels.meta.messaging.send import PageChannel
from channels.whatsapp import pace as whatsapp_pace
from channels.whatsapp.channel import WhatsAppChannel
from channels.whatsapp.client import Client as WhatsAppClient
from channels.whatsapp.plan import Labels as WhatsAppLabels
from channels.x.channel import XChannel
from channels.x.client import Client as XClient
from channels.x.money import Purse
from channels.x.pace import DIRECTS, QUARTER_SECONDS
from channels.x.plan import Labels as XLabels
from core.engine.engine import Engine
from core.vocabulary.channel import Channel
from core.vocabulary.effects import Send
from core.vocabulary.events import Event
from core.vocabulary.lanes import Lane
from core.vocabulary.officials import Notice
from core.vocabulary.steps import Moment, Outcome
from demo.stage import PAGES
from simulator.whatsapp import WhatsAppStandIn
from simulator.whatsapp.budget import Limits
from simulator.x import XStandIn
from tests.channels.x.conftest import settings_of
from tests.fakes.memory_store import MemoryStore
from tests.virtual_time import run_virtually

START = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
PUSHES = 2_000
DIRECTS_TOLD = 4 * DIRECTS
"""On X two thousand would take a day and a half: fifteen in a quarter of an hour, which are just the 1,440 of a day."""
USED = 0.95
"""The part of the allowed rate that has to be used."""
HELD_SECONDS = 15.0
ROUNDING = 0.001
"""Part of a millisecond that the loop's sums may be short of."""


class LoopClock:
    """The loop's time as a date, cut to milliseconds as the bridge's own clock does."""

    def now(self) -> datetime:
        """Give the present moment."""
        return START + timedelta(milliseconds=int(asyncio.get_running_loop().time() * 1000 + ROUNDING))


def seconds() -> float:
    """Give the same moment as the stand-ins count."""
    return LoopClock().now().timestamp()


class Push:
    """Tell the citizen whatever happens to the ticket."""

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Say the event's name, so that it can be found again."""
        return Outcome(state, (Send(event.id, ref="KPG-26-000001-7"),))


class Office:
    """Hear that a channel is down, and say nothing."""

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Do nothing."""
        return Outcome(state)


@dataclass
class Side:
    """A platform with so many people who have just written; ``share`` is the part of its rate that a process takes.

    ``standin`` is there once it is started.
    """

    people: int
    share: float
    standin: Any = None

    async def start(self, stack: AsyncExitStack) -> list[str]:
        """Start the stand-in and let people write; give their addresses."""
        raise NotImplementedError

    def channel(self, stack: AsyncExitStack) -> Channel:
        """Make the channel of a process."""
        raise NotImplementedError

    def came(self) -> list[tuple[float, str]]:
        """Give what went to people and when, oldest first."""
        raise NotImplementedError

    async def _run(self, standin: Any, stack: AsyncExitStack) -> None:
        self.standin = standin
        await standin.start()
        stack.push_async_callback(standin.stop)


@dataclass
class PageSide(Side):
    """Messenger or Instagram."""

    name: str = "messenger"

    async def start(self, stack: AsyncExitStack) -> list[str]:
        """Start the stand-in and let people write; give their addresses."""
        await self._run(PAGES[self.name](now=seconds), stack)
        people = [self.standin.people.add_user(f"warga{n}") for n in range(self.people)]
        for person in people:
            self.standin.people.say(person.key, "halo")
        return [person.id for person in people]

    def channel(self, stack: AsyncExitStack) -> Channel:
        """Make the channel of a process."""
        platform = {"messenger": page_platforms.MESSENGER, "instagram": page_platforms.INSTAGRAM}[self.name]
        client = PageClient(platform, self.standin.page.id, self.standin.token, self.standin.base_url)
        stack.push_async_callback(client.close)
        return PageChannel(client, LoopClock(), lambda _: "", page_pace.Pace(share=self.share))

    def came(self) -> list[tuple[float, str]]:
        """Give what went to people and when."""
        return sorted((one.at, one.text) for key in self.standin.world.users for one in self.standin.bubbles(key))


@dataclass
class WhatsAppSide(Side):
    """A number."""

    async def start(self, stack: AsyncExitStack) -> list[str]:
        """Start the stand-in and let people write; give their addresses."""
        await self._run(WhatsAppStandIn(now=seconds, limits=Limits()), stack)
        keys = [f"62812399{n:05}" for n in range(self.people)]
        for key in keys:
            self.standin.people.add_user(key, "Warga", user_id="").last_inbound_at = seconds()
        return keys

    def channel(self, stack: AsyncExitStack) -> Channel:
        """Make the channel of a process."""
        client = WhatsAppClient(self.standin.token, self.standin.business.phone_number_id, self.standin.base_url)
        stack.push_async_callback(client.close)
        pace = whatsapp_pace.Pace(share=self.share)
        return WhatsAppChannel(client, LoopClock(), {"id": WhatsAppLabels("", "")}, pace)

    def came(self) -> list[tuple[float, str]]:
        """Give what went to people and when."""
        return sorted((one.at, one.text) for key in self.standin.world.users for one in self.standin.bubbles(key))


@dataclass
class XSide(Side):
    """An account on X."""

    async def start(self, stack: AsyncExitStack) -> list[str]:
        """Start the stand-in with people; give their addresses."""
        await self._run(XStandIn(now=seconds), stack)
        return [self.standin.people.add_user(f"warga{n}").id for n in range(self.people)]

    def channel(self, stack: AsyncExitStack) -> Channel:
        """Make the channel of a process."""
        client = XClient(settings_of(self.standin))
        stack.push_async_callback(client.close)
        purse = Purse(Forgetful(), self.standin.account.id, 5.0, lambda _name, **_facts: None)
        return XChannel(client, LoopClock(), {"id": XLabels("")}, purse)

    def came(self) -> list[tuple[float, str]]:
        """Give what went to people and when."""
        mine = [one for one in self.standin.world.directs.values() if one.sender == self.standin.account.id]
        return sorted((one.at, one.text) for one in mine)


@dataclass(frozen=True)
class Told:
    """What came, the seconds from when all were free to go until the last, and what was refused meanwhile."""

    texts: list[str]
    took: float
    refused: list[tuple[int, Any]]


async def broadcast(side: Side, processes: int) -> Told:
    """Hold pushes while the token is lost, restore it, and wait until all went."""
    async with AsyncExitStack() as stack:
        addresses = await side.start(stack)
        store, clock = MemoryStore(LoopClock()), LoopClock()
        channels = [side.channel(stack) for _ in range(processes)]
        name = channels[0].name
        engines = [
            Engine(
                store, {"chat": Push(), "group": Office()}, {name: channel}, clock, worker=f"{n}", rng=random.Random(n)
            )
            for n, channel in enumerate(channels)
        ]  # fmt: skip
        side.standin.revoke_token()
        for n, address in enumerate(addresses):
            lane, at = f"chat:{name}:{address}", clock.now()
            await store.commit(Lane(lane, 1, channel=name, address=address, heard_at=at), 0)
            push = Event(f"push {n}", lane, at, Notice("push"), channel=name, address=address)
            await engines[n % processes].accept([push])
        await asyncio.sleep(HELD_SECONDS)
        assert [] == side.came()
        held = side.standin.journal.count
        side.standin.restore_token()
        for engine in engines:
            assert await engine.settle(side.people * QUARTER_SECONDS)
            await engine.stop()
        # The first of each process found out for the others that the token is good again.
        times = [at for at, _ in side.came()][processes:]
        since = [call for call in side.standin.calls if call.number > held]
        refused = [(call.status, call.answer) for call in since if call.status >= 400]
        return Told([text for _, text in side.came()], times[-1] - times[0], refused)


WHOLE, PART = 1.0, page_pace.SHARE


@pytest.mark.parametrize(
    ("side", "processes", "rate"),
    [
        pytest.param(PageSide(PUSHES, WHOLE, name="messenger"), 1, page_pace.PER_SECOND, id="messenger"),
        pytest.param(
            PageSide(PUSHES, PART, name="instagram"),
            2,
            page_pace.PER_SECOND * PART * 2,
            id="instagram by two processes",
        ),
        pytest.param(WhatsAppSide(PUSHES, WHOLE), 1, whatsapp_pace.Limits().per_second, id="whatsapp"),
        pytest.param(XSide(DIRECTS_TOLD, WHOLE), 1, DIRECTS / QUARTER_SECONDS, id="x"),
    ],
)
def test_a_broadcast_of_what_was_held_uses_the_rate_and_meets_no_limit(side: Side, processes: int, rate: float) -> None:
    """Each person is told once, the platform refuses nothing, and at least 95 % of its rate is used."""
    told = run_virtually(broadcast(side, processes))
    assert [] == told.refused
    assert sorted(f"push {n}" for n in range(side.people)) == sorted(told.texts)
    assert told.took <= side.people / rate / USED
