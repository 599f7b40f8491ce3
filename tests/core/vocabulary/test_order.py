"""Events of a lane have one order, whichever way they came."""

from __future__ import annotations

import itertools
from datetime import timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from core.vocabulary.events import Event
from core.vocabulary.order import oldest_first
from tests.clock import START
from tests.contracts.things import event, ids

SECOND = timedelta(seconds=1)

EVENTS = [
    msgspec.structs.replace(event(f"{number}", at=START + at * SECOND, order=order), received=received)
    for number, (at, order, received) in enumerate(itertools.product((1, 0), (2, 1), (None, START, START + 2 * SECOND)))
]


@given(st.permutations(EVENTS))
def test_the_order_does_not_depend_on_arrival(events: list[Event]) -> None:
    """However the events are mixed, they are sorted alike."""
    assert ids(oldest_first(EVENTS)) == ids(oldest_first(events))


def test_time_comes_before_order_and_that_before_storing_and_that_before_the_id() -> None:
    """Each part decides only where those before it are equal; what is not stored counts by the platform's time."""
    later = event("0", at=START + SECOND)
    second = event("1", order=1)
    stored_late = msgspec.structs.replace(event("2"), received=START + SECOND)
    alike = event("3"), event("4")
    assert ids([*alike, stored_late, second, later]) == ids(
        oldest_first([later, second, stored_late, *reversed(alike)])
    )
