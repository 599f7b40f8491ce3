"""Who may send for a lane: a lease in its document, which covers what stood in the outbox when it was written. Pure."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from datetime import datetime

import msgspec

from core.engine.outbox import is_delivery
from core.vocabulary.lanes import Entry, Lane, Lease


def may_take_over(
    lane: Lane, worker: str, now: datetime, receipts: AbstractSet[str], is_dead: Callable[[str], bool]
) -> bool:
    """Tell whether ``worker`` may become the lane's sender with its next commit.

    A lease of somebody else stands until it expires, unless its worker is known to be dead or every entry it covers
    has a receipt: then the holder has nothing left that it may send, because it sends only what its lease covers.
    """
    lease = lane.sending
    if lease is None or lease.worker == worker or lease.until <= now or is_dead(lease.worker):
        return True
    for entry in lane.outbox:
        if is_delivery(entry) and entry.id not in receipts:
            return False
        if entry.id == lease.covers:
            return True
    return True


def with_lease(lane: Lane, worker: str, until: datetime) -> Lane:
    """Give the document with ``worker`` as the sender of everything now in its outbox."""
    if not lane.outbox:
        return msgspec.structs.replace(lane, sending=None)
    return msgspec.structs.replace(lane, sending=Lease(worker, until, lane.outbox[-1].id))


def covered(lane: Lane, worker: str) -> tuple[Entry, ...]:
    """Give the entries that ``worker`` may send: those that its lease covers. Empty without a lease."""
    if lane.sending is None or lane.sending.worker != worker:
        return ()
    entries: list[Entry] = []
    for entry in lane.outbox:
        entries.append(entry)
        if entry.id == lane.sending.covers:
            break
    return tuple(entries)


def is_fully_covered(lane: Lane, worker: str) -> bool:
    """Tell whether the worker's lease covers everything in the outbox."""
    return len(covered(lane, worker)) == len(lane.outbox)
