"""Each part of the engine works with what it is given, and without an engine."""

import asyncio
import random
from collections.abc import Sequence
from typing import Any

from core.engine.beside import Beside
from core.engine.delivery import Delivery
from core.engine.files import FileTools
from core.engine.gate import Gate
from core.engine.keys import Keys
from core.engine.ledger import Ledger
from core.engine.notices import Notices
from core.engine.patience import Patience
from core.engine.pauses import Pauses
from core.engine.posting import Poster
from core.engine.reads import Reads
from core.engine.rounds import Rounds
from core.engine.sending import Sender
from core.engine.settings import EngineSettings
from core.engine.whereabouts import Whereabouts
from core.vocabulary.effects import Send, Tell
from core.vocabulary.errors import ChannelDown
from core.vocabulary.events import Event
from core.vocabulary.lane_names import OFFICIALS_LANE
from core.vocabulary.lanes import Entry, Lane
from core.vocabulary.officials import Notice
from tests.core.engine.world import START, Chat, Counter, LoopClock, ignore, said
from tests.fakes.memory_store import MemoryStore
from tests.virtual_time import run_virtually

LANE = "chat:toy:1"
SETTINGS = EngineSettings(backoff_base_seconds=0.05)


class Desk:
    """Takes what a part hands on, instead of an engine."""

    def __init__(self) -> None:
        self.accepted: list[Event] = []
        self.woken: list[str] = []

    async def accept(self, events: Sequence[Event]) -> frozenset[str]:
        """Take events."""
        self.accepted += events
        return frozenset(event.id for event in events)


class Falling(Chat):
    """A channel that is down for its first messages."""

    def __init__(self, times: int) -> None:
        super().__init__(random.Random(1))
        self._times = times

    async def send(self, target: Any, message: Send, media: Any) -> tuple[str, ...]:
        """Be down, then send."""
        if self._times:
            self._times -= 1
            raise ChannelDown("maintenance", advice="wait")
        return await super().send(target, message, media)


def delivery_of(store: MemoryStore, chat: Chat, desk: Desk) -> tuple[Delivery, Ledger]:
    """Build a delivery and nothing else."""
    clock, channels, keys = LoopClock(), {"toy": chat}, Keys(10)
    gate = Gate(asyncio.get_running_loop().time)
    ledger = Ledger(store, clock, keys, settings=SETTINGS, worker="alone")
    notices, pauses = Notices(desk.accept, clock, ignore), Pauses(asyncio.sleep, random.Random(1), SETTINGS)
    whereabouts = Whereabouts(store, channels, clock, keys)
    poster = Poster(store, channels, whereabouts, clock, lambda _channel, _message: None)
    sender = Sender(
        store, channels, poster, whereabouts, clock, lambda _channel, _message: None, SETTINGS.patience_seconds
    )
    given: dict[str, Any] = {"settings": SETTINGS, "accept": desk.accept, "observe": ignore}
    patience = Patience(store, gate, notices, clock, backoff=pauses.backoff, **given)
    beside = Beside(store, channels, notices, pauses, clock, tools=FileTools(), **given)
    return (
        Delivery(ledger, channels, sender, patience, beside, gate, pauses, clock, wake=desk.woken.append, **given),
        ledger,
    )


async def emptied(delivery: Delivery) -> None:
    """Deliver a lane until nothing is under way."""
    delivery.start(LANE)
    while tasks := delivery.tasks():
        await asyncio.wait(tasks)


def test_a_delivery_sends_and_tells() -> None:
    """Messages go out in order, each with its receipt, and events for other lanes are handed on."""

    async def story() -> tuple[list[tuple[str, str]], list[str], bool, int]:
        store, chat, desk = MemoryStore(LoopClock()), Chat(random.Random(1)), Desk()
        told = Entry("b", Tell("ticket:1", Notice("k")), START)
        outbox = Entry("a", Send("satu"), START), told, Entry("c", Send("dua"), START)
        assert await store.commit(Lane(LANE, 1, outbox=outbox, channel="toy", address="1"), 0)
        delivery, ledger = delivery_of(store, chat, desk)
        await emptied(delivery)
        slot = ledger.known(LANE)
        assert slot is not None
        return chat.sent, [event.id for event in desk.accepted], slot.finished(), len(store.receipts_by_id)

    assert ([("1", "satu"), ("1", "dua")], ["b"], True, 2) == run_virtually(story())


