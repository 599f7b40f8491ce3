"""The fault runs can fail: bridges that are built wrong on purpose are found by a few kills."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

import pytest

from tests.faults.broken import FLAWS
from tests.faults.conftest import Quiet
from tests.faults.killer import When
from tests.faults.points import problems_of
from tests.faults.pool import Pool
from tests.faults.run import Point

pytestmark = pytest.mark.faults
PATIENCE_SECONDS = 3.0
WRITES: Mapping[str, tuple[int, ...]] = {
    "acknowledge before writing": (1, 2),
    "done before commit": (2, 3),
    "receipts forgotten": (8, 9, 12),
}


@pytest.mark.parametrize("flaw", FLAWS)
def test_bridge_that_is_built_wrong_is_found(flaw: str, quiet: Mapping[str, Quiet], workers: Pool) -> None:
    """A handful of kills near the first message shows each flaw as something lost or said twice."""
    points = [Point("complaint", at, when, flaw, PATIENCE_SECONDS) for at in WRITES[flaw] for when in get_args(When)]
    found = [problems_of(run, quiet["complaint"].outcomes[0]) for run in workers.play(points)]
    assert any(found), f"{len(points)} kills did not show it"
