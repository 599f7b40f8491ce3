"""The columns for everybody: each report of a finished month, without its number, and where it is one of many."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from core.archive.columns import DAY_STEPS, OUTCOME, STATUS, Column, Value, days_at_most, office_of
from core.archive.lines import Line

_HIDDEN: Final = "too few of its kind in the month"
_UNTOLD: Final = "the month is not three months out yet; too few of which the same would be told; confidential report"
_STEPS: Final = f"as the next of {', '.join(map(str, DAY_STEPS))} (the last also for more)"


def _told(of: Callable[[Line], Value]) -> Callable[[object, Line], Value]:
    """Say what became of a report only when its month is old enough."""
    return lambda _city, line: of(line) if line.ripe else None


PUBLIC: Final[tuple[Column, ...]] = (
    Column("month", "month", "The month in which it got its number.", lambda _c, line: f"{line.day:%Y-%m}"),
    Column(
        "category",
        "code",
        "What it was about when the month was published.",
        lambda _c, line: line.placed.category,
        _HIDDEN,
    ),
    Column(
        "kelurahan",
        "text",
        "Where, as it was known when the month was published.",
        lambda _c, line: line.placed.kelurahan,
        f"no known place; confidential report; {_HIDDEN} and place",
    ),
    Column(
        "classification",
        "code",
        "Complaint, suggestion or question.",
        lambda _c, line: line.placed.classification,
        _HIDDEN,
    ),
    Column(
        "office",
        "code",
        "Which office had it when the month was published, or the one above it that serves the whole city.",
        lambda c, line: office_of(c, line.placed.unit),
        f"none; {_HIDDEN}",
    ),
    Column("status", "code", STATUS, _told(lambda line: line.past.status), _UNTOLD),
    Column("outcome", "code", OUTCOME, _told(lambda line: line.outcome), f"open; {_UNTOLD}"),
    Column(
        "in_time",
        "yes_no",
        "Whether its last answer kept its limit.",
        _told(lambda line: line.past.in_time),
        f"no such answer; {_UNTOLD}",
    ),
    Column(
        "limit_missed",
        "yes_no",
        "Whether a limit passed at any time.",
        _told(lambda line: line.past.missed > 0),
        _UNTOLD,
    ),
    Column(
        "disputed",
        "yes_no",
        "Whether its citizen ever disputed an answer.",
        _told(lambda line: line.past.disputed > 0),
        _UNTOLD,
    ),
    Column(
        "reopened",
        "yes_no",
        "Whether the city ever brought it back.",
        _told(lambda line: line.past.reopened > 0),
        _UNTOLD,
    ),
    Column(
        "first_answer_days",
        "number",
        f"Days from the report to the first words of an official, {_STEPS}.",
        _told(lambda line: days_at_most(line, line.first_answer_at)),
        f"it has not come to that; {_UNTOLD}",
    ),
    Column(
        "answered_days",
        "number",
        f"Days from the report to the last answer that called it done, {_STEPS}.",
        _told(lambda line: days_at_most(line, line.past.answered_at)),
        f"it has not come to that; {_UNTOLD}",
    ),
    Column(
        "fixed_days",
        "number",
        f"Days from the report to its citizen's word that it is fixed, {_STEPS}.",
        _told(lambda line: days_at_most(line, line.past.fixed_at)),
        f"it has not come to that; {_UNTOLD}",
    ),
)
BY_PLACE: Final = ("kelurahan",)
"""Empty where place and category together are few in a month."""
BY_OFFICE: Final = ("office",)
"""Empty where the office is: which reports it has is seldom anything but a category."""
BY_CATEGORY: Final = ("category", "classification", *BY_OFFICE)
"""Empty where the category is few in a month: each of them would tell it."""
LEVELS: Final[tuple[tuple[str, ...], ...]] = (
    ("classification", "office"),
    ("status", "outcome", "in_time", "limit_missed", "disputed", "reopened"),
    ("first_answer_days", "answered_days", "fixed_days"),
)
"""What is told together, one after the other: empty where few of those that look alike so far share all of it."""
