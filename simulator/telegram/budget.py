"""How fast a bot may send (Bot API FAQ, "My bot is hitting limits"): the budgets behind the 429."""

import math
from collections import deque
from dataclasses import dataclass, field

from simulator.clock import Now

FORGET_AFTER = 4_096
"""Chats remembered before the ones with a full bucket are dropped."""


@dataclass(frozen=True)
class Limits:
    """The budgets: about one message a second in a chat after a burst, 20 a minute in a group, 30 a second in all.

    The size of the burst is not published; `chat_burst` is a cautious guess. Multiply the rates by `scale` to try more.
    """

    chat_per_second: float = 1.0
    chat_burst: int = 6
    group_per_minute: int = 20
    overall_per_second: float = 30.0
    edits_count: bool = True
    scale: float = 1.0


@dataclass
class _Bucket:
    tokens: float
    at: float


@dataclass
class Budget:
    """Count what is sent, and say how long to wait when it is too much."""

    limits: Limits | None
    now: Now
    _chats: dict[int, _Bucket] = field(default_factory=dict)
    _groups: dict[int, deque[float]] = field(default_factory=dict)
    _overall: _Bucket | None = None

    def spend(self, chat_id: int, weight: int, is_edit: bool) -> int:
        """Take `weight` messages from the budgets; give 0, or the whole seconds to wait when one is empty."""
        limits = self.limits
        if limits is None or (is_edit and not limits.edits_count):
            return 0
        now = self.now()
        wait = self._group_wait(chat_id, weight, now, limits) if chat_id < 0 else 0.0
        if len(self._chats) > FORGET_AFTER:
            self._forget(now, limits)
        chat = self._chats.setdefault(chat_id, _Bucket(limits.chat_burst * limits.scale, now))
        if self._overall is None:
            self._overall = _Bucket(limits.overall_per_second * limits.scale, now)
        wait = max(
            wait, _wait(chat, weight, limits.chat_per_second * limits.scale, limits.chat_burst * limits.scale, now)
        )
        rate = limits.overall_per_second * limits.scale
        wait = max(wait, _wait(self._overall, weight, rate, rate, now))
        if wait > 0:
            return math.ceil(wait)
        chat.tokens -= weight
        self._overall.tokens -= weight
        if chat_id < 0:
            self._groups[chat_id].extend([now] * weight)
        return 0

    def _group_wait(self, chat_id: int, weight: int, now: float, limits: Limits) -> float:
        sent = self._groups.setdefault(chat_id, deque())
        while sent and sent[0] <= now - 60:
            sent.popleft()
        over = len(sent) + weight - int(limits.group_per_minute * limits.scale)
        return sent[min(over, len(sent)) - 1] + 60 - now if over > 0 and sent else 0.0

    def _forget(self, now: float, limits: Limits) -> None:
        idle = limits.chat_burst / limits.chat_per_second
        self._chats = {chat_id: bucket for chat_id, bucket in self._chats.items() if now - bucket.at < idle}


def _wait(bucket: _Bucket, weight: int, rate: float, burst: float, now: float) -> float:
    bucket.tokens = min(burst, bucket.tokens + (now - bucket.at) * rate)
    bucket.at = now
    # An album larger than the burst still passes once the bucket is full: it cannot be split.
    needed = min(float(weight), burst)
    return 0.0 if bucket.tokens >= needed else (needed - bucket.tokens) / rate
