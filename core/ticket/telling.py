"""Who else hears of a ticket's change, besides the card, the citizen and the groups' relays: one table of functions.

Whatever keeps count of tickets (a list of a desk's open ones, figures of a day) adds a row here, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from core.ticket import closing, erasing, holders, listing, origins
from core.ticket.casebook import CaseBook
from core.ticket.change import Change
from core.ticket.followers import tell_followers, tell_near
from core.ticket.hooking import hooked
from core.ticket.merging import tell_joined, tell_merged
from core.ticket.publishing import published
from core.ticket.shading import shaded
from core.ticket.splitting import tell_split
from core.ticket.state import TicketState
from core.ticket.tallying import tallied
from core.vocabulary.effects import Effect, Tell

Telling = Callable[[CaseBook, TicketState | None, TicketState, Change, datetime], tuple[Effect, ...]]
"""Give what others are told of a change: the ticket before (None when it has just begun) and after it, and the time."""


def called(
    book: CaseBook, before: TicketState | None, after: TicketState, change: Change, now: datetime
) -> tuple[Effect, ...]:
    """Let the groups call whom a change is to remind."""
    return tuple(Tell(book.city.desk(call.desk).lane, call) for call in change.reminders)


TELLINGS: Final[tuple[Telling, ...]] = (
    listing.listed,
    called,
    holders.told_holders,
    tell_followers,
    tell_near,
    closing.exhibits,
    origins.forgotten_at_end,
    tell_merged,
    tell_joined,
    tell_split,
    tallied,
    hooked,
    shaded,
    published,
    erasing.told,
)


def told(
    book: CaseBook, before: TicketState | None, after: TicketState, change: Change, now: datetime
) -> tuple[Effect, ...]:
    """Give what all rows of the table say of one change, in the table's order."""
    return tuple(effect for telling in TELLINGS for effect in telling(book, before, after, change, now))


def told_again(book: CaseBook, before: TicketState, after: TicketState) -> tuple[Effect, ...]:
    """Give what others are told of a ticket that shows itself anew, because the city has changed and not the ticket."""
    return listing.listed_again(book, before, after)
