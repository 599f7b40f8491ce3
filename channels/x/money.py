"""What each thing costs on X, what was spent today, and whether there is money left for reading.

Prices are those of X API, Pay-per-use pricing, 2026: US dollars per resource. A resource read twice within a UTC day is
charged once; a call that gives nothing costs nothing.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Literal

from channels.kit import Report
from channels.x.shapes import NAME
from core.vocabulary.store import Notes

Kind = Literal[
    "post_read", "owned_read", "user_read", "dm_read", "dm_write", "summoned_reply", "post_write", "post_write_url",
    "post_event", "dm_event", "chat_event",
]  # fmt: skip

MILLIONTHS: Mapping[Kind, int] = {
    "post_read": 5_000,
    "owned_read": 1_000,
    "user_read": 10_000,
    "dm_read": 10_000,
    "dm_write": 15_000,
    "summoned_reply": 10_000,
    "post_write": 15_000,
    "post_write_url": 200_000,
    "post_event": 5_000,
    "dm_event": 10_000,
    "chat_event": 10_000,
}
"""Price of one, in millionths of a dollar, so that sums stay exact."""
WRITES = frozenset({"dm_write", "summoned_reply", "post_write", "post_write_url"})
RESERVE = 0.4
"""Part of the day's budget that reading leaves to answers: what they have used of it is not kept back any more."""
REMEMBERED = 20_000


def dollars(counts: Mapping[str, int]) -> float:
    """Give what these cost."""
    return sum(price * counts.get(kind, 0) for kind, price in MILLIONTHS.items()) / 1_000_000


def left_for_reading(counts: Mapping[str, int], budget: float) -> float:
    """Give how much of a day's budget reading may still use: answers to people have their part, used or not."""
    written = dollars({kind: count for kind, count in counts.items() if kind in WRITES})
    return budget - dollars(counts) - max(0.0, RESERVE * budget - written)


def next_day(now: datetime) -> datetime:
    """Give the next midnight in UTC: then X counts anew, and so does the budget."""
    return datetime.combine(now.astimezone(UTC).date() + timedelta(days=1), datetime.min.time(), UTC)


class Purse:
    """Count what all processes spend, durably and per UTC day; ``budget`` in US dollars a day."""

    def __init__(self, notes: Notes, account: str, budget: float, report: Report) -> None:
        self.budget = budget
        self.notes = notes
        self._account = account
        self._report = report
        self._charged: OrderedDict[tuple[str, str], None] = OrderedDict()

    async def spent(self, now: datetime) -> Mapping[str, int]:
        """Read what was spent today, by kind. Raises ``StoreDown``."""
        return await self.notes.count(self._name(now), {})

    async def left(self, now: datetime) -> float:
        """Give how much reading may still cost today. Raises ``StoreDown``."""
        return left_for_reading(await self.spent(now), self.budget)

    async def charge(self, now: datetime, kind: Kind, count: int = 1) -> None:
        """Count so many of a kind. Raises ``StoreDown``."""
        if count > 0:
            await self.notes.count(self._name(now), {kind: count})
            self._report("spent", channel=NAME, kind=kind, dollars=MILLIONTHS[kind] * count / 1_000_000)

    async def charge_once(self, now: datetime, kind: Kind, resources: Iterable[str]) -> None:
        """Count resources that were read, each once a day. Raises ``StoreDown``.

        Another process may count one again that this one has: a budget that is a little stricter than the bill.
        """
        day = self._name(now)
        fresh = [one for one in dict.fromkeys(resources) if (day, f"{kind}:{one}") not in self._charged]
        for one in fresh:
            self._charged[day, f"{kind}:{one}"] = None
        while len(self._charged) > REMEMBERED:
            self._charged.popitem(last=False)
        await self.charge(now, kind, len(fresh))

    def _name(self, now: datetime) -> str:
        return f"spent:{NAME}:{self._account}:{now.astimezone(UTC).date().isoformat()}"
