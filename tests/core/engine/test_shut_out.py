"""A group that takes nothing from us, and a message that never goes out: what waits, what overtakes, what is said."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from core.engine.engine import Engine
from core.engine.outbox import thinned
from core.engine.settings import EngineSettings
from core.vocabulary.channel import Capabilities, Target
from core.vocabulary.effects import Edit, OpenTopic, Send, Tell
from core.vocabulary.errors import Barred, Moved, Rejected, Retry, SendError, TargetGone, TopicGone, Unreachable
from core.vocabulary.events import BotRole, Event, LetIn, Migrated, Placed, ShutOut
from core.vocabulary.lane_names import OFFICIALS_LANE
from core.vocabulary.lanes import Entry
from core.vocabulary.media import Media
from core.vocabulary.officials import Notice
from core.vocabulary.results import Undelivered
from core.vocabulary.steps import Moment, Outcome
from tests.core.engine.world import START, Chat, LoopClock
from tests.fakes.memory_store import MemoryStore
from tests.virtual_time import run_virtually

DAY = 86_400.0


class Group(Chat):
    """A platform that does to each message what the test says."""

    capabilities = Capabilities(
        text=4096, caption=1024, buttons=8, button_label=64, audiences=frozenset({"private", "group"})
    )

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        self.tried: list[str] = []
        self.trouble: Any = lambda _text: None
        self.topic_trouble: list[SendError] = []

    async def send(self, target: Target, message: Send, media: Sequence[Media]) -> tuple[str, ...]:
        """Take it unless it is in trouble."""
        self.tried.append(message.text)
        error = self.trouble(message.text)
        if error is not None:
            raise error
        self.sent.append((target.address, message.text))
        return (str(len(self.sent)),)

    async def open_topic(self, address: str, topic: OpenTopic) -> str:
        """Open it unless it is in trouble."""
        if self.topic_trouble:
            raise self.topic_trouble.pop(0)
        return "77"


class Speaker:
    """Says each notice in the group, tells a ticket of it, and remembers what else happened."""

    def __init__(self) -> None:
        self.heard: list[Any] = []

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Say it, and pass it on."""
        if not isinstance(event.body, Notice):
            self.heard.append(event.body)
            return Outcome(state)
        topic = "t" if event.body.key.startswith("topic") else ""
        return Outcome(
            state, (Send(event.body.key, topic=topic, audience="group"), Tell("ticket:1", Notice(event.body.key)))
        )


class Ticket:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Remember."""
        assert isinstance(event.body, Notice)
        self.told.append(event.body.key)
        return Outcome(state)


class World:
    """One process, one group."""

    def __init__(self, lane: str = OFFICIALS_LANE) -> None:
        self.store, self.group, self.lane = MemoryStore(LoopClock()), Group(), lane
        self.speaker, self.ticket = Speaker(), Ticket()
        self.log: list[str] = []
        self.engine = Engine(
            self.store,
            {"group": self.speaker, "chat": self.speaker, "ticket": self.ticket},
            {"toy": self.group},
            LoopClock(),
            worker="only",
            settings=EngineSettings(prune_seconds=1.0),
            observe=lambda name, **_facts: self.log.append(name),
        )

    async def happens(self, *names: str, body: Any = None) -> None:
        """Let notices, or one other thing, reach the group's lane."""
        for name in names:
            event = Event(name, self.lane, START, body or Notice(name), channel="toy", address="-1")
            await self.engine.accept([event])

    async def later(self, seconds: float) -> None:
        """Let time pass, with the sweeps that a process makes."""
        step = max(1.0, seconds / 50)
        while seconds > 0:
            await asyncio.sleep(min(step, seconds))
            seconds -= step
            await self.engine.sweeps.stale()
        await self.engine.settle(1.0)

    @property
    def said(self) -> list[str]:
        """What the group shows."""
        return [text for _address, text in self.group.sent]


def test_what_waits_for_a_lost_group_comes_in_order_when_it_is_back() -> None:
    """However long and for whatever reason the group takes nothing: all is kept, told once, and comes in order."""

    async def story(error: SendError) -> World:
        world = World()
        world.group.trouble = lambda _text: error
        await world.happens("one", "two")
        await world.later(3 * DAY)
        await world.happens("three")
        await world.later(DAY)
        assert [] == world.said
        assert ["one", "two", "three"] == world.ticket.told
        assert len(world.group.tried) > 10
        world.group.trouble = lambda _text: None
        await world.later(700.0)
        return world

    for error in (Unreachable("kicked"), Barred("no right", after=60.0), Barred("no forum"), Retry("500")):
        world = run_virtually(story(error))
        assert ["one", "two", "three"] == world.said
        assert {} == world.store.dead
        shut = isinstance(error, Unreachable | Barred)
        assert [shut, True] == [ShutOut(str(error)) in world.speaker.heard, LetIn() in world.speaker.heard]
        assert [int(shut)] * 2 == [world.log.count("shut_out"), world.log.count("let_in")]
        assert not [body for body in world.speaker.heard if isinstance(body, Undelivered)]


