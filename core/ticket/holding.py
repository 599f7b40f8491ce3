"""Until when a ticket is held back: the day that the official's words name."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
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

    Raises Refused when the words name no day to come, one that is too far away, or no reason beside it.
    """
    today = book.calendar.local_day(now)
    found = ComingReader.of(book.city).read(words, today)
    if found is None:
        raise Refused("need_date")
    if sum(character.isalpha() for character in found.rest) < _SHORTEST_REASON:
        raise Refused("need_text.tunda")
    day, most = found.day, book.limits(ticket).hold_days
    if day > today + timedelta(days=most):
        locale = book.texts.say(LOCALE, book.city.group_language)
        raise Refused("need_nearer_date", day=long_date(day, locale), count=str(most))
    while not book.calendar.is_working_day(day):
        day += timedelta(days=1)
    return datetime.combine(day, RETURN_TIME, book.calendar.zone).astimezone(UTC)
