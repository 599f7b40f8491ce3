"""The columns for everybody: each report of a finished month, without its number, and where it is one of many."""

from __future__ import annotations

from typing import Final

from core.archive.columns import OUTCOME, STATUS, UNTOLD, Column, days_until, office_of

_HIDDEN: Final = "too few of its kind in the month"
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
        "Which office has it, or the one above it that serves the whole city.",
        lambda c, line: office_of(c, line.past.unit),
        f"none; {_HIDDEN}",
    ),
    Column("status", "code", STATUS, lambda _c, line: line.past.status),
    Column("outcome", "code", OUTCOME, lambda _c, line: line.outcome, "open"),
    Column(
        "first_answer_days",
        "number",
        "Whole days from the report to the first words of an official.",
        lambda _c, line: days_until(line, line.first_answer_at),
        UNTOLD,
    ),
    Column(
        "answered_days",
        "number",
        "Whole days from the report to the last answer that called it done.",
        lambda _c, line: days_until(line, line.past.answered_at),
        UNTOLD,
    ),
    Column(
        "in_time", "yes_no", "Whether that answer kept its limit.", lambda _c, line: line.past.in_time, "no such answer"
    ),
    Column(
        "fixed_days",
        "number",
        "Whole days from the report to its citizen's word that it is fixed.",
        lambda _c, line: days_until(line, line.past.fixed_at),
        UNTOLD,
    ),
    Column("limit_missed", "yes_no", "Whether a limit passed at any time.", lambda _c, line: line.past.missed > 0),
    Column(
        "disputed", "yes_no", "Whether its citizen ever disputed an answer.", lambda _c, line: line.past.disputed > 0
    ),
    Column("reopened", "yes_no", "Whether the city ever brought it back.", lambda _c, line: line.past.reopened > 0),
)
BY_PLACE: Final = ("kelurahan",)
"""Empty where place and category together are few in a month."""
BY_OFFICE: Final = ("office",)
"""Empty where the office is: which reports it has is seldom anything but a category."""
BY_CATEGORY: Final = ("category", "classification", *BY_OFFICE)
"""Empty where the category is few in a month: each of them would tell it."""
