"""What a channel does not offer is not asked of it: the engine goes another way, and the lane goes on."""

from typing import Any

import msgspec

from core.engine.engine import Engine
from core.engine.settings import EngineSettings
from core.vocabulary.channel import RICH, Capabilities
from core.vocabulary.effects import Answer, Delete, Edit, Effect, Fetch, OpenTopic, Send
from core.vocabulary.events import Event, File, Said
from core.vocabulary.results import NotDeleted, NotFetched, Undelivered
from core.vocabulary.steps import Moment, Outcome
from tests.core.engine.world import LoopClock, Plain, said
from tests.fakes.memory_store import MemoryStore
from tests.virtual_time import run_virtually

LANE = "chat:toy:1"
SCRIPT: dict[str, tuple[Effect, ...]] = {
    "1": (Send("isi", key="k"), Answer("q-1"), Fetch(File("photo", "f-1"))),
    "2": (Edit("k", Send("lagi")),),
    "3": (Delete("k", Send("tertutup"), ref="r", files=1),),
    "4": (OpenTopic("health", "Kesehatan"), Send("akhir")),
}


class Script:
    """Does what the script says for each message, and notes what the engine tells."""

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Play the next lines."""
        noted = list(state or [])
        match event.body:
            case NotFetched(reason=reason) | Undelivered(reason=reason):
                return Outcome([*noted, reason])
            case NotDeleted(files=files):
                return Outcome([*noted, f"{files} stays"])
            case Said(text=text):
                return Outcome(noted, SCRIPT[text])
        return Outcome(noted)


class Quiet(Plain):
    """Sends at once, and can do nothing else."""

    def __init__(self) -> None:
        self.shown: list[str] = []

    async def send(self, target: Any, message: Send, media: Any) -> tuple[str, ...]:
        """Show a message."""
        self.shown.append(message.text)
        return (str(len(self.shown)),)


async def play(chat: Quiet) -> tuple[list[str], list[str]]:
    """Let the messages come one after the other; give what the lane noted, and what became dead letters."""
    store = MemoryStore(LoopClock())
    engine = Engine(store, {"chat": Script()}, {"toy": chat}, LoopClock(), worker="a", settings=EngineSettings())
    for number in (1, 2, 3, 4):
        await engine.accept([said(LANE, number)])
        await engine.settle()
    lane = await store.load(LANE)
    await engine.stop()
    assert lane is not None
    return lane.state, [type(one.entry.effect).__name__ for one in store.dead.values() if one.entry]


def test_what_is_not_offered() -> None:
    """An edit is posted anew, what is to be taken away stays, files do not come, and a topic is our bug."""
    chat = Quiet()
    assert (["refused", "1 stays", "rejected"], ["OpenTopic"]) == run_virtually(play(chat))
    assert ["isi", "lagi", "akhir"] == chat.shown


class Looking:
    """Notes what it may know of the chat."""

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Note."""
        return Outcome([moment.capabilities.terse, moment.capabilities.buttons])


async def looked(channel: str) -> Any:
    """Say something on a channel; give what the step saw of it."""
    quiet = Quiet()
    quiet.capabilities = Capabilities(text=160, caption=0, buttons=0, button_label=0, terse=True)
    store = MemoryStore(LoopClock())
    engine = Engine(store, {"chat": Looking()}, {"toy": quiet}, LoopClock(), worker="a", settings=EngineSettings())
    await engine.accept([msgspec.structs.replace(said(LANE, 1), channel=channel)])
    await engine.settle()
    lane = await store.load(LANE)
    await engine.stop()
    assert lane is not None
    return lane.state


def test_steps_see_what_a_chat_can_show() -> None:
    """A step sees its channel's capabilities, and those of a plain chat where the channel is off."""
    assert [True, 0] == run_virtually(looked("toy"))
    assert [False, RICH.buttons] == run_virtually(looked("off"))
