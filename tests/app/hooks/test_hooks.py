"""Webhooks out: signed, in order, tried again and given up, by the engine's own outbox; of persons nothing."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from app.export.walk import Stretch
from app.hooks.again import tell_again
from app.hooks.channel import HookChannel, meaning, message_id_of
from app.hooks.subscribers import CHANNEL, NoSubscriber, Subscribers, read_subscribers
from core.engine.engine import Engine
from core.engine.settings import EngineSettings
from core.engine.stepping import EVENTS_PER_COMMIT
from core.hooks.step import HookSteps
from core.tally.periods import Period
from core.vocabulary.channel import Target
from core.vocabulary.effects import Send
from core.vocabulary.errors import Rejected, Retry, Unknown, Unreachable
from core.vocabulary.events import Event
from core.vocabulary.hooks import HookEvent, Standing, TicketNews
from core.vocabulary.lane_names import hook_lane
from tests.app.export.town import PLANTED, Town, day, worked_on
from tests.app.hooks.receiver import Receiver, receiving
from tests.clock import START, TestClock
from tests.core.ticket.lane import NUMBER, city, steps
from tests.fakes.memory_store import MemoryStore
from web.waiting import until

SECRET = "s" * 32
LANE = hook_lane("erp")
SECOND = timedelta(seconds=1)


class Bridge:
    """An engine with one subscriber; whoever waits in it lets the clock go on."""

    def __init__(
        self, receiver: Receiver, clock: TestClock, store: MemoryStore | None, settings: EngineSettings
    ) -> None:
        self.clock, self.store = clock, store or MemoryStore(clock)
        self.subscribers = Subscribers({"erp": receiver.url}, SECRET)
        receiver.secret = self.subscribers.secret_of("erp")
        self.channel = HookChannel(self.subscribers, clock)
        self.engine = Engine(
            self.store,
            {"hook": HookSteps(city())},
            {CHANNEL: self.channel},
            clock,
            worker="one",
            settings=settings,
            sleep=self._sleep,
            rng=random.Random(1),
        )

    async def _sleep(self, seconds: float) -> None:
        self.clock.move(seconds=max(seconds, 0.01))
        await asyncio.sleep(0)

    async def tells(self, *news: TicketNews) -> None:
        """Let tickets tell the subscriber, and wait until everything is out or given up."""
        await self.engine.accept(self.subscribers.greetings("one", self.clock.now()))
        for one in news:
            await self.engine.accept([self.told(one)])
        assert await self.engine.settle()

    def away_for(self, span: timedelta) -> Callable[[], Awaitable[bool]]:
        """Give what tells whether so much time has passed."""

        async def passed() -> bool:
            return self.clock.now() - START > span

        return passed

    def told(self, one: TicketNews) -> Event:
        """Give what a ticket tells the subscriber's lane."""
        return Event(f"t:{one.number}:{one.revision}:{one.event}", LANE, self.clock.now(), one)


@asynccontextmanager
async def bridged(
    store: MemoryStore | None = None, settings: EngineSettings | None = None
) -> AsyncIterator[tuple[Bridge, Receiver]]:
    """Start a bridge and the system that it tells."""
    clock = TestClock()
    async with receiving(clock) as receiver:
        bridge = Bridge(receiver, clock, store, settings or EngineSettings())
        yield bridge, receiver
        await bridge.engine.stop()
        await bridge.channel.close()
        assert [] == receiver.complaints


def news(revision: int = 1, event: HookEvent = "changed") -> TicketNews:
    """Give news of a ticket."""
    return TicketNews(event, NUMBER, revision, START, START, Standing("diproses", "dishub", category="jalan"))


async def test_a_ticket_is_told_of() -> None:
    """What arrives is signed and dated, and says where the ticket stands in the city's time."""
    async with bridged() as (bridge, receiver):
        await bridge.tells(news())
        (body,) = receiver.taken.values()
        data = {"number": NUMBER, "revision": 1, "status": "diproses", "unit": "dishub", "category": "jalan"}
        data |= {"opened_at": "2026-11-02T09:00:00+08:00", "confidential": False, "late": False}
        assert {"type": "ticket.changed", "timestamp": "2026-11-02T09:00:00+08:00", "data": data} == body


async def test_they_come_in_order_each_once() -> None:
    """Also where one has to be tried again: the same id at every try, signed with the time of that try."""
    async with bridged() as (bridge, receiver):
        receiver.planned = [(500, {}), (503, {"Retry-After": "30"}), (429, {})]
        await bridge.tells(news(1, "opened"), news(2), news(3, "closed"))
        revisions = [body["data"]["revision"] for body in receiver.taken.values()]
        assert ([1, 2, 3], 3) == (revisions, len(set(receiver.tries)))
        assert receiver.tries[:1] * 4 == receiver.tries[:4]


async def test_what_is_refused_is_a_dead_letter() -> None:
    """A body that the system will never take is kept for the operator, and the next one goes out."""
    async with bridged() as (bridge, receiver):
        receiver.planned = [(422, {})]
        await bridge.tells(news(1), news(2))
        (letter,) = await bridge.store.list_dead(10)
        assert (LANE, "erp refuses it with 422") == (letter.lane, letter.error)
        assert [2] == [body["data"]["revision"] for body in receiver.taken.values()]


