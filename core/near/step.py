"""The step of a lane of what is open near a place: tickets come, change and go."""

from __future__ import annotations

from typing import Any

from core.city.city import City
from core.near.state import load, since, with_row, without
from core.vocabulary.events import Event
from core.vocabulary.near import ForgottenNear, KnownNear
from core.vocabulary.steps import Moment, Outcome


class NearSteps:
    """The behaviour of ``near:<category>:<kelurahan>`` lanes."""

    def __init__(self, city: City) -> None:
        """Take the city, for how long a ticket counts."""
        self._days = city.limits.near_days

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Put a ticket in or take it out; anything else changes nothing. Tells nobody."""
        near, body = load(state), event.body
        if isinstance(body, KnownNear):
            near = with_row(near, body.row)
        elif isinstance(body, ForgottenNear):
            near = without(near, body.number)
        return Outcome(since(near, moment.now, self._days))
