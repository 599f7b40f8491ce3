"""That a message arrived: told to a lane that asks, once, and by statuses where the platform gives them."""

from typing import Any

import pytest

from core.engine.engine import Engine
from core.engine.settings import EngineSettings
from core.engine.statuses import take_status
from core.vocabulary.effects import Send
from core.vocabulary.errors import Unreachable
from core.vocabulary.events import Event, Said
from core.vocabulary.results import Delivered, Undelivered
from core.vocabulary.steps import Outcome
from tests.core.engine.world import Chat, LoopClock, said
from tests.core.lanes import START, lane, status
from tests.fakes.memory_store import MemoryStore
from tests.virtual_time import run_virtually

LANE = "chat:1"


class Asking:
    """Sends two messages, asks only for the first whether it arrived, and notes what it is told."""

    def step(self, state: Any, event: Event, moment: Any) -> Outcome:
        """Send, or note."""
        noted = list(state or [])
        if isinstance(event.body, Said):
            return Outcome(noted, (Send("penting", ref="T-1", confirm=True), Send("biasa", ref="T-2")))
        if isinstance(event.body, Delivered | Undelivered):
            return Outcome([*noted, f"{type(event.body).__name__} {event.body.ref}"])
        return Outcome(noted)


class Wall(Chat):
    """A chat that takes everything, or nothing."""

    def __init__(self, *, closed: bool = False) -> None:
        self.closed = closed

    async def send(self, target: Any, message: Send, media: Any) -> tuple[str, ...]:
        """Take it, or say that nobody is there."""
        if self.closed:
            raise Unreachable("gone")
        return (message.text,)


async def play(wall: Wall) -> Any:
    """Let one message come and everything settle; give what the lane was told."""
    store = MemoryStore(LoopClock())
    engine = Engine(store, {"chat": Asking()}, {"toy": wall}, LoopClock(), worker="a", settings=EngineSettings())
    await engine.accept([said(LANE, 1)])
    await engine.settle()
    found = await store.load(LANE)
    await engine.stop()
    return found.state if found else None


def test_lane_that_asks_is_told() -> None:
    """A message that asks is confirmed when the platform took it; others are not."""
    assert ["Delivered T-1"] == run_virtually(play(Wall()))


def test_what_does_not_arrive_is_not_confirmed() -> None:
    """Nothing is called delivered that was not."""
    assert ["Undelivered T-1", "Undelivered T-2"] == run_virtually(play(Wall(closed=True)))


@pytest.mark.parametrize(("states", "told"), [(["sent"], 0), (["sent", "delivered", "read"], 1), (["read"], 1)])
def test_status_of_arrival_is_told_once(states: list[str], told: int) -> None:
    """The first status that says that a message arrived is passed on; the others say nothing new."""
    document, found = lane(), []
    for state in states:
        event = status(state)
        document, news = take_status(document, event, event.body, {}, START)  # type: ignore[arg-type]
        found += [news] if isinstance(news, Delivered) else []
    assert told == len(found)
