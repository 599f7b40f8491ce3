"""The lane of an official: what is held, and whom a change of rights is told."""

from datetime import UTC, datetime
from typing import Any

import msgspec

from core.register.holding import MOST_HELD, OfficialSteps, load
from core.vocabulary.effects import Tell
from core.vocabulary.events import Body, Event, Timer
from core.vocabulary.lane_names import official_lane, ticket_lane
from core.vocabulary.register import Holds, RightsNow
from core.vocabulary.steps import Moment
from core.vocabulary.ticket import Official

NOON = datetime(2026, 12, 1, 4, tzinfo=UTC)
GONE = RightsNow(Official("2", "Budi", "dishub"), False)


def happens(state: Any, *bodies: Body) -> tuple[Any, list[tuple[str, Any]]]:
    """Step through some events; give the document, and what the last one told."""
    told: list[tuple[str, Any]] = []
    for body in bodies:
        outcome = OfficialSteps().step(state, Event("e", official_lane("2"), NOON, body), Moment(NOON))
        state = msgspec.to_builtins(outcome.state)
        told = [(one.lane, one.command) for one in outcome.effects if isinstance(one, Tell)]
    return state, told


def test_who_goes_lets_go_of_everything_held() -> None:
    """Each ticket that is held hears of the change, in the order in which it was taken; what was let go does not."""
    _state, told = happens(None, Holds("A"), Holds("B"), Holds("C"), Holds("B", held=False), GONE)
    assert [(ticket_lane("A"), GONE), (ticket_lane("C"), GONE)] == told


def test_a_claim_that_was_under_way_is_told_too() -> None:
    """A ticket that is claimed, or comes back by a dispute, when the rights have ended hears it at once."""
    state, told = happens(None, GONE, Holds("A"))
    assert [(ticket_lane("A"), GONE)] == told
    assert ("A",) == load(state).held


def test_news_out_of_order_does_no_harm() -> None:
    """Let go before it was known to be held, a ticket stands in the list, and says itself that it is not held."""
    state, _told = happens(None, Holds("A", held=False), Holds("A"), Holds("A"), Timer(NOON))
    assert ("A",) == load(state).held


def test_the_list_ends() -> None:
    """Of more tickets than anybody can hold the newest are kept."""
    state, _told = happens(None, *(Holds(str(number)) for number in range(MOST_HELD + 1)))
    assert (MOST_HELD, "1") == (len(load(state).held), load(state).held[0])
