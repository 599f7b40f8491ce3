"""An echo that does not say whose it is: what we sent ourselves is no official's words."""

from typing import Any

from core.engine.stepping import Known, advance, replied_message
from core.vocabulary.events import ByHand, Event
from core.vocabulary.lanes import Lane, Receipt
from core.vocabulary.steps import Moment, Outcome
from tests.core.engine.world import START


class Noting:
    """Keeps what was written by hand."""

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Append the words."""
        assert isinstance(event.body, ByHand)
        return Outcome([*(state or []), event.body.text])


def test_an_echo_of_ours_is_nobodys_words() -> None:
    """Some platforms echo our messages without mark or app: the receipt tells, and the event is done with."""
    echo = Event("e1", "chat:toy:1", START, ByHand("Laporan Anda tercatat", "m1"), channel="toy", address="1")
    typed = Event("e2", "chat:toy:1", START, ByHand("Besok kami ke sana", "m2"), channel="toy", address="1")
    assert "m1" == replied_message(echo)
    known = Known({"m1": Receipt("x:0", "chat:toy:1", START, message_ids=("m1",))})
    done = advance(Lane("chat:toy:1"), [echo, typed], Noting(), START, known=known)
    assert ["Besok kami ke sana"] == done.lane.state
    assert ("e1", "e2") == done.handled
