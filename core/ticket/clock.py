"""What time itself does to a ticket: silence that ends, and limits that pass."""

from __future__ import annotations

from datetime import datetime

from msgspec import structs

from core.ticket.casebook import CaseBook
from core.ticket.change import SYSTEM, Change
from core.ticket.lifecycle import FACTS, next_status
from core.ticket.state import TicketState
from core.vocabulary.citizen import Update
from core.vocabulary.officials import Relay


def silence_ends(ticket: TicketState) -> datetime | None:
    """Give when the citizen's silence is over; None while none is counted, or while nothing reaches the citizen.

    Who was never told is not silent: the time begins anew when the news arrives (`reporter.reach`).
    """
    if FACTS[ticket.status].clock != "silence" or ticket.unreached:
        return None
    return ticket.silence_due


def limit_ends(ticket: TicketState) -> datetime | None:
    """Give when the limit that runs now passes; None while none runs, or when it has passed and is shown already."""
    running = FACTS[ticket.status].clock == "runs" and ticket.paused_since is None
    return ticket.due_at if running and not ticket.late else None


def lapsed(book: CaseBook, ticket: TicketState, now: datetime) -> Change:
    """Close a ticket whose citizen stayed silent: stored as silence."""
    moved = book.move(ticket, next_status(ticket.status, "silence"), now)
    update = book.update(moved, Update(moved.number, "lapsed", moved.status))
    relay = Relay(moved.number, book.topic(moved), "lapsed")
    return Change(moved, "silence", SYSTEM, update=update, relays=(relay,))


def overdue(book: CaseBook, ticket: TicketState, now: datetime) -> Change:
    """Show the card of a ticket whose limit has passed as late, once per limit."""
    details = {"kind": ticket.due_kind, **({"due": ticket.due_at.isoformat()} if ticket.due_at else {})}
    return Change(structs.replace(ticket, late=True), "late", SYSTEM, details=details)
