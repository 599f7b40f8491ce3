"""What the parts of the engine are given to call: each gets these one by one, and none of them the engine."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Protocol

from core.vocabulary.events import Event

Accept = Callable[[Sequence[Event]], Awaitable[frozenset[str]]]
"""Stores events durably and lets their lanes work; gives the ids that were new. Raises ``StoreDown``."""


async def take_none(_events: Sequence[Event]) -> frozenset[str]:
    """Store nothing, where nothing comes up that would have to be."""
    return frozenset()


Wake = Callable[[str], None]
"""Sees to it that a lane's waiting events are stepped soon, or its outbox delivered."""

Observe = Callable[..., None]
"""Takes note of what happened, by name and facts, for logs and metrics."""


class Bills(Protocol):
    """A count of what goes out where each message costs money."""

    def event(self, entry_id: str, channel: str, messages: int, at: datetime, *, template: bool) -> Event:
        """Give the event that counts so many messages as which an entry went out."""
        ...


Sleep = Callable[[float], Awaitable[None]]
"""Lets seconds pass."""
