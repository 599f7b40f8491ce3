"""Words that an official typed: they alone go out while only such may, the rest follows, and nothing is said twice."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

from core.engine.engine import Engine
from core.engine.outbox import next_bundle
from core.engine.settings import EngineSettings
from core.engine.window import is_alone, may_speak, release, released_refs, speak, stand_in, whole_of, withhold
from core.vocabulary.channel import Capabilities, Target, Template
from core.vocabulary.effects import Effect, Send, Tell
from core.vocabulary.errors import Retry, WindowClosed
from core.vocabulary.events import Event
from core.vocabulary.lanes import Entry
from core.vocabulary.media import Media
from core.vocabulary.officials import Notice
from core.vocabulary.report import Evidence
from core.vocabulary.results import Delivered, Undelivered
from core.vocabulary.steps import Moment, Outcome
from tests.core.engine.world import Plain
from tests.core.lanes import BUTTONS, DAY, LANE, START, entry, lane, said
from tests.fakes.memory_store import MemoryStore
from tests.virtual_time import run_virtually

WEEK = timedelta(days=7)
PHOTO = Evidence("photo", "r", "m1")
WHOLE = Send(
    "Dinas bertanya: “Tiang nomor berapa?”", BUTTONS, ref="T-1", template="question", typed="Tiang nomor berapa?",
    rest="Lampiran:", language="id", evidence=(PHOTO,), confirm=True,
)  # fmt: skip
ALONE = Send(
    "Tiang nomor berapa?", ref="T-1", typed="Tiang nomor berapa?", alone=True, language="id", confirm=True
)  # fmt: skip


def spoken(*held: Entry) -> Any:
    """Give a lane in which the typed words are on their way and the whole message is held."""
    return speak(lane(entry("a"), entry("m", WHOLE), entry("z"), held=held), [entry("m", WHOLE)], START, "closed")


# --- the rule ---------------------------------------------------------------------------------------------------------


def test_typed_words_go_alone_and_the_whole_is_held() -> None:
    """In one document: the words alone in the message's place, nothing of ours with them, and the whole is held."""
    document = spoken()
    assert (entry("a"), entry("m", ALONE), entry("z")) == document.outbox
    assert (msgspec.structs.replace(entry("m", WHOLE), told=True),) == document.held
    assert 4 == document.version


def test_what_goes_with_them_and_was_not_typed_is_withheld() -> None:
    """Of a joined message only the typed words go; of the others the lane is told that they did not arrive."""
    entries = [entry("n", ref="T-2"), entry("m", WHOLE)]
    document = speak(lane(*entries), entries, START, "closed")
    told = Entry("n:held", Tell(LANE, Undelivered("n", "T-2", "window", "closed")), START)
    assert (entry("m", ALONE), told) == document.outbox
    assert [("n", False), ("m", True)] == [(one.id, one.told) for one in document.held]


@pytest.mark.parametrize("after", [{}, {"evidence": ()}, {"rest": "", "evidence": ()}, {"rest": ""}])
def test_what_follows_when_the_person_writes(after: dict[str, Any]) -> None:
    """The rest follows, as no news: files and choices under words of their own, or nothing where there is none."""
    whole = msgspec.structs.replace(WHOLE, **after)
    document = speak(lane(entry("m", whole)), [entry("m", whole)], START, "closed")
    assert () == released_refs(document.held)
    released = [
        (one.effect.text, one.effect.evidence, one.effect.choices, one.effect.typed)
        for one in release(msgspec.structs.replace(document, outbox=()), said(), START).outbox
        if isinstance(one.effect, Send)
    ]
    expected = [(whole.rest, whole.evidence, BUTTONS if whole.rest else (), "")]
    assert (expected if whole.rest or whole.evidence else []) == released


def test_the_rest_never_goes_before_the_words() -> None:
    """When the person writes while the words are still on their way, what is left comes behind them."""
    found = release(spoken(), said(), START)
    assert ["a", "m", "said:released", "z"] == [one.id for one in found.outbox]


@pytest.mark.parametrize("again", ["m", "m:again:2"])
def test_refused_words_are_in_what_is_held(again: str) -> None:
    """When the platform does not take them after all, the whole is held as any other, once, and the lane is told."""
    document = spoken(entry("older"))
    refused = msgspec.structs.replace(document.outbox[1], id=again)
    document = withhold(document, [refused], START, "not approved")
    assert [("older", entry("older").effect, False), ("m", WHOLE, False)] == [
        (one.id, one.effect, one.told) for one in document.held
    ]
    assert Tell(LANE, Undelivered(again, "T-1", "window", "not approved")) == document.outbox[-1].effect


def test_refused_words_of_what_is_not_held_any_more() -> None:
    """Where the rest was said already, the words themselves are held as a plain message."""
    document = withhold(lane(entry("m", ALONE)), [entry("m", ALONE)], START, "closed")
    assert [msgspec.structs.replace(ALONE, alone=False)] == [one.effect for one in document.held]


