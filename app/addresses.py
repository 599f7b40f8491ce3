"""Which chat's lane belongs to whom a platform knows by several ids: found, bound and re-keyed by aliases.

This is about one platform's ids of one account, before anything is stored. That several chats are one person's is known
to the lane of that person (`core.person`), and no alias says it.
"""

import asyncio
import hashlib
from collections.abc import Sequence

import msgspec
from cachetools import LRUCache

from core.vocabulary.events import Event, Rekeyed
from core.vocabulary.lane_names import OFFICIALS_LANE
from core.vocabulary.officials import Notice
from core.vocabulary.order import oldest_first
from core.vocabulary.steps import Clock
from core.vocabulary.store import Store

CACHED = 10_000
GIVEN_UP = "former:"
"""Before an alias that its owner gave up."""
AGAIN = "#2"
"""After an alias, and the lane named by it, that somebody else has now."""


class People:
    """Place events on lanes by their aliases. Raises ``StoreDown`` like the store.

    An alias is bound once and never moved: two aliases that turn out to be bound to different lanes are reported, not
    merged, because a wrong merge would show one person's tickets to another. An id that its owner gave up, as the
    platform said, is somebody else's when it comes again: it leads to a lane of its own.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._known: LRUCache[str, str] = LRUCache(CACHED)

    async def place(self, events: Sequence[Event]) -> list[Event]:
        """Give the events on the lanes of their people, with a notice for each clash."""
        named = {alias for event in events for alias in _aliases(event)}
        await self._learn(sorted({*named, *(f"{GIVEN_UP}{alias}" for alias in named)}))
        again = {f"{alias}{AGAIN}" for alias in named if f"{GIVEN_UP}{alias}" in self._known}
        if again:
            await self._learn(sorted(again))
        placed: list[Event] = []
        for event in oldest_first(events):
            if isinstance(event.body, Rekeyed):
                placed.extend(await self._rekey(event, event.body))
            elif event.aliases:
                placed.extend(await self._placed(event))
            else:
                placed.append(event)
        return placed

    def _of_now(self, event: Event) -> Event:
        """Give the event without ids that its sender gave up, or on a lane of its own where somebody else has them."""
        left = tuple(alias for alias in event.aliases if f"{GIVEN_UP}{alias}" not in self._known)
        if left == event.aliases:
            return event
        if any(alias in self._known for alias in left):  # who it was, and is still: a message that came late
            return msgspec.structs.replace(event, aliases=left)
        others = (f"{alias}{AGAIN}" for alias in event.aliases if alias not in left)
        return msgspec.structs.replace(event, aliases=(*left, *others), lane=f"{event.lane}{AGAIN}")

    async def _placed(self, event: Event) -> list[Event]:
        event = self._of_now(event)
        bound = [lane for alias in event.aliases if (lane := self._known.get(alias))]
        lane = bound[0] if bound else event.lane
        if not bound:
            lane = await self._bind(event.aliases[0], lane)
        await asyncio.gather(*(self._bind(alias, lane) for alias in event.aliases))
        found = [msgspec.structs.replace(event, lane=lane)]
        others = {self._known.get(alias, lane) for alias in event.aliases} - {lane}
        if others:
            found.append(self._clash(event, {lane, *others}))
        return found

    async def _rekey(self, event: Event, body: Rekeyed) -> list[Event]:
        lane = next((self._known[alias] for alias in body.old if alias in self._known), "")
        if not lane:
            lane = next((self._known[alias] for alias in body.new if alias in self._known), event.lane)
        for alias in (*body.old, *body.new):
            bound = await self._bind(alias, lane)
            if bound != lane:  # answers stay where they were: the new address may be somebody else's
                return [self._clash(event, {lane, bound})]
        for alias in body.old:
            if alias not in body.new:
                await self._bind(f"{GIVEN_UP}{alias}", lane)
        return [msgspec.structs.replace(event, lane=lane, aliases=())]

    def _clash(self, event: Event, lanes: set[str]) -> Event:
        """Tell the officials that people may be one, once for these people."""
        seal = hashlib.sha256("|".join(sorted(lanes)).encode()).hexdigest()[:16]
        notice = Notice(key="officials.notice.identity_clash", values={"channel": event.channel})
        return Event(id=f"clash:{event.channel}:{seal}", lane=OFFICIALS_LANE, at=self._clock.now(), body=notice)

    async def _bind(self, alias: str, lane: str) -> str:
        bound = self._known.get(alias)
        if bound is None:
            bound = await self._store.alias(alias, lane)
            self._known[alias] = bound
        return bound

    async def _learn(self, aliases: Sequence[str]) -> None:
        unknown = [alias for alias in aliases if alias not in self._known]
        if unknown:
            self._known.update(await self._store.resolve(unknown))


def _aliases(event: Event) -> tuple[str, ...]:
    if isinstance(event.body, Rekeyed):
        return (*event.body.old, *event.body.new)
    return event.aliases
