"""A lane that is told where its chat is, by another lane, talks there."""

from datetime import UTC, datetime, timedelta
from typing import Any

from core.engine.stepping import advance
from core.vocabulary.events import Event, Placed
from core.vocabulary.lanes import Lane
from core.vocabulary.steps import Moment, Outcome

NOON = datetime(2026, 12, 1, 4, tzinfo=UTC)
OWN = "group:roads-own"


class Notes:
    """Remember where each event says that the chat is."""

    def step(self, state: Any, _event: Event, moment: Moment) -> Outcome:
        """Add the channel and address that what is said would go to."""
        return Outcome([*(state or []), f"{moment.channel}:{moment.address}"])


def placed(lane: Lane, address: str, channel: str, minutes: int) -> Lane:
    """Tell a lane where its chat is, as another lane does: the event itself comes from nowhere."""
    event = Event(f"e{minutes}", lane.id, NOON + timedelta(minutes=minutes), Placed(address, channel))
    return advance(lane, [event], Notes(), NOON).lane


def test_a_lane_without_a_chat_gets_one_by_being_told() -> None:
    """Channel and address stand in the document from the very step on, and another address counts later."""
    lane = placed(Lane(OWN), "-9", "toy", 1)
    assert ("toy", "-9", "-9") == (lane.channel, lane.address, lane.placed)
    lane = placed(lane, "-10", "toy", 2)
    assert ("toy", "-10", ["toy:-9", "toy:-10"]) == (lane.channel, lane.address, lane.state)


def test_a_lane_keeps_its_channel() -> None:
    """What is told later of a channel changes none that the lane has."""
    assert "toy" == placed(placed(Lane(OWN), "-9", "toy", 1), "-9", "other", 2).channel
