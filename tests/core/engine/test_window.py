"""The rule of the closed window: when words may go, what is held, and how it goes out again."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.engine.window import (
    HELD_KEPT,
    HELD_TEXT,
    closes_at,
    is_heard,
    is_open,
    is_stand_in,
    release,
    stand_in,
    withhold,
)
from core.vocabulary.effects import Edit, Send, Tell
from core.vocabulary.events import Deleted, Edited, Event, Odd, Person, Pressed, Reacted, Said, Timer
from core.vocabulary.lanes import Lease
from core.vocabulary.report import Evidence
from core.vocabulary.results import Undelivered
from tests.core.lanes import BUTTONS, DAY, LANE, START, entry, lane, said

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("heard", "window", "after", "expected"),
    [
        (True, DAY, timedelta(0), True),
        (True, DAY, DAY - SECOND, True),
        (True, DAY, DAY, False),
        (True, DAY, DAY + SECOND, False),
        (False, DAY, timedelta(0), False),
        (False, None, DAY * 9, True),
        (True, None, DAY * 9, True),
    ],
)
def test_when_the_window_is_open(heard: bool, window: timedelta | None, after: timedelta, expected: bool) -> None:
    """It is open from the person's message until, and not at, its end; without a window it always is."""
    heard_at = START if heard else None
    assert expected == is_open(heard_at, START + after, window)
    assert (START + DAY if heard and window else None) == closes_at(heard_at, window)


PERSON = Person(id="1")
SAID = Said(PERSON, "1", "x")


@pytest.mark.parametrize(
    ("body", "where", "expected"),
    [
        (SAID, LANE, True),
        (Edited(SAID), LANE, True),
        (Pressed(PERSON, "a"), LANE, True),
        (Odd("poll", PERSON, "1", answer=True), LANE, True),
        (Odd("system", PERSON, "1"), LANE, False),
        (Deleted(PERSON, "1"), LANE, False),
        (Reacted(PERSON, "1", ("x",)), LANE, False),
        (Timer(START), LANE, False),
        (SAID, "group:officials", False),
    ],
)
def test_what_opens_it(body: object, where: str, expected: bool) -> None:
    """Only what the person writes or presses in the own chat opens the window."""
    assert expected == is_heard(Event("e", where, START, body))  # type: ignore[arg-type]


def test_held_messages_leave_the_outbox_and_the_lane_is_told() -> None:
    """Holding takes messages out of the outbox, keeps the others, and says for each what did not arrive."""
    first, second, other = entry("a", ref="T-1"), entry("b", Edit("k", Send("neu", ref="T-2"))), entry("c")
    found = withhold(lane(first, second, other), [first, second], START, "closed")
    told = [Tell(LANE, Undelivered(name, ref, "window", "closed")) for name, ref in (("a", "T-1"), ("b", "T-2"))]
    assert (other, *(entry(f"{name}:held", tell) for name, tell in zip("ab", told, strict=True))) == found.outbox
    assert (first, second) == found.held
    assert 4 == found.version


def test_a_template_stands_in_and_the_words_are_held() -> None:
    """The template alone stays in the message's place, with its reference, and the whole message is held."""
    message = Send("Sudah diganti", BUTTONS, ref="T-1", template="answered", template_values=("T-1",), language="id")
    before, after = entry("a"), entry("z")
    document = stand_in(lane(before, entry("m", message), after), [entry("m", message)], message, START)
    alone = Send("", ref="T-1", template="answered", template_values=("T-1",), language="id")
    assert (before, entry("m", alone), after) == document.outbox
    assert (entry("m", message),) == document.held
    assert [False, True, False] == [is_stand_in(one.effect) for one in document.outbox]


def test_a_template_that_is_refused_leaves_the_words_held_once() -> None:
    """When the template cannot go either, the lane is told, and the message is held once, not the template."""
    message = Send("Tiang berapa?", template="question", ref="T-1")
    document = stand_in(lane(entry("m", message)), [entry("m", message)], message, START)
    document = withhold(document, document.outbox, START, "paused")
    assert (entry("m", message),) == document.held
    assert (entry("m:held", Tell(LANE, Undelivered("m", "T-1", "window", "paused"))),) == document.outbox


def test_changes_within_an_hour_are_one_template() -> None:
    """After a template others are held in silence for an hour, but for what waits for an answer, which is told."""
    message = Send("Diperiksa", ref="T-1", template="verified")
    first = stand_in(lane(entry("m", message)), [entry("m", message)], message, START)
    later = msgspec.structs.replace(
        first, outbox=(entry("n", message), entry("q", msgspec.structs.replace(message, choices=BUTTONS)))
    )
    soon = stand_in(later, later.outbox, message, START + timedelta(minutes=59))
    assert ["q:held"] == [one.id for one in soon.outbox]
    assert ["m", "n", "q"] == [one.id for one in soon.held]
    again = stand_in(later, later.outbox[:1], message, START + timedelta(minutes=60))
    assert [True, False] == [is_stand_in(one.effect) for one in again.outbox]


