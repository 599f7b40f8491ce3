"""The delivery log: each message about a ticket has its lines, whatever becomes of it, and costs no further write."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from core.engine.deliveries import lines_of, log_of
from core.engine.engine import Engine
from core.engine.followed import FOLLOWED_KEPT
from core.engine.outbox import Bundle, next_bundle
from core.engine.settings import EngineSettings
from core.engine.statuses import take_status
from core.engine.stepping import Known, advance
from core.engine.window import speak, stand_in, withhold
from core.vocabulary.channel import Capabilities
from core.vocabulary.deliveries import About
from core.vocabulary.effects import AskDeliveries, Delete, Edit, Effect, Send, Trace
from core.vocabulary.errors import Rejected, SendError, Unreachable
from core.vocabulary.events import Event, Said, Status
from core.vocabulary.lanes import Entry, Lane
from core.vocabulary.steps import Moment, Outcome
from tests.core.engine.world import Chat, LoopClock, said
from tests.core.lanes import START, entry, lane, receipt, status
from tests.fakes.memory_store import MemoryStore
from tests.virtual_time import run_virtually

NUMBER = "KPG-26-00001-7"
LANE = "chat:toy:1"
NEWS = (About(NUMBER, "reporter.answered"),)
WORDS = Send("Sudah diganti", ref=NUMBER, about=NEWS, template="answered", typed="Sudah diganti")
REPORTING = Capabilities(text=4096, caption=1024, buttons=8, button_label=64, reports=True)


class Says:
    """Sends what it was made with when somebody says something; keeps the log that it asked for."""

    def __init__(self, *effects: Effect) -> None:
        self._effects = effects

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Send, or note."""
        return Outcome(state, self._effects if isinstance(event.body, Said) else ())


class Wall(Chat):
    """A chat that takes everything, or ends every try with one error."""

    def __init__(self, error: SendError | None = None) -> None:
        self.error = error

    async def send(self, target: Any, message: Send, media: Any) -> tuple[str, ...]:
        """Take it, or raise."""
        if self.error is not None:
            raise self.error
        return (message.text,)

    async def edit(self, target: Any, message: Send) -> None:
        """Take it."""


class Counting(MemoryStore):
    """Counts what is written."""

    writes = 0

    async def record(self, one: Any) -> None:
        """Count, and write."""
        self.writes += 1
        await super().record(one)


async def play(*effects: Effect, error: SendError | None = None) -> tuple[list[tuple[str, str, str]], int]:
    """Let one step say this; give the lines of the log, and how many receipts were written."""
    store = Counting(LoopClock())
    engine = Engine(
        store, {"chat": Says(*effects)}, {"toy": Wall(error)}, LoopClock(), worker="a", settings=EngineSettings()
    )
    await engine.accept([said(LANE, 1)])
    await engine.settle()
    await engine.stop()
    return [(one.what, one.course, one.reason) for one in await store.deliveries(NUMBER)], store.writes


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (None, ("sent", "")),
        (Unreachable("gone"), ("failed", "unreachable")),
        (Rejected("no"), ("failed", "rejected")),
    ],
    ids=["sent", "unreachable", "rejected"],
)
def test_what_became_of_a_message_is_one_line(error: SendError | None, line: tuple[str, str]) -> None:
    """The receipt that is written anyhow says what came of it; nothing more is written for the log."""
    assert ([("reporter.answered", *line)], 1) == run_virtually(play(WORDS, error=error))


def test_other_messages_have_no_line() -> None:
    """What is about no ticket costs the same and is in no log."""
    assert ([], 1) == run_virtually(play(Send("halo")))


def test_what_a_step_does_not_send_has_a_line() -> None:
    """News for somebody who has blocked us, or has no contact, is written down as skipped, and why."""
    skipped = Trace(NEWS, "skipped", "blocked")
    assert ([("reporter.answered", "skipped", "blocked")], 1) == run_virtually(play(skipped))


def test_a_group_can_ask_for_a_log() -> None:
    """The lines come back as an event, and the asking leaves nothing behind."""
    lines, _ = run_virtually(play(WORDS, AskDeliveries(NUMBER, "m1")))
    assert [("reporter.answered", "sent", "")] == lines


