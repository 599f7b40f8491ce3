"""Whom a message is for, and where it therefore never goes."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from core.engine.engine import Engine
from core.engine.outbox import next_bundle
from core.engine.reach import check_reach
from core.vocabulary.audience import Audience, readers_of
from core.vocabulary.channel import Capabilities, Target
from core.vocabulary.effects import Delete, Edit, OpenTopic, Send
from core.vocabulary.errors import WrongAudience
from core.vocabulary.events import Event
from core.vocabulary.lane_names import OFFICIALS_LANE
from core.vocabulary.lanes import Entry
from core.vocabulary.media import Media
from core.vocabulary.officials import Notice
from core.vocabulary.results import Undelivered
from core.vocabulary.steps import Moment, Outcome
from tests.clock import TestClock
from tests.core.engine.world import Chat
from tests.fakes.memory_store import MemoryStore

START = datetime(2026, 12, 1, tzinfo=UTC)
CHAT = "chat:toy:77"
POST = "mention:toy:1"
UNKNOWN = "board:toy:1"
EVERYWHERE: tuple[Audience, ...] = ("private", "group", "public")


def message(audience: Audience) -> Send:
    """Make a message for somebody."""
    return Send("x", audience=audience)


@pytest.mark.parametrize(
    ("lane", "expected"),
    [
        (CHAT, "private"),
        ("person:7", "private"),
        (OFFICIALS_LANE, "group"),
        ("group:x", "group"),
        (POST, "public"),
        (UNKNOWN, "public"),
    ],
)
def test_readers(lane: str, expected: Audience) -> None:
    """A chat is one person's, a group the officials'; what stands where we do not know it, everybody may read."""
    assert expected == readers_of(lane)


@pytest.mark.parametrize(
    ("lane", "effect", "audiences", "goes"),
    [
        (CHAT, message("private"), EVERYWHERE, True),
        (CHAT, message("group"), EVERYWHERE, True),
        (CHAT, message("public"), EVERYWHERE, True),
        (OFFICIALS_LANE, message("private"), EVERYWHERE, False),
        (OFFICIALS_LANE, message("group"), EVERYWHERE, True),
        (OFFICIALS_LANE, message("public"), EVERYWHERE, True),
        (POST, message("private"), EVERYWHERE, False),
        (POST, message("group"), EVERYWHERE, False),
        (POST, message("public"), EVERYWHERE, True),
        (POST, message("public"), ("private", "group"), False),
        (POST, Edit("k", message("private")), EVERYWHERE, False),
        (POST, Edit("k", message("public")), EVERYWHERE, True),
        (UNKNOWN, message("private"), EVERYWHERE, False),
        (UNKNOWN, message("group"), EVERYWHERE, False),
        (UNKNOWN, message("public"), EVERYWHERE, True),
        (OFFICIALS_LANE, Edit("k", message("private")), EVERYWHERE, False),
        (OFFICIALS_LANE, Edit("k", message("group")), EVERYWHERE, True),
        (OFFICIALS_LANE, Delete("k", message("private")), EVERYWHERE, False),
        (OFFICIALS_LANE, Delete("k", message("group")), EVERYWHERE, True),
        (OFFICIALS_LANE, OpenTopic("k", "K"), EVERYWHERE, True),
        (OFFICIALS_LANE, OpenTopic("k", "K"), ("private",), False),
        (CHAT, message("private"), ("group",), False),
        (OFFICIALS_LANE, message("group"), ("private",), False),
    ],
)
def test_reach(
    lane: str, effect: Send | Edit | Delete | OpenTopic, audiences: tuple[Audience, ...], goes: bool
) -> None:
    """No message goes where more people read than it is for, and none through a channel that cannot reach them."""
    capabilities = Capabilities(text=100, caption=0, buttons=0, button_label=0, audiences=frozenset(audiences))
    refused = False
    try:
        check_reach(lane, effect, capabilities)
    except WrongAudience:
        refused = True
    assert goes == (not refused)


def test_shared_bubble() -> None:
    """What shares a bubble is for no more people than its most private part."""
    mixed: tuple[Audience, ...] = ("public", "private", "group")
    entries = [Entry(f"e{n}", Send("x", mergeable=True, audience=audience), START) for n, audience in enumerate(mixed)]
    bundle = next_bundle(entries, frozenset())
    assert bundle is not None
    assert isinstance(bundle.effect, Send)
    assert ("private", 3) == (bundle.effect.audience, len(bundle.entries))


class Careless:
    """A step that says in the group what is one person's, and then what is not."""

    def __init__(self) -> None:
        self.undelivered: list[str] = []

    def step(self, state: object, event: Event, moment: Moment) -> Outcome:
        """Say both, and note what did not arrive."""
        if isinstance(event.body, Undelivered):
            self.undelivered.append(event.body.entry_id)
        if not isinstance(event.body, Notice):
            return Outcome(state)
        return Outcome(state, (Send("a citizen's words"), Send("a card", audience="group")))


class Group(Chat):
    """A platform with groups that remembers what it shows."""

    capabilities = Capabilities(
        text=100, caption=0, buttons=0, button_label=0, audiences=frozenset({"private", "group"})
    )

    async def send(self, target: Target, message: Send, media: Sequence[Media]) -> tuple[str, ...]:
        """Show it."""
        self.sent.append((target.address, message.text))
        return (str(len(self.sent)),)


async def test_never_sent() -> None:
    """A private message on a group's lane never reaches the channel: a dead letter, and what follows goes out."""
    store, steps, group = MemoryStore(), Careless(), Group(None)  # type: ignore[arg-type]
    engine = Engine(store, {"group": steps}, {"toy": group}, TestClock(START), worker="w:1:1")
    await engine.accept([Event("e1", OFFICIALS_LANE, START, Notice("x"), channel="toy", address="-1")])
    await engine.settle()
    await engine.stop()
    assert [("-1", "a card")] == group.sent
    assert ["e1:0"] == steps.undelivered
    assert ["e1:0"] == [letter.id for letter in store.dead.values()]
