"""Limits that run out: who is reminded before, and who is told afterwards, each once.

A ticket that nobody has claimed is treated like any other: then the people of its unit are called, and while it has
none those who verify. Nobody is called outside of office hours, unless it is urgent.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from msgspec import structs

from core.city.desks import ESCALATION
from core.ticket.alarm import Alarm
from core.ticket.casebook import CaseBook
from core.ticket.change import SYSTEM, Change
from core.ticket.counting import share_of
from core.ticket.state import TicketState
from core.vocabulary.reminding import Remind, Stage


def is_urgent(ticket: TicketState) -> bool:
    """Tell whether people are called about a ticket also at night and on days off."""
    return ticket.priority or bool(ticket.report.emergency)


def in_office_hours(book: CaseBook, ticket: TicketState, due: datetime, now: datetime) -> datetime:
    """Give when people can be called for something that falls due at a moment, or did so before now."""
    if is_urgent(ticket):
        return due
    called = book.calendar.next_open(max(due, now))
    return due if called == now else called


def remind(book: CaseBook, ticket: TicketState, stage: Stage, **more: object) -> Remind:
    """Say who is to be called, and about what; the group knows the people."""
    call = Remind(
        number=ticket.number,
        desk=book.desk_key(ticket),
        stage=stage,
        id=f"{stage}:{ticket.history_count}",
        unit=ticket.unit or book.city.tree.coordinator,
        category=ticket.report.category,
        status=ticket.status,
        due_at=ticket.due_at,
        due_kind=ticket.due_kind,
        holder=ticket.holder,
        card=book.desk_key(ticket),
        urgent=is_urgent(ticket),
    )
    return structs.replace(call, **more)


# --- the limit itself ------------------------------------------------------------------------------------------


def limit_due(book: CaseBook, ticket: TicketState) -> datetime | None:
    """Give when the limit that runs passes; None when one has passed and shows, which a pause does not undo."""
    return None if ticket.late or ticket.paused_since is not None else ticket.due_at


def overdue(book: CaseBook, ticket: TicketState, now: datetime) -> Change:
    """Show the card of a ticket whose limit has passed as late: without a sound, at whatever hour."""
    return Change(structs.replace(ticket, late=True), "late", SYSTEM, details=_of_limit(ticket))


def _of_limit(ticket: TicketState) -> dict[str, str]:
    return {"kind": ticket.due_kind, **({"due": ticket.due_at.isoformat()} if ticket.due_at else {})}


# --- before ----------------------------------------------------------------------------------------------------


def half_due(book: CaseBook, ticket: TicketState) -> datetime | None:
    """Give when the first part of the limit is gone and somebody can be reminded."""
    return _part_due(book, ticket, book.limits(ticket).remind_percent)


def last_due(book: CaseBook, ticket: TicketState) -> datetime | None:
    """Give when little of the limit is left and somebody can be reminded."""
    return _part_due(book, ticket, book.limits(ticket).remind_again_percent)


def _part_due(book: CaseBook, ticket: TicketState, percent: int) -> datetime | None:
    if ticket.limit is None or ticket.counted_from is None or ticket.due_at is None:
        return None
    moment = share_of(book.calendar, ticket.counted_from, ticket.limit, percent)
    # A short limit may end before offices open again: then they hear of it while they are still open.
    in_time = is_urgent(ticket) or book.calendar.next_open(moment) < ticket.due_at
    return moment if in_time else book.calendar.last_open(moment)


def limit_of(book: CaseBook, ticket: TicketState) -> datetime | None:
    """Give when the limit passes, or has passed."""
    return ticket.due_at


def limit_began(book: CaseBook, ticket: TicketState) -> datetime | None:
    """Give when the limit began."""
    return ticket.counted_from


# --- afterwards ------------------------------------------------------------------------------------------------


def coordinator_due(book: CaseBook, ticket: TicketState) -> datetime | None:
    """Give when the coordinator hears of a limit that passed."""
    return _after(book, ticket, book.limits(ticket).coordinator_after_days)


def secretary_due(book: CaseBook, ticket: TicketState) -> datetime | None:
    """Give when the city's secretary hears of a limit that passed."""
    return _after(book, ticket, book.limits(ticket).secretary_after_days)


def _after(book: CaseBook, ticket: TicketState, days: int) -> datetime | None:
    return None if ticket.due_at is None else book.calendar.add_working_days(ticket.due_at, days)


def _reminded(ticket: TicketState, *calls: Remind) -> Change:
    details = {"stage": calls[-1].stage, **_of_limit(ticket)}
    return Change(ticket, "reminded", SYSTEM, details=details, show=False, reminders=calls)


def half_gone(book: CaseBook, ticket: TicketState, now: datetime) -> Change:
    """Remind who has the ticket that the first part of the limit is gone."""
    return _reminded(ticket, remind(book, ticket, "half"))


def little_left(book: CaseBook, ticket: TicketState, now: datetime) -> Change:
    """Remind who has the ticket that little of the limit is left."""
    return _reminded(ticket, remind(book, ticket, "last"))


def tell_head(book: CaseBook, ticket: TicketState, now: datetime) -> Change:
    """Tell who has the ticket, and the head of the unit, that the limit has passed."""
    unit = ticket.unit or book.city.tree.coordinator
    return _reminded(ticket, remind(book, ticket, "limit", heads=(unit,)))


def tell_coordinator(book: CaseBook, ticket: TicketState, now: datetime) -> Change:
    """Tell the coordinator, and on the ticket's own desk the heads of all units between, that it is still late."""
    tree = book.city.tree
    whole_city = {tree.coordinator, *(unit.code for unit in tree.ancestors(tree.coordinator))}
    between = tuple(unit.code for unit in tree.ancestors(ticket.unit) if unit.code not in whole_city)
    calls = [remind(book, ticket, "branch", heads=between)] if between else []
    return _reminded(ticket, *calls, remind(book, ticket, "coordinator", desk=ESCALATION))


def tell_secretary(book: CaseBook, ticket: TicketState, now: datetime) -> Change:
    """Tell the secretary of the city that it is still late."""
    heads = (book.city.tree.secretary,)
    return _reminded(ticket, remind(book, ticket, "secretary", desk=ESCALATION, heads=heads))


DEADLINES: Final[tuple[Alarm, ...]] = (
    Alarm(
        "limit",
        "runs",
        limit_due,
        overdue,
        "the limit has passed: the card and the citizen's status say that it is late",
    ),
    Alarm(
        "half",
        "runs",
        half_due,
        half_gone,
        "half of the limit is gone: who has the ticket is reminded by name",
        about=limit_began,
        loud=True,
        moot=last_due,
    ),
    Alarm(
        "last",
        "runs",
        last_due,
        little_left,
        "four fifths of it are gone: who has the ticket is reminded by name",
        about=limit_began,
        loud=True,
        moot=limit_of,
    ),
    Alarm(
        "head",
        "runs",
        limit_of,
        tell_head,
        "the limit has passed: who has the ticket and the head of the unit are called",
        about=limit_of,
        loud=True,
    ),
    Alarm(
        "coordinator",
        "runs",
        coordinator_due,
        tell_coordinator,
        "one working day later: the coordinator is called, and the heads of the units between",
        about=limit_of,
        loud=True,
    ),
    Alarm(
        "secretary",
        "runs",
        secretary_due,
        tell_secretary,
        "three working days after the limit: the secretary of the city is called",
        about=limit_of,
        loud=True,
    ),
)
