"""What time is to do to a ticket, and when: the rules of the procedure as a list, to hold the journal against."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bench.month.replay import ANSWERED, PAUSED, STOPPED, WORKED_ON, Line, Recounted

Seen = Callable[[datetime], datetime]
"""Gives the first moment that the month's clock showed, from one on."""
LEEWAY = timedelta(minutes=15)
"""Of the month's clock, which runs on while a killed process is started again: a minute and a half of the machine."""
CALLS = ("half", "last", "limit", "coordinator", "secretary")
"""Stages of the calls about a limit, as the journal names them."""
BY_TIME = frozenset(
    {
        *("late", "reminded", "silence", "asked_again", "unanswered", "hold_over", "offer_lapsed"),
        *("recounted", "date_told", "rights_ended", "offer_gone"),
    }
)
"""What no person of the ticket does: time, another calendar, or that somebody is no official any more."""


@dataclass(frozen=True)
class Bell:
    """One thing that is to happen: its name, what it is for, and when; ``moot`` is from when on it is of no use."""

    name: str
    about: datetime
    moment: datetime
    loud: bool = True
    moot: datetime | None = None


@dataclass(frozen=True)
class Fault:
    """Something that is not as it has to be, at a ticket or in a list."""

    where: str
    what: str


def named(line: Line) -> str:
    """Name what a line of time is: of a reminder, its stage."""
    return line.details.get("stage", "") if line.what == "reminded" else line.what


def bells(ticket: Recounted) -> Iterator[Bell]:
    """Yield what is to come for a ticket as it stands, without what has rung."""
    for bell in (*_of_limits(ticket), *_of_waiting(ticket), *_of_calendar(ticket), *_of_people(ticket)):
        if (bell.name, bell.about) not in ticket.rung:
            yield bell


def _of_limits(ticket: Recounted) -> Iterator[Bell]:
    due, start, days = ticket.due, ticket.start, ticket.days
    if ticket.status in PAUSED | STOPPED or ticket.status == ANSWERED or due is None or start is None:
        return
    limits = ticket.city.limits_for(ticket.category, ticket.unit)
    if not ticket.late:
        yield Bell("late", due, due, loud=False)
    half, last = (_in_office(ticket, percent) for percent in (limits.remind_percent, limits.remind_again_percent))
    yield Bell("half", start, half, moot=last)
    yield Bell("last", start, last, moot=due)
    yield Bell("limit", due, due)
    yield Bell("coordinator", due, days.due(due, limits.coordinator_after_days))
    yield Bell("secretary", due, days.due(due, limits.secretary_after_days))


def _in_office(ticket: Recounted, percent: int) -> datetime:
    """Give when a part of the limit is gone, brought forward where nobody could hear of it in time."""
    assert ticket.start is not None
    assert ticket.due is not None
    moment = ticket.days.part(ticket.start, ticket.limit, percent, ticket.pauses)
    heard = ticket.urgent or ticket.days.opening(moment) < ticket.due
    return moment if heard else ticket.days.closing(moment)


def _of_waiting(ticket: Recounted) -> Iterator[Bell]:
    if ticket.status == ANSWERED and ticket.due is not None and not ticket.unreached:
        yield Bell("silence", ticket.due, ticket.due, loud=False)
    if ticket.status in PAUSED and ticket.asked is not None:
        days = ticket.city.limits_for(ticket.category, ticket.unit).citizen_answer_days
        over = ticket.days.due(ticket.asked, days)
        if not ticket.unreached:
            yield Bell("asked_again", ticket.asked, ticket.days.part(ticket.asked, days, 50), moot=over)
        yield Bell("unanswered", ticket.asked, over)
    if ticket.status in PAUSED and ticket.held_until is not None:
        yield Bell("hold_over", ticket.held_until, ticket.held_until)
    if ticket.offered_until is not None:
        yield Bell("offer_lapsed", ticket.offered_until, ticket.offered_until)


def _of_calendar(ticket: Recounted) -> Iterator[Bell]:
    if ticket.moving is not None:
        changed, _ = ticket.moving
        yield Bell("recounted", changed, changed, loud=False)
    if ticket.promised is not None and ticket.moved is not None:
        yield Bell("date_told", ticket.moved, ticket.moved)


