"""A process that is told to stop does not stay for what only waits for its time."""

import asyncio
import random
from datetime import datetime

import pytest

from core.engine.engine import Engine
from core.vocabulary.channel import Share
from tests.core.engine.world import Chat, LoopClock, build, said
from tests.fakes.memory_store import MemoryStore
from tests.virtual_time import run_virtually

LANE = "chat:toy:1"


class Paced(Chat):
    """A chat whose next message has to wait."""

    def __init__(self, pause: float) -> None:
        super().__init__(random.Random(1))
        self._free_at = pause

    def reserve(self, address: str, now: datetime, share: Share = "rest") -> float:
        """Wait until the platform's budget is free again."""
        return max(0.0, self._free_at - asyncio.get_running_loop().time())


@pytest.mark.parametrize(
    ("pause", "sent_before_the_end"),
    [pytest.param(0.8, 1, id="a chat's pace"), pytest.param(45.0, 0, id="a group's minute")],
)
def test_a_stop_waits_for_a_moment_and_not_for_a_minute(pause: float, sent_before_the_end: int) -> None:
    """A message that is due in a moment still goes out; one that is due much later is left to the next process."""

    async def story() -> tuple[float, int, list[tuple[str, str]]]:
        loop = asyncio.get_running_loop()
        store, chat = MemoryStore(LoopClock()), Paced(pause)
        first: Engine = build(store, chat, random.Random(1), "first")
        await first.accept([said(LANE, 1)])
        await asyncio.sleep(0.1)
        asked = loop.time()
        await first.stop(5.0)
        took, before = loop.time() - asked, len(chat.sent)

        following = build(store, chat, random.Random(2), "following")
        await following.sweeps.stale(0.0)
        await following.settle(120.0)
        await following.stop()
        return took, before, chat.sent

    took, before, sent = run_virtually(story())
    assert took < 2.0
    assert sent_before_the_end == before
    assert [(LANE, f"{LANE}/1")] == sent
