"""What a platform says that nobody knows is kept, tried again and shown; what we break ourselves ends."""

import asyncio
import random
from collections.abc import Sequence
from typing import Any

import pytest

from core.engine.engine import Engine
from core.engine.settings import EngineSettings
from core.vocabulary.channel import Target
from core.vocabulary.effects import Fetch, Send
from core.vocabulary.errors import FetchError, Retry, SendError, TargetGone, Unknown
from core.vocabulary.events import Event, File
from core.vocabulary.media import Held, Media, Spool
from core.vocabulary.officials import Notice
from core.vocabulary.results import Fetched, NotFetched
from core.vocabulary.steps import Moment, Outcome
from tests.core.engine.world import START, Chat, LoopClock, build, said
from tests.fakes.memory_store import MemoryStore
from tests.virtual_time import run_virtually

LANE = "chat:toy:1"


class Puzzling(Chat):
    """Raises what the test says, one after the other, and then takes everything."""

    def __init__(self, *errors: Exception) -> None:
        super().__init__(random.Random(1))
        self.errors = list(errors)
        self.tries = 0

    def trouble(self) -> None:
        """Raise what is next."""
        self.tries += 1
        if self.errors:
            raise self.errors.pop(0)

    async def send(self, target: Target, message: Send, media: Sequence[Media]) -> tuple[str, ...]:
        """Fail, or take it."""
        self.trouble()
        return await super().send(target, message, media)

    async def fetch(self, file: File, into: Spool) -> Media:
        """Fail, or give it."""
        self.trouble()
        return Media(Held(b"x"), "image/png", "x.png")


class Seen:
    """What was reported, and what the officials were told."""

    def __init__(self) -> None:
        self.happened: list[tuple[str, dict[str, Any]]] = []
        self.notices: list[Notice] = []

    def __call__(self, name: str, **facts: Any) -> None:
        self.happened.append((name, facts))

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Be the officials' lane."""
        if isinstance(event.body, Notice):
            self.notices.append(event.body)
        return Outcome(state)

    def named(self, name: str) -> list[dict[str, Any]]:
        """Give what happened under a name."""
        return [facts for one, facts in self.happened if one == name]


def engine(chat: Chat, seen: Seen, stepper: Any = None) -> Engine:
    steppers = {"group": seen, **({"chat": stepper} if stepper else {})}
    return build(MemoryStore(LoopClock()), chat, random.Random(1), "only", steppers=steppers, observe=seen)


def test_an_unknown_answer_is_kept_and_shown_once_a_day() -> None:
    """The message arrives when the platform makes sense again; log and health topic hear of it once a day and kind."""

    async def story() -> tuple[Puzzling, Seen]:
        unknown = [Unknown("unknown error 999 for you", "code 999") for _ in range(6)]
        chat, seen = Puzzling(*unknown[:3], Unknown("page", "HTTP 403"), *unknown[3:]), Seen()
        one = engine(chat, seen)
        await one.accept([said(LANE, 1)])
        await one.settle(3600.0)
        await one.stop()
        return chat, seen

    chat, seen = run_virtually(story())
    assert [(LANE, f"{LANE}/1")] == chat.sent
    assert 8 == chat.tries
    assert ["unknown error 999 for you", "page"] == [facts["error"] for facts in seen.named("unknown_answer")]
    assert ["officials.notice.unknown_answer"] * 2 == [notice.key for notice in seen.notices]
    assert {"channel": "toy", "answer": "page"} == seen.notices[1].values


@pytest.mark.parametrize("error", [TargetGone("twice"), SendError("odd"), ValueError("x")])
def test_what_we_break_ourselves_is_a_dead_letter_and_the_lane_goes_on(error: Exception) -> None:
    """Five tries, then what is behind it goes out."""

    async def story() -> tuple[Puzzling, int]:
        # A message that is gone is posted anew at once, within the same try.
        chat, seen = Puzzling(*[error] * (10 if isinstance(error, TargetGone) else 5)), Seen()
        one = engine(chat, seen)
        await one.accept([said(LANE, 1), said(LANE, 2)])
        await one.settle(3600.0)
        letters = len(one.store.dead)  # type: ignore[attr-defined]
        await one.stop()
        return chat, letters

    chat, letters = run_virtually(story())
    assert [f"{LANE}/2", f"{LANE}/1:0:undelivered"] == [text for _, text in chat.sent]
    assert 1 == letters


class Fetching:
    """Asks for a file, and remembers how that ended."""

    def __init__(self) -> None:
        self.ends: list[Fetched | NotFetched] = []

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Ask, or note."""
        if isinstance(event.body, Fetched | NotFetched):
            self.ends.append(event.body)
            return Outcome(state)
        return Outcome(state, (Fetch(File("photo", "r")),))


@pytest.mark.parametrize(
    ("errors", "tries", "reason"),
    [
        ([FetchError("gone")], 1, "gone"),
        ([FetchError("gone", passing=True)] * 2, 3, ""),
        ([FetchError("gone", passing=True)] * 20, 4, "gone"),
        ([ValueError("our bug")] * 20, 5, "refused"),
        ([Retry("busy")] * 5, 6, ""),
        ([Unknown("page", "HTTP 403")] * 40, 41, ""),
    ],
    ids=["gone", "gone for a while", "gone after all", "our bug", "busy", "unknown"],
)
def test_how_often_a_file_is_asked_for(errors: list[Exception], tries: int, reason: str) -> None:
    """A file that may be gone is asked for a few times, one behind an unknown answer for a day."""

    async def story() -> tuple[int, list[str]]:
        chat, seen, stepper = Puzzling(*errors), Seen(), Fetching()
        one = engine(chat, seen, stepper)
        await one.accept([said(LANE, 1)])
        await one.settle(24 * 3600.0)
        await asyncio.sleep(1.0)
        await one.stop()
        return chat.tries, [end.reason if isinstance(end, NotFetched) else "" for end in stepper.ends]

    assert (tries, [reason]) == run_virtually(story())


def test_an_unknown_answer_about_a_file_ends_after_a_day() -> None:
    """Not even the unknown keeps a file on its way for ever."""

    async def story() -> list[Fetched | NotFetched]:
        chat, seen, stepper = Puzzling(*[Unknown("page", "HTTP 403")] * 5000), Seen(), Fetching()
        one = engine(chat, seen, stepper)
        await one.accept([said(LANE, 1)])
        await one.settle(25 * 3600.0)
        await one.stop()
        assert EngineSettings().give_up_seconds < LoopClock().now().timestamp() - START.timestamp()
        return stepper.ends

    assert [NotFetched("r", "gone")] == run_virtually(story())
