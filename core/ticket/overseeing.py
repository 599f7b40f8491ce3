"""Somebody from outside looks at a ticket: a line in its journal, and nothing else changes."""

from __future__ import annotations

from datetime import datetime

from core.ticket.casebook import CaseBook
from core.ticket.change import Change
from core.ticket.state import TicketState
from core.vocabulary.accounts import LookedAt

LOOKED = "lihat"
"""As an official's look is called: whoever asks who looked hears of both."""


def looked_at(book: CaseBook, ticket: TicketState, command: LookedAt, now: datetime) -> Change:
    """Write down which office looked, and by which account."""
    return Change(ticket, LOOKED, f"account:{command.account}", details={"office": command.office}, show=False)
