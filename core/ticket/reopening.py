"""Put a ticket before others, and bring one back that had ended."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from msgspec import structs

from core.ticket.acting import changed, noted
from core.ticket.casebook import CaseBook
from core.ticket.change import Change, Refused
from core.ticket.state import FOLLOW_UP, VERIFICATION, TicketState, with_unit
from core.vocabulary.officials import Act
from core.vocabulary.ticket import TicketStatus

HIGH: Final = "tinggi"
NORMAL: Final = "biasa"
LEVELS: Final = (HIGH, NORMAL)
"""What the choice of an act of priority may be: a ticket goes before others, or in its turn again."""


def prioritise(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    """Put a ticket before others, or in its turn again, with a reason."""
    if act.choice not in LEVELS:
        raise Refused("stale")
    high = act.choice == HIGH
    if ticket.priority == high:
        raise Refused("same_priority" if high else "no_priority")
    changed_ticket = structs.replace(ticket, priority=high, menu="", menu_by=None)
    key = "priority" if high else "priority_over"
    return changed(book, noted(book, changed_ticket, key, act), act, details={"priority": act.choice})


def reopen(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    """Bring an ended ticket back: to its unit where an answer had ended it, else to the coordinator's desk."""
    before = ticket.status
    moved = structs.replace(book.move(ticket, to, now), duplicate_of="", rating=0)
    if to == "terverifikasi":
        moved = with_unit(moved, "")
    moved = book.count(moved, VERIFICATION if to == "terverifikasi" else FOLLOW_UP, now)
    moved = noted(book, moved, "reopened", act)
    return changed(book, moved, act, "reopened_by_city", details={"before": before})
