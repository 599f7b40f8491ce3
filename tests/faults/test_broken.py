"""The fault runs can fail: bridges that are built wrong on purpose are found by a few kills."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pytest

from tests.faults.broken import FLAWS
from tests.faults.conftest import Quiet
from tests.faults.points import parse, problems_of
from tests.faults.pool import Pool
from tests.faults.run import Point

pytestmark = pytest.mark.faults
PATIENCE_SECONDS = 2.5
KILLS: Mapping[str, Sequence[str]] = {
    "acknowledge before writing": ("complaint:before:1", "complaint:after:1"),
    "done before commit": ("complaint:after:2", "complaint:before:3"),
    # The draft's receipt is about the eighth write; the kill has to come before its outbox is pruned.
    "receipts forgotten": tuple(f"complaint:before:{at}" for at in range(6, 14)),
    "statuses forgotten": ("whatsapp:before:1",),
    # Answer and help come in one breath: they are joined at any kill, or without one.
    "joined without words": ("whatsapp:before:1", "whatsapp:after:60"),
}


@pytest.mark.parametrize("flaw", FLAWS)
def test_bridge_that_is_built_wrong_is_found(flaw: str, quiet: Callable[[str], Quiet], workers: Pool) -> None:
    """A handful of kills near the first message shows each flaw as something lost or said twice."""
    places = [parse(kill) for kill in KILLS[flaw]]
    points = [Point(place.journey, place.at, place.when, flaw, PATIENCE_SECONDS) for place in places]
    usual = quiet(places[0].journey)
    assert () == usual.broke
    found = [problems_of(run, usual.outcomes[0]) for run in workers.play(points)]
    assert any(found), f"{len(points)} kills did not show it"