def _of_people(ticket: Recounted) -> Iterator[Bell]:
    """Yield when a ticket loses its holder, or an offer its taker, because they work there no more."""
    assert ticket.since is not None
    held_in = ticket.before if ticket.status == "ditunda" else ticket.status
    lost = ticket.rules.rights.lost
    if held_in in WORKED_ON and ticket.holder and (gone := lost(ticket.holder, ticket.unit, ticket.since)):
        yield Bell("rights_ended", gone, gone, loud=False)
    if ticket.offered and (gone := lost(ticket.offered, ticket.unit, ticket.since)):
        yield Bell("offer_gone", gone, gone, loud=False)


def rings_at(ticket: Recounted, bell: Bell, seen: Seen) -> datetime | None:
    """Give when a bell can ring by the clock of the month, office hours minded; None when it is of no use by then."""
    assert ticket.since is not None
    moment = seen(max(bell.moment, ticket.since))
    if bell.loud and not ticket.urgent:
        while (opened := ticket.days.opening(moment)) != moment:
            moment = seen(opened)
    return None if bell.moot is not None and bell.moot <= moment else moment


def walk(ticket: Recounted, lines: Sequence[Line], end: datetime, seen: Seen) -> Iterator[Fault]:
    """Go through a ticket's journal: whatever time did has to be due then, and whatever was due has to be done."""
    for n, line in enumerate(lines):
        if ticket.status:
            yield from _passed(ticket, line, line.at, seen)
        if line.what in BY_TIME:
            yield from _rung(ticket, line, seen)
        if line.actor.isdigit() and not ticket.rules.rights.may_act(line.actor, line.at):
            yield Fault(ticket.number, f"{line.what} by {line.actor} at {line.at:%d %b %H:%M}, who is no official then")
        try:
            ticket.take(line)
        except ValueError as error:
            before = ", ".join(f"{one.what} at {one.at:%d %b %H:%M:%S.%f}" for one in lines[max(0, n - 8) : n + 1])
            yield Fault(ticket.number, f"{error}; its last lines are {before}")
            return
    yield from _passed(ticket, None, end, seen)


def _passed(ticket: Recounted, line: Line | None, until: datetime, seen: Seen) -> Iterator[Fault]:
    """Name what should have happened before a line, by the calendar of each time."""
    assert ticket.since is not None
    for changed, days in ticket.rules.calendars.changes(ticket.since, until):
        yield from _overlooked(ticket, None, changed, seen)
        ticket.turn(changed, days)
    yield from _overlooked(ticket, line, until, seen)


def _overlooked(ticket: Recounted, line: Line | None, until: datetime, seen: Seen) -> Iterator[Fault]:
    """Name what should have happened before a line, other than what that line itself says."""
    name = named(line) if line is not None else ""
    for bell in bells(ticket):
        moment = rings_at(ticket, bell, seen)
        if moment is not None and moment + LEEWAY < until and bell.name != name:
            yield Fault(
                ticket.number, f"{bell.name} was due {moment:%d %b %H:%M} and had not come by {until:%d %b %H:%M}"
            )


def _rung(ticket: Recounted, line: Line, seen: Seen) -> Iterator[Fault]:
    name = named(line)
    found = [bell for bell in bells(ticket) if bell.name == name]
    if not found:
        yield Fault(ticket.number, f"{name} came {line.at:%d %b %H:%M}, when nothing of the kind was due")
        return
    (bell,) = found
    moment = rings_at(ticket, bell, seen)
    if moment is None or not moment <= line.at <= moment + LEEWAY:
        yield Fault(
            ticket.number, f"{name} came {line.at:%d %b %H:%M:%S} and not {moment and f'{moment:%d %b %H:%M:%S}'}"
        )
    if line.what == "recounted" and ticket.moving is not None and line.details["due"] != ticket.moving[1].isoformat():
        yield Fault(ticket.number, f"moved to {line.details['due']} and not to {ticket.moving[1].isoformat()}")
    ticket.rung.add((bell.name, bell.about))
