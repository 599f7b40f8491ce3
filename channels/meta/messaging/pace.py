"""How fast we may send (Messenger Platform, Rate limits): the same numbers for a Page and for an account."""

from collections import deque
from datetime import datetime

from cachetools import LRUCache

from channels.pacing import Shares
from core.vocabulary.channel import Share

PER_SECOND = 300
"""Texts, links and pictures in a second; of sounds and films ten."""
HEAVY = 30
"""So many places takes a sound or film."""
PRIVATE_REPLIES = 750
HOUR_SECONDS = 3600.0
REMEMBERED = 20_000
GRANT_SECONDS = 2.0
SHARE = 0.4
"""Part of the rates that one process takes: two processes together leave a fifth to what else uses them."""


class Pace:
    """Count what this process sends; ``per_second=0`` lets all pass.

    A chat of its own has a limit too, whose number is not published: it is held back when the platform says so.
    """

    def __init__(self, per_second: int = PER_SECOND, share: float = SHARE) -> None:
        self._shares = Shares(max(1, int(per_second * share)), GRANT_SECONDS) if per_second else None
        self._replies_most = max(1, int(PRIVATE_REPLIES * share)) if per_second else 0
        self._replies: deque[float] = deque()
        self._held: LRUCache[str, float] = LRUCache(REMEMBERED)
        self._all_held = 0.0

    def reserve(self, address: str, now: datetime, share: Share = "rest") -> float:
        """Give 0 and a place for the next message to this person, or the seconds after which to ask again."""
        seconds = now.timestamp()
        held = max(0.0, self._all_held - seconds, self._held.get(address, 0.0) - seconds)
        if held or self._shares is None:
            return held
        return self._shares.reserve(address, share, seconds)

    def sent(self, address: str, now: datetime, *, heavy: bool = False) -> None:
        """Register a message that goes out."""
        if self._shares is not None:
            self._shares.sent(address, now.timestamp(), HEAVY if heavy else 1)

    def hold(self, address: str, seconds: float, now: datetime) -> None:
        """Send nothing to a person (or, with an empty address, to anybody) for some seconds: the platform said so."""
        until = now.timestamp() + seconds
        if address:
            self._held[address] = max(self._held.get(address, 0.0), until)
        else:
            self._all_held = max(self._all_held, until)

    def reply(self, now: datetime) -> float:
        """Take a place for a private answer to something public, or give the seconds until one is free."""
        seconds = now.timestamp()
        while self._replies and self._replies[0] <= seconds - HOUR_SECONDS:
            self._replies.popleft()
        if self._replies_most and len(self._replies) >= self._replies_most:
            return self._replies[0] + HOUR_SECONDS - seconds
        self._replies.append(seconds)
        return 0.0
