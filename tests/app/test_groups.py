"""Where the officials' groups are: which chat is which lane, and what each is told at a start."""

from datetime import UTC, datetime

import pytest

from app.groups import Groups
from channels.kit import Group
from core.vocabulary.events import Placed
from core.vocabulary.lane_names import OFFICIALS_LANE
from core.vocabulary.officials import Notice

NOW = datetime(2026, 12, 1, tzinfo=UTC)
DINKES = "group:dinkes"
GROUPS = Groups(Group("toy", "-1"), {DINKES: "-2"})


@pytest.mark.parametrize(
    ("groups", "key", "expected"),
    [
        (GROUPS, "toy:-1", OFFICIALS_LANE),
        (GROUPS, "toy:-2", DINKES),
        (GROUPS, "toy:-3", None),
        (GROUPS, "other:-2", None),
        (Groups(), ":", None),
        (Groups(Group(), {DINKES: "-2"}), ":-2", None),
    ],
)
def test_lane_at(groups: Groups, key: str, expected: str | None) -> None:
    """A chat is the lane that settings or pack give it; without the common group nobody's chat is ours."""
    assert expected == groups.lane_at(key)


@pytest.mark.parametrize(
    ("lane", "expected"), [(OFFICIALS_LANE, True), (DINKES, True), ("group:toy:-1", False), ("group:it", False)]
)
def test_is_ours(lane: str, expected: bool) -> None:
    """Lanes of ours need no looking up; one that is named by a chat does."""
    assert expected == GROUPS.is_ours(lane)


def test_each_group_is_greeted_once_at_its_place() -> None:
    """At a start each lane is told where its group is, and then to see to its topics, under ids of their own."""
    events = GROUPS.greetings("w", NOW)
    told = [(event.lane, event.channel, event.address, event.order, event.body) for event in events]
    assert [
        (lane, "toy", address, order, body)
        for lane, address in ((DINKES, "-2"), (OFFICIALS_LANE, "-1"))
        for order, body in enumerate((Placed(address), Notice("officials.start")))
    ] == told
    assert len(events) == len({event.id for event in events})
    assert [] == Groups().greetings("w", NOW)