def test_a_template_that_was_refused_has_asked_nobody() -> None:
    """After a refusal the next change may try its own template at once."""
    message = Send("Diperiksa", ref="T-1", template="verified")
    document = stand_in(lane(entry("m", message)), [entry("m", message)], message, START)
    refused = withhold(document, document.outbox, START, "paused")
    assert (START, None) == (document.prompted_at, refused.prompted_at)


def test_release_joins_oldest_first() -> None:
    """What was held goes out as one message, oldest words first, with the choices, and nothing stays held."""
    held = [entry("a"), entry("b", choices=BUTTONS, ref="T-1", template="x"), entry("c", bold=("c",))]
    found = release(lane(entry("z"), held=held), said(), START)
    joined = Send("a\n\nb\n\nc", BUTTONS, bold=("c",), ref="T-1", mergeable=True)
    assert (entry("said:released", joined), entry("z")) == found.outbox
    assert () == found.held


def test_release_goes_behind_what_may_be_on_its_way() -> None:
    """Held words go before all that is newer, but not before what the sender's lease covers already."""
    sending = msgspec.structs.replace(
        lane(entry("x"), entry("y"), entry("z"), held=[entry("a")]), sending=Lease("w", START, "y")
    )
    found = release(sending, said(), START)
    assert ["x", "y", "said:released", "z"] == [one.id for one in found.outbox]


def test_release_keeps_what_can_be_pressed() -> None:
    """Choices about two things need two messages; about the same thing the later ones replace the earlier."""
    other = (BUTTONS[0],)
    held = [
        entry("a", choices=BUTTONS, ref="T-1"),
        entry("b", choices=other, ref="T-1"),
        entry("c", choices=BUTTONS, ref="T-2"),
    ]
    found = release(lane(held=held), said(), START).outbox
    assert ["said:released", "said:released:1"] == [one.id for one in found]
    assert [("a\n\nb", other), ("c", BUTTONS)] == [(one.effect.text, one.effect.choices) for one in found]  # type: ignore[union-attr]


def test_release_without_anything_held_changes_nothing() -> None:
    """A message of somebody who missed nothing leaves the document as it is."""
    document = lane(entry("z"))
    assert document is release(document, said(), START)


words = st.text("abcdefgh ", min_size=1, max_size=HELD_TEXT).map(lambda text: f"<{text}>")
messages = st.lists(
    st.builds(
        Send,
        text=words,
        choices=st.sampled_from([(), (), BUTTONS]),
        ref=st.sampled_from(["", "T-1", "T-2"]),
        evidence=st.sampled_from([(), (Evidence("photo", "r", "m1"),)]),
        template=st.sampled_from(["", "update"]),
    ),
    min_size=1,
    max_size=12,
)


@given(messages)
def test_nothing_held_is_lost(held: list[Send]) -> None:
    """Whatever was held: all words and files go out in order, in messages short enough, without templates."""
    entries = [entry(f"e{n}", message) for n, message in enumerate(held)]
    found = release(lane(held=entries), said(), START)
    sent = [one.effect for one in found.outbox]
    assert all(isinstance(one, Send) and not one.template for one in sent)
    text = "\n\n".join(one.text for one in sent if isinstance(one, Send))
    for message in held:
        assert message.text in text
    assert [item for one in held for item in one.evidence] == [
        item for one in sent if isinstance(one, Send) for item in one.evidence
    ]
    longest = max(len(message.text) for message in held)
    assert all(len(one.text) <= max(HELD_TEXT, longest) for one in sent if isinstance(one, Send))
    pressable = {message.ref for message in held if message.choices}
    assert pressable == {one.ref for one in sent if isinstance(one, Send) and one.choices} or "" in pressable
    assert len({one.id for one in found.outbox}) == len(found.outbox)


@given(st.lists(st.sampled_from(["", "T-1", "T-2", "T-3"]), min_size=1, max_size=3 * HELD_KEPT))
def test_the_cap_spares_the_newest_about_each_thing(refs: list[str]) -> None:
    """However much is held, it stays bounded, and the newest message about each thing is among it."""
    document = lane()
    for n, ref in enumerate(refs):
        one = entry(f"e{n}", ref=ref)
        document = withhold(lane(one, held=document.held), [one], START, "closed")
    kept = [one.id for one in document.held]
    newest = {ref: f"e{n}" for n, ref in enumerate(refs) if ref}
    assert min(len(refs), HELD_KEPT) == len(kept)
    assert set(newest.values()) <= set(kept) or refs.count("") > HELD_KEPT - len(newest)
    assert sorted(kept, key=lambda name: int(name[1:])) == kept


def test_held_drafts_collapse_to_the_newest() -> None:
    """Of held messages with one key that say so only the newest is kept; equal keys of others all stay."""
    drafts = [entry(name, Send(name, key="draft:1", newest=True)) for name in "abc"]
    others = [entry(name, Send(name, key="push:1")) for name in "xy"]
    document = lane(held=[drafts[0], others[0]])
    document = withhold(
        lane(*drafts[1:], others[1], held=document.held), [drafts[1], others[1], drafts[2]], START, "closed"
    )
    assert ["x", "y", "c"] == [one.id for one in document.held]
