"""The step of a day's count: facts come, and when the week is over the common group hears of it."""

from __future__ import annotations

from datetime import UTC, date
from typing import Any

from msgspec import structs

from core.city.calendar import WorkingCalendar
from core.city.city import City
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
        """Count; each day with something in it says that its week is over, and the group listens to the first."""
        day = load(state)
        if isinstance(event.body, Tallied):
            day = counted(day, event.body)
        if day.told:
            return Outcome(day)
        week = week_of(date.fromisoformat(event.lane.partition(":")[2]))
        due = report_time(self._calendar, week).astimezone(UTC)
        if moment.now < due:
            return Outcome(day, wake_at=due)
        over: tuple[Effect, ...] = (Tell(OFFICIALS_LANE, WeekOver(week.first.isoformat())),)
        return Outcome(structs.replace(day, told=True), over)
