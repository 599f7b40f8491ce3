"""The sweep of outboxes that nobody empties reaches every lane, however many others cannot be delivered."""

import asyncio
import random
from datetime import timedelta

from core.engine.sweeps import AT_ONCE, PAGES
from core.vocabulary.effects import Send, Tell
from core.vocabulary.lanes import Entry, Lane
from core.vocabulary.officials import Notice
from tests.core.engine.world import START, Chat, LoopClock, build
from tests.fakes.memory_store import MemoryStore
from tests.virtual_time import run_virtually

STUCK = AT_ONCE * PAGES + AT_ONCE // 2


async def leave(store: MemoryStore, lane: Lane) -> None:
    """Leave a lane as a killed process does."""
    assert await store.commit(lane, 0)


def test_lanes_of_a_channel_that_is_off_do_not_hide_the_others() -> None:
    """Behind more of them than a sweep looks at, a message goes out and an event for another lane is passed on."""

    async def story() -> tuple[list[tuple[str, str]], int, int]:
        store, chat = MemoryStore(LoopClock()), Chat(random.Random(1))
        for n in range(STUCK):
            since = START - timedelta(days=30) + timedelta(seconds=n // 300)
            await leave(store, Lane(f"chat:off:{n}", outbox=(Entry(f"off:{n}:0", Send("x"), since),), channel="off"))
        told = Entry("t:0", Tell("ticket:1", Notice(key="t")), START - timedelta(days=1))
        await leave(store, Lane("chat:off:told", outbox=(told,), channel="off"))
        sent = Entry("s:0", Send("sudah"), START - timedelta(hours=1))
        await leave(store, Lane("chat:toy:1", outbox=(sent,), channel="toy", address="1"))
        engine = build(store, chat, random.Random(1), "next")
        known = 0
        await asyncio.sleep(60.0)
        for _ in range(3):
            await engine.sweeps.stale()
            await engine.settle(5.0)
            known = sum(engine.ledger.known(f"chat:off:{n}") is not None for n in range(STUCK))
        await engine.stop()
        return chat.sent, len(await store.pending("ticket:1")) + ("t:0" in store.inbox), known

    sent, told, known = run_virtually(story())
    assert [("1", "sudah")] == sent
    assert told
    assert 0 == known, "what cannot be delivered is not even read"
