"""A joined message is noted as one: a kill while it is noted never leaves half of it unsaid in the books."""

import asyncio
import random

from core.vocabulary.effects import Send
from core.vocabulary.lanes import Entry, Lane, Receipt
from tests.core.engine.world import START, Chat, LoopClock, build
from tests.fakes.memory_store import MemoryStore
from tests.virtual_time import run_virtually

LANE = "chat:toy:1"


class Asked(MemoryStore):
    """Remembers for each receipt how many had been asked for when it was written."""

    def __init__(self, clock: LoopClock) -> None:
        super().__init__(clock)
        self.asked = 0
        self.written_after: list[int] = []

    async def record(self, receipt: Receipt) -> None:
        """Write a little later, as a database does."""
        self.asked += 1
        await asyncio.sleep(0.01)
        self.written_after.append(self.asked)
        await super().record(receipt)


def test_receipts_of_a_joined_message_go_out_together() -> None:
    """Three notices leave as one message, and all three receipts are asked for before the first is written."""

    async def story() -> tuple[list[tuple[str, str]], list[int]]:
        store = Asked(LoopClock())
        entries = tuple(Entry(f"e:{n}", Send(text=f"kabar {n}", mergeable=True), START) for n in range(3))
        assert await store.commit(Lane(LANE, 1, outbox=entries, channel="toy", address="1"), 0)
        chat = Chat(random.Random(1))
        engine = build(store, chat, random.Random(1), "a")
        engine.delivery.start(LANE)
        assert await engine.settle(5.0)
        await engine.stop()
        return chat.sent, store.written_after

    assert ([("1", "kabar 0\n\nkabar 1\n\nkabar 2")], [3, 3, 3]) == run_virtually(story())
