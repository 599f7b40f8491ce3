"""What one process remembers of lanes: the last document it wrote or read, and which entries it knows delivered."""

from collections import OrderedDict
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

import msgspec

from core.ports import Gone, Lane

RATE_MINUTE = timedelta(seconds=61)
"""Platforms count a group's messages per minute (Bot API FAQ, broadcasting); a second more for the clocks."""

GONE_KEPT = 60

LOOKED_AT = 64
"""Slots looked at beyond those that are too many, when one is let go."""


class Slot:
    """A lane's document as known here.

    It may be stale: the compare-and-set finds that out, and nothing else relies on it. ``unsure`` means that receipts
    must be read before any entry of the outbox is sent; ``stale`` that the document must be read.
    """

    def __init__(self, lane: Lane) -> None:
        self.lane = lane
        self.delivered: set[str] = set()
        self.unsure = bool(lane.outbox)
        self.stale = False
        self.touched: datetime | None = None
        self.gone: dict[str, Gone] = {gone.id: gone for gone in lane.gone}

    def replace(self, lane: Lane, *, read: bool = False) -> None:
        """Take a newer document; forget deliveries of entries that it no longer holds.

        ``read``: it comes from the store, so somebody else may have delivered some of its entries.
        """
        self.lane = lane
        self.stale = False
        self.delivered &= {entry.id for entry in lane.outbox}
        self.gone.update({gone.id: gone for gone in lane.gone})
        self.unsure = (self.unsure or read) and bool(lane.outbox)

    def pruned(self) -> Lane:
        """Give the document without the entries that were delivered."""
        outbox = tuple(entry for entry in self.lane.outbox if entry.id not in self.delivered)
        return msgspec.structs.replace(self.lane, outbox=outbox)

    def remembering(self, lane: Lane, now: datetime) -> Lane:
        """Give a document to commit with what its group got in the last minute; other lanes as they are."""
        if not lane.id.startswith("group:"):
            return lane
        kept = sorted((one for one in self.gone.values() if one.at > now - RATE_MINUTE), key=lambda one: one.at)
        self.gone = {one.id: one for one in kept[-GONE_KEPT:]}
        return msgspec.structs.replace(lane, gone=tuple(self.gone.values()))

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
            slot.replace(lane, read=True)
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
