"""Read from a ticket's journal how it stood at a moment: the same lines give the same answer, whenever it is asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final, cast, get_args

import msgspec
from msgspec import structs

from core.ticket.lifecycle import FACTS
from core.ticket.outcome import COMPLAINT, Outcome, ended_as
from core.ticket.undoing import UNDOABLE
from core.vocabulary.effects import Record
from core.vocabulary.ticket import TicketStatus

_STATUSES: Final = frozenset(get_args(TicketStatus))
_PAUSED: Final[frozenset[TicketStatus]] = frozenset(("menunggu_pelapor", "ditunda"))
_ANSWERED: Final[TicketStatus] = "ditindaklanjuti"
_VERIFICATION_AGAIN: Final = frozenset(("bukan_wewenang", "disputed", "buka_kembali"))
"""What leads back to verification takes the ticket from its unit."""
_OF_AN_ACT: Final = (
    "status", "unit", "units", "verified_at", "assigned_at", "answered_at", "in_time", "closed_at", "returned",
    "paused_at", "waiting", "on_hold",
)  # fmt: skip
"""What goes back when an act is taken back; what happened meanwhile and was no part of it stays."""


class Past(msgspec.Struct, frozen=True, omit_defaults=True):
    """A ticket as its journal tells it up to a moment; moments are UTC, counts are of all that time.

    ``units`` are those that had it, in order, ``unit`` is who has it. ``answered_at`` is the last answer that called
    it done, ``in_time`` whether that kept its limit; ``closed_at`` when it ended, None while it is open. ``waiting``
    is how long the citizen was waited for, ``on_hold`` how long it was held back. ``national`` is its number at the
    national service.
    """

    number: str
    opened_at: datetime
    filed_at: datetime
    category: str
    classification: str
    channel: str
    kelurahan: str
    status: TicketStatus = "baru"
    unit: str = ""
    units: tuple[str, ...] = ()
    verified_at: datetime | None = None
    assigned_at: datetime | None = None
    claimed_at: datetime | None = None
    answered_at: datetime | None = None
    in_time: bool | None = None
    fixed_at: datetime | None = None
    closed_at: datetime | None = None
    missed: int = 0
    disputed: int = 0
    returned: int = 0
    reopened: int = 0
    reminded: int = 0
    rating: int = 0
    paused_at: datetime | None = None
    waiting: timedelta = timedelta()
    on_hold: timedelta = timedelta()
    national: str = ""

    @property
    def outcome(self) -> Outcome:
        """Give how it has ended as far as was known then; empty while it was open."""
        return ended_as(self.status, self.classification)

    @property
    def ended(self) -> bool:
        """Tell whether nothing ran any more."""
        return FACTS[self.status].clock == "stopped"


def past_of(records: Iterable[Record], until: datetime) -> Past | None:
    """Read a ticket's lines, in their order, up to a moment (not including it); None when it had not begun."""
    past: Past | None = None
    kept: Past | None = None
    for record in records:
        if record.at >= until:
            break
        if record.what == "opened":
            past = _opened(record)
        elif past is None:
            continue
        elif record.what == "urungkan":
            past, kept = _taken_back(past, kept), None
        else:
            kept = past if record.what in UNDOABLE else kept
            past = _after(past, record)
    return past


def paused_until(past: Past, until: datetime) -> Past:
    """Count the pause that still lasts at a moment, too."""
    return _pause_over(past, until) if past.paused_at is not None else past


def _opened(record: Record) -> Past:
    said = record.details
    return Past(
        record.subject,
        record.at,
        datetime.fromisoformat(said["filed_at"]) if "filed_at" in said else record.at,
        said.get("category", ""),
        said.get("classification", ""),
        said.get("channel", ""),
        said.get("kelurahan", ""),
    )


def _taken_back(past: Past, kept: Past | None) -> Past:
    if kept is None:
        return past
    return structs.replace(past, **{name: getattr(kept, name) for name in _OF_AN_ACT})


def _after(past: Past, record: Record) -> Past:
    changes: dict[str, Any] = _counted(past, record)
    for name in ("category", "kelurahan"):
        if name in record.details:
            changes[name] = record.details[name]
    if record.what == "disposisi":
        unit = record.details["unit"]
        changes |= {"unit": unit, "units": (*past.units, unit), "assigned_at": past.assigned_at or record.at}
    elif record.status == "terverifikasi" and record.what in _VERIFICATION_AGAIN:
        changes["unit"] = ""
    if record.status != past.status and record.status in _STATUSES:
        moved = _pause_over(past, record.at) if past.paused_at is not None else past
        changes |= _moved(moved, record) | {"waiting": moved.waiting, "on_hold": moved.on_hold}
    return structs.replace(past, **changes) if changes else past


def _counted(past: Past, record: Record) -> dict[str, Any]:
    match record.what:
        case "late":
            return {"missed": past.missed + 1}
        case "disputed":
            return {"disputed": past.disputed + 1}
        case "reminded":
            return {"reminded": past.reminded + 1}
        case "buka_kembali":
            return {"reopened": past.reopened + 1, "rating": 0}
        case "bukan_wewenang" if record.status == "terverifikasi":
            return {"returned": past.returned + 1}
        case "rated":
            return {"rating": int(record.details.get("rating", "0"))}
        case "verifikasi":
            return {"verified_at": past.verified_at or record.at}
        case "national":
            return {"national": record.details.get("national", "")}
        case "ambil":
            return {"claimed_at": past.claimed_at or record.at}
        case "confirmed" if past.classification == COMPLAINT:
            return {"fixed_at": record.at}
        case _:
            return {}


def _moved(past: Past, record: Record) -> dict[str, Any]:
    """Give what follows from another status."""
    to = cast("TicketStatus", record.status)
    changes: dict[str, Any] = {"status": to, "paused_at": record.at if to in _PAUSED else None}
    if to == _ANSWERED:
        due = record.details.get("due")
        stood = past.paused_at or record.at
        changes |= {"answered_at": record.at, "in_time": due is None or stood <= datetime.fromisoformat(due)}
    if FACTS[to].clock == "stopped":
        changes["closed_at"] = past.closed_at or record.at
    else:
        changes["closed_at"] = None
    if past.fixed_at is not None and to != "selesai":
        changes["fixed_at"] = None
    return changes


def _pause_over(past: Past, at: datetime) -> Past:
    if past.paused_at is None:
        return past
    span = max(timedelta(), at - past.paused_at)
    if past.status == "menunggu_pelapor":
        return structs.replace(past, waiting=past.waiting + span)
    return structs.replace(past, on_hold=past.on_hold + span)
