"""What a process remembers of lanes stays bounded, and forgets nothing that is still to be done."""

from core.engine.slots import Slots
from core.vocabulary.effects import Send
from core.vocabulary.lanes import Entry, Lane
from tests.core.engine.world import START


def lane(n: int, *, busy: bool) -> Lane:
    """Make a lane with or without something in its outbox."""
    return Lane(f"chat:{n}", outbox=(Entry(f"e{n}", Send("x"), START),) if busy else ())


def test_clean_lanes_go_although_the_oldest_are_busy() -> None:
    """Lanes whose outbox waits are kept, and do not keep the clean ones behind them."""
    slots = Slots(10)
    for n in range(20):
        slots.put(lane(n, busy=True))
    for n in range(20, 100):
        slots.put(lane(n, busy=False))
    known = [slot.lane.id for slot in slots.all()]
    assert [f"chat:{n}" for n in range(20)] == known[:20]
    assert len(known) <= 21


def test_the_longest_unused_goes_first() -> None:
    """A lane that was looked at stays longer than one that was not."""
    slots = Slots(2)
    slots.put(lane(1, busy=False))
    slots.put(lane(2, busy=False))
    assert slots.get("chat:1") is not None
    slots.put(lane(3, busy=False))
    assert ["chat:1", "chat:3"] == [slot.lane.id for slot in slots.all()]
