"""The month's tickets as they were at any moment, from the journal, going ahead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from bench.month.replay import Line, Recounted, Rules


class Past:
    """All tickets, from the first line of the journal on."""

    def __init__(self, journal: Mapping[str, Sequence[Line]], rules: Rules) -> None:
        self.tickets: dict[str, Recounted] = {}
        self._rules = rules
        self._lines = sorted(
            ((line.at, number, line) for number, found in journal.items() for line in found), key=lambda one: one[0]
        )
        self._place = 0

    def until(self, moment: datetime) -> Iterator[datetime]:
        """Take what happened up to a moment; yield after each line, when that was."""
        while self._place < len(self._lines) and self._lines[self._place][0] <= moment:
            at, number, line = self._lines[self._place]
            self.tickets.setdefault(number, Recounted(number, self._rules)).take(line)
            self._place += 1
            yield at

    def go_to(self, moment: datetime) -> None:
        """Take what happened up to a moment."""
        for _ in self.until(moment):
            pass
