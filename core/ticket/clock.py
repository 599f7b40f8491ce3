"""The clock of a ticket: one table of all that time itself does to it, and the marks of what has rung.

A further reminder is one more row. It need not change the ticket in order to ring only once: the mark stands for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from msgspec import structs

from core.ticket.casebook import CaseBook
from core.ticket.change import SYSTEM, Change
from core.ticket.lifecycle import FACTS, Clock, next_status
from core.ticket.state import Rung, TicketState
from core.vocabulary.citizen import Update
from core.vocabulary.officials import Relay

_SOON: Final = timedelta(seconds=1)
"""When an alarm is already due but its timer has not come yet: wake-up times are always in the future."""
MAX_MARKS: Final = 10
"""Marks kept of each alarm, the newest: what an alarm rang for before is no date any more."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """One row: while the clock of the status stands at `clock`, `ring` happens at the moment that `due` gives.

    `due` gives None while there is nothing to ring for. For each moment that it gives it rings once: when the moment
    moves before it came, only the new one counts; when it moves afterwards, the alarm rings again. `meaning` is for
    people.
    """

    name: str
    clock: Clock
    due: Callable[[CaseBook, TicketState], datetime | None]
    ring: Callable[[CaseBook, TicketState, datetime], Change]
    meaning: str


def silence_due(book: CaseBook, ticket: TicketState) -> datetime | None:
    """Give when the citizen's silence is over; None while nothing reaches the citizen.

    Who was never told is not silent: the time begins anew when the news arrives (`reporter.reach`).
    """
    return None if ticket.unreached else ticket.silence_due


def lapsed(book: CaseBook, ticket: TicketState, now: datetime) -> Change:
    """Close a ticket whose citizen stayed silent: stored as silence."""
    moved = book.move(ticket, next_status(ticket.status, "silence"), now)
    update = book.update(moved, Update(moved.number, "lapsed", moved.status))
    relay = Relay(moved.number, book.desk_key(moved), "lapsed")
    return Change(moved, "silence", SYSTEM, update=update, relays=(relay,))


def limit_due(book: CaseBook, ticket: TicketState) -> datetime | None:
    """Give when the limit that runs passes; None when one has passed and shows, which a pause does not undo."""
    return None if ticket.late or ticket.paused_since is not None else ticket.due_at


def overdue(book: CaseBook, ticket: TicketState, now: datetime) -> Change:
    """Show the card of a ticket whose limit has passed as late."""
    details = {"kind": ticket.due_kind, **({"due": ticket.due_at.isoformat()} if ticket.due_at else {})}
    return Change(structs.replace(ticket, late=True), "late", SYSTEM, details=details)


ALARMS: Final[tuple[Alarm, ...]] = (
    Alarm(
        "silence", "silence", silence_due, lapsed, "the citizen's time to confirm is over: closed, stored as silence"
    ),
    Alarm(
        "limit",
        "runs",
        limit_due,
        overdue,
        "the limit has passed: the card and the citizen's status say that it is late",
    ),
)


def coming(book: CaseBook, ticket: TicketState, alarms: tuple[Alarm, ...] = ALARMS) -> Iterator[tuple[datetime, Alarm]]:
    """Yield what time will do to a ticket as it stands, and when: what has rung for its moment is not to come."""
    for alarm in alarms:
        due = alarm.due(book, ticket) if FACTS[ticket.status].clock == alarm.clock else None
        if due is not None and Rung(alarm.name, due) not in ticket.rung:
            yield due, alarm


def wake_time(
    book: CaseBook, ticket: TicketState, now: datetime, alarms: tuple[Alarm, ...] = ALARMS
) -> datetime | None:
    """Give the next alarm, always later than now; None when nothing is to come."""
    first = min((due for due, _ in coming(book, ticket, alarms)), default=None)
    return None if first is None else max(first, now + _SOON)


def ring(book: CaseBook, ticket: TicketState, now: datetime, alarms: tuple[Alarm, ...] = ALARMS) -> Change | None:
    """Do what the alarm that has waited longest does, and mark it; None while none is due."""
    waiting = [(due, alarm) for due, alarm in coming(book, ticket, alarms) if due <= now]
    if not waiting:
        return None
    due, alarm = min(waiting, key=lambda one: one[0])
    change = alarm.ring(book, ticket, now)
    return replace(change, ticket=_marked(change.ticket, Rung(alarm.name, due)))


def is_late(book: CaseBook, ticket: TicketState, now: datetime) -> bool:
    """Tell whether the limit has passed, also while its alarm is about to say so."""
    return ticket.late or any(alarm.name == "limit" and due <= now for due, alarm in coming(book, ticket))


def _marked(ticket: TicketState, mark: Rung) -> TicketState:
    """Remember that an alarm rang for this moment."""
    others = [one for one in ticket.rung if one.name != mark.name]
    own = [one for one in ticket.rung if one.name == mark.name]
    return structs.replace(ticket, rung=(*others, *own[-(MAX_MARKS - 1) :], mark))