def lines(*effects: Effect, edits: bool = True) -> list[tuple[str, str, str]]:
    """Take what goes out as one message; give each entry with what its receipt says."""
    entries = [Entry(str(n), effect, START) for n, effect in enumerate(effects)]
    bundle = next_bundle(entries, frozenset(), edits=edits)
    assert isinstance(bundle, Bundle)
    found = lines_of(lane(), bundle, START, "sent", "", ref="")
    return [(one.id, one.course, one.reason) for one in found]


def test_each_entry_of_a_joined_message_says_so() -> None:
    """Notices that share a bubble were all sent; of edits only the newest was, of a message taken away none."""
    notice = Send("kabar", mergeable=True, about=NEWS)
    assert [("0", "sent", ""), ("1", "sent", "joined")] == lines(notice, notice)
    card = Edit("card:1", Send("kartu", about=NEWS))
    assert [("0", "skipped", "superseded"), ("1", "sent", "")] == lines(card, card)
    taken = Delete("card:1", Send("ditutup", about=NEWS))
    assert [("0", "skipped", "taken_away"), ("1", "sent", "")] == lines(card, taken)


def traces(document: Lane) -> list[tuple[str, str, str, str]]:
    """Give the lines that wait in an outbox to be written."""
    found = [(one.id, one.effect) for one in document.outbox if isinstance(one.effect, Trace)]
    return [(name, trace.course, trace.reason, trace.entry) for name, trace in found]


@pytest.mark.parametrize("way", [withhold, speak, stand_in])
def test_what_is_held_says_so_in_the_same_document(way: Any) -> None:
    """The line of a held message is committed with the holding: a kill loses neither."""
    document = lane(entry("e", WORDS), heard_at=START)
    more = (WORDS, START) if way is stand_in else (START, "closed")
    after = way(document, document.outbox, *more)
    assert ["e"] == [one.id for one in after.held]
    assert [("e:held:line", "held", "window", "e")] == traces(after)


def told(*states: str, reports: bool = True, **more: str) -> list[tuple[str, str, str, str]]:
    """Send words about a ticket, then hear these states of them; give the lines that come of it."""
    known = Known(capabilities=REPORTING if reports else Capabilities(4096, 1024, 8, 64))
    document = advance(lane(), [said(LANE, 1)], Says(WORDS), START, known=known).lane
    name = document.outbox[0].id
    document = advance(
        document, [said(LANE, 2)], Says(), START, known=known, delivered={one.id for one in document.outbox}
    ).lane
    found: list[tuple[str, str, str, str]] = []
    for n, state in enumerate(states):
        body = Status("m", state, name, reason=more.get("reason", ""))  # type: ignore[arg-type]
        event = Event(f"s{n}", LANE, START, body)
        before = document
        document, _ = take_status(document, event, body, {name: receipt(name, WORDS)}, START)
        found += [] if document is before else traces(document)[len(found) :]
    return [line for line in found if line[3] == name]


def test_statuses_are_lines_of_what_is_followed() -> None:
    """That a message arrived and was read is written down once each, in whatever order the platform tells it."""
    assert ["delivered", "read"] == [line[1] for line in told("sent", "delivered", "delivered", "read", "read")]
    assert ["read"] == [line[1] for line in told("read", "delivered")]
    assert [("failed", "rejected")] == [line[1:3] for line in told("failed", reason="rejected")]


def test_statuses_of_other_messages_cost_nothing_more() -> None:
    """Where a channel tells nothing later nothing is remembered, and a message of no ticket is not followed."""
    assert [] == told("delivered", "read", reports=False)
    document, body = lane(), status("read").body
    assert isinstance(body, Status)
    once, _ = take_status(document, status("delivered"), Status("m", "delivered", "e"), {}, START)
    assert once is take_status(once, status("read"), body, {}, START)[0]


def test_a_lane_follows_a_few_messages() -> None:
    """However much a person is told, the document stays small; the newest are followed."""
    known = Known(capabilities=REPORTING)
    document = lane()
    for n in range(FOLLOWED_KEPT + 5):
        document = advance(document, [said(LANE, n)], Says(WORDS), START + timedelta(seconds=n), known=known).lane
    assert FOLLOWED_KEPT == len(document.followed)
    assert document.outbox[-1].id == document.followed[-1].id


def test_a_log_names_no_chat() -> None:
    """A line says which kind of channel, and never the lane or the address."""
    one = receipt("e", WORDS)
    (line,) = log_of([type(one)("e", LANE, START, about=NEWS, channel="toy", address="0812")], NUMBER)
    assert "0812" not in repr(line)
    assert LANE not in repr(line)
    assert "toy" == line.channel
