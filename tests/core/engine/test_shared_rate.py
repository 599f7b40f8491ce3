"""What one process sends to the group counts for the next one that sends there."""

import asyncio
import random
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from core.engine.engine import Engine
from core.engine.settings import EngineSettings
from core.vocabulary.channel import Capabilities, Target
from core.vocabulary.effects import Send
from core.vocabulary.events import Event
from core.vocabulary.lane_names import OFFICIALS_LANE
from core.vocabulary.media import Media
from core.vocabulary.officials import Notice
from core.vocabulary.steps import Moment, Outcome
from tests.core.engine.world import START, Chat, LoopClock
from tests.fakes.memory_store import MemoryStore
from tests.virtual_time import run_virtually


class Group(Chat):
    """A platform with groups, that remembers when it was sent what, and what it was told of others."""

    capabilities = Capabilities(
        text=4096, caption=1024, buttons=8, button_label=64, audiences=frozenset({"private", "group"})
    )

    def __init__(self) -> None:
        super().__init__(random.Random(1))
        self.recalled: list[datetime] = []

    async def send(self, target: Target, message: Send, media: Sequence[Media]) -> tuple[str, ...]:
        """Take an album of two as two messages."""
        sent = await super().send(target, message, media)
        return (*sent, f"{sent[0]}b") if message.text.endswith("album") else sent

    def recall(self, address: str, sent: Sequence[datetime]) -> None:
        """Remember what is told of others."""
        self.recalled = list(sent)


class Speaker:
    """Says each notice in the group."""

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Say it."""
        return Outcome(state, (Send(event.id, audience="group"),) if isinstance(event.body, Notice) else ())


def engine(store: MemoryStore, group: Group, name: str) -> Engine:
    """Make one process."""
    return Engine(
        store,
        {"group": Speaker()},
        {"toy": group},
        LoopClock(),
        worker=name,
        settings=EngineSettings(prune_seconds=1.0),
        is_dead=lambda worker: worker == "first",
    )


def notice(name: str) -> Event:
    """Make something to say."""
    return Event(name, OFFICIALS_LANE, START, Notice(name), channel="toy", address="-1")


def test_the_next_process_knows_what_the_last_one_sent() -> None:
    """After a restart the group's last minute is known: albums by their pictures, pruned or not, once each."""

    async def story() -> tuple[list[datetime], int]:
        store, group = MemoryStore(LoopClock()), Group()
        first = engine(store, group, "first")
        for name in ("one", "two", "three album"):
            await first.accept([notice(name)])
            await first.settle(10.0)
        await asyncio.sleep(2.0)
        await first.sweeps.prune()
        await first.accept([notice("four")])
        await first.settle(10.0)
        await first.stop()

        second = engine(store, group, "second")
        await second.accept([notice("five")])
        await second.settle(10.0)
        await second.stop()
        return group.recalled, len(group.sent)

    recalled, sent = run_virtually(story())
    assert 5 == sent
    assert 5 == len(recalled)  # one, two, three album twice, four
    assert sorted(recalled) == recalled


def test_what_is_older_than_a_minute_is_forgotten() -> None:
    """The document does not grow: what no platform counts any more goes with the next commit."""

    async def story() -> list[datetime]:
        store, group = MemoryStore(LoopClock()), Group()
        only = engine(store, group, "only")
        await only.accept([notice("early")])
        await only.settle(10.0)
        await asyncio.sleep(120.0)
        await only.accept([notice("late")])
        await only.settle(10.0)
        await only.sweeps.prune()
        await asyncio.sleep(2.0)
        await only.sweeps.prune()
        lane = await store.load(OFFICIALS_LANE)
        await only.stop()
        assert lane is not None
        return [one.at for one in lane.rate_marks]

    kept = run_virtually(story())
    assert 1 == len(kept)
