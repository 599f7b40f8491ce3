"""Tell a desk's list how a ticket stands: one row, in which nothing of a confidential report can be read."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from core.language.shorten import in_one_line
from core.ticket.casebook import CaseBook
from core.ticket.change import Change
from core.ticket.due import shown_due
from core.ticket.lifecycle import FACTS
from core.ticket.secrecy import hides_contents, kecamatan_of, shown_report
from core.ticket.state import TicketState
from core.vocabulary.docket import DocketRow, Listed, Stage, Unlisted
from core.vocabulary.effects import Effect, Tell
from core.vocabulary.lane_names import docket_lane
from core.vocabulary.ticket import TicketStatus

WORDS: Final = 120
"""Characters of the citizen's words that a row keeps: two lines of a phone."""
PLACE: Final = 80
MOST_ROOTS: Final = 40
_LOOKS: Final = frozenset({"lihat", "buka", "menu", "reminded", "asked_again", "date_told"})
"""What is only looked at, or only reminded of, stands as before."""
_NEW: Final = frozenset({"baru", "terverifikasi", "didisposisikan"})


def listed(
    book: CaseBook, before: TicketState | None, after: TicketState, change: Change, now: datetime
) -> tuple[Effect, ...]:
    """Tell the desk's list of a change, and the list of the desk that the ticket has left."""
    return () if change.what in _LOOKS else listed_again(book, before, after)


def listed_again(book: CaseBook, before: TicketState | None, after: TicketState) -> tuple[Effect, ...]:
    """Tell the lists how a ticket stands."""
    desk = book.desk_key(after)
    effects: tuple[Effect, ...] = (Tell(docket_lane(desk), Listed(row_of(book, after))),)
    left = _desk_before(book, before) if before is not None else desk
    return effects if left == desk else (*effects, Tell(docket_lane(left), Unlisted(after.number, after.history_count)))


def _desk_before(book: CaseBook, before: TicketState) -> str:
    """Give the desk at which the ticket was shown: the pack may say otherwise today."""
    return before.shown_at[-1][1] if before.shown_at else book.desk_key(before)


def row_of(book: CaseBook, ticket: TicketState) -> DocketRow:
    """Write a ticket's row."""
    report = shown_report(ticket)
    due_at, due_kind = shown_due(ticket)
    closed = hides_contents(ticket)
    return DocketRow(
        number=ticket.number,
        revision=ticket.history_count,
        status=ticket.status,
        stage=stage_of(ticket.status),
        category=report.category,
        opened_at=ticket.opened_at,
        changed_at=ticket.history[-1].at if ticket.history else ticket.opened_at,
        unit=ticket.unit,
        kelurahan=report.kelurahan,
        place=in_one_line(report.landmark or (report.pin.title if report.pin else ""), PLACE),
        kecamatan=kecamatan_of(book, ticket) if closed else "",
        words=in_one_line(report.text, WORDS),
        roots=book.roots(f"{report.text} {report.landmark}")[:MOST_ROOTS],
        holder_id=ticket.holder.id if ticket.holder else "",
        holder=ticket.holder.name if ticket.holder else "",
        due_at=due_at,
        due_kind=due_kind,
        late=ticket.late and due_at is not None,
        priority=ticket.priority,
        emergency=report.emergency,
        confidential=closed,
    )


def stage_of(status: TicketStatus) -> Stage:
    """Sort a status by who has something to do."""
    if status in _NEW:
        return "new"
    clock = FACTS[status].clock
    if clock == "stopped":
        return "ended"
    return "answered" if clock == "silence" else "working"