def test_a_person_is_given_up_all_the_same() -> None:
    """For a person's chat nothing of this holds: who cannot be reached is told later, or never."""

    async def story() -> World:
        world = World("chat:toy:1")
        world.group.trouble = lambda _text: Unreachable("blocked")
        await world.happens("one")
        await world.later(10.0)
        return world

    world = run_virtually(story())
    assert ["unreachable"] == [body.reason for body in world.speaker.heard if isinstance(body, Undelivered)]
    assert "shut_out" not in world.log


def test_the_news_that_we_are_back_is_acted_on_at_once() -> None:
    """When the bot is made administrator again, nothing waits for the next try."""

    async def story() -> World:
        world = World()
        world.group.trouble = lambda _text: Unreachable("kicked")
        await world.happens("one")
        await world.later(1.0)
        world.group.trouble = lambda _text: None
        await world.happens("back", body=BotRole("administrator"))
        await world.engine.settle(1.0)
        return world

    assert ["one"] == run_virtually(story()).said


def test_others_overtake_a_message_that_never_goes_out() -> None:
    """After five tries a message lets those behind it go; it is told once, stays, and comes when it can."""

    async def story() -> World:
        world = World()
        world.group.trouble = lambda text: Retry("500") if text in ("bad", "worse") else None
        await world.happens("bad", "good", "worse", "better")
        await world.later(400.0)
        assert ["good", "better"] == [text for text in world.said if "notice" not in text]
        assert 2 == sum("set_aside" in text for text in world.said)
        await world.later(2 * DAY)
        world.group.trouble = lambda _text: None
        await world.later(700.0)
        return world

    world = run_virtually(story())
    assert ["good", "better", "bad", "worse"] == [text for text in world.said if "notice" not in text]
    assert 2 == sum("set_aside" in text for text in world.said)
    assert {} == world.store.dead


def test_nothing_overtakes_while_everything_fails() -> None:
    """When no message goes out it is not the message's fault: the order stays."""

    async def story() -> World:
        world = World()
        world.group.trouble = lambda _text: Retry("502")
        names = [str(n) for n in range(30)]
        await world.happens(*names)
        await world.later(2 * DAY)
        world.group.trouble = lambda _text: None
        await world.later(700.0)
        return world

    assert [str(n) for n in range(30)] == run_virtually(story()).said


@pytest.mark.parametrize(
    "trouble",
    [Retry("busy"), Barred("no forum"), Unreachable("kicked"), TopicGone("again"), Moved("-2"), TargetGone("?")],
    ids=lambda error: type(error).__name__,
)
def test_trouble_while_a_topic_is_opened_again_is_trouble_like_any_other(trouble: SendError) -> None:
    """A topic that is gone and cannot be opened yet holds its messages; the lane does not fail."""

    async def story() -> World:
        world = World()
        gone = [TopicGone("deleted")]
        world.group.trouble = lambda text: gone.pop() if gone and text.startswith("topic") else None
        world.group.topic_trouble = [trouble]
        await world.happens("topic one", "two")
        await world.later(400.0)
        return world

    world = run_virtually(story())
    assert ["topic one", "two"] == world.said
    assert "lane_failed" not in world.log


def test_what_is_wrong_of_us_is_a_dead_letter_and_the_lane_goes_on() -> None:
    """A message that the platform, or our own side, calls wrong is put by at once, and told to the lane."""

    async def story(error: Exception) -> World:
        world = World()
        world.group.trouble = lambda text: error if text == "bad" else None
        await world.happens("bad", "good")
        await world.later(60.0)
        return world

    for error in (Rejected("too long"), ValueError("a bug"), TargetGone("twice")):
        world = run_virtually(story(error))
        assert ["good"] == world.said
        assert ["bad:0"] == list(world.store.dead)
        assert ["rejected"] == [body.reason for body in world.speaker.heard if isinstance(body, Undelivered)]


def test_the_operator_says_where_the_group_is() -> None:
    """A group named by the operator counts from then on; named again, it does not undo that the group has moved."""

    async def story() -> World:
        world = World()
        for n, body in enumerate((Placed("-1"), None, Migrated("-100"), None, Placed("-1"), None, Placed("-7"), None)):
            if body is None:
                await world.happens(f"at {n}")
            else:
                await world.happens(f"e{n}", body=body)
            await world.engine.settle(5.0)
        return world

    expected = [("-1", "at 1"), ("-100", "at 3"), ("-100", "at 5"), ("-7", "at 7")]
    assert expected == run_virtually(story()).group.sent


def test_a_long_outbox_keeps_the_first_and_the_newest_edit_of_a_message() -> None:
    """What weeks without a group pile up stays small, keeps its order, and loses no newest word."""
    edits = [Entry(f"e{n}", Edit(f"card:{n % 3}", Send(str(n))), START) for n in range(300)]
    relays = [Entry(f"r{n}", Send(f"relay {n}"), START) for n in range(5)]
    outbox = (*edits[:150], *relays, *edits[150:])
    kept = thinned(outbox, covers="e100")
    assert ["e0", "e1", "e2", "e100", "r0", "r1", "r2", "r3", "r4", "e297", "e298", "e299"] == [one.id for one in kept]
    assert outbox[:50] == thinned(outbox[:50])
