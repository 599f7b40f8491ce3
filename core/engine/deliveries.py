"""The lines of delivery logs: receipts carry those of what was sent, and traces those of what happened besides."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

import msgspec

from core.engine.followed import about_of
from core.engine.outbox import Bundle
from core.engine.window import is_alone, is_stand_in
from core.vocabulary.deliveries import Course, CourseReason, DeliveryLine
from core.vocabulary.effects import Delete, Edit, Effect, Trace
from core.vocabulary.lanes import Entry, Lane, Receipt

_ORDER: Final[tuple[Course, ...]] = ("skipped", "held", "sent", "failed", "delivered", "read")
"""In which order things happen to a message, where they did in the same millisecond."""
LINES_MOST = 300
"""More lines than this tell nobody anything."""


def lines_of(
    lane: Lane, bundle: Bundle, now: datetime, course: Course, reason: CourseReason, *, ref: str
) -> list[Receipt]:
    """Make the receipts of a bundle's entries, each with what came of its message."""
    found = []
    for place, entry in enumerate(bundle.entries):
        about = about_of(entry.effect)
        own = (course, reason) if course != "sent" else _sent(bundle, place, entry.effect, reason)
        line = Receipt(entry.id, lane.id, now, ref=ref)
        if about:
            line = msgspec.structs.replace(line, about=about, course=own[0], reason=own[1], channel=lane.channel)
        found.append(line)
    return found


def _sent(bundle: Bundle, place: int, effect: Effect, reason: CourseReason) -> tuple[Course, CourseReason]:
    """Tell what became of one entry of a bundle that went out: of several there is the first, or the newest."""
    last = place == len(bundle.entries) - 1
    if isinstance(bundle.effect, Delete):
        return ("sent", reason) if last else ("skipped", "taken_away")
    if is_stand_in(effect):
        return ("sent", "template")
    if isinstance(bundle.effect, Edit):
        return ("sent", reason) if last else ("skipped", "superseded")
    if is_alone(effect):
        return ("sent", "typed")
    return ("sent", reason if place == 0 else "joined")


def traced(entry: Entry, lane: Lane) -> Receipt:
    """Make the line that a trace asks for; it proves as well that it was written."""
    trace = entry.effect
    assert isinstance(trace, Trace)
    return Receipt(
        entry.id,
        lane.id,
        entry.since,
        about=trace.about,
        course=trace.course,
        reason=trace.reason,
        channel=lane.channel,
        entry=trace.entry,
    )


def log_of(receipts: Iterable[Receipt], number: str) -> list[DeliveryLine]:
    """Give the newest lines of a ticket's delivery log, oldest first and without the chats."""
    ordered = sorted(receipts, key=lambda one: (one.at, _ORDER.index(one.course), one.id))
    return [line for receipt in ordered for line in _lines(receipt, number)][-LINES_MOST:]


def _lines(receipt: Receipt, number: str) -> Iterator[DeliveryLine]:
    for about in receipt.about:
        if about.number == number:
            entry = receipt.entry or receipt.id
            yield DeliveryLine(receipt.at, about.what, receipt.course, receipt.reason, receipt.channel, entry)
