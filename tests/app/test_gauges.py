"""The gauges of ``/metrics`` say what waits, and a store that is away does not take them along."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta

import msgspec

from app.gauges import Gauges
from app.observe import Observer
from app.readiness import Readiness
from core.vocabulary.errors import StoreDown
from core.vocabulary.lanes import DeadLetter, Lane
from core.vocabulary.store import Levels
from tests.clock import START, TestClock
from tests.contracts.things import LANE, entry, event
from tests.fakes.memory_store import MemoryStore


def shown(observe: Observer) -> dict[str, float]:
    """Give the gauges as a scrape shows them."""
    lines = [line for line in observe.exposition().decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


class Slow(MemoryStore):
    """A store that hangs when it is asked."""

    def __init__(self) -> None:
        super().__init__(TestClock())
        self.asked = 0

    async def levels(self) -> Levels:
        """Hang."""
        self.asked += 1
        await asyncio.Event().wait()
        raise AssertionError

    async def ping(self) -> None:
        """Hang."""
        await asyncio.Event().wait()


async def test_what_waits_is_shown() -> None:
    """Counts, ages and channels are those of the store."""
    clock = TestClock()
    store, observe = MemoryStore(clock), Observer()
    await store.accept([event(1), event(2)])
    await store.commit(Lane(LANE, outbox=(entry("e:1", START),), held=(entry("e:2"),)), 0)
    await store.bury(DeadLetter("lane:x", "lane", "x", START, "x"))
    await store.channel_down("whatsapp", "401", START)
    gauges = Gauges(store, clock, ["telegram", "whatsapp"], Readiness(store), observe, subscribers=["erp", "pupr"])
    await store.accept([msgspec.structs.replace(event(3), lane="hook:erp")])
    clock.move(minutes=10)
    await gauges.refresh()

    wanted = {
        'kanal_waiting{where="inbox"}': 2.0,
        'kanal_waiting{where="outbox"}': 1.0,
        'kanal_waiting{where="held"}': 1.0,
        'kanal_oldest_seconds{where="inbox"}': 600.0,
        'kanal_oldest_seconds{where="outbox"}': (clock.now() - START) / timedelta(seconds=1),
        'kanal_oldest_seconds{where="held"}': (clock.now() - START) / timedelta(seconds=1),
        'kanal_hook_waiting{name="erp"}': 1.0,
        'kanal_hook_waiting{name="pupr"}': 0.0,
        'kanal_hook_oldest_seconds{name="erp"}': 600.0,
        "kanal_dead_letters": 1.0,
        "kanal_unreadable_lanes": 1.0,
        "kanal_store_up": 1.0,
        'kanal_channel_up{channel="telegram"}': 1.0,
        'kanal_channel_up{channel="whatsapp"}': 0.0,
    }
    assert wanted == {name: value for name, value in shown(observe).items() if name in wanted}


async def test_a_store_that_is_down_leaves_the_gauges() -> None:
    """What was known stays, the store is shown as down, and nothing is raised."""
    store, observe = MemoryStore(TestClock()), Observer()
    await store.accept([event(1)])
    gauges = Gauges(store, TestClock(), [], Readiness(store), observe)
    await gauges.refresh()

    def fail(_method: str) -> None:
        raise StoreDown("14031")

    store.fail = fail
    await gauges.refresh()
    assert (0.0, 1.0) == (shown(observe)["kanal_store_up"], shown(observe)['kanal_waiting{where="inbox"}'])


async def test_a_store_that_hangs_is_asked_once() -> None:
    """Scrapes end in time, however many there are, and one look at the store is under way."""
    store, observe = Slow(), Observer()
    readiness = Readiness(store, patience_seconds=0.05)
    gauges = Gauges(store, TestClock(), [], readiness, observe)
    begun = time.monotonic()
    await asyncio.gather(*(gauges.refresh() for _ in range(5)))

    assert time.monotonic() - begun < 2.0
    assert (1, 0.0) == (store.asked, shown(observe)["kanal_store_up"])
    await gauges.close()
    await readiness.close()
