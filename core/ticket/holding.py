"""Until when a ticket is held back: the day that the official's words name."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from core.city.dates import LOCALE, long_date
from core.reading.coming import ComingReader
from core.ticket.casebook import CaseBook
from core.ticket.change import Refused
from core.ticket.state import TicketState

RETURN_TIME: Final = time(8)
"""Local time at which a held ticket comes back: when people are at work."""
_SHORTEST_REASON: Final = 4
"""Letters that must be left beside the day: "sampai Senin" alone is no reason."""


def held_until(book: CaseBook, ticket: TicketState, words: str, now: datetime) -> datetime:
    """Give the moment at which a hold ends: the morning of the day in the words, or of the next working day.

    A count of working days is counted in the city's. Raises Refused when the words name no day to come, one that is
    too far away, or no reason beside it.
    """
    today, reader = book.calendar.local_day(now), ComingReader.of(book.city)
    found = reader.read(words, today)
    if found is None:
        if never := reader.never(words):
            raise Refused("need_real_date", day=never)
        gone = reader.gone(words, today)
        raise Refused("need_date") if gone is None else Refused("need_later_date", day=_written(book, gone))
    if sum(character.isalpha() for character in found.rest) < _SHORTEST_REASON:
        raise Refused("need_text.tunda")
    most = book.limits(ticket).hold_days
    # Hundreds of working days are too many anyway, and a calendar knows the holidays of so many years only.
    working = found.working if found.working <= most else 0
    day = book.calendar.local_day(book.calendar.add_working_days(now, working)) if working else found.day
    if day > today + timedelta(days=most):
        raise Refused("need_nearer_date", day=_written(book, day), count=str(most))
    while not book.calendar.is_working_day(day):
        day += timedelta(days=1)
    return datetime.combine(day, RETURN_TIME, book.calendar.zone).astimezone(UTC)


def told_until(book: CaseBook, until: datetime) -> dict[str, str]:
    """Give the value with which an official is told how the words were read."""
    return {"day": _written(book, book.calendar.local_day(until))}


def _written(book: CaseBook, day: date) -> str:
    return long_date(day, book.texts.say(LOCALE, book.city.group_language))
