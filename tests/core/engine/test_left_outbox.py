"""An outbox that a killed process had emptied is pruned by the next one, also when there is nothing else to do."""

import asyncio
import random

from core.vocabulary.effects import Send
from core.vocabulary.lanes import Entry, Lane, Lease, Receipt
from tests.core.engine.world import START, Chat, LoopClock, build, said
from tests.fakes.memory_store import MemoryStore
from tests.virtual_time import run_virtually

LANE = "chat:toy:1"


def test_delivered_outbox_of_a_killed_process_is_pruned() -> None:
    """Stepped, delivered, noted, and killed before the done mark: the repeat changes nothing, the outbox goes."""

    async def story() -> tuple[Lane | None, list[tuple[str, str]]]:
        store = MemoryStore(LoopClock())
        event = said(LANE, 1)
        await store.accept([event])
        entry = Entry(f"{event.id}:0", Send(text="sudah"), START)
        lease = Lease("killed", START, entry.id)
        left = Lane(LANE, 1, [event.id], (event.id,), (entry,), sending=lease, channel="toy", address="1")
        assert await store.commit(left, 0)
        await store.record(Receipt(entry.id, LANE, START, ("7",)))
        chat = Chat(random.Random(1))
        engine = build(store, chat, random.Random(1), "next")
        engine.wake(LANE)
        assert await engine.settle(5.0)
        await asyncio.sleep(engine.settings.prune_seconds * 2)
        await engine.sweeps.prune()
        await engine.stop()
        return await store.load(LANE), chat.sent

    lane, sent = run_virtually(story())
    assert lane is not None
    assert ((), []) == (lane.outbox, sent)
