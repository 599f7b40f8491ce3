"""A lane whose document this version cannot read waits, is told once, and holds nobody up."""

import asyncio
import random
from typing import Any

from core.engine.engine import Engine
from core.vocabulary.lane_names import OFFICIALS_LANE
from tests.core.engine.world import Chat, Counter, LoopClock, said
from tests.fakes.memory_store import MemoryStore
from tests.virtual_time import run_virtually

BROKEN, WELL = "chat:toy:1", "chat:toy:2"


def test_others_go_on_and_the_operator_is_told() -> None:
    """There is one dead letter, one notice and the event is kept; with the document mended it is stepped."""

    async def story() -> tuple[MemoryStore, Chat, list[dict[str, Any]], int]:
        store, chat, happened = MemoryStore(LoopClock()), Chat(random.Random(1)), []

        def observe(name: str, **facts: Any) -> None:
            happened.append({"name": name, **facts})

        steppers = dict.fromkeys(("chat", "ticket", "group"), Counter())
        engine = Engine(store, steppers, {"toy": chat}, LoopClock(), worker="a", observe=observe)
        await engine.accept([said(BROKEN, 1)])
        await engine.settle(60.0)
        await engine.sweeps.prune()
        mended = store.lanes[BROKEN]
        store.lanes[BROKEN] = {**mended, "seen": "rumah saya di jalan mawar"}
        other = Engine(store, steppers, {"toy": chat}, LoopClock(), worker="b", observe=observe)
        await other.accept([said(BROKEN, 2), said(WELL, 1)])
        for _ in range(5):
            await asyncio.sleep(10.0)
            await other.sweeps.stale()
            await other.settle(60.0)
        notices = sum(document["lane"] == OFFICIALS_LANE for document in store.inbox.values())
        store.lanes[BROKEN] = mended
        await asyncio.sleep(10.0)
        await other.sweeps.stale()
        await other.settle(60.0)
        await engine.stop()
        await other.stop()
        return store, chat, happened, notices

    store, chat, happened, notices = run_virtually(story())
    assert [f"{BROKEN}/1", f"{WELL}/1", f"{BROKEN}/2"] == [text for _address, text in chat.sent]
    assert [(f"lane:{BROKEN}", "lane")] == [(one.id, one.kind) for one in store.dead.values()]
    assert 1 == notices
    assert {"ValidationError at $.seen"} == {one["error"] for one in happened if one["name"] == "lane_unreadable"}
    assert not [one for one in happened if one["name"] == "lane_failed"]
