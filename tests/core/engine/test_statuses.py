"""What a platform says later of a message: only forward, and failures lead where refusals at once lead."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.engine.statuses import AGAIN_MOST, KEPT, take_status
from core.engine.stepping import Known, advance
from core.vocabulary.effects import Send
from core.vocabulary.events import Event, Status
from core.vocabulary.lanes import Lane
from core.vocabulary.results import Delivered, Undelivered
from core.vocabulary.steps import Moment, Outcome
from tests.core.lanes import START, entry, lane, receipt, said, status

LATER = START + timedelta(minutes=5)
WORDS = Send("Sudah diganti", ref="T-1", template="answered")
TEMPLATE = Send("", ref="T-1", template="answered")


def take(document: Lane, event: Event, message: Send | None = WORDS) -> tuple[Lane, Undelivered | Delivered | None]:
    assert isinstance(event.body, Status)
    found = {event.body.entry_id: receipt(event.body.entry_id, message)}
    return take_status(document, event, event.body, found, LATER)


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        (["sent"], []),
        (["sent", "delivered", "read"], ["delivered"]),
        (["read", "delivered", "sent"], ["read"]),
        (["delivered", "delivered"], ["delivered"]),
        (["delivered", "failed"], ["delivered"]),
        (["sent", "failed", "failed"], ["failed"]),
        (["failed", "delivered"], ["failed", "delivered"]),
    ],
)
def test_states_only_move_forward(states: list[str], expected: list[str]) -> None:
    """In whatever order, with gaps and repeats: what says nothing new leaves the very same document."""
    document = lane(heard_at=START)
    noted = []
    for state in states:
        after, _ = take(document, status(state, reason="rejected" if state == "failed" else ""))
        if after is not document:
            noted.append(state)
        document = after
    assert expected == noted


def outcome(document: Lane, told: Undelivered | Delivered | None) -> tuple[list[str], list[str], bool, str]:
    """Name what a failure led to: sent again, held, the window closed, told."""
    sent, held = [one.id for one in document.outbox], [one.id for one in document.held]
    return sent, held, document.heard_at is None, told.reason if isinstance(told, Undelivered) else ""


FAILURES = {
    ("window", WORDS, "e"): (["e:again:1"], [], True, ""),
    ("retry", WORDS, "e"): (["e:again:1"], [], False, ""),
    ("down", WORDS, "e"): (["e:again:1"], [], False, ""),
    ("retry", WORDS, f"e:again:{AGAIN_MOST}"): ([], [f"e:again:{AGAIN_MOST + 1}"], False, "window"),
    ("window", WORDS, f"e:again:{AGAIN_MOST}"): ([], [f"e:again:{AGAIN_MOST + 1}"], False, "window"),
    ("unreachable", WORDS, "e"): ([], [], False, "unreachable"),
    ("rejected", WORDS, "e"): ([], [], False, "rejected"),
    ("rejected", TEMPLATE, "e"): ([], [], False, "window"),
    ("retry", TEMPLATE, "e"): (["e:again:1"], [], False, ""),
    ("unreachable", TEMPLATE, "e"): ([], [], False, "unreachable"),
    ("window", None, "e"): ([], [], False, "unreachable"),
    ("retry", None, "e"): ([], [], False, "rejected"),
}


@pytest.mark.parametrize("case", FAILURES, ids=str)
def test_what_a_late_failure_leads_to(case: tuple[str, Send | None, str]) -> None:
    """Sent again a few times, by the window's rule where that is the reason; then held or told, never lost."""
    reason, message, entry_id = case
    document, told = take(lane(heard_at=START), status("failed", entry_id, reason=reason), message)
    assert FAILURES[case] == outcome(document, told)


def test_a_window_that_opened_meanwhile_stays_open() -> None:
    """When the person wrote after the message that failed for its window, it is simply sent again."""
    document, told = take(lane(heard_at=START + timedelta(minutes=1)), status("failed", reason="window"))
    assert (["e:again:1"], [], False, "") == outcome(document, told)


class Deaf:
    """Counts what it is told."""

    def __init__(self) -> None:
        self.told: list[Undelivered] = []

    def step(self, state: object, event: Event, moment: Moment) -> Outcome:
        """Note a failure."""
        if isinstance(event.body, Undelivered):
            self.told.append(event.body)
        return Outcome(state)


@given(st.permutations(["sent", "delivered", "read", "sent", "delivered"]))
def test_statuses_of_a_batch_cost_one_write(states: list[str]) -> None:
    """However many statuses wait, one commit takes them, and repeats after it need none; no message comes of them."""
    events = [status(state, at=START + timedelta(seconds=n)) for n, state in enumerate(states)]
    first = advance(lane(), events, Deaf(), LATER)
    assert 1 == first.stepped
    assert () == first.lane.outbox
    again = advance(first.lane, events, Deaf(), LATER)
    assert 0 == again.stepped
    assert len(set(again.handled)) == len({event.id for event in events})


def test_a_failure_reaches_the_step_once() -> None:
    """A failure that is reported twice is told to the lane's step once, with what it was about."""
    stepper = Deaf()
    events = [status("failed", reason="rejected"), said()]
    known = Known(failures={"e": receipt("e", WORDS)})
    once = advance(lane(), events, stepper, LATER, known=known)
    repeat = Event("other", events[0].lane, START, events[0].body)
    advance(once.lane, [repeat], stepper, LATER, known=known)
    assert [Undelivered("e", "T-1", "rejected", "why")] == stepper.told


def test_a_failure_that_overtakes_the_receipt_waits_for_it() -> None:
    """While the message still stands in the outbox and has no receipt, its failure is left for later, not lost."""
    failure = status("failed", reason="window")
    for document, known in ((lane(entry("e")), Known()), (lane(), Known(unsent=frozenset({"e"})))):
        found = advance(document, [failure, said()], Deaf(), LATER, known=known)
        assert (("said",), 1) == (found.handled, found.later)
    known = Known(failures={"e": receipt("e", WORDS)})
    found = advance(lane(entry("e")), [failure], Deaf(), LATER, known=known, delivered={"e"})
    assert ["e:again:1"] == [one.id for one in found.lane.outbox]


def test_a_failure_of_an_earlier_try_is_of_no_interest() -> None:
    """When the answer of a try was lost and a second one stands, the failure of the first changes nothing."""
    document = lane()
    other = Status("m-of-the-first-try", "failed", "e", "why", "retry")
    found, told = take(document, Event("x", document.id, START, other))
    assert (document, None) == (found, told)


@given(st.lists(st.integers(0, 60), max_size=80))
def test_progress_is_bounded(numbers: list[int]) -> None:
    """Only the newest messages' progress is kept, each once."""
    document = lane()
    for number in numbers:
        document, _ = take(document, status("delivered", f"e{number}"))
    names = [name for name, _ in document.progress]
    assert len(names) <= KEPT
    assert len(set(names)) == len(names)
