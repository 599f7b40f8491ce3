"""What of an outbox goes out next, what shares a bubble, and what never may."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.engine.leases import covered, is_fully_covered
from core.engine.outbox import MERGED_TEXT, done_before, next_bundle, tells
from core.vocabulary.effects import Answer, Choice, Edit, Effect, OpenTopic, Send, Tell
from core.vocabulary.lanes import Entry, Lease
from core.vocabulary.officials import Notice
from core.vocabulary.report import Evidence
from tests.core.lanes import BUTTONS, START, entry, lane

PHOTO = (Evidence("photo", "r", "m1"),)
LONG = "x" * (MERGED_TEXT - 10)
TEMPLATE = Send("", template="update", template_values=("T-1",))

JOINED: dict[str, tuple[bool, list[Effect], int]] = {
    "paid words share a bubble": (True, [Send("a"), Send("b"), Send("c")], 3),
    "free words do not": (False, [Send("a"), Send("b")], 1),
    "free notices do": (False, [Send("a", mergeable=True), Send("b", mergeable=True)], 2),
    "one set of choices": (True, [Send("a", BUTTONS), Send("b")], 2),
    "never two sets of choices": (True, [Send("a", BUTTONS), Send("b", BUTTONS)], 1),
    "nor with words between them": (True, [Send("a", BUTTONS), Send("b"), Send("c", BUTTONS)], 2),
    "one picture": (True, [Send("a", evidence=PHOTO), Send("b")], 2),
    "not two pictures": (True, [Send("a", evidence=PHOTO), Send("b", evidence=PHOTO)], 1),
    "not beyond the longest text": (True, [Send(LONG), Send("b" * 20)], 1),
    "a question for a place stands alone": (True, [Send("a", ask="location"), Send("b")], 1),
    "words do not join a place": (True, [Send("a"), Send("b", place=(1.0, 2.0))], 1),
    "not across topics": (True, [Send("a", topic="x"), Send("b", topic="y")], 1),
    "an edit where there are edits": (True, [Send("a"), Edit("k", Send("b"))], 1),
    "edits of one message collapse": (True, [Edit("k", Send("a")), Send("x"), Edit("k", Send("b"))], 2),
    "templates collapse": (True, [TEMPLATE, TEMPLATE, Send("a")], 2),
    "words do not join a template": (True, [Send("a"), TEMPLATE], 1),
    "a topic alone": (True, [OpenTopic("k", "K"), Send("a")], 1),
}


@pytest.mark.parametrize("name", JOINED)
def test_what_shares_a_bubble(name: str) -> None:
    """The first messages of an outbox share a bubble exactly where nothing is lost by it."""
    paid, effects, expected = JOINED[name]
    bundle = next_bundle([entry(f"e{n}", effect) for n, effect in enumerate(effects)], set(), paid=paid)
    assert bundle is not None
    assert expected == len(bundle.entries)


def test_an_edit_is_a_message_where_there_are_none() -> None:
    """On a channel without edits an edit is a message under its key, and shares the turn's bubble."""
    entries = [entry("a", Edit("draft", Send("Draf", BUTTONS))), entry("b", Send("Kabar"))]
    bundle = next_bundle(entries, set(), paid=True, edits=False)
    assert bundle is not None
    assert ("Draf\n\nKabar", BUTTONS, "draft") == (
        bundle.effect.text,  # type: ignore[union-attr]
        bundle.effect.choices,  # type: ignore[union-attr]
        bundle.effect.key,
    )
    assert ["a", "b"] == [one.id for one in bundle.entries]


def test_a_joined_message_is_about_what_can_be_pressed() -> None:
    """The reference of joined messages is that of the choices, so that a reply finds the right thing."""
    entries = [entry("a", Send("a", BUTTONS, ref="T-1")), entry("b", Send("b", ref="T-2"))]
    bundle = next_bundle(entries, set(), paid=True)
    assert bundle is not None
    assert "T-1" == bundle.effect.ref  # type: ignore[union-attr]


def test_nothing_is_sent_twice() -> None:
    """What was delivered is passed over; when all was, there is nothing to do."""
    entries = [entry("a"), entry("b")]
    bundle = next_bundle(entries, {"a"}, paid=True)
    assert bundle is not None
    assert ["b"] == [one.id for one in bundle.entries]
    assert next_bundle(entries, {"a", "b"}) is None


@pytest.mark.parametrize(
    ("lease", "expected", "fully"),
    [
        (None, [], False),
        (Lease("w", START, "b"), ["a", "b"], False),
        (Lease("w", START, "c"), ["a", "b", "c"], True),
        (Lease("other", START, "c"), [], False),
    ],
)
def test_what_a_lease_covers(lease: Lease | None, expected: list[str], fully: bool) -> None:
    """A worker may send what its lease names and what stands before it; nobody else may."""
    document = lane(entry("a"), entry("b"), entry("c"), sending=lease)
    assert expected == [one.id for one in covered(document, "w")]
    assert fully is is_fully_covered(document, "w")


def test_tells_keep_their_order() -> None:
    """Events for other lanes carry the entry's id and their place; those that were told are left out."""
    told = [entry(name, Tell("ticket:1", Notice(name))) for name in "abc"]
    found = tells([told[0], entry("x"), told[1], told[2]], {"b"})
    assert [("a", 0), ("c", 3)] == [(event.id, event.order) for _entry, event in found]


def test_a_receipt_proves_what_stands_before_it() -> None:
    """Tells and answers before a message with a receipt are done; messages and what follows are not."""
    outbox = [
        entry("t1", Tell("ticket:1", Notice("x"))),
        entry("m1"),
        entry("q", Answer("1")),
        entry("m2"),
        entry("t2", Tell("ticket:1", Notice("y"))),
    ]
    assert {"t1", "q"} == done_before(outbox, {"m2"})
    assert set() == done_before(outbox, set())


effects = st.lists(
    st.builds(
        Send,
        text=st.text("ab", min_size=1, max_size=30),
        choices=st.sampled_from([(), (), BUTTONS, (Choice("c", "C"),)]),
        evidence=st.sampled_from([(), (), PHOTO]),
        mergeable=st.booleans(),
        ref=st.sampled_from(["", "T-1", "T-2"]),
        ask=st.sampled_from(["", "", "", "location"]),
    )
    | st.just(TEMPLATE),
    min_size=1,
    max_size=12,
)


@given(effects, st.booleans(), st.booleans())
def test_an_outbox_goes_out_whole_and_in_order(found: list[Send], paid: bool, edits: bool) -> None:
    """Bundle after bundle: every entry once, in order, with its words, choices and files."""
    entries: list[Entry] = [entry(f"e{n}", effect) for n, effect in enumerate(found)]
    delivered: set[str] = set()
    order: list[str] = []
    while bundle := next_bundle(entries, delivered, paid=paid, edits=edits):
        assert isinstance(bundle.effect, Send)
        parts = [one.effect for one in bundle.entries if isinstance(one.effect, Send)]
        words = [part.text for part in parts if part.text]
        assert "\n\n".join(words) == bundle.effect.text
        assert sum(len(part.evidence) for part in parts) == len(bundle.effect.evidence)
        assert [part.choices for part in parts if part.choices] == [bundle.effect.choices] * bool(bundle.effect.choices)
        order += [one.id for one in bundle.entries]
        delivered.update(order)
    assert [one.id for one in entries] == order
