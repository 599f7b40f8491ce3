"""A report in the public list: its citizen allows it, a coordinator releases its words, and either takes it back."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from msgspec import structs

from core.language.shorten import shorten
from core.ticket.acting import changed
from core.ticket.casebook import CaseBook
from core.ticket.change import REPORTER, Change, Refused
from core.ticket.secrecy import hides_contents
from core.ticket.shading import SHADE_OF
from core.ticket.state import Listing, TicketState
from core.ticket.tallying import place_of
from core.vocabulary.effects import Effect, Publish
from core.vocabulary.officials import Act
from core.vocabulary.publishing import AllowListing, PublicReport
from core.vocabulary.ticket import TicketStatus

SHOW: Final = "ya"
HIDE: Final = "tidak"
CHOICES: Final = (SHOW, HIDE)
"""What the choice of an act of publishing may be."""
WORDS: Final = 400
"""Characters of a report in the public list: what it is about, not its whole story."""


def may_list(ticket: TicketState) -> bool:
    """Tell whether a report may stand in the public list: its citizen allows it, and it is not confidential."""
    return ticket.report.listable and not hides_contents(ticket)


def words_of(book: CaseBook, ticket: TicketState) -> str:
    """Give the words as they would stand there: without anybody's name, home or vehicle, for everybody reads them."""
    return shorten(book.outside(ticket.report.text, (ticket.report.name,)).strip(), WORDS)


def allowed(book: CaseBook, ticket: TicketState, command: AllowListing, now: datetime) -> Change | None:
    """Note what the citizen allows; taken back, the report leaves the list."""
    if command.allowed == ticket.report.listable:
        return None
    noted = ticket.reporting(listable=command.allowed)
    noted = noted if command.allowed else structs.replace(noted, listing=None)
    what = "listing_allowed" if command.allowed else "listing_forbidden"
    return Change(noted, what, REPORTER)


def publish(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    """Release the words of a report to the public list, or take it off again."""
    if act.choice not in CHOICES:
        raise Refused("stale")
    if act.choice == HIDE:
        if ticket.listing is None:
            raise Refused("not_listed")
        bare = structs.replace(ticket, listing=None, menu="", menu_by=None)
        return changed(book, bare, structs.replace(act, text=""), details={"listed": HIDE})
    if not may_list(ticket) or ticket.listing is not None:
        raise Refused("not_listable" if ticket.listing is None else "listed_already")
    words = words_of(book, ticket)
    listed = structs.replace(ticket, listing=Listing(words, now), menu="", menu_by=None)
    return changed(book, listed, structs.replace(act, text=words), details={"listed": SHOW})


def public_report(book: CaseBook, ticket: TicketState | None) -> PublicReport | None:
    """Give the line of a ticket in the public list; None while it is not there, and where it ended otherwise."""
    if ticket is None or ticket.listing is None or not may_list(ticket):
        return None
    shade = SHADE_OF[ticket.status]
    if shade is None:
        return None
    return PublicReport(
        number=ticket.number,
        category=ticket.report.category,
        kelurahan=place_of(book, ticket),
        month=f"{book.calendar.local_day(ticket.opened_at):%Y-%m}",
        shade=shade,
        words=ticket.listing.words,
        at=ticket.listing.at,
    )


def published(
    book: CaseBook, before: TicketState | None, after: TicketState, change: Change, now: datetime
) -> tuple[Effect, ...]:
    """Tell the public list how a ticket's line reads now, or that it is gone; nothing where it is as it was."""
    was, line = public_report(book, before), public_report(book, after)
    return () if was == line else (Publish(after.number, after.history_count, line),)
