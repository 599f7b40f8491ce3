"""The date that officials see of a ticket: its limit, the citizen's time to confirm, or none while the clock rests."""

from __future__ import annotations

from datetime import datetime

from core.ticket.state import CONFIRMATION, PAUSED, TicketState


def shown_due(ticket: TicketState) -> tuple[datetime | None, str]:
    """Give the date and its kind; no date while it moves because the clock stands still."""
    stands = ticket.silence_due is not None and ticket.unreached
    if ticket.paused_since is not None or stands:
        return None, PAUSED
    if ticket.silence_due is not None:
        return ticket.silence_due, CONFIRMATION
    return ticket.due_at, ticket.due_kind
