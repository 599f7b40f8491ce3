"""How fast we may send, so that the platform need not refuse (Bot API FAQ, "My bot is hitting limits")."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cachetools import LRUCache

from channels import pacing

REMEMBERED_GROUPS = 256
GROUP_SECONDS = 60.0


@dataclass(frozen=True)
class Limits:
    """The published rates; the size of the burst that passes in one chat is not published, 3 is cautious."""

    overall_per_second: int = 30
    chat_per_second: float = 1.0
    chat_burst: int = 3
    group_per_minute: int = 20


class Pace(pacing.Pace):
    """Count sends and edits per chat, per minute of a group and overall; ``limits=None`` lets everything pass.

    Counts what this process sends. Several processes together may go over; the 429 that follows is obeyed.
    """

    def __init__(self, limits: Limits | None = Limits()) -> None:
        rate = pacing.Rate(limits.overall_per_second, limits.chat_per_second, limits.chat_burst) if limits else None
        super().__init__(rate)
        self._limits = limits
        self._minutes: LRUCache[str, deque[float]] = LRUCache(REMEMBERED_GROUPS)

    def sent(self, address: str, now: datetime, weight: int = 1) -> None:
        """Register messages or edits that go out to a chat; an album counts each of its items."""
        super().sent(address, now, weight)
        if self._limits is not None and address.startswith("-"):
            self._minute(address).extend([now.timestamp()] * weight)

    def landed(self, address: str, now: datetime, weight: int = 1) -> None:
        """Note that what was registered last has reached the platform: its minute is counted from there, not from here.

        Otherwise a message that travels faster than the one of a minute ago would come before its place is free.
        """
        minute = self._minutes.get(address, deque())
        for place in range(1, min(weight, len(minute)) + 1):
            minute[-place] = max(minute[-place], now.timestamp())

    def recall(self, address: str, sent: Sequence[datetime]) -> None:
        """Count what others sent to a group as well: the longer of the two lists is the truer one."""
        if self._limits is None or not sent or not address.startswith("-"):
            return
        since = sent[-1].timestamp() - GROUP_SECONDS
        recent = [one.timestamp() for one in sent if one.timestamp() > since]
        if len(recent) > len([one for one in self._minute(address) if one > since]):
            self._minutes[address] = deque(recent)

    def _further(self, address: str, seconds: float) -> float:
        minute = self._minutes.get(address)
        if self._limits is None or not minute:
            return 0.0
        while minute and minute[0] <= seconds - GROUP_SECONDS:
            minute.popleft()
        over = len(minute) + 1 - self._limits.group_per_minute
        return minute[over - 1] + GROUP_SECONDS - seconds if over > 0 else 0.0

    def _minute(self, address: str) -> deque[float]:
        return self._minutes.setdefault(address, deque())
