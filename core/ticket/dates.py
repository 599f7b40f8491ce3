"""Tell the officials of a ticket's date: what it is made of, and that it moved."""

from __future__ import annotations

from datetime import datetime

from msgspec import structs

from core.city.dates import LOCALE, long_date
from core.city.explaining import explain
from core.ticket.casebook import CaseBook
from core.ticket.change import SYSTEM, Change
from core.ticket.counting import reckon, recounted
from core.ticket.state import TicketState, with_note
from core.vocabulary.dates import Recount


def explained(book: CaseBook, ticket: TicketState) -> str:
    """Explain the date of a ticket to an official who looks at it; empty where it has none."""
    language = book.city.group_language
    if ticket.paused_since is not None:
        return book.texts.say("dates.explain.paused", language)
    due, made_of = ticket.silence_due or ticket.due_at, reckon(book.calendar, ticket)
    if due is None or made_of is None:
        return ""
    how = explain(book.texts, language, made_of, "officials")
    return book.texts.say("dates.explain.due", language, day=_day(book, due), how=how)


def calendar_changed(book: CaseBook, ticket: TicketState, command: Recount, now: datetime) -> Change | None:
    """Count again; the card says that the date moved, and the citizen is told by an alarm, when people are awake.

    A second count by the same calendar finds the same date, and changes nothing.
    """
    after = recounted(book.calendar, ticket, now)
    if after is ticket:
        return None
    if ticket.paused_since is not None:  # there is no date to be seen: the next one is told with the end of the pause
        after = structs.replace(after, promised=None, recounted_at=None)
    old, new = ticket.silence_due or ticket.due_at, after.silence_due or after.due_at
    told = {"before": _day(book, old), "day": _day(book, new)}
    details = {"calendar": command.calendar, "before": _iso(old), "due": _iso(new)}
    noted = with_note(after, book.say("note.date_moved", f"{told['before']} → {told['day']}", **told))
    return Change(noted, "recounted", SYSTEM, details=details)


def _day(book: CaseBook, moment: datetime | None) -> str:
    locale = book.texts.say(LOCALE, book.city.group_language)
    return "" if moment is None else long_date(book.calendar.local_day(moment), locale)


def _iso(moment: datetime | None) -> str:
    return "" if moment is None else moment.isoformat()
