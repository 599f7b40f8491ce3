"""Say what of the counts may be published, and when: each number once, in its final form."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from core.tally.periods import Period, read_period

SETTLING_DAYS: Final = 3
"""Days after the end of a month until it is published: what was counted by mistake is taken back meanwhile."""

OUTCOME_MONTHS: Final = 3
"""Months after a month came out until its rows say what became of its reports: once, and never again."""


def month_of(day: date) -> Period:
    """Give the calendar month of a day: the only period for which tables are published."""
    found = read_period(f"{day:%Y-%m}")
    assert found is not None
    return found


def month_code(month: Period) -> str:
    """Write a month as in addresses and names of lanes (`2026-03`)."""
    return f"{month.first:%Y-%m}"


def released_on(month: Period) -> date:
    """Give the local day from whose beginning a month's tables are public."""
    return month.last + timedelta(days=1 + SETTLING_DAYS)


def released_months(today: date, count: int) -> tuple[Period, ...]:
    """List the last months that are public, the newest first."""
    month = month_of(today - timedelta(days=SETTLING_DAYS)).before
    found = []
    for _ in range(count):
        month = month_of(month.last)
        found.append(month)
        month = month_of(month.first - timedelta(days=1))
    return tuple(found)


def outcomes_on(month: Period) -> date:
    """Give the local day from whose beginning rows of a month say what became of its reports, as they stood then."""
    for _ in range(OUTCOME_MONTHS):
        month = month_of(month.last + timedelta(days=1))
    return released_on(month)
