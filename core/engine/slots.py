"""What one process remembers of lanes: the last document it wrote or read, and which entries it knows delivered."""

from collections import OrderedDict
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

import msgspec

from core.engine.outbox import is_answered
from core.vocabulary.lanes import Lane, RateMark

RATE_MINUTE = timedelta(seconds=61)
"""Platforms count a group's messages per minute (Bot API FAQ, broadcasting); a second more for the clocks."""

RATE_MARKS_KEPT = 60

LOOKED_AT = 64
"""Slots looked at beyond those that are too many, when one is let go."""


class Slot:
    """A lane's document as known here.

    It may be stale: the compare-and-set finds that out, and nothing else relies on it. ``unsure`` means that receipts
    must be read before any entry of the outbox is sent; ``stale`` that the document must be read. ``barred`` tells
    whether the chat shut us out, None while that is not known; ``resting_until`` when its messages are tried again;
    ``tries`` counts failed tries by entry, ``aside`` are entries that others may overtake, each until its next try,
    and ``suspects`` those of which it is not yet known whether others fare better (`core.engine.patience`).
    """

    def __init__(self, lane: Lane) -> None:
        self.lane = lane
        self.delivered: set[str] = set()
        self.unsure = bool(lane.outbox)
        self.stale = False
        self.touched: datetime | None = None
        self.rate_marks: dict[str, RateMark] = {mark.id: mark for mark in lane.rate_marks}
        self.barred: bool | None = None
        self.resting_until: datetime | None = None
        self.tries: dict[str, int] = {}
        self.aside: dict[str, datetime] = {}
        self.suspects: tuple[str, ...] = ()

    def replace(self, lane: Lane, *, from_store: bool = False) -> None:
        """Take a newer document; forget deliveries of entries that it no longer holds.

        ``from_store``: it was read, so somebody else may have delivered some of its entries.
        """
        self.lane = lane
        self.stale = False
        ids = {entry.id for entry in lane.outbox}
        self.delivered &= ids
        self.tries = {entry_id: count for entry_id, count in self.tries.items() if entry_id in ids}
        self.aside = {entry_id: due for entry_id, due in self.aside.items() if entry_id in ids}
        self.rate_marks.update({mark.id: mark for mark in lane.rate_marks})
        self.unsure = (self.unsure or from_store) and bool(lane.outbox)

    def knock(self) -> None:
        """Have everything tried again with the next delivery: something has changed at the lane's chat."""
        self.resting_until = self.barred = None
        self.aside.clear()

    def rests(self, now: datetime) -> bool:
        """Tell whether the lane's messages wait for a moment that has not come."""
        return self.resting_until is not None and now < self.resting_until

    def overtaken(self, now: datetime) -> set[str]:
        """Give the entries that stepped aside and are not to be tried yet."""
        return {entry_id for entry_id, due in self.aside.items() if now < due}

    @property
    def answered(self) -> bool:
        """Tell whether a message of ours went out on this lane yet."""
        return is_answered(self.lane, self.delivered)

    def pruned(self) -> Lane:
        """Give the document without the entries that were delivered."""
        outbox = tuple(entry for entry in self.lane.outbox if entry.id not in self.delivered)
        return msgspec.structs.replace(self.lane, outbox=outbox, answered=self.answered)

    def remembering(self, lane: Lane, now: datetime) -> Lane:
        """Give a document to commit with what its group got in the last minute; other lanes as they are."""
        if not lane.id.startswith("group:"):
            return lane
        kept = sorted((one for one in self.rate_marks.values() if one.at > now - RATE_MINUTE), key=lambda one: one.at)
        self.rate_marks = {one.id: one for one in kept[-RATE_MARKS_KEPT:]}
        return msgspec.structs.replace(lane, rate_marks=tuple(self.rate_marks.values()))

    def finished(self) -> bool:
        """Tell whether everything in the outbox was delivered and only waits to be pruned."""
        return bool(self.lane.outbox) and all(entry.id in self.delivered for entry in self.lane.outbox)

    def idle(self, now: datetime) -> float:
        """Give the seconds since the last delivery."""
        return (now - self.touched).total_seconds() if self.touched else 0.0


class Slots:
    """The newest ``capacity`` lanes; older ones are read again when they are needed."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._slots: OrderedDict[str, Slot] = OrderedDict()

    def get(self, lane: str) -> Slot | None:
        """Give a known slot and make it the newest."""
        slot = self._slots.get(lane)
        if slot is not None:
            self._slots.move_to_end(lane)
        return slot

    def put(self, lane: Lane) -> Slot:
        """Remember a document just read."""
        slot = self._slots.get(lane.id)
        if slot is not None:
            return slot
        slot = self._slots[lane.id] = Slot(lane)
        self._shrink()
        return slot

    def refresh(self, lane: Lane) -> Slot:
        """Replace the document by one read anew."""
        slot = self._slots.get(lane.id)
        if slot is None:
            return self.put(lane)
        if lane.version >= slot.lane.version:
            slot.replace(lane, from_store=True)
        return slot

    def doubt(self, lane: str) -> None:
        """Have a lane read again before it is used; the slot stays, because a delivery may be at work on it."""
        slot = self._slots.get(lane)
        if slot is not None:
            slot.stale = True

    def all(self) -> Iterator[Slot]:
        """Go over all known slots, oldest first."""
        return iter(list(self._slots.values()))

    def _shrink(self) -> None:
        """Let the oldest go, but none whose outbox is still to be delivered or pruned."""
        over = len(self._slots) - self._capacity
        if over <= 0:
            return
        oldest = list(islice(self._slots.items(), over + LOOKED_AT))
        for lane in [lane for lane, slot in oldest if not slot.lane.outbox][:over]:
            del self._slots[lane]
