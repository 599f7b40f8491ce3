"""What the parts of the engine are given to call: each gets these one by one, and none of them the engine."""

from collections.abc import Awaitable, Callable, Sequence

from core.vocabulary.events import Event

Accept = Callable[[Sequence[Event]], Awaitable[frozenset[str]]]
"""Stores events durably and lets their lanes work; gives the ids that were new. Raises ``StoreDown``."""

Wake = Callable[[str], None]
"""Sees to it that a lane's waiting events are stepped soon, or its outbox delivered."""

Observe = Callable[..., None]
"""Takes note of what happened, by name and facts, for logs and metrics."""

Sleep = Callable[[float], Awaitable[None]]
"""Lets seconds pass."""
