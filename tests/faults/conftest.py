"""Options and fixtures of the fault runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

import pytest

from tests.faults.journeys import JOURNEYS
from tests.faults.outcome import Outcome
from tests.faults.points import parse, todays
from tests.faults.pool import Pool, pool
from tests.faults.run import Point

QUIET_RUNS = 2
"""Writes depend a little on timing (what is written together, when it is swept): the largest count is covered."""
Say = Callable[[str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what `make faults` uses."""
    group = parser.getgroup("faults")
    group.addoption("--all-kills", action="store_true", help="kill before and after every write, not at a part of them")
    group.addoption("--every", type=int, default=1, metavar="N", help="of these each N-th, others each day")
    group.addoption("--jobs", type=int, default=2, help="fault runs at a time (default 2)")
    group.addoption("--kill", action="append", default=[], metavar="JOURNEY:WHEN:N", help="play only this point")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give the tests of journeys those that are played."""
    if "journey" in metafunc.fixturenames:
        metafunc.parametrize("journey", played(metafunc.config))


def played(config: pytest.Config) -> list[str]:
    """Name the journeys to play: those of ``--kill``, all with ``--all-kills``, else others each day."""
    if asked := config.getoption("--kill", default=[]):
        return list(dict.fromkeys(parse(point).journey for point in asked))
    if config.getoption("--all-kills", default=False):
        return list(JOURNEYS)
    return todays(datetime.now(UTC).date())


@dataclass(frozen=True)
class Quiet:
    """How a journey goes without a kill."""

    outcomes: tuple[Outcome, ...]
    writes: int
    broke: tuple[str, ...]


@pytest.fixture(scope="session")
def workers(mongo_uri: str, request: pytest.FixtureRequest) -> Iterator[Pool]:
    """Start the worker processes."""
    with pool(mongo_uri, request.config.getoption("--jobs", 2)) as started:
        yield started


@pytest.fixture(scope="session")
def quiet(workers: Pool) -> Callable[[str], Quiet]:
    """Give what plays a journey without a kill, once for those who ask."""

    @cache
    def played_quietly(journey: str) -> Quiet:
        runs = workers.play([Point(journey)] * QUIET_RUNS)
        return Quiet(
            tuple(run.outcome for run in runs if run.outcome is not None),
            max(run.writes for run in runs),
            tuple(run.broke for run in runs if run.broke),
        )

    return played_quietly


@pytest.fixture(scope="session")
def summary(request: pytest.FixtureRequest) -> Iterator[list[tuple[object, ...]]]:
    """Collect the rows of the summary; shown at the end."""
    rows: list[tuple[object, ...]] = []
    yield rows
    request.config.stash[ROWS] = rows


ROWS = pytest.StashKey[list[tuple[object, ...]]]()


@pytest.fixture
def say(request: pytest.FixtureRequest) -> Say:
    """Write a line to the terminal when everything is enumerated, which takes minutes; nothing otherwise."""
    reporter = request.config.pluginmanager.getplugin("terminalreporter")
    capture = request.config.pluginmanager.getplugin("capturemanager")
    if reporter is None or capture is None or not request.config.getoption("--all-kills", default=False):
        return lambda _line: None

    def write(line: str) -> None:
        with capture.global_and_fixture_disabled():
            reporter.write_line(line)
            reporter.flush()

    return write


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Show what was killed."""
    from tests.faults.points import table

    rows = config.stash.get(ROWS, [])
    if rows:
        terminalreporter.section("kills of the bridge")
        for line in table(rows):
            terminalreporter.write_line(line)
