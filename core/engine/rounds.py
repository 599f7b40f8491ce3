"""Rounds of stepping: a lane's waiting events become one new document. At most one round of a lane at a time here.

It needs no lock: whoever loses the compare-and-set reads again and recomputes.
"""

import asyncio
from collections.abc import Sequence

from core.engine.calls import Observe, Wake
from core.engine.gate import Gate
from core.engine.ledger import Ledger
from core.engine.notices import Notices
from core.engine.reads import NO_DOCUMENTS, Glance, Reads
from core.engine.settings import EngineSettings
from core.engine.stepping import Advance, advance
from core.vocabulary.errors import StoreDown, UnreadableLane
from core.vocabulary.events import BotRole, Event, Migrated, Placed, Status
from core.vocabulary.lanes import DeadLetter
from core.vocabulary.steps import Clock
from core.vocabulary.store import Store

POISON_TRIES = 5
"""docs/architecture.md, rule 10."""

STORE_DOWN_SECONDS = 0.5
"""How soon a lane is stepped again after the store did not answer."""


class Rounds:
    """Step the lanes that were woken; ``deliver`` is told of each that may have something to send."""

    def __init__(
        self,
        ledger: Ledger,
        store: Store,
        reads: Reads,
        gate: Gate,
        notices: Notices,
        clock: Clock,
        *,
        settings: EngineSettings,
        observe: Observe,
        deliver: Wake,
    ) -> None:
        self._ledger = ledger
        self._store = store
        self._reads = reads
        self._gate = gate
        self._notices = notices
        self._clock = clock
        self._settings = settings
        self._observe = observe
        self._deliver = deliver
        self._running: dict[str, asyncio.Task[None]] = {}
        self._dirty: set[str] = set()
        self._glanced: dict[str, Glance] = {}
        self._unseen: set[str] = set()
        """Lanes woken without a look: a glance of another accept may be from before the events that wait there."""
        self._later: dict[str, asyncio.TimerHandle] = {}
        self._stopped = False

    # --- waking ---------------------------------------------------------------------------------------------------

    def wake(self, lane: str) -> None:
        """See to it that the lane's waiting events are stepped soon."""
        self._unseen.add(lane)
        self._stir(lane)

    def wake_with(self, lane: str, look: Glance, fresh: Sequence[Event]) -> None:
        """Wake a lane for events just written, of which all that their steps need was read meanwhile."""
        # Another accept may have looked a moment ago and not been stepped yet: what it saw stays.
        self._glanced[lane] = self._glanced.get(lane, Glance()).joined(look, fresh)
        self._stir(lane)

    def wake_later(self, lane: str, seconds: float) -> None:
        """Wake a lane after a while; one such alarm per lane."""
        if lane not in self._later and not self._stopped:
            self._later[lane] = asyncio.get_running_loop().call_later(seconds, self._ring, lane)

    def _ring(self, lane: str) -> None:
        self._later.pop(lane, None)
        self.wake(lane)

    def _stir(self, lane: str) -> None:
        if self._stopped:
            return
        self._dirty.add(lane)
        if lane not in self._running:
            task = asyncio.get_running_loop().create_task(self._run(lane))
            self._running[lane] = task
            task.add_done_callback(lambda _task: self._rested(lane))

    def _rested(self, lane: str) -> None:
        self._running.pop(lane, None)
        if lane in self._dirty:  # woken after the last look, before this was noticed
            self._stir(lane)

    def is_stepping(self, lane: str) -> bool:
        """Tell whether the lane is being stepped right now."""
        return lane in self._running

    def alarms(self) -> frozenset[str]:
        """Name the lanes that are to be woken later."""
        return frozenset(self._later)

    def tasks(self) -> list[asyncio.Task[None]]:
        """Give the tasks under way."""
        return [*self._running.values()]

    def stop(self) -> None:
        """Start nothing any more."""
        self._stopped = True
        for handle in self._later.values():
            handle.cancel()

    # --- stepping -------------------------------------------------------------------------------------------------

    async def _run(self, lane: str) -> None:
        while lane in self._dirty and not self._stopped:
            self._dirty.discard(lane)
            try:
                await self._round(lane)
            except StoreDown as reason:
                self._observe("store_down", lane=lane, error=str(reason))
                self._ledger.doubt(lane)
                self._unseen.add(lane)
                self.wake_later(lane, STORE_DOWN_SECONDS)
            except UnreadableLane as reason:
                await self._unreadable(reason)
            except Exception as bug:  # noqa: BLE001 - the boundary of a lane's work: others go on, the sweep comes back
                self._observe("lane_failed", lane=lane, error=type(bug).__name__, bug=bug)
                self._ledger.doubt(lane)

    async def _unreadable(self, reason: UnreadableLane) -> None:
        """Say once that a lane cannot be read; what waits for it is looked at again with every sweep."""
        self._observe("lane_unreadable", lane=reason.lane, error=str(reason))
        try:
            await self._notices.tell(f"unreadable:{reason.lane}", "officials.notice.dead", {})
        except StoreDown as down:
            self._observe("store_down", lane=reason.lane, error=str(down))

    async def _round(self, lane: str) -> None:
        glanced, documents = self._glanced.pop(lane, None), NO_DOCUMENTS
        if glanced is None or lane in self._unseen or self._reads.waits(lane):
            self._unseen.discard(lane)
            slot, events = await self._reads.look(lane)
        else:
            slot, events, documents = await self._ledger.slot(lane), glanced.events, glanced.documents
        if not events:
            self._deliver(lane)
            return
        known = await self._reads.known(slot, events, documents)
        while True:
            now = self._clock.now()
            free = await self._ledger.may_send(slot)
            result = advance(slot.lane, events, self._reads.stepper(lane), now, known=known, delivered=slot.delivered)
            if not result.stepped:
                break
            if await self._ledger.commit(slot, self._ledger.leased(result.lane) if free else result.lane):
                break
            self._observe("lost_commit", lane=lane)
            slot = await self._ledger.reload(lane)
            known = await self._reads.known(slot, events)
        self._store.done(result.handled)
        self._observe("stepped", lane=lane, events=result.stepped, bodies=result.bodies)
        self._heed(lane, result)
        if result.failed is not None:
            await self._poison(result.failed, result.error)
        elif len(events) > len(result.handled) + result.later:
            self._dirty.add(lane)
        if result.later:
            self.wake_later(lane, self._settings.poison_base_seconds)
        self._deliver(lane)

    def _heed(self, lane: str, result: Advance) -> None:
        """Act on what the events say about the lane's chat and channel."""
        slot = self._ledger.known(lane)
        for body in result.bodies:
            if isinstance(body, BotRole | Migrated | Placed) and slot is not None:
                slot.knock()
            if isinstance(body, Status) and body.reason == "down":  # the next message would only meet the same end
                self._gate.close(result.lane.channel)

    async def _poison(self, event: Event, error: str) -> None:
        tries = await self._store.failed(event.id)
        kind = error.partition(":")[0]  # the message of an exception may quote what a citizen wrote
        self._observe("step_failed", lane=event.lane, event=event.id, error=kind, tries=tries)
        if tries < POISON_TRIES:
            self._dirty.discard(event.lane)
            self.wake_later(event.lane, self._settings.poison_base_seconds * 2 ** (tries - 1))
            return
        await self._store.bury(DeadLetter(event.id, "event", event.lane, self._clock.now(), kind, event=event))
        await self._notices.tell(f"dead:{event.id}", "officials.notice.dead", {})
        self._dirty.add(event.lane)
