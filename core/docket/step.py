"""The step of a desk's list: rows come and go, and the desk's group is told the counts, seldom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from msgspec import structs

from core.city.calendar import WorkingCalendar
from core.city.city import City
from core.docket import mornings
from core.docket.counting import counts_of, next_lateness
from core.docket.standing import with_standing
from core.docket.state import DocketState, listed, load, unlisted
from core.vocabulary.dates import Recount
from core.vocabulary.docket import DeskCounts, Listed, Unlisted
from core.vocabulary.effects import Effect, Tell
from core.vocabulary.events import Event
from core.vocabulary.lane_names import ticket_lane
from core.vocabulary.steps import Moment, Outcome

SETTLED: Final = timedelta(seconds=60)
"""A count is told when it has been another one for so long: what goes on in one go is told once."""
APART: Final = timedelta(minutes=5)
"""Sixteen desks that change all the time edit three messages a minute then, of the twenty that a group takes (Bot API
FAQ, broadcasting)."""
COUNTED_AT_ONCE: Final = 50
"""Tickets that are told of a new calendar by one step."""


class DocketSteps:
    """The behaviour of ``docket:<desk>`` lanes."""

    def __init__(self, city: City) -> None:
        """Take the city, which knows in which group a desk is."""
        self._city = city
        self._calendar = WorkingCalendar(city)

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Keep the rows of a desk; anything else changes only what time changes."""
        docket, now = load(state), moment.now
        match event.body:
            case Listed() as body:
                docket = listed(docket, body, now)
            case Unlisted() as body:
                docket = unlisted(docket, body)
            case Recount():
                docket = mornings.forgotten(docket, now)
            case _:
                pass
        desk = event.lane.partition(":")[2]
        docket, effects = self._told(docket, desk, now)
        docket, greeting = mornings.come(docket, desk, self._city.desk(desk).lane, self._calendar, now)
        effects = (*effects, *greeting)
        if isinstance(event.body, Recount):
            effects = (*effects, *_counted_again(docket, event.body, event.lane))
        return Outcome(with_standing(docket, now, self._city.verification_unit), effects, _wake_at(docket, now))

    def _told(self, docket: DocketState, desk: str, now: datetime) -> tuple[DocketState, tuple[Effect, ...]]:
        """Tell the group how many there are, once it has been so for a while."""
        counts, group = counts_of(desk, docket, now), self._city.desk(desk).lane
        if docket.told_in == group and _numbers(docket.told) == _numbers(counts):
            return structs.replace(docket, unlike_since=None), ()
        docket = structs.replace(docket, unlike_since=docket.unlike_since or now)
        if _telling_at(docket) > now:
            return docket, ()
        return structs.replace(docket, told=counts, told_in=group, unlike_since=None), (Tell(group, counts),)


def _counted_again(docket: DocketState, body: Recount, lane: str) -> tuple[Effect, ...]:
    """Let open tickets count their dates again, some at a time: an outbox stays small however many there are."""
    numbers = sorted(number for number in docket.open if number > body.after)
    here = numbers[:COUNTED_AT_ONCE]
    told: list[Effect] = [Tell(ticket_lane(number), Recount(body.calendar)) for number in here]
    if len(numbers) > len(here):
        told.append(Tell(lane, structs.replace(body, after=here[-1])))
    return tuple(told)


def _numbers(counts: DeskCounts | None) -> Mapping[str, Any]:
    return {} if counts is None else {**structs.asdict(counts), "at": None}


def _telling_at(docket: DocketState) -> datetime:
    assert docket.unlike_since is not None
    settled = docket.unlike_since + SETTLED
    return settled if docket.told is None else max(settled, docket.told.at + APART)


def _wake_at(docket: DocketState, now: datetime) -> datetime | None:
    moments = [next_lateness(docket, now), _telling_at(docket) if docket.unlike_since else None, docket.morning]
    return min((moment for moment in moments if moment is not None), default=None)
