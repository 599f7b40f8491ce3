"""What is looked for again and again: timers that have come, work that nobody does, outboxes that can be pruned.

Every sweep is short and idempotent; any number of processes may run them at once.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from core.engine.calls import Accept
from core.engine.delivery import Delivery
from core.engine.ledger import Ledger
from core.engine.rounds import Rounds
from core.engine.settings import EngineSettings
from core.engine.slots import Slot
from core.vocabulary.events import Event, Timer
from core.vocabulary.steps import Clock
from core.vocabulary.store import Page, Store, Unsent

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

    def __init__(
        self,
        store: Store,
        ledger: Ledger,
        rounds: Rounds,
        delivery: Delivery,
        clock: Clock,
        *,
        settings: EngineSettings,
        accept: Accept,
    ) -> None:
        self._store = store
        self._ledger = ledger
        self._rounds = rounds
        self._delivery = delivery
        self._clock = clock
        self._settings = settings
        self._accept = accept
        self._page: Page | None = None

    async def timers(self) -> int:
        """Turn every ``wake_at`` that has come into an event; give how many."""
        due = await self._store.due(self._clock.now(), AT_ONCE)
        await self._accept(
            [Event(id=f"timer:{lane}:{at.isoformat()}", lane=lane, at=at, body=Timer(due=at)) for lane, at in due]
        )
        return len(due)

    async def stale(self, older_seconds: float | None = None) -> int:
        """Wake lanes whose events nobody has stepped, and deliver outboxes that nobody empties; give how many."""
        age = self._settings.stale_seconds if older_seconds is None else older_seconds
        now = self._clock.now()
        before = now - timedelta(seconds=age)
        lanes = await self._store.stale(before, AT_ONCE)
        later = self._rounds.alarms()
        for lane in lanes:
            if lane not in later:
                self._rounds.wake(lane)
        # Outboxes of idle lanes are pruned by whoever delivered them: only what is older than that is an orphan.
        patience = 0.0 if older_seconds is not None else 2 * self._settings.prune_seconds
        unsent = await self._unsent(min(before, now - timedelta(seconds=patience)))
        for lane in unsent:
            self._delivery.start(lane)
        return len(lanes) + len(unsent)

    async def _unsent(self, before: datetime) -> list[str]:
        """Name lanes that can be delivered, from where the last sweep ended.

        Lanes that nobody can deliver now, of a channel that is off, may be the oldest for ever: they are passed over,
        and behind what was looked at the next sweep goes on.
        """
        found: list[str] = []
        for _ in range(PAGES):
            page = await self._store.unsent(before, AT_ONCE, self._page)
            found += [one.lane for one in page if self._delivery.may_help(one)]
            self._page = next_page(self._page, page) if len(page) == AT_ONCE else None
            if self._page is None or len(found) >= AT_ONCE:
                break
        return found

    async def prune(self) -> None:
        """Write out, in small batches, that idle lanes' outboxes were delivered."""
        now = self._clock.now()
        pause = self._settings.prune_seconds
        idle = [
            slot
            for slot in self._ledger.delivered()
            if slot.idle(now) >= pause and not self._rounds.is_stepping(slot.lane.id)
        ][:PRUNED_PER_SWEEP]
        for start in range(0, len(idle), PRUNED_AT_ONCE):
            await asyncio.gather(*(self._prune(slot) for slot in idle[start : start + PRUNED_AT_ONCE]))

    async def _prune(self, slot: Slot) -> None:
        if not await self._ledger.prune(slot):
            self._delivery.start(slot.lane.id)
