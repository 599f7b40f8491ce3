"""The columns for those who watch over the city's work: each ticket with its clocks, no person, no words."""

from __future__ import annotations

from typing import Final

from core.archive.columns import OUTCOME, STATUS, UNTOLD, Column, kecamatan_of, minutes_of

_CLOSED: Final = "confidential report"
WORDS: Final = Column(
    "words",
    "text",
    "The citizen's words with personal data taken out, in one line.",
    lambda _city, line: line.words,
    _CLOSED,
)

MONITOR: Final[tuple[Column, ...]] = (
    Column("number", "code", "The ticket's number.", lambda _c, line: line.past.number),
    Column("opened_at", "moment", "When it got its number.", lambda _c, line: line.past.opened_at),
    Column(
        "filed_at",
        "moment",
        "When the citizen reported; its limits count from then.",
        lambda _c, line: line.past.filed_at,
    ),
    Column(
        "confidential",
        "yes_no",
        "Whether its contents are hidden from all but those who handle it.",
        lambda _c, line: line.confidential,
    ),
    Column("category", "code", "What it is about.", lambda _c, line: line.past.category, _CLOSED),
    Column(
        "classification",
        "code",
        "Complaint, suggestion or question.",
        lambda _c, line: line.past.classification,
        _CLOSED,
    ),
    Column(
        "kelurahan",
        "text",
        "Where, by the city's list.",
        lambda _c, line: line.past.kelurahan,
        f"no known place; {_CLOSED}",
    ),
    Column(
        "kecamatan",
        "text",
        "The larger area of the place.",
        lambda c, line: kecamatan_of(c, line.past.kelurahan),
        f"no known place; {_CLOSED}",
    ),
    Column(
        "national_number",
        "code",
        "Under which number the national service has it.",
        lambda _c, line: line.past.national,
        "it does not",
    ),
    Column("channel", "code", "By which kind of channel it came.", lambda _c, line: line.past.channel, _CLOSED),
    Column("status", "code", STATUS, lambda _c, line: line.past.status),
    Column("outcome", "code", OUTCOME, lambda _c, line: line.outcome, "open"),
    Column("unit", "code", "Which unit has it.", lambda _c, line: line.past.unit, "none yet, or not any more"),
    Column(
        "units",
        "text",
        "Every unit that was given it, in order, with spaces between.",
        lambda _c, line: " ".join(line.past.units),
        "none yet",
    ),
    Column("verified_at", "moment", "When it was first verified.", lambda _c, line: line.past.verified_at, UNTOLD),
    Column(
        "assigned_at", "moment", "When it was first given to a unit.", lambda _c, line: line.past.assigned_at, UNTOLD
    ),
    Column("claimed_at", "moment", "When an official first took it.", lambda _c, line: line.past.claimed_at, UNTOLD),
    Column(
        "first_answer_at",
        "moment",
        "When an official first said something to the citizen.",
        lambda _c, line: line.first_answer_at,
        UNTOLD,
    ),
    Column(
        "answered_at", "moment", "When it was last answered as done.", lambda _c, line: line.past.answered_at, UNTOLD
    ),
    Column(
        "in_time", "yes_no", "Whether that answer kept its limit.", lambda _c, line: line.past.in_time, "no such answer"
    ),
    Column("fixed_at", "moment", "When its citizen called it fixed.", lambda _c, line: line.past.fixed_at, UNTOLD),
    Column("closed_at", "moment", "When it ended, whatever way.", lambda _c, line: line.past.closed_at, "open"),
    Column("limits_missed", "number", "How often a limit passed.", lambda _c, line: line.past.missed),
    Column("disputes", "number", "How often its citizen disputed an answer.", lambda _c, line: line.past.disputed),
    Column("returns", "number", "How often a unit gave it back.", lambda _c, line: line.past.returned),
    Column("reopenings", "number", "How often the city brought it back.", lambda _c, line: line.past.reopened),
    Column(
        "reminders", "number", "How often people were called because of a limit.", lambda _c, line: line.past.reminded
    ),
    Column(
        "waiting_minutes",
        "number",
        "How long its citizen was waited for: no limit ran.",
        lambda _c, line: minutes_of(line.past.waiting),
    ),
    Column(
        "on_hold_minutes",
        "number",
        "How long it was held back for a reason: no limit ran.",
        lambda _c, line: minutes_of(line.past.on_hold),
    ),
    Column(
        "rating",
        "number",
        "The citizen's mark from 1 to 5.",
        lambda _c, line: line.past.rating or None,
        f"none; {_CLOSED}",
    ),
)
