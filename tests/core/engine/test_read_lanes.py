"""A step looks into other lanes' documents: read beside what is read anyhow, fresh, and only where asked for."""

import asyncio
import random
from collections.abc import Sequence
from typing import Any

from core.engine.engine import Engine
from core.engine.stepping import Known, advance
from core.vocabulary.effects import Send
from core.vocabulary.events import Event
from core.vocabulary.lanes import Lane
from core.vocabulary.steps import Moment, Outcome
from tests.core.engine.world import Chat, LoopClock, said
from tests.fakes.memory_store import MemoryStore
from tests.virtual_time import run_virtually

LANE, REGISTER, NOBODY = "chat:toy:1", "register:toy", "register:nobody"


class Reader:
    """Says what stands in the register; a message "n" cannot even say what it needs when n is in ``broken``."""

    def __init__(self, *lanes: str, broken: str = "") -> None:
        self._lanes, self._broken = lanes, broken

    def reads(self, event: Event) -> tuple[str, ...]:
        """Name the lanes, or raise."""
        if event.id == self._broken:
            raise ValueError("a bug")
        return self._lanes

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Remember the documents."""
        seen = [*(state or []), dict(moment.documents)]
        return Outcome(seen, (Send(str(len(seen))),))


class Register:
    """Counts its events."""

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Count."""
        return Outcome((state or 0) + 1)


class ReadStore(MemoryStore):
    """Notes what is read and written, and loses compare-and-sets of the chat after somebody else has registered."""

    def __init__(self, losses: int = 0) -> None:
        super().__init__(LoopClock())
        self.calls: list[str] = []
        self.losses = losses

    async def accept(self, events: Sequence[Event]) -> frozenset[str]:
        """Note it, insert."""
        self.calls.append("accept")
        return await super().accept(events)

    async def load(self, lane: str) -> Lane | None:
        """Note it, read."""
        self.calls.append(f"load {lane}")
        return await super().load(lane)

    async def commit(self, lane: Lane, expected_version: int) -> bool:
        """Compare and set, or lose against another process."""
        if lane.id == LANE and self.losses:
            self.losses -= 1
            stored = await super().load(REGISTER) or Lane(REGISTER)
            await super().commit(Lane(REGISTER, stored.version + 1, state=100), stored.version)
            return False
        return await super().commit(lane, expected_version)


def registered(number: int) -> Event:
    """Make an event of the register."""
    return Event(f"r{number}", REGISTER, said(LANE, number).at, said(LANE, number).body)


def played(store: ReadStore, reader: Reader, *batches: Sequence[Event], patience: float = 60.0) -> list[Any]:
    """Play batches of events one after the other; give what the chat's steps saw."""

    async def story() -> list[Any]:
        engine = Engine(
            store,
            {"chat": reader, "register": Register(), "group": Register()},
            {"toy": Chat(random.Random(1))},
            LoopClock(),
            worker="a",
        )
        for batch in batches:
            await engine.accept(batch)
            assert await engine.settle(patience)
        for _ in range(5):
            await asyncio.sleep(10.0)
            await engine.sweeps.stale(0.0)
            await engine.settle(patience)
        await engine.stop()
        lane = await store.load(LANE)
        return list(lane.state or []) if lane else []

    return run_virtually(story())


def test_a_step_sees_the_newest_state_of_the_lanes_that_it_asked_for() -> None:
    """The register's state as it is when the message comes; a lane that nobody has written is None."""
    batches = [registered(1)], [said(LANE, 2)], [registered(3)], [said(LANE, 4)]
    seen = played(ReadStore(), Reader(REGISTER, NOBODY), *batches)
    assert [{REGISTER: 1, NOBODY: None}, {REGISTER: 2, NOBODY: None}] == seen


def test_it_is_read_while_the_event_is_written() -> None:
    """The document is asked for in the same round trip as the lane's own, before the event's write is back, once."""
    store = ReadStore()
    played(store, Reader(REGISTER), [said(LANE, 1)])
    assert [f"load {REGISTER}"] == [call for call in store.calls if call.endswith(REGISTER)]
    assert store.calls.index(f"load {REGISTER}") - store.calls.index("accept") in (1, 2)


def test_nothing_is_read_where_nothing_is_asked_for() -> None:
    """Steps that name no lanes cost no read more, and are given none."""
    store = ReadStore()
    assert [{}] == played(store, Reader(), [said(LANE, 1)])
    assert {f"load {LANE}"} == {call for call in store.calls if call.startswith("load")}


def test_a_lost_commit_reads_it_again() -> None:
    """Whoever loses the compare-and-set steps anew with what is stored by then."""
    assert [{REGISTER: 100}] == played(ReadStore(losses=1), Reader(REGISTER), [registered(1)], [said(LANE, 2)])


def test_a_stepper_that_cannot_say_what_it_needs_is_a_poisoned_event() -> None:
    """The event is a dead letter after five tries, and the next one goes through."""
    store = ReadStore()
    seen = played(store, Reader(REGISTER, broken=said(LANE, 1).id), [said(LANE, 1)], [said(LANE, 2)])
    assert ([{REGISTER: None}], [said(LANE, 1).id]) == (seen, [letter.id for letter in store.dead.values()])


def test_a_step_gets_no_document_that_another_event_asked_for() -> None:
    """Of what was read for a round each step sees its own; one that was not read is an error, not an empty lane."""
    event, reader = said(LANE, 1), Reader(NOBODY)
    less, more = Known(documents={REGISTER: 1}), Known(documents={REGISTER: 1, NOBODY: None})
    assert "KeyError" == advance(Lane(LANE), [event], reader, event.at, known=less).error.partition(":")[0]
    assert [{NOBODY: None}] == advance(Lane(LANE), [event], reader, event.at, known=more).lane.state


class Seeker(Reader):
    """Looks into the register once the stored state says so: after its first message."""

    def helpful(self, state: Any, event: Event) -> tuple[str, ...]:
        """Name the register from the second message on."""
        return (REGISTER,) if state else ()


def test_a_state_says_which_lanes_help() -> None:
    """A lane that the stored state names is read for the round, fresh, and where it names none nothing is read."""
    store = ReadStore(losses=1)
    first, later = [said(LANE, 1)], [said(LANE, 2)]
    assert [{}, {REGISTER: 100}] == played(store, Seeker(), first, later)
    assert [f"load {REGISTER}"] == [call for call in store.calls if call == f"load {REGISTER}"]


def test_what_helps_may_be_missing() -> None:
    """A state that changed within the round names lanes that were not read: the step does without them."""
    event, later = said(LANE, 1), said(LANE, 2)
    assert [{}, {}] == advance(Lane(LANE), [event, later], Seeker(), later.at, known=Known()).lane.state
