"""Which chat's lane belongs to whom a platform knows by several ids: found, bound and re-keyed by aliases.

This is about one platform's ids of one account, before anything is stored. That several chats are one person's is known
to the lane of that person (`core.person`), and no alias says it.
"""

import asyncio
import hashlib
from collections.abc import Sequence

import msgspec
from cachetools import LRUCache

from core.vocabulary.events import OFFICIALS_LANE, Event, Rekeyed
from core.vocabulary.officials import Notice
from core.vocabulary.order import oldest_first
from core.vocabulary.steps import Clock
from core.vocabulary.store import Store

CACHED = 10_000


class People:
    """Place events on lanes by their aliases. Raises ``StoreDown`` like the store.

    An alias is bound once and never moved: two aliases that turn out to be bound to different lanes are reported, not
    merged, because a wrong merge would show one person's tickets to another.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._known: LRUCache[str, str] = LRUCache(CACHED)

    async def place(self, events: Sequence[Event]) -> list[Event]:
        """Give the events on the lanes of their people, with a notice for each clash."""
        await self._learn(sorted({alias for event in events for alias in _aliases(event)}))
        placed: list[Event] = []
        for event in oldest_first(events):
            if isinstance(event.body, Rekeyed):
                placed.extend(await self._rekey(event, event.body))
            elif event.aliases:
                placed.extend(await self._placed(event))
            else:
                placed.append(event)
        return placed

    async def _placed(self, event: Event) -> list[Event]:
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
