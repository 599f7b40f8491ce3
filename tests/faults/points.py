"""Which writes a session kills at, and what it says about them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import get_args

from tests.faults.journeys import JOURNEYS
from tests.faults.killer import When
from tests.faults.outcome import Outcome, differences
from tests.faults.run import Point, Run

STRIDE = 197
"""Without ``--all-kills``, every 197th point of the day's journeys is played, at least one of each, others each day.

The checks on a submission play every eleventh of all besides (``make faults EVERY=11``).
"""
DAILY = ("start-up", "complaint", "whatsapp")
"""Played each day: what every start and every report goes through, and what `broken` is built into."""
TURNS = 11
"""In so many days every other journey has its day."""


def every_point(journey: str, writes: int) -> list[Point]:
    """Give every place to die of a journey with so many writes."""
    return [Point(journey, at, when) for at in range(1, writes + 1) for when in get_args(When)]


def part(points: Sequence[Point], today: date, stride: int = STRIDE) -> list[Point]:
    """Choose the day's part of the points; of some at least one."""
    step = min(stride, len(points)) or 1
    return list(points[today.toordinal() % step :: step])


def todays(today: date) -> list[str]:
    """Name the journeys of a day: some always, the others in turns."""
    others = [name for name in JOURNEYS if name not in DAILY]
    turn = today.toordinal() % TURNS
    return [*DAILY, *others[turn::TURNS]]


def parse(text: str) -> Point:
    """Read ``journey:before:17``, as the option ``--kill`` takes it. Raises ``ValueError``."""
    journey, when, at = text.split(":")
    if when not in get_args(When):
        raise ValueError(f"{when} is neither before nor after")
    return Point(journey, int(at), when)  # type: ignore[arg-type]


def problems_of(run: Run, quiet: Outcome) -> list[str]:
    """Say what is wrong with a run; nothing when it ended like the quiet one."""
    found = [run.broke] if run.broke else []
    if run.outcome is not None:
        found += differences(quiet, run.outcome, killed=run.killed)
    return [f"{run.point}: {problem}" for problem in found]


def table(rows: Sequence[Sequence[object]]) -> list[str]:
    """Lay out the summary."""
    head = ("journey", "writes", "points", "kills", "not reached", "wrong", "seconds")
    lines = [head, *rows]
    widths = [max(len(str(line[column])) for line in lines) for column in range(len(head))]
    return [
        "  ".join(str(cell).ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    ]
