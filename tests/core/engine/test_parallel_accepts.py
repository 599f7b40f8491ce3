"""Events of one lane that are accepted at the same moment are all stepped at once, without help from a sweep."""

import asyncio
import random
from collections.abc import Sequence

import pytest

from core.vocabulary.events import Event
from core.vocabulary.lanes import Lane
from core.vocabulary.steps import Clock
from tests.core.engine.world import Chat, LoopClock, build, said
from tests.fakes.memory_store import MemoryStore

LANE = "chat:toy:1"


class GatheringStore(MemoryStore):
    """Takes the first two writes together, as a store with group commit does: both callers go on at one moment."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self._writes = 0
        self._together = asyncio.Event()

    async def accept(self, events: Sequence[Event]) -> frozenset[str]:
        """Insert when the second call is there too."""
        self._writes += 1
        if self._writes == 2:
            self._together.set()
        await self._together.wait()
        return await super().accept(events)


class GatedStore(MemoryStore):
    """Writes the second event, and commits at all, when it is told to."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.may_write_second, self.may_commit = asyncio.Event(), asyncio.Event()

    async def accept(self, events: Sequence[Event]) -> frozenset[str]:
        """Insert; the second event waits."""
        if events[0].id == said(LANE, 2).id:
            await self.may_write_second.wait()
        return await super().accept(events)

    async def commit(self, lane: Lane, expected_version: int) -> bool:
        """Compare and set when it is time."""
        await self.may_commit.wait()
        return await super().commit(lane, expected_version)


async def test_a_look_from_before_does_not_hide_what_came_in_between() -> None:
    """An event that comes while the lane works is stepped, also when an accept that looked before it ends after it."""
    store = GatedStore(LoopClock())
    engine = build(store, Chat(random.Random(1)), random.Random(1), "w")
    slow = asyncio.create_task(engine.accept([said(LANE, 2)]))
    await asyncio.sleep(0)
    await engine.accept([said(LANE, 1)])
    assert engine.rounds.is_stepping(LANE)
    await engine.accept([said(LANE, 3)])
    store.may_write_second.set()
    await slow
    store.may_commit.set()
    assert await engine.settle(5.0)
    lane = await store.load(LANE)
    assert lane is not None
    assert [said(LANE, number).id for number in (1, 2, 3)] == sorted(lane.state)
    await engine.stop()


@pytest.mark.parametrize(("first", "second"), [(1, 2), (1, 1), (2, 1)], ids=["two events", "a repeat", "disorder"])
async def test_parallel_accepts_forget_nothing(first: int, second: int) -> None:
    """A second accept, also one that brings nothing new, does not hide what the first one brought."""
    store = GatheringStore(LoopClock())
    chat = Chat(random.Random(1))
    engine = build(store, chat, random.Random(1), "w")
    events = [said(LANE, first), said(LANE, second)]
    await asyncio.gather(*(engine.accept([event]) for event in events))
    assert await engine.settle(5.0)
    lane = await store.load(LANE)
    assert lane is not None
    assert sorted({event.id for event in events}) == sorted(lane.state)
    await engine.stop()
