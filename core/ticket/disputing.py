"""What follows when the citizen says that it is not fixed: twice back to who held it, then to the coordinator."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from msgspec import structs

from core.ticket.casebook import CaseBook
from core.ticket.change import REPORTER, Change
from core.ticket.lifecycle import FACTS, NotAllowed, next_status
from core.ticket.reporter import said_in_thread, told_refusal, with_update
from core.ticket.state import FOLLOW_UP, VERIFICATION, TicketState, with_note, with_unit
from core.vocabulary.citizen import Disputed, Update

_DAY: Final = timedelta(days=1)


def disputed(book: CaseBook, ticket: TicketState, command: Disputed, now: datetime) -> Change | None:
    """Reopen a ticket that is not fixed, before others; where that is not possible the words are passed on.

    Who disputes too late is told so: it becomes a new report, which names this one.
    """
    if ticket.status == "disanggah":
        return told_refusal(book, ticket, "dispute_refused", command.text, command.evidence, None)
    try:
        again = ticket.disputes >= book.limits(ticket).disputes_before_coordinator
        to = next_status(ticket.status, "disputed_again" if again else "disputed")
    except NotAllowed:
        refusal = Update(ticket.number, "refused", ticket.status)
        return told_refusal(book, ticket, "dispute_refused", command.text, command.evidence, refusal)
    if not may_dispute(book, ticket, now):
        late = Update(ticket.number, "dispute_late", ticket.status, text=command.text, evidence=command.evidence)
        return Change(ticket, "dispute_late", REPORTER, update=book.update(ticket, late), show=False)
    moved = structs.replace(book.move(ticket, to, now), disputes=ticket.disputes + 1, priority=True, rating=0)
    if again:
        moved = with_note(with_unit(moved, ""), _whole_path(book, moved))
    moved = book.count(moved, VERIFICATION if again else FOLLOW_UP, now)
    change = said_in_thread(book, moved, "dispute", command.text, command.evidence, None)
    told = Update(
        moved.number, "reopened_above" if again else "reopened", moved.status, path=moved.path if again else ()
    )
    change = replace(change, cause="disputed_again" if again else "")
    return with_update(book, change, told, show=True)


def may_dispute(book: CaseBook, ticket: TicketState, now: datetime) -> bool:
    """Tell whether an answer can be disputed still: while it waits for the citizen, and some days after the end."""
    if FACTS[ticket.status].clock != "stopped" or ticket.closed_at is None:
        return True
    last = book.calendar.local_day(ticket.closed_at) + book.limits(ticket).dispute_days * _DAY
    return book.calendar.local_day(now) <= last


def _whole_path(book: CaseBook, ticket: TicketState) -> str:
    """Say how often it was disputed and which way it went, for the coordinator who decides now."""
    way = book.city.tree.way(ticket.path)
    count = str(ticket.disputes)
    return book.say("note.disputed_again", f"{count} ×: {way}", count=count, path=way)
