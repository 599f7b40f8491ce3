"""Rows of an export for tests: reports of a month, and how far they came."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from core.tally.cases import Case

MARCH = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)
FEBRUARY = datetime(2026, 2, 4, 2, 0, tzinfo=UTC)


def case(number: int = 1, at: datetime = MARCH, **changes: Any) -> Case:
    """Give a row about street lights that nobody has touched, with changes."""
    plain: dict[str, Any] = {"category": "lampu-jalan", "kelurahan": "Oebufu", "words": "Lampu jalan mati"}
    return Case(f"KPG-26-{number:05}-0", at, **(plain | changes))


def cases(count: int, **changes: Any) -> list[Case]:
    """Give so many of them."""
    return [case(number, **changes) for number in range(count)]


def done(
    at: datetime = MARCH, hours: tuple[float, float, float] = (1, 2, 3), unit: str = "dishub", **more: Any
) -> Case:
    """Give a row that waited, was taken and was answered after so many hours each."""
    assigned = at + timedelta(hours=hours[0])
    claimed = assigned + timedelta(hours=hours[1])
    answered = claimed + timedelta(hours=hours[2])
    moments = {"assigned_at": assigned, "claimed_at": claimed, "answered_at": answered}
    return case(1, at, unit=unit, **(moments | more))