def test_a_template_stands_in_for_refused_words() -> None:
    """After a refusal the template of the whole message goes, and the whole is held untold."""
    document = spoken()
    refused = document.outbox[1]
    document = stand_in(document, [refused], whole_of(document, refused), START)
    template = Send("", ref="T-1", template="question", language="id")
    assert entry("m", template) == document.outbox[1]
    assert (entry("m", WHOLE),) == document.held


def test_typed_words_share_no_bubble() -> None:
    """Nothing is joined with them, even where each bubble costs money or a notice says that it may be."""
    notice = entry("n", Send("lain", mergeable=True))
    for paid in (False, True):
        first = next_bundle([entry("m", ALONE), notice], frozenset(), paid=paid)
        assert first is not None
        assert (entry("m", ALONE),) == first.entries
        other = next_bundle([notice, entry("m", ALONE)], frozenset(), paid=paid)
        assert other is not None
        assert (notice,) == other.entries


def test_who_may_speak() -> None:
    """Only a message with typed words, only once, and only where the platform has such a window."""
    heard = msgspec.structs.replace(lane(), heard_at=START)
    now = START + DAY
    assert may_speak(heard, [entry("m", WHOLE)], now, WEEK)
    assert not may_speak(heard, [entry("m", ALONE)], now, WEEK)
    assert not may_speak(heard, [entry("n")], now, WEEK)
    assert not may_speak(heard, [entry("m", WHOLE)], now, None)
    assert not may_speak(lane(), [entry("m", WHOLE)], now, WEEK)


# --- through the engine -----------------------------------------------------------------------------------------------


class Desk:
    """Pushes what it is asked for, and notes what it hears of it."""

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Push, or note."""
        noted, body = list(state or []), event.body
        if isinstance(body, Notice):
            typed, template = body.values.get("typed", ""), body.values.get("template", "")
            effects: tuple[Effect, ...] = (
                Send(f"Dinas: {typed or 'diperiksa'}", BUTTONS, ref="T-1", template=template, typed=typed,
                     rest="Pilih:", confirm=True),
            )  # fmt: skip
            return Outcome(noted, effects)
        if isinstance(body, Delivered | Undelivered):
            return Outcome([*noted, type(body).__name__])
        return Outcome([*noted, ",".join(moment.released)] if moment.released else noted)


class Inbox(Plain):
    """A platform with both windows that notes what it takes, and can refuse by a reckoning of its own."""

    capabilities = Capabilities(
        text=2000, caption=0, buttons=3, button_label=20, window=DAY, typed_window=WEEK
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__(random.Random(1))
        self.taken: list[str] = []
        self.closed = False
        self.approved = True
        self.busy = False

    async def send(self, target: Target, message: Send, media: Sequence[Media]) -> tuple[str, ...]:
        """Take it, or say that the window is closed."""
        if target.typed and self.busy:
            raise Retry("busy", after=600.0)
        special = target.typed or target.template is not None
        if (self.closed and not special) or (target.typed and not self.approved):
            raise WindowClosed("closed")
        kind = "template" if target.template else "typed" if target.typed else "words"
        self.taken.append(f"{kind} {message.text}".strip())
        assert not target.typed or not (message.choices or message.evidence)
        return (str(len(self.taken)),)


def template(channel: str, message: Send) -> Template | None:
    """Find the channel's own template; that of another channel never stands in."""
    return {("toy", "update"): Template("t", "id"), ("other", "question"): Template("o", "id")}.get(
        (channel, message.template)
    )


class Clock:
    """Time that is set by hand."""

    def __init__(self) -> None:
        self.time = START

    def now(self) -> datetime:
        """Give it."""
        return self.time


async def push(
    inbox: Inbox, age: timedelta, values: dict[str, str], *, writes: bool = False, twice: bool = False
) -> tuple[list[str], list[str]]:
    """Let the person write, and after a time the desk push; give what the platform took and what the desk heard."""
    clock = Clock()
    store = MemoryStore(clock)

    def build(name: str) -> Engine:
        return Engine(
            store, {"chat": Desk()}, {"toy": inbox}, clock, worker=name, settings=EngineSettings(),
            templates=template,
        )  # fmt: skip

    engine = build("a")
    await engine.accept([said("first")])
    clock.time = START + age
    await engine.accept([Event("push", LANE, clock.time, Notice("push", values))])
    await engine.settle()
    if twice:
        await engine.stop()
        clock.time += timedelta(minutes=1)
        engine = build("b")
        engine.delivery.start(LANE)
        await engine.settle()
    if writes:
        await engine.accept([said("again", at=clock.time)])
        await engine.settle()
    found = await store.load(LANE)
    await engine.stop()
    assert found is not None
    return inbox.taken, found.state or []


