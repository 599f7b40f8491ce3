"""Keep to a platform's rates: so many messages a second in all, shared fairly, and so many to one chat.

Every class of messages that waits gets its part, and what a class leaves free the others use.
"""

from collections import OrderedDict, deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from cachetools import LRUCache

from core.vocabulary.channel import Share

WEIGHTS: Mapping[Share, float] = {"group": 0.2, "push": 0.3, "first": 0.25, "rest": 0.25}
"""Parts of a channel's rate (docs/adr/0012-fair-shares.md)."""

SECOND = 1.0
WAIT_LEAST = 0.05
WAIT_MOST = 2.0
"""Who waits asks again after this at the latest: then the rate of the class may be another one."""
EARLY = 0.8
"""Who waits asks again somewhat before its turn, so that no place stays empty meanwhile."""
LATE_SECONDS = 0.25
"""So much after its time a queue's first is late: whoever asks then goes before it, so that no place stays empty."""
PATIENCE_SECONDS = 2.0
"""So much after its time who waited has gone."""

ROUNDING = 1e-4
"""Part of a message that counts as a whole one: a wait shorter than the clock's step would never end."""
REMEMBERED_CHATS = 20_000


@dataclass(frozen=True)
class Rate:
    """What this process may send: ``overall_per_second`` messages in all, and to one chat ``burst`` at once.

    The burst is lent and paid back by waiting, at ``chat_per_second``. A place in the overall rate that was given is
    kept for ``keep_seconds``.
    """

    overall_per_second: int
    chat_per_second: float
    burst: float
    keep_seconds: float = SECOND


@dataclass
class _Chat:
    allowance: float
    at: float
    held_until: float = 0.0


class Pace:
    """Count what this process sends, per chat and overall; without a rate only what the platform says counts.

    A place is taken when ``reserve`` gives 0, because many lanes ask at the same moment before any of them has sent.
    """

    def __init__(self, rate: Rate | None) -> None:
        self._rate = rate
        self._shares = Shares(rate.overall_per_second, rate.keep_seconds) if rate else None
        self._chats: LRUCache[str, _Chat] = LRUCache(REMEMBERED_CHATS)
        self._held_until = 0.0

    def reserve(self, address: str, now: datetime, share: Share = "rest") -> float:
        """Give 0 and a place in the overall rate, or the seconds until one more message to this chat fits."""
        seconds = now.timestamp()
        chat = self._chats.get(address)
        held = max(0.0, self._held_until - seconds, chat.held_until - seconds if chat else 0.0)
        if self._rate is None or self._shares is None:
            return held
        if chat:
            lacking = 1.0 - chat.allowance - max(0.0, seconds - chat.at) * self._rate.chat_per_second
            held = max(held, lacking / self._rate.chat_per_second if lacking > ROUNDING else 0.0)
        # Who waits for its own chat does not stand in the way of others.
        return max(held, self._further(address, seconds)) or self._shares.reserve(address, share, seconds)

    def _further(self, _address: str, _seconds: float) -> float:
        """Give the seconds that a rule of the platform's own asks for."""
        return 0.0

    def sent(self, address: str, now: datetime, weight: int = 1) -> None:
        """Register what goes out to a chat, ``weight`` messages of the platform; it may overdraw what is lent."""
        seconds = now.timestamp()
        if self._rate is None or self._shares is None:
            return
        self._shares.sent(address, seconds, weight)
        chat = self._chat(address, seconds)
        refilled = max(0.0, seconds - chat.at) * self._rate.chat_per_second
        chat.allowance = min(self._rate.burst, chat.allowance + refilled) - weight
        chat.at = seconds

    def hold(self, address: str, seconds: float, now: datetime) -> None:
        """Send nothing to a chat (or, with an empty address, to anybody) for some seconds: the platform said so."""
        until = now.timestamp() + seconds
        if not address:
            self._held_until = max(self._held_until, until)
            return
        chat = self._chat(address, now.timestamp())
        chat.held_until = max(chat.held_until, until)

    def _chat(self, address: str, now: float) -> _Chat:
        return self._chats.setdefault(address, _Chat(self._rate.burst if self._rate else 0.0, now))


@dataclass
class _Waiting:
    number: int
    due: float


