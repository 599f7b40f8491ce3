"""A lane that is woken at the very moment at which its work ends is worked on again."""

import asyncio
import random

import pytest

from core.engine.rounds import Rounds
from core.vocabulary.events import Event
from tests.core.engine.world import Chat, LoopClock, build, said
from tests.fakes.memory_store import MemoryStore
from tests.virtual_time import run_virtually

LANE = "chat:toy:a"


def test_no_wake_is_lost_between_the_end_of_work_and_its_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    """An event that comes after the last look at the lane, before the task is known to have ended, is stepped."""
    run = Rounds._run
    late: list[Event] = [said(LANE, 2)]

    async def story() -> list[str]:
        store = MemoryStore(LoopClock())
        engine = build(store, Chat(random.Random(1)), random.Random(1), "only")

        async def last_moment(self: Rounds, lane: str) -> None:
            await run(self, lane)
            if late:
                await store.accept([late.pop()])
                self.wake(lane)

        monkeypatch.setattr(Rounds, "_run", last_moment)
        await engine.accept([said(LANE, 1)])
        await engine.settle(5.0)
        await asyncio.sleep(0.1)
        await engine.settle(5.0)
        lane = await store.load(LANE)
        await engine.stop()
        return list(lane.state) if lane is not None else []

    assert [f"{LANE}/1", f"{LANE}/2"] == run_virtually(story())
