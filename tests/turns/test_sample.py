"""A part of the tuned half is played with every run of the tests; all of it is `make turns`."""

from __future__ import annotations

from tests.journeys.watch import captured_logs
from tests.turns.__main__ import FILES
from tests.turns.cases import read_cases
from tests.turns.play import Played, play_town, towns
from tests.turns.report import TARGETS

EVERY = 17
"""Of so many lines of the tuned half one is played."""
FAILURES = ("lane_failed", "step_failed", "store_down", "unhandled")


async def played(uri: str) -> list[Played]:
    """Play the sample."""
    groups = towns(read_cases(FILES["tuned"])[::EVERY])
    return [one for group in groups for one in await play_town(uri, group)]


async def test_every_context_can_be_played(mongo_uri: str) -> None:
    """Each context is reached by real conversation, nothing breaks on the way, and every text said has a meaning."""
    cases = {case.context: case for case in read_cases(FILES["tuned"])}
    with captured_logs(()) as written:
        found = [one for group in towns(list(cases.values())) for one in await play_town(mongo_uri, group)]
    assert [] == [one.problem for one in found if one.problem]
    assert [] == [text for one in found for text in one.unknown]
    assert [] == [line for line in written.getvalue().splitlines() if any(word in line for word in FAILURES)]


async def test_a_sample_reaches_the_target(mongo_uri: str) -> None:
    """What people say is met rightly as often as the target wants, and nothing does harm."""
    with captured_logs(()):
        found = await played(mongo_uri)
    assert [] == TARGETS["tuned"].missed(found), [f"{one.case.line}: {one.verdict}" for one in found if one.verdict.why]
