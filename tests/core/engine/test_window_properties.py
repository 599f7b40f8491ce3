"""The closed window under random interleavings: whatever is refused, paused, late or raced, no words are lost."""

from __future__ import annotations

import asyncio
import itertools
import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.engine.engine import Engine
from core.engine.settings import EngineSettings
from core.vocabulary.channel import Capabilities, Target, Template
from core.vocabulary.effects import Effect, Send
from core.vocabulary.errors import Retry, WindowClosed
from core.vocabulary.events import Event, Person, Said, Status
from core.vocabulary.media import Media
from core.vocabulary.officials import Notice
from core.vocabulary.steps import Moment, Outcome
from tests.core.engine.world import START, LoopClock, Plain, SlowStore
from tests.virtual_time import run_virtually

LANE, ADDRESS = "chat:toy:a", "a"
WINDOW = timedelta(seconds=60)
TYPED_WINDOW = timedelta(seconds=600)
LATE_SECONDS = 10.0
"""How far apart two pushes must be for their order to be sure: the store of this city takes its time."""

actions = st.lists(
    st.tuples(st.sampled_from(["push", "push", "say"]), st.floats(0.0, 300.0), st.integers(0, 2)),
    min_size=1,
    max_size=16,
)
"""What happens, when, and which worker hears of it."""


class Desk:
    """Pushes what it is told to push, half of it with a template, and answers nothing.

    ``typed``: every third push is what an official typed.
    """

    def __init__(self, *, typed: bool) -> None:
        self.typed = typed

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Push the notice's key."""
        effects: tuple[Effect, ...] = ()
        if isinstance(event.body, Notice):
            number = int(event.body.key)
            template = "update" if number % 2 else ""
            typed = f"<{number}>" if self.typed and number % 3 == 0 else ""
            effects = (Send(f"<{number}>", ref="T-1", template=template, typed=typed),)
        return Outcome([*(state or []), event.id], effects)


class Window(Plain):
    """A platform with a window of its own reckoning, that refuses, pauses and fails late as the dice fall."""

    def __init__(self, rng: random.Random, trouble: float, *, typed: bool = False) -> None:
        super().__init__(rng)
        self.capabilities = Capabilities(
            text=4096, caption=1024, buttons=3, button_label=20, paid=not typed, window=WINDOW,
            typed_window=TYPED_WINDOW if typed else None,
        )  # fmt: skip
        self.typed = typed
        self.alone = 0
        self.trouble = trouble
        self.opened: float | None = None
        self.words: dict[str, str] = {}
        self.templates = 0
        self.failures = 0
        self.lately: list[Event] = []

    async def send(self, target: Target, message: Send, media: Sequence[Media]) -> tuple[str, ...]:
        """Take a message, or not."""
        await asyncio.sleep(self._rng.paretovariate(1.2) * 0.01)
        now = asyncio.get_running_loop().time()
        dice = self._rng.random()
        if dice < self.trouble / 2:
            raise Retry("busy", after=0.05)
        if target.template is not None:
            if dice < self.trouble:
                raise WindowClosed("paused")
            self.templates += 1
        elif target.typed:
            if self.opened is None or now - self.opened >= TYPED_WINDOW.total_seconds() or dice < self.trouble:
                raise WindowClosed("not approved")
            self.alone += 1
        elif self.opened is None or now - self.opened >= WINDOW.total_seconds() or dice < self.trouble:
            raise WindowClosed("closed")
        message_id = f"m{len(self.sent)}"
        self.sent.append((target.address, message.text))
        if self._rng.random() < self.trouble / 2:
            self.failures += 1
            reason = self._rng.choice(["window", "retry"])
            body = Status(message_id, "failed", target.entry_id, "late", reason)  # type: ignore[arg-type]
            at = START + timedelta(seconds=now)
            self.lately.append(Event(f"toy:{message_id}:failed", LANE, at, body, channel="toy", address=ADDRESS))
        elif target.template is None:
            self.words[message_id] = message.text
        return (message_id,)


def engine(store: SlowStore, chat: Window, rng: random.Random, name: str) -> Engine:
    """Make one worker."""
    return Engine(
        store,
        {"chat": Desk(typed=chat.typed)},
        {"toy": chat},
        LoopClock(),
        worker=name,
        settings=EngineSettings(lease_seconds=5.0, stale_seconds=2.0, prune_seconds=1.0, backoff_base_seconds=0.05),
        rng=rng,
        templates=lambda _channel, message: Template("update", "id") if message.template else None,
    )


