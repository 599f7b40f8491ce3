"""Answers to public posts: one in public where everybody reads it, one in private that only the author gets."""

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from core.vocabulary.channel import PrivateReply, Target
from core.vocabulary.effects import UNREAD, AnswerInPrivate, Effect, ReadPost, Send
from core.vocabulary.errors import ChannelDown, Rejected, Retry, SendError, Unreachable
from core.vocabulary.events import Event, Person, Posted, Unposted
from core.vocabulary.media import Media
from core.vocabulary.results import AnsweredInPrivate, Undelivered
from core.vocabulary.steps import Moment, Outcome
from tests.core.engine.world import START, LoopClock, Plain, build
from tests.fakes.memory_store import MemoryStore
from tests.virtual_time import run_virtually

LANE = "mention:toy:post-1"
WINDOWED = msgspec.structs.replace(
    Plain.capabilities, window=timedelta(hours=24), audiences=frozenset(("private", "public"))
)


class Board(Plain):
    """A platform with a public place and a window for private chats."""

    capabilities = WINDOWED

    def __init__(self, *troubles: Exception) -> None:
        super().__init__(random.Random(1))
        self.targets: list[Target] = []
        self.private: list[tuple[Target, str]] = []
        self._troubles = list(troubles)

    async def send(self, target: Target, message: Send, media: Sequence[Media]) -> tuple[str, ...]:
        """Remember where it stands."""
        self.targets.append(target)
        return await super().send(target, message, media)

    async def answer_in_private(self, target: Target, message: Send) -> PrivateReply:
        """Raise what is in the way, then answer."""
        if self._troubles:
            raise self._troubles.pop(0)
        self.private.append((target, message.text))
        return PrivateReply(("m1",), "person-9")


class Answering:
    """Answers a post by an effect, and remembers what comes back."""

    def __init__(self, effect: Effect) -> None:
        self._effect = effect

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Answer once."""
        heard = event.body
        if isinstance(heard, Posted | Unposted) and state is not None:
            said = heard.text if isinstance(heard, Posted) else heard.post
            return Outcome([*state, [type(heard).__name__, said]])
        if isinstance(heard, Posted):
            return Outcome([], (self._effect,))
        if isinstance(heard, Undelivered) and heard.ref == UNREAD:
            return Outcome([*state, ["Undelivered", heard.ref]])
        assert isinstance(heard, AnsweredInPrivate | Undelivered)
        where = heard.address if isinstance(heard, AnsweredInPrivate) else heard.reason
        return Outcome([*(state or []), [type(heard).__name__, heard.ref, where]])


def played(board: Plain, effect: Effect) -> Any:
    """Let somebody post and the lane answer; give its state."""

    async def story() -> Any:
        store = MemoryStore(LoopClock())
        engine = build(store, board, random.Random(2), "one", steppers={"mention": Answering(effect)})
        post = Posted(Person("77"), "post-1", "Lampu mati", "comment", addressed=True)
        await engine.accept([Event("p", LANE, START, post, channel="toy", address="post-1")])
        await engine.settle(1000.0)
        lane = await store.load(LANE)
        await engine.stop()
        assert lane is not None
        return lane.state

    return run_virtually(story())


def test_in_public() -> None:
    """An answer on a post's lane stands under the post, whatever the window of private chats says."""
    board = Board()
    played(board, Send("Terima kasih", audience="public"))
    assert [("post-1", True)] == [(target.address, target.public) for target in board.targets]


def test_private_words_never_stand_there() -> None:
    """A message for one person is not sent where everybody reads."""
    board = Board()
    assert [["Undelivered", "r", "rejected"]] == played(board, Send("Halo", ref="r"))
    assert [] == board.targets


def test_in_private() -> None:
    """The author is answered in private, and the lane hears where."""
    board = Board()
    assert [["AnsweredInPrivate", "r", "person-9"]] == played(board, AnswerInPrivate(Send("Halo", ref="r")))
    assert [("post-1", False, "Halo")] == [(target.address, target.public, text) for target, text in board.private]
    assert [] == board.targets


@pytest.mark.parametrize(
    "trouble", [Retry("busy", after=0.1), ChannelDown("maintenance", advice="wait"), TimeoutError()]
)
def test_later(trouble: Exception) -> None:
    """What passes is tried again."""
    board = Board(trouble, trouble)
    assert [["AnsweredInPrivate", "r", "person-9"]] == played(board, AnswerInPrivate(Send("Halo", ref="r")))


@pytest.mark.parametrize(
    ("trouble", "reason"), [(Unreachable("too old"), "unreachable"), (Rejected("wrong"), "rejected")]
)
def test_never(trouble: SendError, reason: str) -> None:
    """What cannot be is told to the lane once, and not tried again."""
    board = Board(trouble)
    assert [["Undelivered", "r", reason]] == played(board, AnswerInPrivate(Send("Halo", ref="r")))
    assert [] == board.private


# --- words that were only named to us ---------------------------------------------------------------------------------


class Naming(Board):
    """A platform that says of some posts only that there are any."""

    def __init__(self, answer: Posted | None, *troubles: Exception) -> None:
        super().__init__(*troubles)
        self.asked: list[tuple[str, str]] = []
        self._answer = answer

    async def read_post(self, post: str, parent: str) -> Posted | None:
        """Raise what is in the way, then say how it stands."""
        if self._troubles:
            raise self._troubles.pop(0)
        self.asked.append((post, parent))
        return self._answer


WORDS = Posted(Person("77"), "post-1", "Lampu mati di Oebufu", "mention", addressed=True)


@pytest.mark.parametrize(
    ("board", "expected"),
    [
        (Naming(WORDS), ["Posted", "Lampu mati di Oebufu"]),
        (
            Naming(WORDS, Retry("busy", after=0.1), ChannelDown("down", advice="wait")),
            ["Posted", "Lampu mati di Oebufu"],
        ),
        (Naming(None), ["Unposted", "post-1"]),
        (Naming(WORDS, Unreachable("not for us")), ["Undelivered", UNREAD]),
        (Board(), ["Undelivered", UNREAD]),
    ],
)
def test_words_are_asked_for(board: Board, expected: list[str]) -> None:
    """A post that was only named is read, however often it takes, and comes back as an event of its lane."""
    assert [expected] == played(board, ReadPost("post-1", "media-1"))
    if isinstance(board, Naming) and expected[0] != "Undelivered":
        assert [("post-1", "media-1")] == board.asked


def test_a_bug_ends() -> None:
    """A channel that raises what it never should is tried a few times."""
    board = Board(*[ValueError("bug")] * 20)
    assert [["Undelivered", "r", "rejected"]] == played(board, AnswerInPrivate(Send("Halo", ref="r")))


def test_a_channel_without_it() -> None:
    """Where nobody can be answered in private the lane hears so."""
    assert [["Undelivered", "r", "rejected"]] == played(Plain(random.Random(1)), AnswerInPrivate(Send("Halo", ref="r")))
