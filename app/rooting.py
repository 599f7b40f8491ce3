"""Make the root of each day that is over, and let the city's key be known: any number of processes may do it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from core.city.city import City
from core.proof.keys import Signer
from core.proof.merkle import packed, unpacked
from core.proof.roots import LATE, Gathered, Published, begin_of, due_days, key_of, made
from core.vocabulary.proof import CityKey, HeadMark, RootKeeper

STRETCH: Final = timedelta(hours=1)
"""The lines of so long a time are read at once."""


async def know_key(store: RootKeeper, signer: Signer, former: Signer | None, now: datetime) -> None:
    """Publish the key that signs, once, with the word of the one before it. Raises ``StoreDown``."""
    await store.put_key(key_of(signer, now, former))


async def make_roots(store: RootKeeper, city: City, signer: Signer, now: datetime) -> int:
    """Make the roots of all days that are over and have none; give how many. Raises ``StoreDown``."""
    zone, count = ZoneInfo(city.timezone), 0
    last = await store.last_root()
    first = await _first_day(store, zone, now)
    for day in due_days(last, first, now, zone):
        until = begin_of(day + timedelta(days=1), zone)
        known = {leaf for earlier in _days_before(day) for leaf in unpacked(await store.leaves_of(earlier.isoformat()))}
        gathered = Gathered()
        async for mark in _marks(store, until - timedelta(days=1) - LATE, until):
            gathered.add(mark)
        leaves = gathered.leaves(known)
        root = made(city.prefix, day, until, last, leaves, now, signer)
        if not await store.put_root(root, packed(leaves)):
            break  # another process is at it
        last, count = root, count + 1
    return count


async def published(store: RootKeeper, day: str) -> Published | None:
    """Give what is published of a day; None where it has no root. Raises ``StoreDown``."""
    root = await store.root_of(day)
    if root is None:
        return None
    leaves = tuple(leaf.hex() for leaf in unpacked(await store.leaves_of(day)))
    return Published(root, leaves, tuple(await store.city_keys()))


async def _first_day(store: RootKeeper, zone: ZoneInfo, now: datetime) -> date:
    """Give the day from which on the city signs: that on which its first key was known."""
    keys: list[CityKey] = list(await store.city_keys())
    return (keys[0].since if keys else now).astimezone(zone).date()


def _days_before(day: date) -> list[date]:
    return [day - timedelta(days=back) for back in range(1, LATE.days + 1)]


async def _marks(store: RootKeeper, since: datetime, until: datetime) -> AsyncIterator[HeadMark]:
    while since < until:
        for mark in await store.head_marks(since, min(since + STRETCH, until)):
            yield mark
        since += STRETCH
