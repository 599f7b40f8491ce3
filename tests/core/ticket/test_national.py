"""The number of the national service: noted once, shown to officials and to who asks, and told to nobody unasked."""

from __future__ import annotations

import pytest

from core.vocabulary.citizen import AskStatus, Update
from core.vocabulary.national import KeptNationally
from tests.core.ticket.lane import CHAT, REPORTER, brought_to

THEIRS = "8123456"


def test_it_is_noted_and_shown() -> None:
    """Card and journal have it; the citizen is told when asking how it stands, and not before."""
    lane = brought_to("diproses").happens(KeptNationally(THEIRS))
    assert (THEIRS, "national", {"national": THEIRS}) == (
        lane.card.national,
        lane.records[0].what,
        lane.records[0].details,
    )
    assert [] == lane.told(Update, REPORTER)
    lane.happens(AskStatus(REPORTER, CHAT))
    assert [THEIRS] == [update.national for update in lane.told(Update, CHAT)]


def test_the_same_again_is_nothing() -> None:
    """A file that is read twice changes a ticket once; another number takes the place of the first one."""
    lane = brought_to("selesai").happens(KeptNationally(THEIRS)).happens(KeptNationally(THEIRS))
    assert [] == lane.records
    lane.happens(KeptNationally("999"))
    assert {"national": "999", "before": THEIRS} == lane.records[0].details
    assert "" == lane.happens(KeptNationally("")).ticket.national


@pytest.mark.parametrize("words", ["x", "not a number", "<b>1</b>", "1" * 41, "-12"])
def test_what_is_no_number(words: str) -> None:
    """Nothing that could be a sentence is shown as a number."""
    assert "" == brought_to("baru").happens(KeptNationally(words)).ticket.national
