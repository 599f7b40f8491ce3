"""A desk's digest: due in the morning of the next working day, as long as something is to be done."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Final

from msgspec import structs

from core.city.calendar import WorkingCalendar
from core.docket.state import DocketState
from core.vocabulary.docket import Morning
from core.vocabulary.effects import Effect, Tell

AT: Final = time(7, 30)
"""Local time: before the counters open, when people look at their phones."""
TOO_LATE: Final = timedelta(hours=4)
"""After an outage that lasted longer nobody needs the morning's news any more."""


def come(
    docket: DocketState, desk: str, group: str, calendar: WorkingCalendar, now: datetime
) -> tuple[DocketState, tuple[Effect, ...]]:
    """Tell the group when a morning has come for which there is something, and name the next one."""
    told: tuple[Effect, ...] = ()
    due = docket.morning
    if due is not None and due <= now:
        due = max(due, _this_morning(calendar, now))  # who was away over several mornings has missed the first ones
        day = calendar.local_day(due)
        if has_work(docket) and now - due < TOO_LATE and calendar.is_working_day(day):
            told = (Tell(group, Morning(desk, day.isoformat())),)
        docket = structs.replace(docket, morning=None)
    if not has_work(docket):
        return structs.replace(docket, morning=None), told
    return (docket if docket.morning else structs.replace(docket, morning=next_morning(calendar, now))), told


def forgotten(docket: DocketState, now: datetime) -> DocketState:
    """Let the next morning be found anew, by another calendar; one that has come already stays."""
    return structs.replace(docket, morning=None) if docket.morning is not None and docket.morning > now else docket


def _this_morning(calendar: WorkingCalendar, now: datetime) -> datetime:
    """Give the last morning that has come, of whichever day."""
    moment = datetime.combine(calendar.local_day(now), AT, calendar.zone)
    return (moment if moment <= now else moment - timedelta(days=1)).astimezone(UTC)


def has_work(docket: DocketState) -> bool:
    """Tell whether somebody has something to do."""
    return any(row.stage in ("new", "working") for row in docket)


def next_morning(calendar: WorkingCalendar, now: datetime) -> datetime:
    """Give the next morning of a working day."""
    day = calendar.local_day(now)
    while not calendar.is_working_day(day) or datetime.combine(day, AT, calendar.zone) <= now:
        day += timedelta(days=1)
    return datetime.combine(day, AT, calendar.zone).astimezone(UTC)