async def test_a_system_that_is_away_for_a_day_is_told_of_everything_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a long outage the outbox holds so much and no more, the inbox the rest; then all comes once, in order."""
    monkeypatch.setattr(HookSteps, "room", 20)
    slow = EngineSettings(backoff_cap_seconds=6 * 3600.0, lease_seconds=3600.0)
    async with bridged(settings=slow) as (bridge, receiver):
        count = HookSteps.room + 3 * EVENTS_PER_COMMIT
        receiver.planned = [(502, {})] * 10**4
        await bridge.engine.accept(bridge.subscribers.greetings("one", bridge.clock.now()))
        for revision in range(1, count + 1):
            bridge.clock.move(milliseconds=1)
            await bridge.engine.accept([bridge.told(news(revision))])
        assert await until(bridge.away_for(timedelta(hours=30)), 120.0)
        lane = await bridge.store.load(LANE)
        assert lane is not None
        assert HookSteps.room <= len(lane.outbox) < HookSteps.room + EVENTS_PER_COMMIT
        backlog = await bridge.store.backlog(LANE)
        assert (count, True) == (backlog.count, backlog.since is not None and backlog.since - START < SECOND)
        assert 0 == (await bridge.store.levels()).pending, "not counted as work that the bridge leaves undone"

        receiver.planned = []
        while len(receiver.taken) < count:
            await bridge.engine.sweeps.stale(0.0)
            assert await bridge.engine.settle()
        assert [] == await bridge.store.list_dead(10)
        assert list(range(1, count + 1)) == [body["data"]["revision"] for body in receiver.taken.values()]


async def test_what_a_system_alone_refuses_is_given_up_after_a_day() -> None:
    """A message that never gets through while others do holds up nobody, and is a dead letter after 24 hours."""
    async with bridged() as (bridge, receiver):
        receiver.broken = {message_id_of(f"{bridge.told(news(1)).id}:0")}
        await bridge.tells(news(1), news(2), news(3))
        for _ in range(13):
            assert [] == await bridge.store.list_dead(10) or bridge.clock.now() - START > timedelta(hours=24)
            bridge.clock.move(hours=2)
            await bridge.engine.sweeps.stale(0.0)
            assert await bridge.engine.settle()
        (letter,) = await bridge.store.list_dead(10)
        assert "erp answers 500" == letter.error
        assert [2, 3] == [body["data"]["revision"] for body in receiver.taken.values()]


ANSWERS: dict[int, type[Exception] | None] = {
    200: None, 202: None, 204: None,
    301: Unknown, 401: Unknown, 403: Unknown, 404: Unknown, 418: Unknown, 599: Unknown,
    400: Rejected, 410: Rejected, 413: Rejected, 415: Rejected, 422: Rejected,
    408: Retry, 425: Retry, 429: Retry, 500: Retry, 502: Retry, 503: Retry, 504: Retry,
}  # fmt: skip


@pytest.mark.parametrize("status", ANSWERS)
def test_what_an_answer_means(status: int) -> None:
    """Taken, refused for good, to be tried again, or unknown: then the operator is told once a day."""
    found = meaning("erp", status, None)
    assert ANSWERS[status] is (None if found is None else type(found))


async def test_who_does_not_listen() -> None:
    """An address where nobody answers is tried again, a redirect is not followed; a name that is gone is let go."""
    channel = HookChannel(Subscribers({"erp": "http://127.0.0.1:9/hook", "odd": "http://[::1"}, SECRET), TestClock())
    with pytest.raises(Retry):
        await channel.send(Target("erp", entry_id="e:0"), Send("{}"), ())
    with pytest.raises(Retry):
        await channel.send(Target("odd", entry_id="e:0"), Send("{}"), ())
    with pytest.raises(Unreachable):
        await channel.send(Target("former", entry_id="e:0"), Send("{}"), ())
    await channel.close()


async def test_a_system_is_told_again() -> None:
    """After a loss it hears how every ticket of a period stands; no person is in any of it."""
    town = Town()
    await town.files(day(6, 30), worked_on)
    await town.files(day(7, 2), worked_on, kelurahan="Oebufu")
    await town.files(day(7, 3), privacy="rahasia", text="Pungli")
    async with bridged(town.store) as (bridge, receiver):
        july = Period(day(7, 1).date(), day(7, 31).date())
        numbers = (Stretch(26, 1, town.serial),)
        accept = bridge.engine.accept
        await accept(bridge.subscribers.greetings("one", bridge.clock.now()))
        told = await tell_again(
            town.store, steps().book, "erp", july, numbers, bridge.clock.now(), accept, print_nothing
        )
        assert await bridge.engine.settle()
        found = {body["data"]["number"]: body["data"] for body in receiver.taken.values()}
        assert (2, 2, {True}) == (told, len(found), {data["again"] for data in found.values()})
        assert [{"confidential", "again", "number", "opened_at", "revision", "status", "late"}] == [
            set(data) for data in found.values() if data["confidential"]
        ]
        assert [] == [planted for planted in (*PLANTED, "Pungli") if planted in str(receiver.taken)]


def print_nothing(_count: int) -> None:
    """Show no progress."""


# --- who is told ------------------------------------------------------------------------------------------------------


def test_who_is_told() -> None:
    """Names and addresses; each has a secret of its own, which another cannot make."""
    found = read_subscribers("erp=https://erp.kota.example/hook pupr=http://10.0.0.5:8080/in?x=1", SECRET)
    assert ("erp", "pupr") == found.names
    assert 2 == len({found.secret_of(name) for name in found.names})
    assert SECRET not in repr(found)
    assert () == read_subscribers("", "").names


@pytest.mark.parametrize(
    "words", ["erp", "erp=ftp://x", "Erp=https://x", "a=https://x a=https://y", "a=https://user:word@x/", "=https://x"]
)
def test_what_names_nobody(words: str) -> None:
    """A wrong name or address, a name twice, and a password in an address are refused at the start."""
    with pytest.raises(NoSubscriber):
        read_subscribers(words, SECRET)


def test_a_short_secret_is_refused() -> None:
    """Without a long secret anybody could pass for us."""
    with pytest.raises(NoSubscriber):
        read_subscribers("erp=https://x", "short")
