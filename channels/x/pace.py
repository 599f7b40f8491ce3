"""How fast the account may write: fifteen private messages in fifteen minutes (X API v2, Rate limits)."""

from datetime import datetime

from channels.pacing import Shares
from core.vocabulary.channel import Share

DIRECTS = 15
QUARTER_SECONDS = 900.0
GIVEN_SECONDS = 10.0
LONGEST_SECONDS = 300.0
"""Who waits asks again after this at the latest: then the window may have moved."""


class Pace:
    """Count what this process sends; ``limit`` in messages per quarter of an hour, None lets all pass.

    The window slides, as `Shares` counts seconds: here a quarter of an hour is its second.
    """

    def __init__(self, limit: int | None = DIRECTS) -> None:
        self._shares = Shares(limit, GIVEN_SECONDS / QUARTER_SECONDS) if limit else None
        self._held_until = 0.0

    def reserve(self, address: str, now: datetime, share: Share) -> float:
        """Give 0 and a place, or the seconds after which to ask again."""
        seconds = now.timestamp()
        if held := max(0.0, self._held_until - seconds):
            return min(held, LONGEST_SECONDS)
        if self._shares is None:
            return 0.0
        return min(self._shares.reserve(address, share, seconds / QUARTER_SECONDS) * QUARTER_SECONDS, LONGEST_SECONDS)

    def sent(self, address: str, now: datetime) -> None:
        """Register a message that goes out."""
        if self._shares is not None:
            self._shares.sent(address, now.timestamp() / QUARTER_SECONDS)

    def hold(self, seconds: float, now: datetime) -> None:
        """Send nothing for some seconds: the platform said so."""
        self._held_until = max(self._held_until, now.timestamp() + seconds)
