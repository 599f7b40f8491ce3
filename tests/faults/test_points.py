"""Which journeys and places are played when: on each day some, in a few days all."""

from __future__ import annotations

from datetime import date, timedelta

from tests.faults.journeys import JOURNEYS
from tests.faults.points import DAILY, STRIDE, TURNS, every_point, part, todays

DAY = date(2026, 12, 1)


def days(count: int) -> list[date]:
    """Give so many days in a row."""
    return [DAY + timedelta(days=number) for number in range(count)]


def test_every_journey_has_its_day() -> None:
    """Some are played each day, the others in turns, and none is left out or played twice."""
    played = [todays(day) for day in days(TURNS)]
    assert set(JOURNEYS) == {name for names in played for name in names}
    assert set(DAILY) == set.intersection(*map(set, played))
    assert len(JOURNEYS) + len(DAILY) * (TURNS - 1) == sum(map(len, played))


def test_every_place_to_die_has_its_day() -> None:
    """A journey is killed somewhere on each of its days, and everywhere in a round of them."""
    for writes in (1, 9, STRIDE, 2 * STRIDE):
        points = every_point("album", writes)
        chosen = [part(points, day) for day in days(STRIDE * TURNS)[::TURNS]]
        assert all(chosen)
        assert set(points) == {point for some in chosen for point in some}
