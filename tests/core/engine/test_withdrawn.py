"""Messages that are taken back before they go out: those of one matter, or all that wait in a chat."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from core.engine.stepping import advance
from core.engine.window import withdrawn
from core.vocabulary.effects import Effect, Record, Send, Tell, Withdraw
from core.vocabulary.events import Event, Timer
from core.vocabulary.lanes import Entry, Lane, Lease
from core.vocabulary.results import Undelivered
from core.vocabulary.steps import Moment, Outcome

NOON = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
CHAT = "chat:test:1"


def entry(name: str, ref: str) -> Entry:
    """Give a message that waits."""
    return Entry(name, Send(f"about {ref}", ref=ref), NOON)


def told(lane: Lane) -> list[tuple[str, str, str]]:
    """Give what the lane will hear of messages that did not go out."""
    bodies = [(one.id, one.effect.command) for one in lane.outbox if isinstance(one.effect, Tell)]
    return [(name, body.entry_id, body.ref) for name, body in bodies if isinstance(body, Undelivered)]


def waits(lane: Lane) -> list[str]:
    """Give the messages that go out still, or wait for the window."""
    return [one.id for one in (*lane.outbox, *lane.held) if isinstance(one.effect, Send)]


LANE = Lane(
    CHAT,
    outbox=(entry("a:0", "K1"), Entry("a:1", Record("K1", "x", "y", "z", NOON), NOON), entry("b:0", "K2")),
    held=(entry("c:0", "K1"), entry("d:0", "K2")),
    sending=Lease("w", NOON, "a:0"),
)


def test_of_one_matter() -> None:
    """Waiting and held messages of a matter come back as not delivered; others, and journal lines, stay."""
    lane = withdrawn(LANE, "K1", NOON)
    assert [("a:0", "a:0", "K1"), ("c:0:back", "c:0", "K1")] == told(lane)
    assert ["b:0", "d:0"] == waits(lane)
    assert ["a:0", "a:1", "b:0", "c:0:back"] == [one.id for one in lane.outbox]


def test_all() -> None:
    """Everything is taken back when somebody else has the chat, and nothing of it is named."""
    lane = withdrawn(LANE, "", NOON)
    assert [] == waits(lane)
    assert {""} == {ref for _name, _entry, ref in told(lane)}


def test_what_is_known_to_have_gone_out_stays() -> None:
    """A message that went out is not called undelivered; nor is one whose words an official typed went out alone."""
    held = Entry("e:0", Send("words", ref="K1"), NOON, told=True)
    lane = withdrawn(Lane(CHAT, outbox=LANE.outbox, held=(held,)), "K1", NOON, sent={"a:0"})
    assert [] == told(lane)


@pytest.mark.parametrize("ref", ["K1", ""])
def test_a_step_takes_back_before_it_speaks(ref: str) -> None:
    """What a step says in the same breath goes out, and its request leaves nothing in the outbox."""

    class Steps:
        def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
            effects: tuple[Effect, ...] = (Withdraw(ref), Send("new", ref="K1"))
            return Outcome(state, effects)

    event = Event("t", CHAT, NOON, Timer(NOON))
    lane = Lane(CHAT, outbox=(entry("a:0", "K1"),), wake_at=NOON)
    after = advance(lane, [event], Steps(), NOON).lane
    assert ["t:1"] == waits(after)
    assert 1 == len(told(after))
