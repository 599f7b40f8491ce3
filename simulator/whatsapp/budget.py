"""How fast a number may send (Cloud API, Throughput, Pair Rate Limits, Messaging Limits)."""

from collections import OrderedDict
from dataclasses import dataclass, field

from simulator.clock import Now
from simulator.whatsapp.errors import GraphError

REMEMBERED_PAIRS = 50_000
DAY_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Limits:
    """The budgets; multiply the rates by `scale` to try more.

    A burst to one user is lent and paid back. `whole_payback` takes the strictest reading of that: after the first six
    seconds of a burst nothing goes until all of it is paid; otherwise each six seconds free one message.
    `reach_per_day` counts the users first written to outside their window in 24 h; None does not count.
    """

    number_per_second: float = 80.0
    pair_seconds: float = 6.0
    pair_burst: int = 45
    whole_payback: bool = False
    reach_per_day: int | None = None
    scale: float = 1.0


@dataclass
class _Pair:
    started: float = float("-inf")
    paid_at: float = float("-inf")


@dataclass
class Budget:
    """Count what goes through the number, and refuse what is too much."""

    limits: Limits | None
    now: Now
    _tokens: float = 0.0
    _at: float = float("-inf")
    _pairs: OrderedDict[str, _Pair] = field(default_factory=OrderedDict)
    _reached: OrderedDict[str, float] = field(default_factory=OrderedDict)

    def received(self) -> None:
        """Count a message from a person: the number's throughput is of both directions together."""
        if self.limits is not None:
            self._refill(self.limits)
            # What people send is never refused; a flood of it blocks sending for a second, not longer.
            self._tokens = max(self._tokens - 1, -self.limits.number_per_second * self.limits.scale)

    def spend(self, user: str, outside_window: bool) -> None:
        """Take one message to a user from all budgets.

        Raises:
            GraphError: 130429 the number, 131056 the pair, 131048 the day's reach is used up.
        """
        limits = self.limits
        if limits is None:
            return
        now = self.now()
        self._refill(limits)
        if self._tokens < 1:
            raise GraphError(
                130429, "Message failed to send because there were too many messages sent from this number"
            )
        pair = self._pairs.get(user) or _Pair()
        step = limits.pair_seconds / limits.scale
        debt = max(0.0, pair.paid_at - now)
        bursting = now < pair.started + limits.pair_seconds
        over = debt + step > limits.pair_burst * step + 1e-6
        if over or (limits.whole_payback and debt > 0 and not bursting):
            raise GraphError(131056, "Too many messages sent from this number to the same user; retry after a while")
        if outside_window:
            self._reach(user, now, limits)
        if not bursting:
            pair.started = now
        pair.paid_at = now + debt + step
        self._pairs[user] = pair
        self._pairs.move_to_end(user)
        if len(self._pairs) > REMEMBERED_PAIRS:
            self._pairs.popitem(last=False)
        self._tokens -= 1

    def _refill(self, limits: Limits) -> None:
        now, rate = self.now(), limits.number_per_second * limits.scale
        grown = rate if self._at == float("-inf") else self._tokens + (now - self._at) * rate
        self._tokens, self._at = min(rate, grown), now

    def _reach(self, user: str, now: float, limits: Limits) -> None:
        if limits.reach_per_day is None:
            return
        while self._reached and next(iter(self._reached.values())) <= now - DAY_SECONDS:
            self._reached.popitem(last=False)
        if user not in self._reached and len(self._reached) >= limits.reach_per_day:
            raise GraphError(131048, "Message failed to send: the messaging limit of this number is reached")
        self._reached.setdefault(user, now)
