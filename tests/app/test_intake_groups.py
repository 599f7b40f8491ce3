"""Groups that are none of ours: ignored, and named in the log once an hour."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from app.groups import Groups
from app.intake import STRANGERS_KEPT, Intake
from channels.kit import Group
from core.register.state import BoundGroup, Code, RegisterState
from core.register.tokens import known_by
from core.vocabulary.events import Event, Migrated, Odd, Person, Said
from core.vocabulary.lane_names import REGISTER_LANE
from core.vocabulary.lanes import Lane
from core.vocabulary.register import BindGroup
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


CODE, OWN = "ABCD2345", "group:dishub-own"


class Door:
    """An intake in front of a register with a code and a group that is a desk."""

    def __init__(self) -> None:
        self.clock = TestClock()
        self.store = MemoryStore(self.clock)
        self.accepted: list[Event] = []
        self.named: list[str] = []
        engine: Any = SimpleNamespace(clock=self.clock, store=self.store, accept=self._accept)
        groups = Groups(Group("telegram", "-1"), bind_words=("ikat",))
        self.intake = Intake(engine, {}, groups, self._observe)  # type: ignore[arg-type]

    async def _accept(self, events: list[Event]) -> None:
        self.accepted = list(events)

    def _observe(self, name: str, **_facts: Any) -> None:
        self.named.append(name)

    async def knows(self) -> None:
        """Store the register."""
        codes = {known_by(CODE): Code("dishub", self.clock.now() + timedelta(hours=1), "1")}
        register = RegisterState(codes=codes, groups={OWN: BoundGroup("dishub", "telegram", "-9")})
        assert await self.store.commit(Lane(REGISTER_LANE, 1, register), 0)

    async def hears(self, group: str, body: Any) -> list[Event]:
        """Take something that happened in a group; give what was stored."""
        self.accepted = []
        lane = f"group:telegram:{group}"
        await self.intake.handle([Event("e1", lane, self.clock.now(), body, 5, "telegram", group)])
        return self.accepted


def typed(text: str, *, anonymous: bool = False) -> Said:
    """Make a command as an admin types it."""
    command, _, argument = text.removeprefix("/").partition(" ")
    return Said(Person("7", "Ketua", anonymous=anonymous), "m1", text, command=command, argument=argument)


async def test_a_known_code_in_a_strange_group_is_told_to_the_register() -> None:
    """The register hears who typed which code where, on its own lane without an address; nothing else is heard."""
    door = Door()
    await door.knows()
    (event,) = await door.hears("-7", typed("/ikat abcd-2345"))
    assert BindGroup(CODE, "7", "telegram", "-7") == event.body
    assert (REGISTER_LANE, "", "", "e1") == (event.lane, event.channel, event.address, event.id)
    for said in (typed("/ikat abcd-2346"), typed("/ikat"), typed("/daftar abcd-2345"), typed("halo")):
        assert [] == await door.hears("-7", said)
    assert [] == await door.hears("-7", typed("/ikat abcd-2345", anonymous=True))
    assert ["unknown_group"] == door.named


async def test_a_group_that_is_a_desk_is_heard() -> None:
    """What happens in a bound group goes to its lane, also after the platform gave the group another address."""
    door = Door()
    assert [] == await door.hears("-9", Odd("text"))
    await door.knows()
    (event,) = await door.hears("-9", Odd("text"))
    assert (OWN, "-9") == (event.lane, event.address)
    await door.hears("-9", Migrated("-100"))
    (event,) = await door.hears("-100", Odd("text"))
    assert OWN == event.lane
