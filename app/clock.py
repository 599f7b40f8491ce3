"""The real clock; tests pass one that they move."""

from datetime import UTC, datetime


class SystemClock:
    """The machine's time."""

    def now(self) -> datetime:
        """Give the present moment in UTC, cut to milliseconds: MongoDB's dates hold no more."""
        now = datetime.now(UTC)
        return now.replace(microsecond=now.microsecond // 1000 * 1000)
