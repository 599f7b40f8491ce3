"""What a lane does for delivery logs besides its receipts: lines of what is held, and of what a platform says later."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from core.vocabulary.deliveries import About, Course, CourseReason
from core.vocabulary.effects import Delete, Edit, Effect, Send, Trace
from core.vocabulary.events import Status
from core.vocabulary.lanes import Entry, Followed, Lane

FOLLOWED_KEPT = 20
"""Messages per lane whose later statuses are written down: as many as have their progress remembered."""


def about_of(effect: Effect) -> tuple[About, ...]:
    """Give the tickets that a message, or what is done to one, is about."""
    if isinstance(effect, Edit):
        return effect.to.about
    if isinstance(effect, Delete):
        return effect.instead.about
    return effect.about if isinstance(effect, Send | Trace) else ()


def held_lines(entries: Sequence[Entry], now: datetime) -> tuple[Entry, ...]:
    """Give the traces of messages that are held, in the same document in which they are."""
    return tuple(
        Entry(f"{entry.id}:held:line", Trace(about, "held", "window", entry.id), now)
        for entry in entries
        if (about := about_of(entry.effect))
    )


def taken_back_lines(entries: Sequence[Entry], now: datetime) -> tuple[Entry, ...]:
    """Give the traces of messages that are taken back before they went out, because another contact tells it."""
    return tuple(
        Entry(f"{entry.id}:back:line", Trace(about, "skipped", "other_contact", entry.id), now)
        for entry in entries
        if (about := about_of(entry.effect))
    )


def following(lane: Lane) -> tuple[Followed, ...]:
    """Remember the messages that are on their way now and whose statuses will be lines of a log."""
    known = {one.id for one in lane.followed}
    fresh = tuple(
        Followed(entry.id, about)
        for entry in lane.outbox
        if entry.id not in known and isinstance(entry.effect, Send | Edit) and _is_news(about := about_of(entry.effect))
    )
    return (*lane.followed, *fresh)[-FOLLOWED_KEPT:] if fresh else lane.followed


def followed(lane: Lane, entry_id: str) -> tuple[About, ...]:
    """Give what a message is about whose statuses are lines of a log; nothing for any other."""
    return next((one.about for one in lane.followed if one.id == entry_id), ()) if entry_id else ()


def _is_news(about: tuple[About, ...]) -> bool:
    """Tell whether a message is news: who gets an answer to own words is there and reads it."""
    return any(not one.what.endswith(".answer") for one in about)


def with_status(
    lane: Lane,
    event_id: str,
    status: Status,
    course: Course,
    reason: CourseReason,
    now: datetime,
    known: tuple[About, ...] = (),
) -> Lane:
    """Have the line written of what a platform says later of a message; no line for what no log follows.

    ``known`` is what its receipt says that it is about.
    """
    about = known or followed(lane, status.entry_id)
    if not about:
        return lane
    line = Entry(f"{event_id}:line", Trace(about, course, reason, status.entry_id), now)
    return msgspec.structs.replace(lane, outbox=(*lane.outbox, line))
