"""The counts of a month as they are published: added up once, when it has settled, and never again."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import msgspec

from core.city.calendar import WorkingCalendar
from core.city.city import City
from core.tally.periods import Period, read_period
from core.tally.release import month_code, month_of, released_on
from core.tally.state import DayState, load, summed
from core.vocabulary.effects import Effect, Tell
from core.vocabulary.events import Event
from core.vocabulary.lane_names import month_lane
from core.vocabulary.steps import Moment, Outcome
from core.vocabulary.tally import MonthOver


class MonthState(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was counted in a month until it was published ``at``."""

    at: datetime
    total: DayState = DayState()


def load_month(raw: Any) -> MonthState | None:
    """Read a stored state; None while the month is not published. Raises ValidationError."""
    return raw if raw is None or isinstance(raw, MonthState) else msgspec.convert(raw, MonthState)


def published_at(calendar: WorkingCalendar, month: Period) -> datetime:
    """Give the moment (UTC) from which a month is public."""
    return datetime.combine(released_on(month), time(), calendar.zone).astimezone(UTC)


class MonthSteps:
    """The behaviour of ``month:<month>`` lanes."""

    def __init__(self, city: City) -> None:
        """Take the city, in whose zone months begin."""
        self._calendar = WorkingCalendar(city)

    def reads(self, event: Event) -> tuple[str, ...]:
        """Ask for the days of the month."""
        month = _month(event)
        return month.lanes if month is not None and isinstance(event.body, MonthOver) else ()

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Publish the month, once; the month before it is told too, until one in which nothing was counted."""
        published, month = load_month(state), _month(event)
        if published is not None or month is None or not isinstance(event.body, MonthOver):
            return Outcome(published)
        if moment.now < published_at(self._calendar, month):
            return Outcome(None)
        days = (load(moment.documents.get(lane)) for lane in month.lanes)
        total = summed(days)
        before = month_of(month.first - timedelta(days=1))
        chained: tuple[Effect, ...] = (Tell(month_lane(month_code(before)), MonthOver()),) if total.city.facts else ()
        return Outcome(MonthState(moment.now, total), chained)


def _month(event: Event) -> Period | None:
    """Read which month a lane is of."""
    period = read_period(event.lane.partition(":")[2])
    return period if period is not None and period == month_of(period.first) else None


def over(calendar: WorkingCalendar, day: date) -> tuple[Tell, datetime]:
    """Give what a day tells its month when that has settled, and when."""
    month = month_of(day)
    return Tell(month_lane(month_code(month)), MonthOver()), published_at(calendar, month)
