"""A clock that tests move."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
"""A Monday, 09:00 in Kupang."""


class TestClock:
    """Stand still until told otherwise."""

    __test__ = False

    def __init__(self, start: datetime = START) -> None:
        self._now = start

    def now(self) -> datetime:
        """Give the present moment, aware, UTC."""
        return self._now

    def move(self, **by: float) -> datetime:
        """Go forward by ``timedelta`` arguments; give the new moment."""
        self._now += timedelta(**by)
        return self._now

    def set(self, moment: datetime) -> None:
        """Go to a moment."""
        self._now = moment


class StandInClock:
    """Tell the time of a stand-in, which counts in seconds since 1970."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds

    def now(self) -> datetime:
        """Give the moment that the test has set."""
        return datetime.fromtimestamp(self._seconds(), UTC)
