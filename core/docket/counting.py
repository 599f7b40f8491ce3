"""Count a desk's tickets, and order them by what cannot wait."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from core.vocabulary.docket import DeskCounts, DocketRow


def is_late(row: DocketRow, now: datetime) -> bool:
    """Tell whether a limit that officials have to keep has passed, also before anybody was told so."""
    return row.due_at is not None and row.stage in ("new", "working") and (row.late or row.due_at <= now)


def counts_of(desk: str, rows: Iterable[DocketRow], now: datetime) -> DeskCounts:
    """Count open tickets by stage."""
    new = working = answered = late = 0
    for row in rows:
        new += row.stage == "new"
        working += row.stage == "working"
        answered += row.stage == "answered"
        late += is_late(row, now)
    return DeskCounts(desk, now, new, working, answered, late)


def next_lateness(rows: Iterable[DocketRow], now: datetime) -> datetime | None:
    """Give when the next ticket becomes late by itself."""
    coming = (row.due_at for row in rows if row.due_at is not None and row.due_at > now and row.stage != "answered")
    return min(coming, default=None)


def most_urgent_first(rows: Iterable[DocketRow], now: datetime) -> list[DocketRow]:
    """Order rows by their `urgency`."""
    return sorted(rows, key=lambda row: urgency(row, now))


def urgency(row: DocketRow, now: datetime) -> tuple[bool, bool, bool, bool, bool, datetime, str]:
    """Give what orders a row: danger, then priority, then the longest late, then what is due soonest, then the rest."""
    mine = row.stage in ("new", "working")
    owed = mine and row.due_at is not None
    when = row.due_at if owed and row.due_at is not None else row.opened_at
    danger, wanted = mine and bool(row.emergency), mine and row.priority
    return not danger, not wanted, not is_late(row, now), not owed, not mine, when, row.number
