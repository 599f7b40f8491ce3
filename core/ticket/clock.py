"""The clock of a ticket: one table of all that time itself does to it, and the marks of what has rung.

A further reminder is one more row. It need not change the ticket in order to ring only once: the mark stands for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from msgspec import structs

from core.ticket.alarm import Alarm
from core.ticket.casebook import CaseBook
from core.ticket.change import Change
from core.ticket.deadlines import DEADLINES, in_office_hours
from core.ticket.lifecycle import FACTS
from core.ticket.state import Rung, TicketState
from core.ticket.waiting import WAITING

_SOON: Final = timedelta(seconds=1)
"""When an alarm is already due but its timer has not come yet: wake-up times are always in the future."""
MAX_MARKS: Final = 4
"""Marks kept of each alarm, the newest: what an alarm rang for before is no date any more."""


ALARMS: Final[tuple[Alarm, ...]] = (*WAITING, *DEADLINES)


def coming(
    book: CaseBook, ticket: TicketState, now: datetime, alarms: tuple[Alarm, ...] = ALARMS
) -> Iterator[tuple[datetime, Alarm]]:
    """Yield what time will do to a ticket, and when: what has rung, or is of no use any more, is not to come."""
    for alarm in alarms:
        due = alarm.due(book, ticket) if alarm.clock in (None, FACTS[ticket.status].clock) else None
        if due is None or _mark(book, ticket, alarm, due) in ticket.rung:
            continue
        moment = in_office_hours(book, ticket, due, now) if alarm.loud else due
        moot = alarm.moot(book, ticket) if alarm.moot is not None else None
        if moot is None or moot > max(now, moment):
            yield moment, alarm


def wake_time(
    book: CaseBook, ticket: TicketState, now: datetime, alarms: tuple[Alarm, ...] = ALARMS
) -> datetime | None:
    """Give the next alarm, always later than now; None when nothing is to come."""
    first = min((due for due, _ in coming(book, ticket, now, alarms)), default=None)
    return None if first is None else max(first, now + _SOON)


def ring(book: CaseBook, ticket: TicketState, now: datetime, alarms: tuple[Alarm, ...] = ALARMS) -> Change | None:
    """Do what the alarm that has waited longest does, and mark it; None while none is due."""
    waiting = [(due, alarm) for due, alarm in coming(book, ticket, now, alarms) if due <= now]
    if not waiting:
        return None
    _, alarm = min(waiting, key=lambda one: one[0])
    mark = _mark(book, ticket, alarm, alarm.due(book, ticket) or now)
    change = alarm.ring(book, ticket, now)
    return replace(change, ticket=_marked(change.ticket, mark), cause=alarm.cause or alarm.name)


def is_late(book: CaseBook, ticket: TicketState, now: datetime) -> bool:
    """Tell whether the limit has passed, also while its alarm is about to say so."""
    return ticket.late or any(
        alarm.name == "limit" and due <= now for due, alarm in coming(book, ticket, now, DEADLINES)
    )


def _mark(book: CaseBook, ticket: TicketState, alarm: Alarm, due: datetime) -> Rung:
    about = alarm.about(book, ticket) if alarm.about is not None else None
    return Rung(alarm.name, about or due)


def _marked(ticket: TicketState, mark: Rung) -> TicketState:
    """Remember that an alarm rang for this moment."""
    others = [one for one in ticket.rung if one.name != mark.name]
    own = [one for one in ticket.rung if one.name == mark.name]
    return structs.replace(ticket, rung=(*others, *own[-(MAX_MARKS - 1) :], mark))
