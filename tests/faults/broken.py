"""Flaws that a durable bridge must not have, each built into a real one: the fault runs have to find them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence

from core.engine import outbox
from core.engine.ledger import Ledger
from core.engine.slots import Slot
from core.vocabulary.events import Event, Status
from core.vocabulary.lanes import Entry, Lane
from storage.mongo.inbox import Inbox
from storage.mongo.receipts import Receipts

_PENDING: set[asyncio.Task[frozenset[str]]] = set()


def acknowledge_before_writing() -> None:
    """Answer the platform first and store the events a little later."""
    accept = Inbox.accept

    async def too_early(self: Inbox, events: Sequence[Event]) -> frozenset[str]:
        async def later() -> frozenset[str]:
            await asyncio.sleep(0.03)
            return await accept(self, events)

        task = asyncio.get_running_loop().create_task(later())
        _PENDING.add(task)
        task.add_done_callback(_PENDING.discard)
        return frozenset(event.id for event in events)

    Inbox.accept = too_early  # type: ignore[method-assign]


def done_before_commit() -> None:
    """Mark a lane's events done before its document is written."""
    commit = Ledger.commit

    async def marked(self: Ledger, slot: Slot, lane: Lane) -> bool:
        new = [event_id for event_id in lane.seen if event_id not in slot.lane.seen]
        if new:
            self._store.done(new)
            await asyncio.sleep(0.12)  # the lazy batch is on the wire by now
        return await commit(self, slot, lane)

    Ledger.commit = marked  # type: ignore[method-assign]


def receipts_forgotten() -> None:
    """Never look which messages somebody else, or this process before a restart, has sent already."""

    async def none(self: Receipts, entry_ids: Sequence[str]) -> Mapping[str, object]:
        return {}

    Receipts.receipts = none  # type: ignore[method-assign, assignment]


def statuses_forgotten() -> None:
    """Acknowledge what the platform says of our messages without storing it."""
    accept = Inbox.accept

    async def without(self: Inbox, events: Sequence[Event]) -> frozenset[str]:
        kept = [event for event in events if not isinstance(event.body, Status)]
        return await accept(self, kept) | {event.id for event in events}

    Inbox.accept = without  # type: ignore[method-assign]


def joined_without_words() -> None:
    """Settle several messages by one bubble that says only the first."""
    whole = outbox._joined

    def first_only(queue: Sequence[Entry], *, paid: bool) -> outbox.Bundle:
        bundle = whole(queue, paid=paid)
        return outbox.Bundle(bundle.entries, queue[0].effect)  # type: ignore[arg-type]

    outbox._joined = first_only


FLAWS: Mapping[str, Callable[[], None]] = {
    "acknowledge before writing": acknowledge_before_writing,
    "done before commit": done_before_commit,
    "receipts forgotten": receipts_forgotten,
    "statuses forgotten": statuses_forgotten,
    "joined without words": joined_without_words,
}
