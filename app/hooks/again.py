"""Tell a system again how all tickets stand, or those of a period: it was new, or has lost what it knew."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from app.export.produce import Passed
from app.export.walk import Reads, Stretch, walk
from core.tally.periods import Period
from core.ticket.casebook import CaseBook
from core.ticket.hooking import news_of
from core.vocabulary.events import Event
from core.vocabulary.lane_names import hook_lane

Accept = Callable[[Sequence[Event]], Awaitable[object]]


async def tell_again(
    store: Reads,
    book: CaseBook,
    name: str,
    period: Period | None,
    numbers: Sequence[Stretch],
    now: datetime,
    accept: Accept,
    passed: Passed,
) -> int:
    """Have a subscriber told of every ticket that began in a period; give how many. Raises ``StoreDown``."""
    told = 0
    async for batch in walk(store, book.city, numbers, passed):
        events = []
        for found in batch:
            day = book.calendar.local_day(found.ticket.opened_at)
            if period is None or period.first <= day <= period.last:
                news = news_of(book, found.ticket, "changed", now, again=True)
                events.append(Event(f"again:{name}:{now.isoformat()}:{news.number}", hook_lane(name), now, news))
        if events:
            await accept(events)
        told += len(events)
    return told
