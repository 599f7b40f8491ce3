"""How fast we may send, so that the platform need not refuse (Cloud API, Throughput and Pair rate limits)."""

from collections import OrderedDict, deque
from dataclasses import dataclass
from datetime import datetime

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

    A place is taken when ``wait`` gives 0, because many lanes ask at the same moment before any of them has sent.
    """

    def __init__(self, limits: Limits | None = Limits(), share: float = SHARE) -> None:
        self._limits = limits
        self._per_second = max(1, int(limits.per_second * share)) if limits else 0
        self._burst = max(1.0, limits.pair_burst * share) if limits else 0.0
        self._refill = share / limits.pair_seconds if limits else 0.0
        self._pairs: OrderedDict[str, _Pair] = OrderedDict()
        self._recent: deque[float] = deque()
        self._grants: dict[str, float] = {}
        self._held_until = 0.0

    def wait(self, address: str, now: datetime) -> float:
        """Tell the seconds until one more message to this person fits; 0 takes a place in the overall rate."""
        seconds = now.timestamp()
        pair = self._pairs.get(address)
        held = max(0.0, self._held_until - seconds, pair.held_until - seconds if pair else 0.0)
        if self._limits is None:
            return held
        needed = max(held, self._overall(address, seconds))
        if pair:
            allowance = pair.allowance + max(0.0, seconds - pair.at) * self._refill
            lacking = 1.0 - allowance
            needed = max(needed, lacking / self._refill if lacking > ROUNDING else 0.0)
        if needed == 0:
            self._grants[address] = seconds
        return needed

    def sent(self, address: str, now: datetime) -> None:
        """Register a message that goes out."""
        seconds = now.timestamp()
        self._grants.pop(address, None)
        if self._limits is None:
            return
        pair = self._known(address, seconds)
        elapsed = max(0.0, seconds - pair.at)
        # Parts of one message may overdraw it: the next one waits longer.
        pair.allowance = min(self._burst, pair.allowance + elapsed * self._refill) - 1
        pair.at = seconds
        self._recent.append(seconds)

    def hold(self, address: str, seconds: float, now: datetime) -> None:
        """Send nothing to a person (or, with an empty address, to anybody) for some seconds: the platform said so."""
        until = now.timestamp() + seconds
        if not address:
            self._held_until = max(self._held_until, until)
            return
        pair = self._known(address, now.timestamp())
        pair.held_until = max(pair.held_until, until)

    def _overall(self, address: str, now: float) -> float:
        while self._recent and self._recent[0] <= now - 1.0:
            self._recent.popleft()
        self._grants = {one: at for one, at in self._grants.items() if now - GRANT_SECONDS < at <= now}
        taken = len(self._recent) + len(self._grants) - (address in self._grants)
        if taken < self._per_second:
            return 0.0
        first = min([*list(self._recent)[:1], *self._grants.values()], default=now)
        return max(0.05, first + 1.0 - now)

    def _known(self, address: str, now: float) -> _Pair:
        pair = self._pairs.setdefault(address, _Pair(allowance=self._burst, at=now))
        self._pairs.move_to_end(address)
        while len(self._pairs) > REMEMBERED_PAIRS:
            self._pairs.popitem(last=False)
        return pair
