"""SIGKILL of the bridge before and after every write of its start and of its journeys, on each of the channels."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from tests.faults.conftest import Quiet, Say
from tests.faults.journeys import JOURNEYS
from tests.faults.outcome import differences
from tests.faults.points import every_point, parse, part, problems_of
from tests.faults.pool import Pool
from tests.faults.run import Point, Run

pytestmark = pytest.mark.faults
PROGRESS = 25
SHOWN = 20


def test_two_quiet_runs_end_alike(journey: str, quiet: Callable[[str], Quiet]) -> None:
    """Without a kill a journey reaches its end and leaves the same, with no message whose receipt is missing."""
    found = quiet(journey)
    assert () == found.broke
    first, *others = found.outcomes
    assert [[], []] == [differences(first, other, killed=False) for other in (first, *others)]


def test_every_kill_ends_like_the_quiet_run(
    journey: str,
    quiet: Callable[[str], Quiet],
    workers: Pool,
    summary: list[tuple[object, ...]],
    say: Say,
    request: pytest.FixtureRequest,
) -> None:
    """Killed at a write, started again, sent again what was not taken: tickets, chats, journal as without a kill."""
    usual = quiet(journey)
    assert () == usual.broke
    points = _chosen(journey, usual.writes, request.config)
    began, done, wrong = time.monotonic(), 0, []

    def note(run: Run) -> None:
        nonlocal done
        done += 1
        if found := problems_of(run, usual.outcomes[0]):
            wrong.append(found)
            say("\n".join(found))
        if done % PROGRESS == 0:
            say(f"{journey}: {done} of {len(points)} points, {time.monotonic() - began:.0f} s, {len(wrong)} wrong")

    runs = workers.play(points, note)
    kills = sum(run.killed for run in runs)
    row = (journey, usual.writes, len(runs), kills, len(runs) - kills, len(wrong), f"{time.monotonic() - began:.0f}")
    summary.append(row)
    assert [] == [problem for found in wrong for problem in found][:SHOWN]


def _chosen(journey: str, writes: int, config: pytest.Config) -> list[Point]:
    if asked := config.getoption("--kill", default=[]):
        return [point for point in map(parse, asked) if point.journey == journey]
    points, today = every_point(journey, writes), datetime.now(UTC).date()
    if config.getoption("--all-kills", default=False):
        return part(points, today, max(JOURNEYS[journey].stride, config.getoption("--every", default=1)))
    return part(points, today)
