"""What messages about tickets cost is counted once each, on channels where each costs money."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.city.costs import Costs
from core.engine.engine import Engine
from core.engine.settings import EngineSettings
from core.tally.billing import Billing
from core.tally.state import DayState, Part, counted, load
from core.tally.step import TallySteps
from core.vocabulary.channel import Capabilities
from core.vocabulary.deliveries import About
from core.vocabulary.effects import Send
from core.vocabulary.errors import StoreDown
from core.vocabulary.lane_names import tally_lane
from core.vocabulary.lanes import Receipt
from core.vocabulary.steps import Stepper
from core.vocabulary.tally import Tallied
from tests.core.engine.test_delivery_log import LANE, NUMBER, Says, Wall
from tests.core.engine.world import LoopClock, said
from tests.core.kupang import kupang
from tests.fakes.memory_store import MemoryStore
from tests.virtual_time import run_virtually

NEWS = Send("Sudah diganti", about=(About(NUMBER, "reporter.answered"),))
CITY = replace(kupang(), costs=Costs("IDR", {"toy": 350.0}, {"toy": 400.5}))
FREE = Capabilities(text=4096, caption=1024, buttons=8, button_label=64)
PAID = Capabilities(text=4096, caption=1024, buttons=8, button_label=64, paid=True)


class Pieces(Wall):
    """A chat to which every message of ours goes in two."""

    def __init__(self, capabilities: Capabilities) -> None:
        super().__init__()
        self.capabilities = capabilities
        self.taken = 0

    async def send(self, target: Any, message: Send, media: Any) -> tuple[str, ...]:
        """Take it."""
        self.taken += 1
        return ("first", "second")


class Long(Pieces):
    """A provider that bills five parts for the two."""

    def parts(self, message: Send) -> int:
        """Count them."""
        return 5


class Killed(MemoryStore):
    """Loses the first receipt, as a kill before it does."""

    lost = False

    async def record(self, receipt: Receipt) -> None:
        """Write all but the first."""
        if not self.lost:
            self.lost = True
            raise StoreDown("killed")
        await super().record(receipt)


async def play(store: MemoryStore, channel: Pieces, message: Send) -> Part:
    """Let one step say this; give what the day counted."""
    clock = LoopClock()
    steps: dict[str, Stepper] = {"chat": Says(message), "tally": TallySteps(CITY)}
    engine = Engine(store, steps, {"toy": channel}, clock, worker="a", settings=EngineSettings(), bills=Billing(CITY))
    await engine.accept([said(LANE, 1)])
    await engine.settle(60.0)
    lane = await store.load(tally_lane(clock.now().astimezone(ZoneInfo(CITY.timezone)).date()))
    await engine.stop()
    return load(lane.state if lane is not None else None).city


@pytest.mark.parametrize(
    ("capabilities", "message", "expected"),
    [
        (PAID, NEWS, Part({"message": 2, "spent": 70000})),
        (PAID, Send("halo"), Part()),
        (FREE, NEWS, Part()),
    ],
    ids=["about a ticket", "about none", "for nothing"],
)
def test_what_counts(capabilities: Capabilities, message: Send, expected: Part) -> None:
    """A message about a ticket counts as the platform bills it; what is about none, or costs nothing, does not."""
    assert expected == run_virtually(play(MemoryStore(LoopClock()), Pieces(capabilities), message))


def test_parts_count_where_parts_are_billed() -> None:
    """A long message costs what its parts cost, however few messages it is in the chat."""
    part = run_virtually(play(MemoryStore(LoopClock()), Long(PAID), NEWS))
    assert {"message": 5, "spent": 175000} == part.facts


def test_what_goes_out_again_after_a_kill_counts_once() -> None:
    """The count is stored before the receipt, and known again by the message."""
    channel = Pieces(PAID)
    part = run_virtually(play(Killed(LoopClock()), channel, NEWS))
    assert (2, {"message": 2, "spent": 70000}) == (channel.taken, part.facts)


def test_the_delivery_logs_say_the_same() -> None:
    """What was counted is what the receipts of messages about tickets say that went out."""
    store = MemoryStore(LoopClock())
    part = run_virtually(play(store, Pieces(PAID), NEWS))
    sent = [one for one in store.receipts_by_id.values() if one.about and one.course == "sent"]
    assert part.facts["message"] == sum(one.weight for one in sent)


def test_a_template_has_its_own_price() -> None:
    """It is a message too; the day is the city's."""
    late = datetime(2026, 3, 31, 17, 0, tzinfo=UTC)
    event = Billing(CITY).event("e:1", "toy", 1, late, template=True)
    assert ("e:1:billed", "tally:2026-04-01") == (event.id, event.lane)
    assert isinstance(event.body, Tallied)
    assert {"message": 1, "template": 1, "spent": 40050} == counted(DayState(), event.body).channel["toy"].facts


def test_without_a_price_messages_are_counted() -> None:
    """What they cost is not known then, and said nowhere."""
    event = Billing(kupang()).event("e:1", "toy", 3, datetime(2026, 3, 31, tzinfo=UTC), template=False)
    assert isinstance(event.body, Tallied)
    assert DayState(city=Part({"message": 3}), channel={"toy": Part({"message": 3})}) == counted(DayState(), event.body)