class Shares:
    """Admit so many a second, sliding; ``keep_seconds`` is how long a place that was given and not used is kept.

    Whoever is refused stands in the queue of its class by asking; times are seconds of any clock that only goes
    forward. Within a class it is first come, first served, give or take a second's worth.
    """

    def __init__(self, per_second: int, keep_seconds: float = SECOND, weights: Mapping[Share, float] = WEIGHTS) -> None:
        self._per_second = per_second
        self._keep_seconds = keep_seconds
        # At least one each: a class without any place would wait for ever.
        self._parts = {share: max(1, ceil(per_second * weight)) for share, weight in weights.items()}
        self._used: deque[tuple[float, Share]] = deque()
        self._counts: dict[Share, int] = dict.fromkeys(weights, 0)
        self._given: dict[str, tuple[float, Share]] = {}
        self._queues: dict[Share, OrderedDict[str, _Waiting]] = {share: OrderedDict() for share in weights}
        self._waiting: dict[str, Share] = {}
        self._numbers = 0

    def reserve(self, key: str, share: Share, now: float) -> float:
        """Give 0 and a place, or the seconds after which to ask again."""
        self._forget(now)
        if key in self._given:
            return 0.0
        rank = self._rank(key, share, now)
        places = self._places(share)
        if places > 0 and (rank < places + self._parts[share] or self._is_late(share, now)):
            self._leave(key)
            self._given[key] = (now, share)
            self._counts[share] += 1
            return 0.0
        # Those before have a moment to take the free places; then whoever asks first has them.
        near = places > 0 and rank < self._per_second
        seconds = WAIT_LEAST if near else self._estimate(share, rank, now)
        self._queues[share][key].due = now + seconds
        return seconds

    def sent(self, key: str, now: float, weight: int = 1, share: Share = "rest") -> None:
        """Register messages that go out: the place that was given, and more where there are several parts."""
        given = self._given.pop(key, None)
        if given is not None:
            share = given[1]
            self._counts[share] -= 1
        self._used.extend([(now, share)] * weight)
        self._counts[share] += weight

    def _forget(self, now: float) -> None:
        """Free the places of a second ago, and those that nobody used."""
        while self._used and self._used[0][0] <= now - SECOND:
            self._counts[self._used.popleft()[1]] -= 1
        for key, (at, share) in list(self._given.items()):
            if not now - self._keep_seconds < at <= now:
                del self._given[key]
                self._counts[share] -= 1
        for queue in self._queues.values():
            while queue and next(iter(queue.values())).due < now - PATIENCE_SECONDS:
                key, _gone = queue.popitem(last=False)
                del self._waiting[key]

    def _rank(self, key: str, share: Share, now: float) -> int:
        """Give how many of the class stand before this one, entering it into the queue."""
        if self._waiting.get(key, share) != share:  # what waits is of another class now
            self._leave(key)
        queue = self._queues[share]
        entry = queue.get(key)
        if entry is None:
            self._numbers += 1
            queue[key] = _Waiting(self._numbers, now)
            self._waiting[key] = share
            return len(queue) - 1
        # Numbers count all classes together: a rank is at most the length of the queue.
        return min(entry.number - next(iter(queue.values())).number, len(queue) - 1)

    def _is_late(self, share: Share, now: float) -> bool:
        first = next(iter(self._queues[share].values()), None)
        return first is not None and first.due < now - LATE_SECONDS

    def _leave(self, key: str) -> None:
        share = self._waiting.pop(key, None)
        if share is not None:
            self._queues[share].pop(key, None)

    def _places(self, share: Share) -> int:
        """Count the free places that a class may take: its own, and what the others who wait do not need."""
        free = self._per_second - sum(self._counts.values())
        kept = sum(
            max(0, part - self._counts[other])
            for other, part in self._parts.items()
            if other != share and self._queues[other]
        )
        own = self._parts[share] - self._counts[share]
        return max(min(free, own), free - kept)

    def _estimate(self, share: Share, rank: int, now: float) -> float:
        """Say when the turn comes, as the places of what went out get free one by one, so that few ask in vain."""
        busy = [part for other, part in self._parts.items() if other == share or self._queues[other]]
        rounds, place = divmod(int(rank * sum(busy) / self._parts[share]), self._per_second)
        first = self._used[0][0] if self._used else min((at for at, _ in self._given.values()), default=now)
        place -= self._per_second - sum(self._counts.values())  # those are free already
        turn = now if place < 0 else (self._used[place][0] if place < len(self._used) else now) + SECOND
        turn += rounds * SECOND
        return min(WAIT_MOST, max(WAIT_LEAST, first + SECOND - now, EARLY * (turn - now)))
