"""Tell systems of the city of a ticket's change: what anybody may know of it, and only where that is another now."""

from __future__ import annotations

from datetime import datetime

from core.ticket.casebook import CaseBook
from core.ticket.change import Change
from core.ticket.lifecycle import FACTS
from core.ticket.outcome import outcome_of
from core.ticket.secrecy import hides_contents
from core.ticket.state import TicketState
from core.ticket.tallying import place_of
from core.vocabulary.effects import Effect, Tell
from core.vocabulary.hooks import HookEvent, Standing, TicketNews
from core.vocabulary.lane_names import hook_lane


def hooked(
    book: CaseBook, before: TicketState | None, after: TicketState, change: Change, now: datetime
) -> tuple[Effect, ...]:
    """Tell every subscriber that a ticket was opened, changed or closed; nothing of what changes nothing they see."""
    if not book.subscribers or (before is not None and standing_of(book, before) == standing_of(book, after)):
        return ()
    ended = _ended(after) and not (before is not None and _ended(before))
    event: HookEvent = "opened" if before is None else "closed" if ended else "changed"
    news = news_of(book, after, event, now)
    return tuple(Tell(hook_lane(name), news) for name in book.subscribers)


def news_of(book: CaseBook, ticket: TicketState, event: HookEvent, at: datetime, *, again: bool = False) -> TicketNews:
    """Say how a ticket stands."""
    return TicketNews(
        event, ticket.number, ticket.history_count, at, ticket.opened_at, standing_of(book, ticket), again
    )


def standing_of(book: CaseBook, ticket: TicketState) -> Standing:
    """Name one by one what leaves the house: a new field of a ticket stays inside until it is added here."""
    report, closed = ticket.report, hides_contents(ticket)
    if closed:
        return Standing(ticket.status, ticket.unit, True, closed_at=ticket.closed_at)
    return Standing(
        ticket.status,
        ticket.unit,
        category=report.category,
        classification=report.classification,
        kelurahan=place_of(book, ticket),
        outcome=outcome_of(ticket),
        late=ticket.late,
        due_at=ticket.due_at,
        closed_at=ticket.closed_at,
        duplicate_of=ticket.duplicate_of,
        national=ticket.national,
    )


def _ended(ticket: TicketState) -> bool:
    return FACTS[ticket.status].clock == "stopped"
