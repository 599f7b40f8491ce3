"""When and where the photos of a complaint were taken, where their sender allows it: for the closing check alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import asin, cos, radians, sin, sqrt
from typing import Any, Final

from core.ticket.casebook import CaseBook
from core.ticket.change import Change
from core.ticket.lifecycle import FACTS
from core.ticket.state import TicketState, load
from core.vocabulary.effects import DropOrigins, Effect
from core.vocabulary.events import Event
from core.vocabulary.officials import Act
from core.vocabulary.report import Origin, Pin

SEEN_BEFORE: Final = timedelta(days=2)
"""A photo taken longer before the report than this does not say how things stood when it was written."""
_PHOTO_KINDS: Final = ("photo", "document")
EARTH_METRES: Final = 6_371_000


@dataclass(frozen=True, slots=True)
class Scene:
    """What is known of a complaint's time and place: what was seen ``since``, the pin, and where its photos were taken.

    ``since`` is when the newest photo of it was taken, else when it was filed.
    """

    since: datetime
    pin: Pin | None
    places: tuple[Pin, ...] = ()

    def metres_from(self, latitude: float, longitude: float) -> int | None:
        """Measure to the nearest place of the complaint; None where none is known."""
        places = self.places if self.pin is None else (self.pin, *self.places)
        return min((metres_between(place, latitude, longitude) for place in places), default=None)


def scene_of(ticket: TicketState, origins: Mapping[str, Origin]) -> Scene:
    """Put together what is known; with no origin it is the pin and the time of filing."""
    filed_at = ticket.report.filed_at or ticket.opened_at
    known = [origins[media] for media in _files(ticket) if media in origins]
    taken = [one.taken_at for one in known if one.taken_at and filed_at - SEEN_BEFORE <= one.taken_at <= filed_at]
    places = tuple(
        Pin(one.latitude, one.longitude) for one in known if one.latitude is not None and one.longitude is not None
    )
    return Scene(max(taken, default=filed_at), ticket.report.pin, places)


def metres_between(pin: Pin, latitude: float, longitude: float) -> int:
    """Measure along the earth's surface, as if it were a ball."""
    here, there = radians(pin.latitude), radians(latitude)
    half = sin((there - here) / 2) ** 2
    half += cos(here) * cos(there) * sin(radians(longitude - pin.longitude) / 2) ** 2
    return round(2 * EARTH_METRES * asin(sqrt(min(1.0, half))))


def files_compared(state: Any, event: Event) -> tuple[str, ...]:
    """Name the complaint's files, where an official closes with one that tells when or where it was taken."""
    act = event.body
    if not isinstance(act, Act) or act.action != "selesai" or not any(item.facts for item in act.evidence):
        return ()
    ticket = load(state)
    return _files(ticket) if ticket is not None else ()


def forgotten(ticket: TicketState | None) -> tuple[Effect, ...]:
    """Forget what is known of a ticket's photos."""
    files = _files(ticket) if ticket is not None else ()
    return (DropOrigins(files),) if files else ()


def forgotten_at_end(
    book: CaseBook, before: TicketState | None, after: TicketState, change: Change, now: datetime
) -> tuple[Effect, ...]:
    """Forget it when a ticket ends: nothing is closed any more that it could be compared with."""
    over = FACTS[after.status].final and before is not None and not FACTS[before.status].final
    return forgotten(after) if over else ()


def _files(ticket: TicketState) -> tuple[str, ...]:
    """Name the citizen's photos, also those that came later."""
    said = (ticket.report.evidence, *(one.evidence for one in ticket.spoken))
    return tuple(
        dict.fromkeys(item.media for files in said for item in files if item.media and item.kind in _PHOTO_KINDS)
    )
