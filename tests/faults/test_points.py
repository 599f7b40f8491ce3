"""Which journeys are played when: on each day some, in a few days all."""

from __future__ import annotations

from datetime import date

from tests.faults.journeys import JOURNEYS
from tests.faults.points import todays


def test_every_journey_has_its_day() -> None:
    """The shorter journeys are played each day, the longer ones in turns, and none is left out."""
    days = [set(todays(date(2026, 12, day))) for day in range(1, 4)]
    assert set(JOURNEYS) == set.union(*days)
    assert {name for name, journey in JOURNEYS.items() if journey.stride == 1} == set.intersection(*days)