AGES = {
    "inside": timedelta(hours=23, minutes=59, seconds=59),
    "outside": timedelta(hours=24, seconds=1),
    "late": timedelta(days=6, hours=23),
    "too late": timedelta(days=7, seconds=1),
}
ASKED = "Tiang nomor berapa?"
TABLE: list[tuple[str, str, str, list[str], list[str]]] = [
    ("inside", "", "", ["words Dinas: diperiksa"], []),
    ("inside", "", "update", ["words Dinas: diperiksa"], []),
    ("inside", ASKED, "", [f"words Dinas: {ASKED}"], []),
    ("inside", ASKED, "update", [f"words Dinas: {ASKED}"], []),
    ("outside", "", "", [], ["Undelivered"]),
    ("outside", "", "update", ["template"], []),
    ("outside", "", "question", [], ["Undelivered"]),
    ("outside", ASKED, "", [f"typed {ASKED}"], ["Delivered"]),
    ("outside", ASKED, "update", [f"typed {ASKED}"], ["Delivered"]),
    ("late", "", "", [], ["Undelivered"]),
    ("late", "", "update", ["template"], []),
    ("late", ASKED, "", [f"typed {ASKED}"], ["Delivered"]),
    ("late", ASKED, "update", [f"typed {ASKED}"], ["Delivered"]),
    ("too late", "", "", [], ["Undelivered"]),
    ("too late", "", "update", ["template"], []),
    ("too late", ASKED, "", [], ["Undelivered"]),
    ("too late", ASKED, "update", ["template"], []),
]
"""How long ago the person wrote, typed words, template -> what the platform takes, and what the desk is told."""


@pytest.mark.parametrize(("age", "typed", "template", "taken", "told"), TABLE)
def test_what_goes_out_and_who_is_told(age: str, typed: str, template: str, taken: list[str], told: list[str]) -> None:
    """Inside the window all of it; outside typed words, else the template, else nothing, which is told."""
    values = {"typed": typed, "template": template}
    assert (taken, told) == run_virtually(push(Inbox(), AGES[age], values))


def test_the_rest_is_no_news() -> None:
    """When the person writes, only what is left of the message comes, and the desk does not call it news."""
    taken, told = run_virtually(push(Inbox(), AGES["outside"], {"typed": ASKED}, writes=True))
    assert ([f"typed {ASKED}", "words Pilih:"], ["Delivered"]) == (taken, told)


def test_without_approval_the_template_goes() -> None:
    """Where the platform does not let the city use its typed window, the next best goes, and the words follow."""
    inbox = Inbox()
    inbox.approved = False
    values = {"typed": ASKED, "template": "update"}
    taken, told = run_virtually(push(inbox, AGES["outside"], values, writes=True))
    assert (["template", f"words Dinas: {ASKED}"], ["T-1"]) == (taken, told)


def test_without_approval_and_template_the_desk_is_told() -> None:
    """Where nothing may go, the words are held and the desk knows; they come whole when the person writes."""
    inbox = Inbox()
    inbox.approved = False
    taken, told = run_virtually(push(inbox, AGES["outside"], {"typed": ASKED}, writes=True))
    assert ([f"words Dinas: {ASKED}"], ["Undelivered", "T-1"]) == (taken, told)


def test_the_platform_counts_otherwise() -> None:
    """Where the platform calls the window closed a moment before we do, the typed words go out all the same."""
    inbox = Inbox()
    inbox.closed = True
    taken, told = run_virtually(push(inbox, AGES["inside"], {"typed": ASKED}))
    assert ([f"typed {ASKED}"], ["Delivered"]) == (taken, told)


def test_another_process_says_nothing_twice() -> None:
    """Whoever takes the lane over finds the words sent, and sends neither them nor the whole again."""
    taken, told = run_virtually(push(Inbox(), AGES["outside"], {"typed": ASKED}, twice=True))
    assert ([f"typed {ASKED}"], ["Delivered"]) == (taken, told)


def test_a_process_that_ends_between_holding_and_sending_loses_nothing() -> None:
    """The whole is held and its words wait in one document: the next process sends them, once, and then the rest."""

    async def story() -> tuple[list[str], list[str], bool]:
        clock, inbox = Clock(), Inbox()
        store, inbox.busy = MemoryStore(clock), True
        engines = [
            Engine(
                store, {"chat": Desk()}, {"toy": inbox}, clock, worker=name, is_dead=lambda worker: worker == "a",
                settings=EngineSettings(),
            )
            for name in ("a", "b")
        ]  # fmt: skip
        await engines[0].accept([said("first")])
        clock.time = START + DAY
        await engines[0].accept([Event("push", LANE, clock.time, Notice("push", {"typed": ASKED}))])
        await engines[0].settle(5.0)
        await engines[0].stop()
        left = await store.load(LANE)
        assert left is not None
        assert ([True], [True]) == ([one.told for one in left.held], [is_alone(one.effect) for one in left.outbox])
        inbox.busy, clock.time = False, clock.time + timedelta(minutes=20)
        engines[1].delivery.start(LANE)
        await engines[1].settle()
        await engines[1].accept([said("again", at=clock.time)])
        await engines[1].settle()
        found = await store.load(LANE)
        await engines[1].stop()
        assert found is not None
        return inbox.taken, found.state or [], bool(found.held)

    assert ([f"typed {ASKED}", "words Pilih:"], ["Delivered"], False) == run_virtually(story())
