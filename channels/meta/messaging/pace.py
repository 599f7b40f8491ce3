"""How fast we may send (Messenger Platform, Rate limits): the same numbers for a Page and for an account."""

from collections import deque
from datetime import datetime

from channels import pacing

PER_SECOND = 300
"""Texts, links and pictures in a second; of sounds and films ten."""
HEAVY = 30
"""So many places takes a sound or film."""
PRIVATE_REPLIES = 750
HOUR_SECONDS = 3600.0
GRANT_SECONDS = 2.0
SHARE = 0.48
"""Part of the rates that one process takes: two processes together leave a little to what passes on the way faster."""


class Pace(pacing.Pace):
    """Count what this process sends, within its ``share`` of the rates; ``per_second=0`` lets all pass.

    A chat of its own has a limit too, whose number is not published: it is held back when the platform says so.
    """

    def __init__(self, per_second: int = PER_SECOND, share: float = SHARE) -> None:
        super().__init__(_rate(max(1, int(per_second * share))) if per_second else None)
        self._replies_most = max(1, int(PRIVATE_REPLIES * share)) if per_second else 0
        self._replies: deque[float] = deque()

    def reply(self, now: datetime) -> float:
        """Take a place for a private answer to something public, or give the seconds until one is free."""
        seconds = now.timestamp()
        while self._replies and self._replies[0] <= seconds - HOUR_SECONDS:
            self._replies.popleft()
        if self._replies_most and len(self._replies) >= self._replies_most:
            return self._replies[0] + HOUR_SECONDS - seconds
        self._replies.append(seconds)
        return 0.0


def _rate(per_second: int) -> pacing.Rate:
    return pacing.Rate(
        overall_per_second=per_second, chat_per_second=per_second, burst=per_second, keep_seconds=GRANT_SECONDS
    )
