"""What a step gives as not understood reaches the store, beside the lane's messages."""

import asyncio
import random
from typing import Any

from core.engine.engine import Engine
from core.vocabulary.effects import Send, Unheard
from core.vocabulary.events import Event
from core.vocabulary.steps import Moment, Outcome
from core.vocabulary.store import UnheardLine
from tests.core.engine.world import Chat, LoopClock, said
from tests.fakes.memory_store import MemoryStore
from tests.virtual_time import run_virtually

LANE = "chat:toy:1"


class Deaf:
    """Understands nothing, and asks again."""

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Keep the words for the operator and answer."""
        return Outcome(event.id, (Unheard("draft", "entah"), Send(text="maaf?")))


def test_unheard_words_are_stored_once_and_the_answer_goes_out() -> None:
    """Through two processes one event leaves one line, and the outbox is emptied."""

    async def story() -> tuple[list[UnheardLine], list[tuple[str, str]], Any]:
        store, chat = MemoryStore(LoopClock()), Chat(random.Random(1))
        engines = [Engine(store, {"chat": Deaf()}, {"toy": chat}, LoopClock(), worker=name) for name in ("a", "b")]
        await asyncio.gather(*(engine.accept([said(LANE, 1)]) for engine in engines))
        for engine in engines:
            assert await engine.settle(60.0)
        await asyncio.sleep(30.0)
        for engine in engines:
            await engine.sweeps.prune()
            await engine.stop()
        return list(await store.unheard()), chat.sent, await store.load(LANE)

    lines, sent, lane = run_virtually(story())
    assert [("draft", "entah")] == [(line.kind, line.text) for line in lines]
    assert [(LANE, "maaf?")] == [(address, text) for address, text in sent]
    assert () == lane.outbox
