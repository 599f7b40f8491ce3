"""Have the dates of open tickets reckoned again when the calendar is another one than when this was last done.

The calendar is the pack's and that of the `holidays` package: it changes between two starts. A process that finds
another one tells the lists of all desks, which tell their tickets, and the days whose week is to be reported; done by
several processes, or again after a kill, it is the same events.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime
from typing import Final

from core.city.calendar import WorkingCalendar
from core.city.city import City
from core.city.desks import NAMED
from core.tally.periods import last_days
from core.vocabulary.dates import Recount
from core.vocabulary.events import Event
from core.vocabulary.lane_names import docket_lane
from core.vocabulary.store import Store

NOTE: Final = "calendar"
"""Under this name the store keeps how often dates were reckoned again, and by which calendar last: `3 2f81c0…`."""

_UNREPORTED_DAYS: Final = 21
"""A week is reported on the first working day after it, however many days off lie between."""


def lists_of(city: City) -> list[str]:
    """Name the lists in which tickets may stand, also of units whose desk the pack has taken away."""
    return [docket_lane(key) for key in dict.fromkeys((*NAMED, *(unit.code for unit in city.tree)))]


async def recount(
    store: Store,
    city: City,
    now: datetime,
    accept: Callable[[Sequence[Event]], Awaitable[object]],
    *,
    always: bool = False,
) -> bool:
    """Tell all lists of a changed calendar (`always`: of any), tell whether there was one. Raises `StoreDown`.

    The first start of all only notes the calendar: nothing was reckoned by another.
    """
    calendar = WorkingCalendar(city)
    name = calendar.fingerprint(calendar.local_day(now).year)
    times, _, before = (await store.read_note(NOTE)).partition(" ")
    if before == name and not always:
        return False
    count = int(times or 0) + 1
    if times or always:
        lanes = (*lists_of(city), *last_days(calendar.local_day(now), _UNREPORTED_DAYS).lanes)
        await accept(await _events(store, lanes, name, count, now))
    await store.write_note(NOTE, f"{count} {name}")
    return bool(times)


async def _events(store: Store, lanes: Iterable[str], name: str, count: int, now: datetime) -> list[Event]:
    there = [lane for lane in lanes if await store.load(lane) is not None]
    return [Event(f"recount:{count}:{name}:{lane}", lane, now, Recount(name)) for lane in there]
