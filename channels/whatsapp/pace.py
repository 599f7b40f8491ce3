"""How fast we may send, so that the platform need not refuse (Cloud API, Throughput and Pair rate limits)."""

from dataclasses import dataclass
from datetime import datetime

from cachetools import LRUCache

from channels.pacing import Shares
from core.vocabulary.channel import Share

REMEMBERED_PAIRS = 20_000
GRANT_SECONDS = 2.0
ROUNDING = 1e-4
"""Part of a message that counts as a whole one: a wait shorter than the clock's step would never end."""


@dataclass(frozen=True)
class Limits:
    """The published rates of one number: messages a second in both directions together, and to one person."""

    per_second: int = 80
    pair_seconds: float = 6.0
    """One message per this many seconds to one person, in the long run."""
    pair_burst: int = 45
    """Lent at once, paid back by waiting."""


SHARE = 0.4
"""Part of the number's rates that one process takes: two processes together leave a fifth to what comes in."""


@dataclass
class _Pair:
    allowance: float
    at: float
    held_until: float = 0.0


class Pace:
    """Count what this process sends, within its ``share`` of the number's rates; ``limits=None`` lets all pass.

    A place is taken when ``reserve`` gives 0, because many lanes ask at the same moment before any of them has sent.
    """

    def __init__(self, limits: Limits | None = Limits(), share: float = SHARE) -> None:
        self._limits = limits
        self._per_second = max(1, int(limits.per_second * share)) if limits else 0
        self._burst = max(1.0, limits.pair_burst * share) if limits else 0.0
        self._refill = share / limits.pair_seconds if limits else 0.0
        self._pairs: LRUCache[str, _Pair] = LRUCache(REMEMBERED_PAIRS)
        self._shares = Shares(self._per_second, GRANT_SECONDS) if limits else None
        self._held_until = 0.0

    def reserve(self, address: str, now: datetime, share: Share = "rest") -> float:
        """Give 0 and a place in the overall rate, or the seconds until one more message to this person fits.

        Each class of messages has its share of that.
        """
        seconds = now.timestamp()
        pair = self._pairs.get(address)
        held = max(0.0, self._held_until - seconds, pair.held_until - seconds if pair else 0.0)
        if self._limits is None or self._shares is None:
            return held
        if pair:
            allowance = pair.allowance + max(0.0, seconds - pair.at) * self._refill
            lacking = 1.0 - allowance
            held = max(held, lacking / self._refill if lacking > ROUNDING else 0.0)
        # Who waits for its own pair does not stand in the way of others.
        return held or self._shares.reserve(address, share, seconds)

    def sent(self, address: str, now: datetime) -> None:
        """Register a message that goes out."""
        seconds = now.timestamp()
        if self._limits is None or self._shares is None:
            return
        self._shares.sent(address, seconds)
        pair = self._pair(address, seconds)
        elapsed = max(0.0, seconds - pair.at)
        # Parts of one message may overdraw it: the next one waits longer.
        pair.allowance = min(self._burst, pair.allowance + elapsed * self._refill) - 1
        pair.at = seconds

    def hold(self, address: str, seconds: float, now: datetime) -> None:
        """Send nothing to a person (or, with an empty address, to anybody) for some seconds: the platform said so."""
        until = now.timestamp() + seconds
        if not address:
            self._held_until = max(self._held_until, until)
            return
        pair = self._pair(address, now.timestamp())
        pair.held_until = max(pair.held_until, until)

    def _pair(self, address: str, now: float) -> _Pair:
        return self._pairs.setdefault(address, _Pair(allowance=self._burst, at=now))
