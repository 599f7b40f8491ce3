"""The one order of a lane's events. Whoever sorts events sorts them by this."""

from collections.abc import Iterable
from datetime import datetime

from core.vocabulary.events import Event


def place_of(event: Event) -> tuple[datetime, int, datetime, str]:
    """Give an event's place in its lane: the platform's time, its own order within that, our time of storing, id.

    The invariant: it is total, for no two events have one id; it does not depend on the way by which events arrived,
    and it is the same in every process and in the database's own sort (``storage.mongo.documents.OLDEST_FIRST``).
    An event that is not stored yet counts as stored at the platform's time.
    """
    return event.at, event.order, event.received or event.at, event.id


def oldest_first(events: Iterable[Event]) -> list[Event]:
    """Sort events into the one order."""
    return sorted(events, key=place_of)
