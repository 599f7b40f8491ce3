"""Split a complaint that tells of two matters: the second becomes a ticket of its own, with the same reporter."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from msgspec import structs

from core.reading.understand import OTHER, Understander
from core.ticket.acting import changed
from core.ticket.casebook import CaseBook
from core.ticket.change import SYSTEM, Change, Refused
from core.ticket.secrecy import hides_contents
from core.ticket.state import TicketState, with_note
from core.vocabulary.citizen import FileReport
from core.vocabulary.effects import Effect, Tell
from core.vocabulary.lane_names import registry_lane
from core.vocabulary.near import SplitOff
from core.vocabulary.officials import Act
from core.vocabulary.report import Filing, Report
from core.vocabulary.ticket import TicketStatus

SPLIT: Final = "pecah"


def split(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    """File what an official says of the second matter; the ticket itself goes on as it was.

    Whoever verifies the second one sees it only now: its limit begins with the split, not with the first report.
    """
    if hides_contents(ticket):
        raise Refused("split_secret")
    return changed(book, structs.replace(ticket, menu="", menu_by=None), act)


def split_off(book: CaseBook, ticket: TicketState, command: SplitOff, now: datetime) -> Change:
    """Note which ticket a part of this one has become."""
    noted = with_note(ticket, book.say("note.split_off", command.number, other=command.number))
    return Change(noted, "split_off", SYSTEM, details={"other": command.number})


def tell_split(
    book: CaseBook, before: TicketState | None, after: TicketState, change: Change, now: datetime
) -> tuple[Effect, ...]:
    """Ask for a number for the second matter: a row of `core.ticket.telling`."""
    if change.what != SPLIT or before is None:
        return ()
    year = book.calendar.local_day(now).year % 100
    name = f"split:{after.number}:{after.history_count}"  # one act, one filing
    filing = Filing(after.reporter, _second(book, after, change.reason, now), name, split_of=after.number)
    return (Tell(registry_lane(book.city.prefix, year), FileReport(filing)),)


def _second(book: CaseBook, ticket: TicketState, words: str, now: datetime) -> Report:
    """Make the second report: the official's words about it, at the place that they name or else at the same one."""
    read = Understander.of(book.city).read(words)
    report = ticket.report
    elsewhere = bool(read.kelurahan) and read.kelurahan != report.kelurahan
    return structs.replace(
        report,
        text=words,
        filed_at=now,
        category=read.category if read.category != OTHER else report.category,
        kelurahan=read.kelurahan or report.kelurahan,
        landmark=read.landmark or ("" if elsewhere else report.landmark),
        pin=None if elsewhere else report.pin,
        evidence=tuple(item for item in report.evidence if item.media),
        emergency="",
    )
