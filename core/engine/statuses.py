"""What the platform says later of a message that it took: forward only, and what a late refusal leads to."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from core.engine.followed import followed, with_status
from core.engine.window import closed_by_platform, is_stand_in, kept
from core.vocabulary.deliveries import Course
from core.vocabulary.events import Event, Status
from core.vocabulary.lanes import Entry, Lane, Receipt
from core.vocabulary.results import Delivered, Undelivered

KEPT = 20
"""Messages per lane whose progress is remembered: statuses older than that many messages are of no use."""

RANK = {"": 0, "sent": 0, "failed": 1, "delivered": 2, "read": 2}
"""States only rise; a failure counts only while the message had not arrived (Cloud API webhooks, statuses).

That it was sent is known from the answer, and whether it was read changes nothing: neither costs a write.
"""
FOLLOWED_RANK = {**RANK, "read": 3}
"""Of news of a ticket it is written down also that it was read."""

AGAIN_MOST = 3
"""Times that a message which the platform took and then failed is sent again by itself."""


def take_status(
    lane: Lane, event: Event, status: Status, receipts: Mapping[str, Receipt], now: datetime
) -> tuple[Lane, Undelivered | Delivered | None]:
    """Note a status; give the document (the very same one when nothing changes) and what the step is to be told.

    A message refused because its window is closed goes the way of one refused at once; after a passing failure it is
    sent again, and after too many of them held for the person's next message.
    """
    name = status.entry_id or status.message_id
    known = dict(lane.progress)
    rank = FOLLOWED_RANK if followed(lane, status.entry_id) else RANK
    if rank[status.state] <= rank.get(known.get(name, ""), 0):
        return lane, None
    arrived_before = known.pop(name, "") in ("delivered", "read")
    before = lane
    lane = msgspec.structs.replace(lane, progress=(*known.items(), (name, status.state))[-KEPT:])
    if status.state in ("delivered", "read"):
        lane = with_status(lane, event.id, status, status.state, "", now)
        return lane, None if arrived_before else Delivered(status.entry_id)
    if status.state != "failed":
        return lane, None
    receipt = receipts.get(status.entry_id)
    if receipt and receipt.message_ids and status.message_id not in receipt.message_ids:
        return before, None  # of an earlier try whose answer was lost: another message stands for the entry
    after, lost = _failed(lane, status, receipt, now)
    if lost is None:  # it is tried again
        return after, None
    about = receipt.about if receipt is not None else ()
    course: Course = "held" if lost.reason == "window" else "failed"
    return with_status(after, event.id, status, course, lost.reason, now, about), lost


def _failed(lane: Lane, status: Status, receipt: Receipt | None, now: datetime) -> tuple[Lane, Undelivered | None]:
    message = receipt.message if receipt else None
    ref = receipt.ref if receipt else ""
    if receipt is None or message is None:
        return lane, Undelivered(status.entry_id, ref, _reason(status), status.error)  # type: ignore[arg-type]
    root, _, tries = status.entry_id.partition(":again:")
    again = Entry(f"{root}:again:{int(tries or 0) + 1}", message, now)
    if status.reason in ("retry", "down", "window") and int(tries or 0) < AGAIN_MOST:
        if status.reason == "window" and (lane.heard_at is None or lane.heard_at <= receipt.at):
            lane = closed_by_platform(lane)
        return msgspec.structs.replace(lane, outbox=(*lane.outbox, again)), None
    if is_stand_in(message) and status.reason != "unreachable":  # the words are held already
        lane = msgspec.structs.replace(lane, prompted_at=None)
        return lane, Undelivered(status.entry_id, ref, "window", status.error)
    if status.reason in ("retry", "down", "window"):
        lane = msgspec.structs.replace(lane, held=kept(lane, (again,)))
        return lane, Undelivered(status.entry_id, ref, "window", status.error)
    return lane, Undelivered(status.entry_id, ref, _reason(status), status.error)  # type: ignore[arg-type]


def _reason(status: Status) -> str:
    return "unreachable" if status.reason in ("unreachable", "window") else "rejected"
