"""What the report of a month says on paper, worded: its numbers, charts, tables and meanings; nothing of a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of horizontal bars; each line has parts that stand behind each other, in the order of the legend."""

    title: str
    legend: tuple[str, ...]
    lines: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """A chart of two counts by day."""

    title: str
    legend: tuple[str, str]
    days: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: the first column is names, the others numbers, or with ``words`` words."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    widest: float = 42.0
    words: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything on the paper, worded: numbers to read first as pairs of name and value, charts, tables, meanings."""

    language: str
    title: str
    subtitle: str
    note: str
    foot: str
    made_at: datetime
    tiles: tuple[tuple[str, str], ...]
    columns: Columns
    bars: tuple[Bars, ...]
    grids: tuple[Grid, ...]
    meanings_title: str
    meanings: tuple[tuple[str, str], ...]
