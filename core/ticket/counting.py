"""Count a ticket's dates: in whole working days, pauses included, so that every date adds up when it is explained.

A limit ends with the working day on which its days are used up. A pause costs the working days after the day on which
it began, up to the day on which work can go on; one that began after a moment does not move that moment any more.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec import structs

from core.city.calendar import WorkingCalendar
from core.ticket.state import MAX_PAUSES, Limit, Pause, TicketState
from core.vocabulary.dates import Reckoning, Stop, StopReason

_DAY = timedelta(days=1)


def end_of(calendar: WorkingCalendar, start: datetime, limit: Limit) -> datetime:
    """Give the moment at which a limit that began at `start` has passed."""
    return _counted(calendar, start, limit)[0]


def share_of(calendar: WorkingCalendar, start: datetime, limit: Limit, percent: int) -> datetime:
    """Give the moment at which a part of a limit is gone: a part of a day counts from its midnight."""
    whole, rest = divmod(limit.days * percent, 100)
    into = _DAY * rest / 100
    number = whole + limit.earlier + 1
    moment = calendar.start_of_working_day(start, number) + into
    for pause in limit.pauses:
        if pause.since > moment:
            break
        number += calendar.stood_still(pause.since, pause.until)
        moment = calendar.start_of_working_day(start, number) + into
    return moment


def paused(calendar: WorkingCalendar, limit: Limit, pause: Pause) -> Limit:
    """Add a pause to a limit; of the oldest beyond the cap only the days are kept."""
    pauses = (*limit.pauses, pause)
    gone, kept = pauses[:-MAX_PAUSES], pauses[-MAX_PAUSES:]
    earlier = limit.earlier + sum(calendar.stood_still(one.since, one.until) for one in gone)
    return structs.replace(limit, pauses=kept, earlier=earlier)


def reckon(calendar: WorkingCalendar, ticket: TicketState) -> Reckoning | None:
    """Explain the ticket's date; None while it has none that counts."""
    if ticket.limit is None or ticket.counted_from is None or (ticket.due_at or ticket.silence_due) is None:
        return None
    due, counting = _counted(calendar, ticket.counted_from, ticket.limit)
    start, last = calendar.local_day(ticket.counted_from), calendar.local_day(due)
    stops = tuple(_stops(calendar, ticket.limit, counting))
    return Reckoning(start, ticket.limit.days, last, calendar.days_off(start + _DAY, last), stops)


def recounted(calendar: WorkingCalendar, ticket: TicketState, now: datetime) -> TicketState:
    """Count the date again by the calendar as it is: the same ticket when it is the same date."""
    if ticket.limit is None or ticket.counted_from is None:
        return ticket
    due = end_of(calendar, ticket.counted_from, ticket.limit)
    if ticket.silence_due is not None:
        before, moved = ticket.silence_due, structs.replace(ticket, silence_due=due)
    elif ticket.due_at is not None:
        before = ticket.due_at
        moved = structs.replace(ticket, due_at=due, late=ticket.late and due <= now)
    else:
        return ticket
    if due == before:
        return ticket
    promised = ticket.promised or before
    back = promised == due
    return structs.replace(
        moved, promised=None if back else promised, recounted_at=None if back else ticket.recounted_at or now
    )


def _counted(calendar: WorkingCalendar, start: datetime, limit: Limit) -> tuple[datetime, tuple[Pause, ...]]:
    """Give the end of a limit, and the pauses that moved it."""
    number, counting = limit.days + limit.earlier, []
    due = calendar.add_working_days(start, number)
    for pause in limit.pauses:
        if pause.since <= due:
            number += calendar.stood_still(pause.since, pause.until)
            due = calendar.add_working_days(start, number)
            counting.append(pause)
    return due, tuple(counting)


def _stops(calendar: WorkingCalendar, limit: Limit, counting: Iterable[Pause]) -> Iterable[Stop]:
    """Sum up what stood still, by the reason."""
    days: dict[StopReason, int] = {"earlier": limit.earlier}
    for pause in counting:
        days[pause.why] = days.get(pause.why, 0) + calendar.stood_still(pause.since, pause.until)
    return (Stop(count, why) for why, count in days.items() if count)
