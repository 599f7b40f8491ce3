"""Events of one lane that are accepted at the same moment are all stepped at once, without help from a sweep."""

import asyncio
import random
from collections.abc import Sequence

import pytest

from core.events import Event
from core.ports import Clock
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
