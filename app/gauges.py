"""The gauges of ``/metrics``: read from the store when they are asked for, in bounded time."""

import asyncio
import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from app.figures import Figures, read_figures
from app.observe import Observer
from app.readiness import Readiness
from core.city.city import City
from core.vocabulary.errors import KanalError
from core.vocabulary.lane_names import hook_lane
from core.vocabulary.lanes import Lane
from core.vocabulary.steps import Clock
from core.vocabulary.store import Backlog, Levels

PATIENCE_SECONDS = 1.5

Read = tuple[Levels, Mapping[str, str], Figures | None, Mapping[str, Backlog]]


class Measured(Protocol):
    """A store that tells how much waits in it."""

    async def levels(self) -> Levels:
        """Read how much waits. Raises ``StoreDown``."""
        ...

    async def load(self, lane: str) -> Lane | None:
        """Read a lane's document. Raises ``StoreDown``."""
        ...

    async def backlog(self, lane: str) -> Backlog:
        """Read what waits for the receiver of a lane. Raises ``StoreDown``."""
        ...

    async def excerpts(self, lanes: Sequence[str], fields: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        """Read some fields of the states of lanes, by lane. Raises ``StoreDown``."""
        ...

    async def channels_down(self) -> Mapping[str, str]:
        """Read the channels that are down. Raises ``StoreDown``."""
        ...


class Gauges:
    """Refresh the gauges; when the store does not answer they stay as they were, and ``kanal_store_up`` is 0."""

    def __init__(
        self,
        store: Measured,
        clock: Clock,
        channels: Iterable[str],
        readiness: Readiness,
        observe: Observer,
        city: City | None = None,
        subscribers: Iterable[str] = (),
    ) -> None:
        self._store = store
        self._clock = clock
        self._channels = tuple(channels)
        self._readiness = readiness
        self._observe = observe
        self._city = city
        self._subscribers = tuple(subscribers)
        self._reading: asyncio.Task[Read] | None = None

    async def refresh(self) -> None:
        """Set every gauge. Never raises for a store that is down."""
        trouble, _none = await asyncio.gather(self._readiness.trouble(), self._look())
        self._observe.store_up.set(0 if trouble else 1)

    async def close(self) -> None:
        """Look no more."""
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)

    async def _look(self) -> None:
        if self._reading is None or self._reading.done():
            self._reading = asyncio.get_running_loop().create_task(self._read())
        reading = self._reading
        await asyncio.wait({reading}, timeout=PATIENCE_SECONDS)
        if not reading.done() or reading.cancelled():
            return
        error = reading.exception()
        if error is None:
            self._show(*reading.result())
        elif not isinstance(error, KanalError):
            self._observe("gauges_failed", error=type(error).__name__, bug=error)

    async def _read(self) -> Read:
        figures = await read_figures(self._store, self._city, self._clock.now()) if self._city is not None else None
        hooks = {name: await self._store.backlog(hook_lane(name)) for name in self._subscribers}
        return await self._store.levels(), await self._store.channels_down(), figures, hooks

    def _show(
        self, levels: Levels, down: Mapping[str, str], figures: Figures | None, hooks: Mapping[str, Backlog]
    ) -> None:
        observe, now = self._observe, self._clock.now()
        observe.waiting.labels("inbox").set(levels.pending)
        observe.waiting.labels("outbox").set(levels.outbox)
        observe.waiting.labels("held").set(levels.held)
        observe.oldest.labels("inbox").set(_age(levels.pending_since, now))
        observe.oldest.labels("outbox").set(_age(levels.outbox_since, now))
        observe.oldest.labels("held").set(_age(levels.held_since, now))
        observe.dead.set(levels.dead)
        observe.unreadable.set(levels.unreadable)
        if figures is not None:
            self._show_figures(figures)
        for name, backlog in hooks.items():
            observe.hook_waiting.labels(name).set(backlog.count)
            observe.hook_oldest.labels(name).set(_age(backlog.since, now))
        for name in self._channels:
            observe.channel_up.labels(name).set(0 if name in down else 1)

    def _show_figures(self, figures: Figures) -> None:
        """Set what is the city's; a unit or channel that is gone is shown no more."""
        observe = self._observe
        for gauge in (observe.unit_open, observe.unit_overdue, observe.paid_messages, observe.cost):
            gauge.clear()
        for code, value in figures.indicators.items():
            observe.indicator.labels(code).set(math.nan if value is None else value)
        observe.overdue.set(sum(now.late for now in figures.units.values()))
        for unit, now in figures.units.items():
            observe.unit_open.labels(unit).set(now.open)
            observe.unit_overdue.labels(unit).set(now.late)
        for channel, messages in figures.messages.items():
            observe.paid_messages.labels(channel).set(messages)
            observe.cost.labels(channel, figures.currency).set(figures.spent[channel])


def _age(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since is not None else 0.0
