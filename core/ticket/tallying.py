"""What a change of a ticket adds to the count of its day: facts found by comparing the ticket before and after it.

An act that is taken back takes its facts back, from the day on which they were counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from msgspec import structs

from core.ticket.casebook import CaseBook
from core.ticket.change import Change
from core.ticket.outcome import outcome_of
from core.ticket.secrecy import hides_contents
from core.ticket.stages import ended
from core.ticket.state import TicketState
from core.ticket.undoing import UNDO_LIFE
from core.vocabulary.citizen import UpdateKind
from core.vocabulary.effects import Effect, Tell
from core.vocabulary.lane_names import tally_lane
from core.vocabulary.tally import Fact, Tallied, TallyRow
from core.vocabulary.ticket import TicketStatus

ANSWERS: Final[frozenset[UpdateKind]] = frozenset(("question", "progress", "answered", "not_ours", "archived"))
"""News in which an official says something to the citizen: the first of them is the first answer."""
TIMED: Final[tuple[Fact, ...]] = ("first_answer", "fixed")
"""Of these it is kept how long they took since the report was filed."""
_ENDED: Final[Mapping[TicketStatus, Fact]] = {
    "lewat": "silent",
    "bukan_wewenang": "rejected",
    "diarsipkan": "rejected",
    "duplikat": "merged",
    "ditarik": "withdrawn",
}
_ANSWERED: Final[TicketStatus] = "ditindaklanjuti"


def first_answered(ticket: TicketState, change: Change, now: datetime) -> TicketState:
    """Note on a changed ticket when an official first said something to its citizen."""
    if ticket.first_answer_at is not None or change.update is None or change.update.kind not in ANSWERS:
        return ticket
    return structs.replace(ticket, first_answer_at=now)


def tallied(
    book: CaseBook, before: TicketState | None, after: TicketState, change: Change, now: datetime
) -> tuple[Effect, ...]:
    """Tell the day of a change what it counts; nothing where nothing is counted."""
    if before is None:
        return _told(book, now, _row(book, after, ("received",)))
    if before.last_act is not None and change.what == "urungkan":
        at = before.last_act.until - UNDO_LIFE
        rows = _rows(book, after, before, before.last_act.action, at)
        return _told(book, at, *(structs.replace(row, times=-1) for row in rows))
    return (*_told(book, now, *_rows(book, before, after, change.what, now)), *_moved(book, before, after))


def _moved(book: CaseBook, before: TicketState, after: TicketState) -> tuple[Effect, ...]:
    """Let a report that was sorted wrongly be received in the right place, on the day on which it came."""
    wrong = structs.replace(_row(book, before, ("received",)), times=-1)
    right = _row(book, after, ("received",))
    if (wrong.category, wrong.kelurahan) == (right.category, right.kelurahan):
        return ()
    return _told(book, after.opened_at, wrong, right)


def _told(book: CaseBook, at: datetime, *rows: TallyRow) -> tuple[Effect, ...]:
    return (Tell(tally_lane(book.calendar.local_day(at)), Tallied(rows)),) if rows else ()


def _facts(before: TicketState, after: TicketState, what: str, at: datetime) -> Iterator[Fact]:
    """Yield what happened between two states of a ticket, by a change of this name."""
    if before.first_answer_at is None and after.first_answer_at is not None:
        yield "first_answer"
    if what == "disposisi":
        yield "assigned"
    elif what == "late":
        yield "late"
    if _flagged_at(before) != _flagged_at(after):
        yield "flagged"
    if after.status != before.status:
        yield from _facts_of_status(before, after, what, at)
    elif after.status == _ANSWERED and bool(before.unreached) != bool(after.unreached):
        yield "unreached" if after.unreached else "reached"


def _flagged_at(ticket: TicketState) -> datetime | None:
    return ticket.flagged[-1].at if ticket.flagged else None


def _facts_of_status(before: TicketState, after: TicketState, what: str, at: datetime) -> Iterator[Fact]:
    if what == "disputed":
        yield "disputed"
    elif what == "buka_kembali":
        yield "reopened"
    elif what == "bukan_wewenang" and after.status == "terverifikasi":
        yield "returned"
    elif after.status == "selesai":
        yield "fixed" if outcome_of(after) == "fixed" else "content"
    elif after.status == _ANSWERED:
        yield "answered"
        if before.due_at is None or (before.paused_since or at) <= before.due_at:
            yield "in_time"
        if after.unreached:
            yield "unreached"
    elif fact := _ENDED.get(after.status):
        yield fact


def _rows(book: CaseBook, before: TicketState, after: TicketState, what: str, at: datetime) -> tuple[TallyRow, ...]:
    verification = book.city.verification_unit
    rows: list[TallyRow] = []
    if facts := tuple(_facts(before, after, what, at)):
        row = _row(book, after, facts, after.unit or before.unit or verification)
        filed_at = after.report.filed_at or after.opened_at
        minutes = {fact: _minutes(filed_at, at) for fact in facts if fact in TIMED}
        rows.append(structs.replace(row, minutes=minutes))
    if (stage := ended(before, after)) is not None and before.stage_since is not None:
        row = _row(book, after, (stage,), before.unit or verification)
        rows.append(structs.replace(row, minutes={stage: _minutes(before.stage_since, at)}))
    return tuple(rows)


def _row(book: CaseBook, ticket: TicketState, facts: tuple[Fact, ...], unit: str = "") -> TallyRow:
    report = ticket.report
    return TallyRow(facts, report.category, place_of(book, ticket), unit, report.channel)


def place_of(book: CaseBook, ticket: TicketState) -> str:
    """Name the kelurahan in which a ticket is counted: one of the city, and none for a confidential report.

    What was erased is counted where it was.
    """
    if ticket.erased is not None:
        return ticket.erased.kelurahan
    area = None if hides_contents(ticket) else book.city.area(ticket.report.kelurahan)
    return area.name if area is not None else ""


def _minutes(since: datetime, until: datetime) -> int:
    return max(0, int((until - since).total_seconds()) // 60)
