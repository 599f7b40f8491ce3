"""Taking a message away: in its turn, with what stays told to the lane, and posted anew when it is edited later."""

from typing import Any

from core.engine.engine import Engine
from core.engine.outbox import next_bundle
from core.engine.settings import EngineSettings
from core.vocabulary.channel import Target
from core.vocabulary.effects import Delete, Edit, Effect, Send
from core.vocabulary.errors import TargetGone
from core.vocabulary.events import Event, Said
from core.vocabulary.lanes import Entry
from core.vocabulary.results import NotDeleted
from core.vocabulary.steps import Moment, Outcome
from tests.core.engine.world import START, Chat, LoopClock, said
from tests.fakes.memory_store import MemoryStore
from tests.virtual_time import run_virtually

LANE = "chat:1"
SCRIPT: dict[str, tuple[Effect, ...]] = {
    "1": (Send("isi", key="k"),),
    "2": (Delete("k", Send("tertutup"), ref="r", files=2),),
    "3": (Edit("k", Send("lagi")),),
}


class Script:
    """Does what the script says for each message, and notes what could not be taken away."""

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Play the next lines."""
        noted = list(state or [])
        if isinstance(event.body, NotDeleted):
            return Outcome([*noted, f"{event.body.ref} {event.body.files}"])
        return Outcome(noted, SCRIPT[event.body.text] if isinstance(event.body, Said) else ())


class Wall(Chat):
    """A chat whose messages can be taken away, or not."""

    keeps = False

    def __init__(self) -> None:
        self.shown: dict[str, str] = {}
        self.count = 0

    async def send(self, target: Target, message: Send, media: Any) -> tuple[str, ...]:
        """Show three messages for one, as an album is."""
        ids = tuple(str(self.count + n) for n in range(3))
        self.count += 3
        self.shown.update(dict.fromkeys(ids, message.text))
        return ids

    async def edit(self, target: Target, message: Send) -> None:
        """Change the first."""
        if target.message_ids[0] not in self.shown:
            raise TargetGone("gone")
        self.shown[target.message_ids[0]] = message.text

    async def delete(self, target: Target) -> tuple[str, ...]:
        """Take away, unless they are too old."""
        if self.keeps:
            return target.message_ids
        for one in target.message_ids:
            self.shown.pop(one, None)
        return ()


async def play(wall: Wall, *numbers: int) -> Any:
    """Let messages come one after the other; give the lane's state."""
    store = MemoryStore(LoopClock())
    engine = Engine(store, {"chat": Script()}, {"toy": wall}, LoopClock(), worker="a", settings=EngineSettings())
    for number in numbers:
        await engine.accept([said(LANE, number)])
        await engine.settle()
    lane = await store.load(LANE)
    await engine.stop()
    return lane.state if lane else None


def test_taken_away() -> None:
    """A message goes with everything that was sent with it; an edit of later posts it anew."""
    wall = Wall()
    assert [] == run_virtually(play(wall, 1, 2))
    assert {} == wall.shown

    again = Wall()
    run_virtually(play(again, 1, 2, 3))
    assert ["lagi"] * 3 == list(again.shown.values())


def test_stays() -> None:
    """What is too old to go loses its words, and the lane is told how many files stay."""
    wall = Wall()
    wall.keeps = True
    assert ["r 2"] == run_virtually(play(wall, 1, 2))
    assert ["tertutup", "isi", "isi"] == list(wall.shown.values())


def test_still_waiting() -> None:
    """What waits to be sent and is to be taken away already is never shown; a later edit shows what it says."""
    queue = [Entry(f"e{n}", effect, START) for n, effect in enumerate(sum(SCRIPT.values(), ()))]
    bundle = next_bundle(queue, frozenset())
    assert bundle is not None
    assert (["e0", "e1"], SCRIPT["2"][0]) == ([entry.id for entry in bundle.entries], bundle.effect)
    later = next_bundle(queue, frozenset(("e0", "e1")))
    assert later is not None
    assert SCRIPT["3"][0] == later.effect


def test_never_sent() -> None:
    """What was never sent need not be taken away."""
    assert [] == run_virtually(play(Wall(), 2))
