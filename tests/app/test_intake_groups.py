"""Groups that are none of ours: ignored, and named in the log once an hour."""

from types import SimpleNamespace
from typing import Any

from app.groups import Groups
from app.intake import STRANGERS_KEPT, Intake
from channels.kit import Group
from core.vocabulary.events import Event, Odd
from tests.clock import TestClock
from tests.fakes.memory_store import MemoryStore


async def test_a_strange_group_is_named_once_an_hour() -> None:
    """However much people write in a foreign group, the log names it once an hour, and others for themselves."""
    clock = TestClock()
    named: list[str] = []
    accepted: list[Event] = []

    async def accept(events: list[Event]) -> None:
        accepted.extend(events)

    engine: Any = SimpleNamespace(clock=clock, store=MemoryStore(clock), accept=accept)

    def observe(_name: str, **facts: Any) -> None:
        named.append(facts["group"])

    intake = Intake(engine, {}, Groups(Group("telegram", "-1")), observe)  # type: ignore[arg-type]
    for n, minutes in enumerate((0, 1, 58, 2, 30)):
        clock.move(minutes=minutes)
        for group in ("-7", "-8"):
            event = Event(f"e{n}{group}", f"group:telegram:{group}", clock.now(), Odd("text"), channel="telegram")
            await intake.handle([event])
    assert ["group:telegram:-7", "group:telegram:-8"] * 2 == named
    assert [] == accepted
    for n in range(2 * STRANGERS_KEPT):
        await intake.handle([Event(f"x{n}", f"group:telegram:-9{n}", clock.now(), Odd("text"), channel="telegram")])
    assert STRANGERS_KEPT == len(intake._strangers)
