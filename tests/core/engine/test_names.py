"""A channel that says no names is asked for one: a few times, beside the lane's messages, and once for each effect."""

from __future__ import annotations

import asyncio
import random
from typing import Any

import pytest

from core.vocabulary.effects import AskName, Send
from core.vocabulary.errors import ChannelDown, Rejected, Retry
from core.vocabulary.events import Event, Said
from core.vocabulary.results import Named
from core.vocabulary.steps import Moment, Outcome
from tests.core.engine.world import LoopClock, Plain, build, said
from tests.fakes.memory_store import MemoryStore
from tests.virtual_time import run_virtually

LANE = "chat:toy:1"


class Shy(Plain):
    """A platform that says a name only when it is asked, and may fail."""

    def __init__(self, *troubles: Exception, name: str = "Yanti") -> None:
        super().__init__(random.Random(1))
        self.asked: list[str] = []
        self._troubles, self._name = list(troubles), name

    async def name_of(self, address: str) -> str:
        """Raise what is in the way, then answer."""
        self.asked.append(address)
        if self._troubles:
            raise self._troubles.pop(0)
        return self._name


class Curious:
    """Asks for a name with its first answer, and notes what it is told."""

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Ask, or note."""
        noted = list(state or [])
        if isinstance(event.body, Said):
            return Outcome(noted, (AskName(), Send("halo")))
        return Outcome([*noted, event.body.name] if isinstance(event.body, Named) else noted)


async def meet(chat: Plain) -> tuple[Any, Any]:
    """Let one person write; give what the step was told, and what is left in the outbox."""
    store = MemoryStore(LoopClock())
    engine = build(store, chat, random.Random(1), "a", steppers={"chat": Curious()})
    await engine.accept([said(LANE, 1)])
    assert await engine.settle(900.0)
    await asyncio.sleep(30.0)
    await engine.sweeps.prune()
    found = await store.load(LANE)
    await engine.stop()
    assert found is not None
    return found.state, found.outbox


@pytest.mark.parametrize(
    ("troubles", "told", "tries"),
    [
        ((), "Yanti", 1),
        ((Retry("busy", after=1.0), ChannelDown("token", advice="mend it")), "Yanti", 3),
        ((Rejected("hidden"),), "", 1),
        ((RuntimeError("bug"),), "", 1),
        (tuple(Retry("busy") for _ in range(9)), "", 4),
    ],
)
def test_what_the_lane_is_told(troubles: tuple[Exception, ...], told: str, tries: int) -> None:
    """The name, or an empty one after a refusal or a few tries; the message goes out all the same."""
    chat = Shy(*troubles)
    state, outbox = run_virtually(meet(chat))
    assert ([told], ()) == (state, outbox)
    assert [LANE] * tries == chat.asked
    assert [(LANE, "halo")] == chat.sent


def test_a_channel_that_says_names_itself_is_not_asked() -> None:
    """Where there is nothing to ask, nothing is told, and the outbox is emptied all the same."""
    chat = Plain(random.Random(1))
    assert ([], ()) == run_virtually(meet(chat))
    assert [(LANE, "halo")] == chat.sent
