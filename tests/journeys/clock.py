"""A clock that runs like the real one from a known morning, and that a journey moves ahead."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

MORNING = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
"""A Monday, 09:00 in Kupang, no holiday within the limits that journeys wait for."""


class RunningClock:
    """Give a time that passes, from ``start`` on, ``rate`` times as fast; bridge and stand-ins share it."""

    def __init__(self, start: datetime = MORNING, rate: float = 1.0) -> None:
        self.rate = rate
        self._base = start
        self._began = time.monotonic()

    def now(self) -> datetime:
        """Give the present moment, aware, UTC, cut to milliseconds as MongoDB keeps them."""
        now = self._base + timedelta(seconds=(time.monotonic() - self._began) * self.rate)
        return now.replace(microsecond=now.microsecond // 1000 * 1000)

    def seconds(self) -> float:
        """Give the present moment as the stand-ins count: seconds since 1970."""
        return self.now().timestamp()

    def move(self, **by: float) -> None:
        """Go ahead by ``timedelta`` arguments."""
        self._base += timedelta(**by)
