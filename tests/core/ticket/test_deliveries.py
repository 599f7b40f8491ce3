"""A delivery log read message by message: where each is now, also where it waited and was said later."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from core.ticket.deliveries import messages, news_to
from core.vocabulary.deliveries import DeliveryLine

START = datetime(2026, 7, 6, 2, 0, tzinfo=UTC)
WHAT = "reporter.answered"

STORIES: dict[str, tuple[list[tuple[str, str, str]], list[tuple[str, str, bool]]]] = {
    "sent": ([("e", "sent", "")], [("sent", "", True)]),
    "read": ([("e", "sent", ""), ("e", "delivered", ""), ("e", "read", "")], [("read", "", True)]),
    "failed late": ([("e", "sent", ""), ("e", "failed", "unreachable")], [("failed", "unreachable", False)]),
    "held": ([("e", "held", "window")], [("held", "window", False)]),
    "held and released": (
        [("e", "held", "window"), ("s:released", "sent", ""), ("s:released", "delivered", "")],
        [("delivered", "", True)],
    ),
    "a template stands in": (
        [("e", "held", "window"), ("e", "sent", "template"), ("e", "delivered", "")],
        [("held", "window", True)],
    ),
    "then the words follow": (
        [("e", "held", "window"), ("e", "sent", "template"), ("s:released", "sent", "")],
        [("sent", "", True)],
    ),
    "the template fails": (
        [("e", "held", "window"), ("e", "sent", "template"), ("e", "failed", "unreachable")],
        [("held", "unreachable", False)],
    ),
    "taken back": (
        [("e", "held", "window"), ("e", "skipped", "other_contact")],
        [("skipped", "other_contact", False)],
    ),
    "tried again": ([("e", "sent", ""), ("e:again:1", "sent", "")], [("sent", "", True), ("sent", "", True)]),
    "two answers": ([("e", "sent", ""), ("f", "sent", "")], [("sent", "", True), ("sent", "", True)]),
    "blocked": ([("t", "skipped", "blocked")], [("skipped", "blocked", False)]),
}


@pytest.mark.parametrize("name", STORIES)
def test_lines_are_joined_to_messages(name: str) -> None:
    """Each message stands once, with where it is now and whether the person was reached."""
    lines, expected = STORIES[name]
    log = [
        DeliveryLine(START + timedelta(minutes=n), WHAT, course, reason, "whatsapp", entry)  # type: ignore[arg-type]
        for n, (entry, course, reason) in enumerate(lines)
    ]
    assert expected == [(one.course, one.reason, one.reached) for one in messages(log)]


def test_answers_and_other_audiences_are_no_news() -> None:
    """What the reporter was told unasked is apart from answers, and from what the group saw."""
    whats = ("reporter.filed", "reporter.answer", "desk.card", "called.half", "follower.news")
    log = [DeliveryLine(START, what, "sent", entry=str(n)) for n, what in enumerate(whats)]
    assert ["filed"] == [one.news for one in news_to("reporter", log)]
