"""The step of a day's count: facts come, and it is said when the week is over, and when the month is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from msgspec import structs

from core.city.calendar import WorkingCalendar
from core.city.city import City
from core.tally.months import over
from core.tally.periods import report_time, week_of
from core.tally.state import counted, load
from core.vocabulary.effects import Effect, Tell
from core.vocabulary.events import Event
from core.vocabulary.lane_names import OFFICIALS_LANE
from core.vocabulary.steps import Moment, Outcome
from core.vocabulary.tally import Tallied, WeekOver


class TallySteps:
    """The behaviour of ``tally:<local date>`` lanes."""

    def __init__(self, city: City) -> None:
        """Take the city, whose calendar says when a week is reported."""
        self._calendar = WorkingCalendar(city)

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Count; each day with something in it says when its week and its month are over.

        The common group listens to the first of a week, the published month to the first of a month.
        """
        stored = load(state)
        day = counted(stored, event.body) if isinstance(event.body, Tallied) else stored
        date_ = date.fromisoformat(event.lane.partition(":")[2])
        week, waits, effects = week_of(date_), list[datetime](), list[Effect]()
        if not day.told:
            due = report_time(self._calendar, week).astimezone(UTC)
            if moment.now >= due:
                day = structs.replace(day, told=True)
                effects.append(Tell(OFFICIALS_LANE, WeekOver(week.first.isoformat())))
            else:
                waits.append(due)
        if not day.published:
            told, due = over(self._calendar, date_)
            if moment.now >= due:
                day = structs.replace(day, published=True)
                effects.append(told)
            else:
                waits.append(due)
        return Outcome(day, tuple(effects), min(waits, default=None))
