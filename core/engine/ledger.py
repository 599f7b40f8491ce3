"""The owner of what this process knows of lanes: their documents, read, committed, read again, and taken over to send.

Nobody else writes a lane's document. What is known may be out of date: the compare-and-set finds that out.
"""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from datetime import timedelta

import msgspec

from core.engine.keys import Keys
from core.engine.leases import covered, is_fully_covered, may_take_over, with_lease
from core.engine.outbox import done_before, is_delivery
from core.engine.settings import EngineSettings
from core.engine.slots import Slot, Slots
from core.vocabulary.lanes import Entry, Lane, RateMark
from core.vocabulary.steps import Clock
from core.vocabulary.store import Store


def nobody_is_dead(_worker: str) -> bool:
    """Tell of no worker that it is dead: then a lease ends by its time, or by its receipts."""
    return False


class Ledger:
    """Slots, commits, reloads and take-overs of one ``worker``.

    ``keys`` forgets where a lane's named messages are as soon as another process has written its document;
    ``is_dead`` tells whether another worker is known to be dead.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        keys: Keys,
        *,
        settings: EngineSettings,
        worker: str,
        is_dead: Callable[[str], bool] = nobody_is_dead,
    ) -> None:
        self._store = store
        self._clock = clock
        self._keys = keys
        self._worker = worker
        self._lease = timedelta(seconds=settings.lease_seconds)
        self._is_dead = is_dead
        self._slots = Slots(settings.cached_lanes)

    # --- documents ------------------------------------------------------------------------------------------------

    def known(self, lane: str) -> Slot | None:
        """Give the lane's document if this process knows it."""
        return self._slots.get(lane)

    async def slot(self, lane: str) -> Slot:
        """Give the lane's document as this process knows it, read if it is not known."""
        slot = self._slots.get(lane)
        if slot is None or slot.stale:
            return await self.reload(lane)
        return slot

    async def reload(self, lane: str) -> Slot:
        """Read the lane's document again after a lost compare-and-set, keeping what is known to be delivered."""
        stored = await self._store.load(lane) or Lane(id=lane)
        known = self._slots.get(lane)
        if known is None or known.lane.version != stored.version:
            self._keys.forget(lane)
        return self._slots.refresh(stored)

    async def commit(self, slot: Slot, lane: Lane) -> bool:
        """Compare-and-set a lane's document; on success it becomes the known one."""
        expected = slot.lane.version
        lane = slot.remembering(lane, self._clock.now())
        won = await self._store.commit(lane, expected)
        if won and lane.version > slot.lane.version:  # a later commit may have come back before this one
            slot.replace(lane)
        return won

    def doubt(self, lane: str) -> None:
        """Have a lane read again before it is used."""
        self._slots.doubt(lane)

    def delivered(self) -> list[Slot]:
        """Give the known lanes whose outbox was delivered and only waits to be pruned."""
        return [slot for slot in self._slots.all() if slot.finished()]

    async def prune(self, slot: Slot) -> bool:
        """Write out that a lane's outbox was delivered; after a lost compare-and-set it is read again, and False."""
        document = msgspec.structs.replace(slot.pruned(), version=slot.lane.version + 1, sending=None)
        if await self.commit(slot, document):
            return True
        await self.reload(slot.lane.id)
        return False

    # --- who sends ------------------------------------------------------------------------------------------------

    def covered(self, slot: Slot) -> tuple[Entry, ...]:
        """Give the entries of a lane that this worker's lease covers."""
        return covered(slot.lane, self._worker)

    def leased(self, lane: Lane) -> Lane:
        """Give the document with this worker as the sender of everything now in its outbox."""
        return with_lease(lane, self._worker, self._clock.now() + self._lease)

    async def may_send(self, slot: Slot) -> bool:
        """Tell whether this worker may become the lane's sender with its next commit; it reads receipts if need be."""
        if slot.unsure or not self._may_take_over(slot):
            await self.learn_receipts(slot)
        return self._may_take_over(slot)

    def _may_take_over(self, slot: Slot) -> bool:
        return may_take_over(slot.lane, self._worker, self._clock.now(), slot.delivered, self._is_dead)

    async def keep_lease(self, slot: Slot, resting: AbstractSet[str] = frozenset()) -> bool:
        """See to it that this worker may send for the lane for a while; False while another one is at it.

        A lease that covers nothing but what is ``resting`` is renewed, to cover what another process put behind it.
        """
        lease = slot.lane.sending
        ours = lease is not None and lease.worker == self._worker
        if ours and lease is not None and lease.until - self._clock.now() > self._lease / 2 and not slot.unsure:
            passed = slot.delivered | resting
            pending = any(entry.id not in passed for entry in self.covered(slot))
            if pending or is_fully_covered(slot.lane, self._worker):
                return True
        return await self._take_over(slot)

    async def _take_over(self, slot: Slot) -> bool:
        """Try to become the lane's sender by a commit of its own."""
        if not await self.may_send(slot):
            return False
        document = self.leased(msgspec.structs.replace(slot.pruned(), version=slot.lane.version + 1))
        if await self.commit(slot, document):
            return True
        await self.reload(slot.lane.id)
        return False

    async def learn_receipts(self, slot: Slot) -> None:
        """Read which entries of the outbox were delivered by somebody else (or by us before a restart)."""
        outbox = slot.lane.outbox
        ids = [entry.id for entry in outbox if is_delivery(entry) and entry.id not in slot.delivered]
        if ids:
            found = await self._store.receipts(ids)
            slot.delivered.update(found)
            marks = [RateMark(one.id, one.at, one.weight) for one in found.values() if one.weight]
            slot.rate_marks.update({mark.id: mark for mark in marks})
            slot.delivered.update(done_before(outbox, slot.delivered))
        # Nothing may be left to deliver here; without a time of the last delivery the outbox would never be pruned.
        slot.touched = slot.touched or self._clock.now()
        slot.unsure = False
