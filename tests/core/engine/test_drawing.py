"""A chart is drawn into the store, once, and its lane is told; also when it cannot be drawn."""

from __future__ import annotations

import asyncio
from typing import Any

from core.engine.drawing import DRAW_TRIES
from core.engine.engine import Engine
from core.engine.files import FileTools
from core.engine.settings import EngineSettings
from core.vocabulary.charts import Chart
from core.vocabulary.effects import DrawChart, Send
from core.vocabulary.events import Event, Person, Said
from core.vocabulary.results import Drawn
from core.vocabulary.steps import Moment, Outcome
from tests.core.engine.test_sights import GROUP, Group
from tests.core.engine.world import START, LoopClock
from tests.fakes.memory_store import MemoryStore
from tests.virtual_time import run_virtually

CHART = Chart("t", "s", (), (), ("a", "b"), ())


class Reporter:
    """Asks for a chart, posts something meanwhile, and notes what came."""

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Ask, or note."""
        if isinstance(event.body, Drawn):
            return Outcome([*(state or []), [event.body.ref, event.body.media, event.body.mime]])
        if not isinstance(event.body, Said):
            return Outcome(state)
        return Outcome([], (DrawChart(CHART, "w"), Send("lain", audience="group")))


async def drawn_by(draw: Any, store: MemoryStore, group: Group, tries: int = 1) -> Any:
    """Let a chart be drawn, by so many processes one after the other; give what the lane was told."""
    for n in range(tries):
        tools, clock = FileTools(draw=draw), LoopClock()
        engine = Engine(
            store, {"group": Reporter()}, {"toy": group}, clock, worker=f"w{n}", settings=EngineSettings(), tools=tools
        )
        said = Said(Person("1"), "1", "x")
        await engine.accept([Event("e", GROUP, START, said, channel="toy", address="1")])
        await engine.settle()
        await asyncio.sleep(120)  # virtual: what is to be tried again is
        await engine.stop()
    lane = await store.load(GROUP)
    return lane.state if lane else None


def test_drawn_once() -> None:
    """The picture is in the store under an id of its own, and the lane hears of it once, whoever comes back to it."""

    async def draw(chart: Chart) -> bytes:
        return b"png"

    async def told() -> Any:
        store = MemoryStore(LoopClock())
        ((ref, media, mime),) = await drawn_by(draw, store, Group(), tries=2)
        kept = await store.get_media(media)
        return ref, mime, kept and (kept.content, kept.name)

    assert ("w", "image/png", (b"png", "w.png")) == run_virtually(told())


def test_what_cannot_be_drawn_is_told() -> None:
    """After a few tries the lane goes on without a picture, and messages never waited for it."""
    tried: list[Chart] = []

    async def draw(chart: Chart) -> bytes:
        tried.append(chart)
        raise ValueError("a bug")

    group = Group()
    assert [["w", "", ""]] == run_virtually(drawn_by(draw, MemoryStore(LoopClock()), group))
    assert (DRAW_TRIES, 1) == (len(tried), len(group.shown))


def test_nobody_draws() -> None:
    """Where nothing can draw the lane hears so at once."""
    assert [["w", "", ""]] == run_virtually(drawn_by(None, MemoryStore(LoopClock()), Group()))
