"""A toy city for the engine alone: lanes that count, a chat that remembers, a store that is slow at random."""

import asyncio
import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from core.engine.calls import Observe
from core.engine.engine import Engine
from core.engine.settings import EngineSettings
from core.vocabulary.channel import Capabilities, Channel, Target
from core.vocabulary.effects import Effect, Send, Tell
from core.vocabulary.errors import Retry
from core.vocabulary.events import Event, Person, Said
from core.vocabulary.lanes import Lane
from core.vocabulary.media import Media
from core.vocabulary.officials import Notice
from core.vocabulary.steps import Moment, Outcome, Stepper
from tests.fakes.memory_store import MemoryStore

START = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)


class LoopClock:
    """Time of the running (virtual) loop."""

    def now(self) -> datetime:
        """Give virtual time as a date."""
        return START + timedelta(seconds=asyncio.get_running_loop().time())


class Counter:
    """Applies each event by appending its id; says so in its chat; passes chat events on to a ticket lane."""

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Append, speak, tell."""
        applied = [*(state or []), event.id]
        effects: list[Effect] = [Send(text=event.id)] if event.channel or event.lane.startswith("chat") else []
        if event.lane.startswith("chat:"):
            effects.append(Tell("ticket:" + event.lane[-1], Notice(key=event.id)))
        return Outcome(applied, tuple(effects))


class Plain:
    """A platform that only sends, takes its time and sometimes says "later"."""

    name = "toy"
    capabilities = Capabilities(text=4096, caption=1024, buttons=8, button_label=64)

    def __init__(self, rng: random.Random, trouble: float = 0.0) -> None:
        self.sent: list[tuple[str, str]] = []
        self._rng = rng
        self._trouble = trouble

    async def send(self, target: Target, message: Send, media: Sequence[Media]) -> tuple[str, ...]:
        """Remember the message after a delay."""
        await asyncio.sleep(self._rng.paretovariate(1.2) * 0.01)
        if self._rng.random() < self._trouble:
            raise Retry("busy", after=self._rng.choice([None, 0.05]))
        self.sent.append((target.address, message.text))
        return (str(len(self.sent)),)


class Chat(Plain):
    """One whose messages can be changed, too."""

    async def edit(self, target: Target, message: Send) -> None:
        """Not used."""


class SlowStore(MemoryStore):
    """Every call takes a heavy-tailed time before and after it has its effect."""

    rng: random.Random

    async def _pause(self) -> None:
        await asyncio.sleep(min(self.rng.paretovariate(1.1) * 0.002, 3.0))

    async def accept(self, events: Sequence[Event]) -> frozenset[str]:
        """Insert slowly."""
        await self._pause()
        new = await super().accept(events)
        await self._pause()
        return new

    async def load(self, lane: str) -> Lane | None:
        """Read slowly."""
        await self._pause()
        found = await super().load(lane)
        await self._pause()
        return found

    async def pending(self, lane: str) -> Sequence[Event]:
        """Read slowly."""
        await self._pause()
        found = await super().pending(lane)
        await self._pause()
        return found

    async def commit(self, lane: Lane, expected_version: int) -> bool:
        """Compare and set slowly."""
        await self._pause()
        won = await super().commit(lane, expected_version)
        await self._pause()
        return won

    async def receipts(self, entry_ids: Sequence[str]) -> Mapping[str, Any]:
        """Read slowly."""
        await self._pause()
        return await super().receipts(entry_ids)


class OverwritingStore(SlowStore):
    """The mutant: writes whatever comes, as a bridge without compare-and-set would."""

    async def commit(self, lane: Lane, expected_version: int) -> bool:
        """Overwrite: the version in the filter is the one that is stored, whatever the engine expected."""
        await self._pause()
        stored = await MemoryStore.load(self, lane.id)
        won = await MemoryStore.commit(self, lane, stored.version if stored else 0)
        await self._pause()
        return won


def ignore(_name: str, **_facts: Any) -> None:
    """Take note of nothing."""


def build(
    store: MemoryStore,
    chat: Channel,
    rng: random.Random,
    name: str,
    *,
    steppers: Mapping[str, Stepper] | None = None,
    observe: Observe = ignore,
) -> Engine:
    """Make one worker of the toy city; ``steppers`` stand in for its own."""
    toy = Counter()
    return Engine(
        store,
        {"chat": toy, "ticket": toy, "group": toy, **(steppers or {})},
        {"toy": chat},
        LoopClock(),
        worker=name,
        settings=EngineSettings(lease_seconds=5.0, stale_seconds=2.0, prune_seconds=1.0, backoff_base_seconds=0.05),
        rng=rng,
        observe=observe,
    )


def said(lane: str, n: int) -> Event:
    """Make message number ``n`` of a chat."""
    body = Said(sender=Person(id=lane), message_id=str(n), text=str(n))
    return Event(
        id=f"{lane}/{n}", lane=lane, at=START + timedelta(seconds=n), body=body, order=n, channel="toy", address=lane
    )
