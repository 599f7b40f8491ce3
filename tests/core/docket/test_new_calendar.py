"""A desk's list tells its open tickets of a new calendar, some at a time."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import msgspec

from core.docket.state import DocketState
from core.docket.step import COUNTED_AT_ONCE, DocketSteps
from core.vocabulary.dates import Recount
from core.vocabulary.docket import DocketRow, Morning
from core.vocabulary.effects import Tell
from core.vocabulary.events import Event
from core.vocabulary.lane_names import OFFICIALS_LANE, docket_lane, ticket_lane
from core.vocabulary.steps import Moment
from tests.clock import START
from tests.core.kupang import kupang

LANE = docket_lane("pupr")


def told(state: Any, body: Recount) -> list[tuple[str, Recount]]:
    """Let the list hear of it; give whom it tells."""
    outcome = DocketSteps(kupang()).step(state, Event("e", LANE, START, body), Moment(START))
    return [
        (effect.lane, effect.command)
        for effect in outcome.effects
        if isinstance(effect, Tell) and isinstance(effect.command, Recount)
    ]


def test_all_open_tickets_are_told_in_parts() -> None:
    """However many are open, each hears of it once, at most so many in one step; what has ended hears nothing."""
    plain = DocketRow("", 1, "diproses", "working", "jalan", START, START)
    numbers = [f"T-{number:03}" for number in range(2 * COUNTED_AT_ONCE + 7)]
    rows = {number: msgspec.structs.replace(plain, number=number) for number in numbers}
    state = DocketState(open=rows, ended={"T-999": plain})
    heard: list[str] = []
    waiting = [Recount("new")]
    while waiting:
        here = told(state, waiting.pop())
        assert len(here) <= COUNTED_AT_ONCE + 1
        heard += [lane for lane, _ in here if lane != LANE]
        waiting += [command for lane, command in here if lane == LANE]
    assert [ticket_lane(number) for number in numbers] == heard


def test_an_empty_list_tells_nobody() -> None:
    """A desk without open tickets has nothing to reckon."""
    assert [] == told(None, Recount("new"))


def test_a_day_that_becomes_a_working_day_has_its_morning() -> None:
    """A holiday that is taken back is greeted like any working day; a morning that has come already is not lost."""
    row = DocketRow("T-1", 1, "diproses", "working", "jalan", START, START)
    asked_at, after_christmas = datetime(2026, 12, 23, 8, tzinfo=UTC), datetime(2026, 12, 27, 23, 30, tzinfo=UTC)
    state = DocketState(open={"T-1": row}, morning=after_christmas)
    steps = DocketSteps(replace(kupang(), holidays_removed=frozenset({date(2026, 12, 24)})))
    outcome = steps.step(state, Event("e", LANE, asked_at, Recount("new")), Moment(asked_at))
    assert datetime(2026, 12, 23, 23, 30, tzinfo=UTC) == outcome.state.morning
    late = datetime(2026, 12, 27, 23, 31, tzinfo=UTC)
    effects = steps.step(state, Event("e", LANE, late, Recount("new")), Moment(late)).effects
    assert Tell(OFFICIALS_LANE, Morning("pupr", "2026-12-28")) in effects
