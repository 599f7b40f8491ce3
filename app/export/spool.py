"""Keep rows on disk until all are there: what is few of its kind shows only in the end.

A temporary file of SQLite that nobody else sees, so that memory stays the same at any number of tickets; in it are
only rows that tell of no person.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Self

from core.archive.publishing import Counted, Month, Row, hidden_of

TOGETHER = 500


class Spool:
    """Hold rows by month, each with how often it came."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("", isolation_level=None)
        for line in (
            "PRAGMA journal_mode = OFF",
            "PRAGMA synchronous = OFF",
            "CREATE TABLE rows (month TEXT, row TEXT, times INTEGER, PRIMARY KEY (month, row)) WITHOUT ROWID",
        ):
            self._base.execute(line)

    def add(self, rows: Iterable[Counted]) -> None:
        """Take rows, of which the first value is the month."""
        written = ((counted[0][0], json.dumps(counted, ensure_ascii=False)) for counted in rows)
        add = "INSERT INTO rows VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET times = times + 1"
        self._base.executemany(add, written)

    def rows(self) -> Iterator[list[Row]]:
        """Yield all rows some at a time: month by month, hidden as they have to be, in an order that tells nothing."""
        months = [month for (month,) in self._base.execute("SELECT DISTINCT month FROM rows ORDER BY month").fetchall()]
        for month in months:
            yield from _in_parts(self._shown(month))

    def _shown(self, month: str) -> Iterator[Row]:
        hidden = hidden_of(self._of(month)).telling(lambda: self._of(month))
        self._base.execute("CREATE TEMP TABLE shown (row TEXT PRIMARY KEY, times INTEGER) WITHOUT ROWID")
        add = "INSERT INTO shown VALUES (?, ?) ON CONFLICT DO UPDATE SET times = times + excluded.times"
        self._base.executemany(add, (_line(hidden, counted, times) for counted, times in self._of(month)))
        for text, times in self._base.execute("SELECT row, times FROM shown ORDER BY row"):
            yield from (tuple(json.loads(text)) for _ in range(times))
        self._base.execute("DROP TABLE shown")

    def _of(self, month: str) -> Iterator[tuple[Counted, int]]:
        found = self._base.execute("SELECT row, times FROM rows WHERE month = ? ORDER BY row", (month,))
        for text, times in found:
            row, confidential = json.loads(text)
            yield (tuple(row), confidential), times

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Let the file go."""
        self._base.close()


def _line(hidden: Month, counted: Counted, times: int) -> tuple[str, int]:
    row, confidential = counted
    return json.dumps(hidden.shown(row, confidential=confidential), ensure_ascii=False), times


def _in_parts(rows: Iterator[Row]) -> Iterator[list[Row]]:
    part: list[Row] = []
    for row in rows:
        part.append(row)
        if len(part) == TOGETHER:
            yield part
            part = []
    if part:
        yield part
