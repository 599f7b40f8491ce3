"""What is looked for again and again: timers that have come, work that nobody does, outboxes that can be pruned.

Every sweep is short and idempotent; any number of processes may run them at once.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from core.engine.slots import Slot
from core.vocabulary.events import Event, Timer
from core.vocabulary.store import Page, Unsent

if TYPE_CHECKING:
    from core.engine.engine import Engine

AT_ONCE = 200
PAGES = 5
"""Pages of waiting lanes looked at by one sweep: only names are read, and thousands may wait for a channel's return."""

PRUNED_AT_ONCE = 12
"""Small batches: a reply that waits behind a large one waits too long."""

PRUNED_PER_SWEEP = 600
"""More than conversations can end between two sweeps, so that what is remembered of them does not pile up."""


def next_page(last: Page | None, found: Sequence[Unsent]) -> Page:
    """Give where to go on after these lanes, of which there is at least one."""
    since = found[-1].since
    before = last.lanes if last is not None and last.since == since else ()
    return Page(since, (*before, *(one.lane for one in found if one.since == since)))


class Sweeps:
    """The sweeps of one process's engine."""

    def __init__(self, engine: "Engine") -> None:
        self._engine = engine
        self._page: Page | None = None

    async def timers(self) -> int:
        """Turn every ``wake_at`` that has come into an event; give how many."""
        due = await self._engine.store.due(self._engine.clock.now(), AT_ONCE)
        await self._engine.accept(
            [Event(id=f"timer:{lane}:{at.isoformat()}", lane=lane, at=at, body=Timer(due=at)) for lane, at in due]
        )
        return len(due)

    async def stale(self, older_seconds: float | None = None) -> int:
        """Wake lanes whose events nobody has stepped, and deliver outboxes that nobody empties; give how many."""
        age = self._engine.settings.stale_seconds if older_seconds is None else older_seconds
        now = self._engine.clock.now()
        before = now - timedelta(seconds=age)
        lanes = await self._engine.store.stale(before, AT_ONCE)
        for lane in lanes:
            if not self._engine.is_waiting(lane):
                self._engine.wake(lane)
        # Outboxes of idle lanes are pruned by whoever delivered them: only what is older than that is an orphan.
        patience = 0.0 if older_seconds is not None else 2 * self._engine.settings.prune_seconds
        unsent = await self._unsent(min(before, now - timedelta(seconds=patience)))
        for lane in unsent:
            self._engine.delivery.start(lane)
        return len(lanes) + len(unsent)

    async def _unsent(self, before: datetime) -> list[str]:
        """Name lanes that can be delivered, from where the last sweep ended.

        Lanes that nobody can deliver now, of a channel that is off, may be the oldest for ever: they are passed over,
        and behind what was looked at the next sweep goes on.
        """
        found: list[str] = []
        for _ in range(PAGES):
            page = await self._engine.store.unsent(before, AT_ONCE, self._page)
            found += [one.lane for one in page if self._engine.delivery.may_help(one)]
            self._page = next_page(self._page, page) if len(page) == AT_ONCE else None
            if self._page is None or len(found) >= AT_ONCE:
                break
        return found

    async def prune(self) -> None:
        """Write out, in small batches, that idle lanes' outboxes were delivered."""
        now = self._engine.clock.now()
        pause = self._engine.settings.prune_seconds
        idle = [slot for slot in self._engine.finished() if slot.idle(now) >= pause][:PRUNED_PER_SWEEP]
        for start in range(0, len(idle), PRUNED_AT_ONCE):
            await asyncio.gather(*(self._prune(slot) for slot in idle[start : start + PRUNED_AT_ONCE]))

    async def _prune(self, slot: Slot) -> None:
        document = msgspec.structs.replace(slot.pruned(), version=slot.lane.version + 1, sending=None)
        if not await self._engine.commit(slot, document):
            await self._engine.reload(slot.lane.id)
            self._engine.delivery.start(slot.lane.id)