def test_a_delivery_waits_for_a_channel_that_is_down() -> None:
    """The officials' health topic hears of its end and of its return; the message goes out once."""

    async def story() -> tuple[list[tuple[str, str]], list[tuple[str, Any]]]:
        store, chat, desk = MemoryStore(LoopClock()), Falling(3), Desk()
        outbox = (Entry("a", Send("satu"), START),)
        assert await store.commit(Lane(LANE, 1, outbox=outbox, channel="toy", address="1"), 0)
        delivery, _ledger = delivery_of(store, chat, desk)
        await emptied(delivery)
        return chat.sent, [(event.lane, event.body) for event in desk.accepted]

    sent, told = run_virtually(story())
    down = {"channel": "toy", "reason": "maintenance", "advice": "wait"}
    notices = [Notice("officials.notice.channel_down", down), Notice("officials.notice.channel_up", {"channel": "toy"})]
    assert [("1", "satu")] == sent
    assert [(OFFICIALS_LANE, notice) for notice in notices] == told


def test_rounds_step_and_say_what_is_to_be_delivered() -> None:
    """Waiting events become one document; who delivers is told, and nothing is sent here."""

    async def story() -> tuple[Any, list[str], list[str]]:
        store, delivered, clock = MemoryStore(LoopClock()), list[str](), LoopClock()
        ledger = Ledger(store, clock, Keys(10), settings=SETTINGS, worker="alone")
        rounds = Rounds(
            ledger,
            store,
            Reads(store, ledger, {"chat": Counter()}, {}),
            Gate(asyncio.get_running_loop().time),
            Notices(Desk().accept, clock, ignore),
            clock,
            settings=SETTINGS,
            observe=ignore,
            deliver=delivered.append,
        )
        await store.accept([said(LANE, 2), said(LANE, 1)])
        rounds.wake(LANE)
        while tasks := rounds.tasks():
            await asyncio.wait(tasks)
        lane = await store.load(LANE)
        assert lane is not None
        return lane.state, [entry.id for entry in lane.outbox], delivered

    state, outbox, delivered = run_virtually(story())
    assert [f"{LANE}/1", f"{LANE}/2"] == state
    assert [f"{LANE}/{n}:{effect}" for n in (1, 2) for effect in (0, 1)] == outbox
    assert [LANE] == delivered


def test_a_gate_lets_one_probe_through() -> None:
    """While a channel is down one sender tries every twenty seconds, and the others wait for its result."""
    now = [0.0]
    gate = Gate(lambda: now[0])
    assert 0.0 == gate.reserve("toy")
    gate.close("toy")
    assert 20.0 == gate.reserve("toy")
    now[0] = 25.0
    assert [0.0, 20.0] == [gate.reserve("toy"), gate.reserve("toy")]
    assert (True, False) == (gate.open("toy"), gate.open("toy"))
    assert 0.0 == gate.reserve("toy")


def test_who_leaves_waits_for_a_second_and_no_longer() -> None:
    """Long pauses end at once, short ones are slept out."""

    async def story() -> tuple[list[bool], float]:
        pauses = Pauses(asyncio.sleep, random.Random(1), SETTINGS)
        tasks = [asyncio.ensure_future(pauses.pause(seconds)) for seconds in (1.0, 60.0)]
        await asyncio.sleep(0.5)
        pauses.leave()
        tasks.append(asyncio.ensure_future(pauses.pause(60.0)))
        await asyncio.wait(tasks)
        return [task.cancelled() for task in tasks], asyncio.get_running_loop().time()

    assert ([False, True, True], 1.0) == run_virtually(story())


def test_an_unknown_answer_is_told_once_a_day() -> None:
    """The same answer of one channel is one notice until midnight; another answer is another."""

    async def story() -> list[str]:
        desk = Desk()
        notices = Notices(desk.accept, LoopClock(), ignore)
        for mark in ("a", "a", "b"):
            await notices.unknown_answer("toy", mark, "what?")
        await asyncio.sleep(24 * 3600.0)
        await notices.unknown_answer("toy", "a", "what?")
        return [event.id.rpartition(":")[2] for event in desk.accepted]

    assert ["2026-11-02", "2026-11-02", "2026-11-03"] == run_virtually(story())