async def play(
    plan: list[tuple[str, float, int]], seed: int, trouble: float, *, typed: bool = False
) -> tuple[list[str], Window]:
    """Let all of it happen, then let the person write until nothing waits; give the words that came, in order."""
    rng = random.Random(seed)
    store = SlowStore(LoopClock())
    store.rng = rng
    chat = Window(rng, trouble, typed=typed)
    workers = [engine(store, chat, rng, f"worker-{n}") for n in range(3)]

    async def say(name: str, worker: int) -> None:
        now = asyncio.get_running_loop().time()
        chat.opened = now
        body = Said(Person(id=ADDRESS), name, "halo")
        at = START + timedelta(seconds=now)
        await workers[worker].accept([Event(name, LANE, at, body, channel="toy", address=ADDRESS)])

    async def act(number: int, kind: str, after: float, worker: int) -> None:
        await asyncio.sleep(after)
        if kind == "say":
            await say(f"said:{number}", worker)
            return
        at = START + timedelta(seconds=asyncio.get_running_loop().time())
        await workers[worker].accept([Event(f"push:{number}", LANE, at, Notice(str(number)))])

    async def report() -> None:
        while True:
            await asyncio.sleep(0.05)
            while chat.lately:
                await workers[rng.randrange(3)].accept([chat.lately.pop(0)])

    await say("first", 0)
    reporting = asyncio.create_task(report())
    await asyncio.gather(*(act(number, *step) for number, step in enumerate(plan)))
    for last in range(8):
        chat.trouble = trouble if last < 2 else 0.0
        await calm(workers, chat)
        await say(f"last:{last}", 0)
    await calm(workers, chat)
    reporting.cancel()
    await asyncio.gather(reporting, return_exceptions=True)
    for worker in workers:
        await worker.stop()
    lane = await store.load(LANE)
    assert lane is not None
    assert () == lane.held
    return list(chat.words.values()), chat


async def calm(workers: list[Engine], chat: Window) -> None:
    """Sweep until nothing is under way."""
    for _sweep in range(30):
        for worker in workers:
            await worker.settle(500)
            await worker.sweeps.stale(0.0)
        await asyncio.sleep(1.0)
        if not chat.lately and not any(worker.busy() for worker in workers):
            return


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plan=actions, seed=st.integers(0, 2**16), trouble=st.sampled_from([0.0, 0.3]))
def test_words_behind_a_closed_window_are_never_lost(
    plan: list[tuple[str, float, int]], seed: int, trouble: float
) -> None:
    """Whatever happened in between, once the person has written again each push has arrived, exactly once.

    Without trouble they also arrive in the order in which they were pushed, but for one that is already on its way at
    the very moment at which the person writes: it may come before what was held.
    """
    words, chat = run_virtually(play(plan, seed, trouble))
    text = "\n".join(words)
    pushes = [f"<{number}>" for number, (kind, _after, _worker) in enumerate(plan) if kind == "push"]
    assert dict.fromkeys(pushes, 1) == {push: text.count(push) for push in pushes}
    assert chat.templates <= 4 * len(pushes) + 4
    if not trouble:
        times = {f"<{number}>": after for number, (_kind, after, _worker) in enumerate(plan)}
        arrived = sorted(pushes, key=text.index)
        said = [after for kind, after, _worker in plan if kind == "say"]
        on_its_way = {push for push in pushes if any(abs(times[push] - moment) <= LATE_SECONDS for moment in said)}
        pairs = [pair for pair in itertools.pairwise(arrived) if pair[0] not in on_its_way]
        apart = [(one, other) for one, other in pairs if times[one] > times[other] + LATE_SECONDS]
        assert [] == apart


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plan=actions, seed=st.integers(0, 2**16), trouble=st.sampled_from([0.0, 0.3]))
def test_typed_words_are_never_lost_nor_said_twice(
    plan: list[tuple[str, float, int]], seed: int, trouble: float
) -> None:
    """The same holds where words that an official typed may go out alone; only the order is another."""
    words, chat = run_virtually(play(plan, seed, trouble, typed=True))
    text = "\n".join(words)
    pushes = [f"<{number}>" for number, (kind, _after, _worker) in enumerate(plan) if kind == "push"]
    assert dict.fromkeys(pushes, 1) == {push: text.count(push) for push in pushes}
    assert chat.templates <= 4 * len(pushes) + 4


MIXED = [("push", 40.0 + 5 * number, number % 3) for number in range(9)] + [("say", 120.0, 1), ("push", 125.0, 2)]


def test_the_dice_reach_what_matters() -> None:
    """Among a few seeds there are templates, late failures and words, so that the property is not idle."""
    found = [run_virtually(play(MIXED, seed, 0.3))[1] for seed in range(20)]
    assert all(
        sum(counted) > 3 for counted in zip(*((c.templates, c.failures, len(c.words)) for c in found), strict=True)
    )


def test_the_dice_reach_typed_words() -> None:
    """Typed words go out alone in those seeds too."""
    assert 10 < sum(run_virtually(play(MIXED, seed, 0.3, typed=True))[1].alone for seed in range(10))


def test_a_rule_that_keeps_nothing_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same check finds the mutant in which a template replaces the words for good."""
    monkeypatch.setattr("core.engine.window.kept", lambda lane, _entries: lane.held)
    words, _chat = run_virtually(play(MIXED, 1, 0.0))
    assert "<7>" not in "\n".join(words)
