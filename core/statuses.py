"""What the platform says later of a message that it took: forward only, and what a late refusal leads to."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from core.events import Event, Status, Undelivered
from core.ports import Entry, Lane, Receipt

KEPT = 20
"""Messages per lane whose progress is remembered: statuses older than that many messages are of no use."""

RANK = {"": 0, "sent": 1, "failed": 2, "delivered": 3, "read": 4}
"""States only rise; a failure counts only while the message was not delivered (Cloud API webhooks, statuses)."""


def take_status(
    lane: Lane, event: Event, status: Status, receipts: Mapping[str, Receipt], now: datetime
) -> tuple[Lane, Undelivered | None]:
    """Note a status; give the document and, for a failure that counts, what the step is to be told.

    A message refused because its window is closed is held like one refused at once; a passing failure is sent again.
    """
    name = status.entry_id or status.message_id
    known = dict(lane.progress)
    if RANK[status.state] <= RANK.get(known.get(name, ""), 0):
        return lane, None
    known.pop(name, None)
    lane = msgspec.structs.replace(lane, progress=(*known.items(), (name, status.state))[-KEPT:])
    if status.state != "failed":
        return lane, None
    receipt = receipts.get(status.entry_id)
    again = Entry(f"{event.id}:again", receipt.message, now) if receipt and receipt.message else None
    ref = receipt.ref if receipt else ""
    if status.reason == "retry" and again is not None:
        return msgspec.structs.replace(lane, outbox=(*lane.outbox, again)), None
    if status.reason == "window" and again is not None:
        lane = msgspec.structs.replace(lane, held=(*lane.held, again))
        return lane, Undelivered(status.entry_id, ref, "window", status.error)
    reason = "unreachable" if status.reason in ("unreachable", "window") else "rejected"
    return lane, Undelivered(status.entry_id, ref, reason, status.error)  # type: ignore[arg-type]
