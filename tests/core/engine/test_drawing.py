"""A chart is drawn into the store, once, and its lane is told; also when it cannot be drawn."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from core.engine.drawing import DRAW_TRIES
from core.engine.engine import Engine
from core.engine.files import FileTools
from core.engine.settings import EngineSettings
from core.vocabulary.charts import Chart
from core.vocabulary.effects import DrawChart, Send
from core.vocabulary.events import Event, Person, Said
from core.vocabulary.lanes import Entry, Lane, Lease
from core.vocabulary.media import Held
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

    assert ("w", "image/png", (Held(b"png"), "w.png")) == run_virtually(told())


def test_what_takes_long_holds_up_nobody_when_another_process_wrote_meanwhile() -> None:
    """While a chart is drawn, a message that another process put behind it goes out, and the process goes on."""

    async def draw(chart: Chart) -> bytes:
        await asyncio.sleep(10)
        return b"png"

    async def story() -> tuple[int, int]:
        store, group = MemoryStore(LoopClock()), Group()
        entries = (Entry("e:0", DrawChart(CHART, "w"), START), Entry("f:0", Send("lain", audience="group"), START))
        lease = Lease("w0", START + timedelta(seconds=40), "e:0")
        left = Lane(GROUP, 1, outbox=entries, sending=lease, channel="toy", address="1")
        assert await store.commit(left, 0)
        engine = Engine(
            store,
            {"group": Reporter()},
            {"toy": group},
            LoopClock(),
            worker="w0",
            settings=EngineSettings(),
            tools=FileTools(draw=draw),
        )
        # As after a round of events that the other process had stepped already: nothing was there to commit.
        assert await engine.ledger.may_send(await engine.ledger.slot(GROUP))
        engine.wake(GROUP)
        await asyncio.sleep(1)
        soon = len(group.shown)
        await asyncio.sleep(20)
        await engine.stop()
        lane = await store.load(GROUP)
        return soon, len(lane.state if lane else [])

    assert (1, 1) == run_virtually(story())


def test_a_chart_of_a_channel_that_is_off_waits_for_it() -> None:
    """Nobody draws for a lane that has no chat; the process has other things to do."""

    async def story() -> int:
        store = MemoryStore(LoopClock())
        entry = Entry("e:0", DrawChart(CHART, "w"), START)
        assert await store.commit(Lane(GROUP, 1, outbox=(entry,), channel="off"), 0)
        engine = Engine(store, {"group": Reporter()}, {}, LoopClock(), worker="w0", settings=EngineSettings())
        engine.wake(GROUP)
        await asyncio.sleep(60)
        await engine.stop()
        lane = await store.load(GROUP)
        return len(lane.outbox) if lane else 0

    assert 1 == run_virtually(story())


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
