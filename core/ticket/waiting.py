"""Time in which something is waited for: the citizen's word, the end of a hold or an offer, news of a new date."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from msgspec import structs

from core.ticket.alarm import Alarm
from core.ticket.casebook import CaseBook
from core.ticket.change import SYSTEM, Change
from core.ticket.counting import end_of, share_of
from core.ticket.deadlines import remind
from core.ticket.lifecycle import FACTS, next_status
from core.ticket.state import Limit, TicketState
from core.vocabulary.citizen import Update
from core.vocabulary.officials import Relay

_HALF: Final = 50

# --- the citizen's silence -------------------------------------------------------------------------------------


def silence_due(book: CaseBook, ticket: TicketState) -> datetime | None:
    """Give when the citizen's silence is over; None while nothing reaches the citizen.

    Who was never told is not silent: the time begins anew when the news arrives (`reporter.reach`).
    """
    return None if ticket.unreached else ticket.silence_due


def lapsed(book: CaseBook, ticket: TicketState, now: datetime) -> Change:
    """Close a ticket whose citizen stayed silent: stored as silence."""
    moved = book.move(ticket, next_status(ticket.status, "silence"), now)
    update = book.update(moved, Update(moved.number, "lapsed", moved.status))
    relay = Relay(moved.number, book.desk_key(moved), "lapsed")
    return Change(moved, "silence", SYSTEM, update=update, relays=(relay,))


# --- an open question ------------------------------------------------------------------------------------------


def _answer_limit(book: CaseBook, ticket: TicketState) -> Limit:
    return Limit(book.limits(ticket).citizen_answer_days)


def ask_again_due(book: CaseBook, ticket: TicketState) -> datetime | None:
    """Give when the citizen is reminded of an open question; None for who never got it."""
    if ticket.asked_at is None or ticket.unreached:
        return None
    return share_of(book.calendar, ticket.asked_at, _answer_limit(book, ticket), _HALF)


def ask_again(book: CaseBook, ticket: TicketState, now: datetime) -> Change:
    """Remind the citizen of the question, this once."""
    update = book.update(ticket, Update(ticket.number, "asked_again", ticket.status))
    return Change(ticket, "asked_again", SYSTEM, update=update, show=False)


def unanswered_due(book: CaseBook, ticket: TicketState) -> datetime | None:
    """Give when an open question has waited long enough, also for somebody whom it did not reach."""
    if ticket.asked_at is None:
        return None
    return end_of(book.calendar, ticket.asked_at, _answer_limit(book, ticket))


def question_asked(book: CaseBook, ticket: TicketState) -> datetime | None:
    """Give when the open question was asked."""
    return ticket.asked_at


def unanswered(book: CaseBook, ticket: TicketState, now: datetime) -> Change:
    """Let the limit run again without an answer, and leave it to the official what follows from that."""
    moved = book.move(ticket, next_status(ticket.status, "unanswered"), now)
    update = book.update(moved, Update(moved.number, "unanswered", moved.status))
    return Change(moved, "unanswered", SYSTEM, update=update, reminders=(remind(book, moved, "unanswered"),))


# --- a hold, and an offer --------------------------------------------------------------------------------------


def hold_due(book: CaseBook, ticket: TicketState) -> datetime | None:
    """Give when a hold is over."""
    return ticket.held_until


def hold_over(book: CaseBook, ticket: TicketState, now: datetime) -> Change:
    """Bring a ticket back that was held until now."""
    moved = book.move(ticket, next_status(ticket.status, "hold_over", ticket.before), now)
    update = book.update(moved, Update(moved.number, "resumed", moved.status))
    return Change(moved, "hold_over", SYSTEM, update=update, reminders=(remind(book, moved, "resumed"),))


def offer_due(book: CaseBook, ticket: TicketState) -> datetime | None:
    """Give when an offer to a colleague lapses."""
    return ticket.offered_until if ticket.offered is not None else None


def offer_lapsed(book: CaseBook, ticket: TicketState, now: datetime) -> Change:
    """Take an offer back that nobody took up: the ticket stays where it is."""
    other = ticket.offered.name if ticket.offered is not None else ""
    kept = structs.replace(ticket, offered=None, offered_until=None)
    call = remind(book, kept, "offer", other=other)
    return Change(kept, "offer_lapsed", SYSTEM, details={"other": other}, reminders=(call,))


# --- a date that moved -----------------------------------------------------------------------------------------


def news_due(book: CaseBook, ticket: TicketState) -> datetime | None:
    """Give when the citizen hears that the date is another one by a new calendar."""
    return None if ticket.promised is None else ticket.recounted_at


def tell_new_date(book: CaseBook, ticket: TicketState, now: datetime) -> Change:
    """Tell the citizen the new date, and which one it was."""
    told = structs.replace(ticket, promised=None, recounted_at=None)
    shown = FACTS[told.status].clock in ("runs", "silence") and ticket.promised is not None
    update = book.update(told, Update(told.number, "moved", told.status, before=ticket.promised)) if shown else None
    return Change(told, "date_told", SYSTEM, update=update, show=False)


WAITING: Final[tuple[Alarm, ...]] = (
    Alarm(
        "silence", "silence", silence_due, lapsed, "the citizen's time to confirm is over: closed, stored as silence"
    ),
    Alarm(
        "ask_again",
        "paused",
        ask_again_due,
        ask_again,
        "half of the time for an answer is gone: the citizen is reminded of the question",
        about=question_asked,
        loud=True,
        moot=unanswered_due,
    ),
    Alarm(
        "unanswered",
        "paused",
        unanswered_due,
        unanswered,
        "the time for an answer is over: the limit runs again, and the official decides",
        about=question_asked,
        loud=True,
    ),
    Alarm(
        "hold",
        "paused",
        hold_due,
        hold_over,
        "a hold is over: the status before comes back",
        loud=True,
        cause="hold_over",
    ),
    Alarm("offer", None, offer_due, offer_lapsed, "an offer was not taken up: the holder keeps the ticket", loud=True),
    Alarm(
        "new_date",
        None,
        news_due,
        tell_new_date,
        "the calendar moved the date: the citizen is told",
        loud=True,
        cause="date_told",
    ),
)
