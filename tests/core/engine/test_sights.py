"""What stays in sight and what can be opened: links to messages, pinned ones, the topic of a command, troubles."""

import asyncio
from typing import Any

from core.engine.engine import Engine
from core.engine.settings import EngineSettings
from core.engine.troubles import line_of
from core.vocabulary.channel import Target
from core.vocabulary.effects import AskTroubles, Edit, Effect, Link, OpenTopic, Pin, Send
from core.vocabulary.errors import Barred, Retry, SendError
from core.vocabulary.events import Event, Person, Said
from core.vocabulary.lanes import DeadLetter
from core.vocabulary.results import DeadLine, Troubles
from core.vocabulary.steps import Moment, Outcome
from tests.core.engine.world import START, Chat, LoopClock
from tests.fakes.memory_store import MemoryStore
from tests.virtual_time import run_virtually

GROUP, OTHER = "group:officials", "group:other"


class Script:
    """Does what it is told to for each message, and notes in which topic it was said."""

    def __init__(self, **lines: tuple[Effect, ...]) -> None:
        self._lines = lines

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Play the next lines."""
        noted = list(state or [])
        if isinstance(event.body, Troubles):
            return Outcome([*noted, event.body.ref, *event.body.channels, *(one.error for one in event.body.letters)])
        assert isinstance(event.body, Said)
        return Outcome([*noted, moment.topic], self._lines.get(event.body.text, ()))


class Group(Chat):
    """A group whose messages have addresses, which lets messages be pinned unless it is told not to."""

    capabilities = Chat.capabilities.__class__(4096, 1024, 8, 64, audiences=frozenset({"group"}))

    def __init__(self, *refusals: SendError) -> None:
        self.shown: dict[str, Send] = {}
        self.pinned: list[str] = []
        self.refusals = list(refusals)

    async def send(self, target: Target, message: Send, media: Any) -> tuple[str, ...]:
        """Show a message."""
        self.shown[str(len(self.shown) + 1)] = message
        return (str(len(self.shown)),)

    async def edit(self, target: Target, message: Send) -> None:
        """Change a message."""
        self.shown[target.message_ids[0]] = message

    async def open_topic(self, address: str, topic: OpenTopic) -> str:
        """Open a topic."""
        return "77"

    def link(self, address: str, message_id: str) -> str:
        """Give a message's address."""
        return f"{address}/{message_id}"

    async def pin(self, target: Target) -> None:
        """Pin, or refuse."""
        if self.refusals:
            raise self.refusals.pop(0)
        self.pinned += target.message_ids


async def play(group: Group, script: Script, *said: Event, store: MemoryStore | None = None) -> Any:
    """Let messages come one after the other; give the group's state."""
    store = store or MemoryStore(LoopClock())
    engine = Engine(store, {"group": script}, {"toy": group}, LoopClock(), worker="a", settings=EngineSettings())
    for event in said:
        await engine.accept([event])
        await engine.settle()
        await asyncio.sleep(10)  # virtual: what is to be tried again is
    lane = await store.load(GROUP)
    await engine.stop()
    return lane.state if lane else None


def says(text: str, lane: str = GROUP, *, topic: str = "", command: str = "") -> Event:
    """Make a message of a group."""
    body = Said(Person("1"), text, text, topic=topic, command=command)
    return Event(f"{lane}/{text}{topic}{command}", lane, START, body, channel="toy", address=lane[-5:])


def urls(message: Send) -> list[str]:
    """Give the addresses in a message."""
    return [link.url for link in message.links]


def test_links_are_found_at_sending() -> None:
    """A link opens the message of its key, also one of another group's; what is not there stays text."""
    links = (Link("a", "k"), Link("b", "k", OTHER), Link("c", "nowhere"))
    script = Script(
        x=(Send("kartu", key="k", audience="group"),),
        y=(Send("a b c", links=links, key="l", audience="group"), Edit("k", Send("a", links=links, audience="group"))),
    )
    group = Group()
    run_virtually(play(group, script, says("x"), says("x", OTHER), says("y")))
    assert ["cials/1", "other/2", ""] == urls(group.shown["3"])
    assert ["cials/1", "other/2", ""] == urls(group.shown["1"])


def test_pinned_once() -> None:
    """A named message is pinned when it is there; a busy platform is asked again, a refusal is the end of it."""
    script = Script(x=(Send("jumlah", key="k", audience="group"), Pin("k"), Send("lagi", audience="group")))
    busy, barred = Group(Retry("busy", after=1.0)), Group(Barred("no right"))
    for group, pinned in ((busy, ["1"]), (barred, [])):
        run_virtually(play(group, script, says("x")))
        assert (pinned, 2) == (group.pinned, len(group.shown))


def test_nothing_to_pin() -> None:
    """What was never sent is not pinned, and holds nothing up."""
    group = Group()
    run_virtually(play(group, Script(x=(Pin("k"), Send("lagi", audience="group"))), says("x")))
    assert ([], 1) == (group.pinned, len(group.shown))


def test_the_topic_of_a_command() -> None:
    """A command knows in which topic of ours it was said; other messages need not."""
    script = Script(x=(OpenTopic("pupr", "PUPR"),))
    said = (says("x"), says("y", topic="77", command="antrian"), says("z", topic="77"), says("z", command="antrian"))
    assert ["", "pupr", "", ""] == run_virtually(play(Group(), script, *said))
    assert ["", ""] == run_virtually(play(Group(), script, says("x"), says("y", topic="78", command="antrian")))


def test_troubles_are_read() -> None:
    """What waits for the operator comes back to the lane that asked."""

    async def troubled() -> Any:
        store = MemoryStore(LoopClock())
        await store.channel_down("x", "no money", START)
        await store.bury(DeadLetter("d", "event", "chat:x:1", START, "ValueError: 0812"))
        return await play(Group(), Script(x=(AskTroubles("q"),)), says("x"), store=store)

    assert ["", "q", "x", "ValueError"] == run_virtually(troubled())


def test_nothing_of_a_person_is_in_a_trouble() -> None:
    """Of a dead letter a group sees when it died, what it was and the fault's name, never an address or words."""
    letter = DeadLetter("d", "event", "chat:whatsapp:628123456789", START, "ValueError: 08123 said hello")
    assert DeadLine("event", START, "chat", "", "ValueError") == line_of(letter)
    ticket = DeadLetter("d", "entry", "ticket:KPG-26-00001-5", START, "message of 0812 is too long")
    assert DeadLine("entry", START, "ticket", "KPG-26-00001-5", "") == line_of(ticket)
