"""Gather what a month or quarter says for policy: the rows of the monitors' export, and the counts of its days."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from app.export.order import Order
from app.export.produce import produce, where
from app.export.walk import Reads, stretches
from app.figures import Looks, read_days, read_now
from core.archive.lines import Frame, midnight
from core.city.city import City
from core.city.texts import Texts
from core.tally.cases import Case, read_case
from core.tally.document import Document
from core.tally.periods import Period, read_period
from core.tally.policy import Policy, before_of, is_for_policy, looked_at, policy_of, until_before
from core.tally.policy_words import Author, Counts
from core.tally.release import month_of
from core.tally.state import summed
from core.tally.wording import Wording
from core.vocabulary.steps import Clock

ROWS: Final = "jsonl"
MONTHS_LISTED: Final = 12
QUARTERS_LISTED: Final = 4
KEPT: Final = timedelta(minutes=10)
"""So long one counting stands for the next: what became confidential meanwhile is gone from it soon."""
MOST_KEPT: Final = 8
WAIT_SECONDS: Final = 1.5
"""A page is given so long for a counting that is under way; most months of a city need less."""


class Store(Reads, Looks, Protocol):
    """A store that reads tickets, their journal and lanes."""


Passed = Callable[[int], None]


def _nothing(_count: int) -> None:
    return None


async def gather(
    store: Store, city: City, period: Period, until: date, passed: Passed = _nothing
) -> tuple[list[Case], list[Case]]:
    """Read the rows of a period and of the one before. Raises ``StoreDown``."""
    now = [one async for one in _rows(store, city, period, until, passed)]
    before = [one async for one in _rows(store, city, before_of(period), until_before(period, until), passed)]
    return now, before


async def size(store: Store, city: City, period: Period) -> int:
    """Count the numbers that are looked at for a period: for a progress bar. Raises ``StoreDown``."""
    found = [await stretches(store, city, one) for one in (period, before_of(period))]
    return sum(len(one) for some in found for one in some)


async def _rows(store: Store, city: City, period: Period, until: date, passed: Passed) -> AsyncIterator[Case]:
    """Yield the rows of the very export that is named under the numbers, as they are read from a file."""
    zone = ZoneInfo(city.timezone)
    order = Order("monitor", Frame(city, zone, period, midnight(until + timedelta(days=1), zone), words=True))
    left = b""
    async for part in produce(store, order, await where(store, order), ROWS, passed):
        *lines, left = (left + part).split(b"\n")
        for case in read_rows(lines):
            yield case
    for case in read_rows((left,)):
        yield case


def read_rows(lines: Iterable[bytes]) -> Iterable[Case]:
    """Read lines of an export. Raises ``msgspec.ValidationError``."""
    return (read_case(line) for line in lines if line.strip())


async def read_counts(store: Looks, city: City, period: Period, now: datetime) -> Counts:
    """Read the counts that stand beside the rows. Raises ``StoreDown``."""
    days, before, standing = await asyncio.gather(
        read_days(store, period), read_days(store, before_of(period)), read_now(store, city, now)
    )
    return Counts(summed(days.values()).city, summed(before.values()).city, standing)


def code_of(period: Period) -> str:
    """Write a period of whole months as commands name it; empty for one that has no such name."""
    first = period.first
    named = (f"{first:%Y-%m}", f"{first.year}-Q{(first.month + 2) // 3}", f"{first.year}")
    return next((one for one in named if read_period(one) == period), "")


def author(city: City, period: Period, language: str) -> Author:
    """Give who writes the document of a period."""
    return Author(Wording(city, Texts(city.texts), language), code_of(period), code_of(before_of(period)))


class Desk:
    """Where pages ask: it counts one period at a time, and keeps what it counted for a while."""

    def __init__(self, store: Store, city: City, clock: Clock) -> None:
        """Take where the rows are."""
        self._store = store
        self._city = city
        self._clock = clock
        self._one_at_a_time = asyncio.Semaphore(1)
        self._counted: dict[str, tuple[datetime, asyncio.Task[Policy]]] = {}

    def months(self) -> list[str]:
        """List the months that pages offer, first the running one if a day of it is over."""
        month, found = month_of(self._yesterday), []
        for _ in range(MONTHS_LISTED):
            found.append(f"{month.first:%Y-%m}")
            month = month_of(month.first - timedelta(days=1))
        return found

    def quarters(self) -> list[str]:
        """List the quarters that pages offer, first the running one if a day of it is over."""
        last, found = self._yesterday, []
        year, quarter = last.year, (last.month + 2) // 3
        for _ in range(QUARTERS_LISTED):
            found.append(f"{year}-Q{quarter}")
            year, quarter = (year, quarter - 1) if quarter > 1 else (year - 1, 4)
        return found

    async def document(self, code: str, language: str) -> Document | None:
        """Give the document of an offered period, None while it is counted. Raises ``StoreDown``, ``KeyError``."""
        if code not in (*self.months(), *self.quarters()):
            raise KeyError(code)
        period = read_period(code)
        assert period is not None
        task = self._counting(code, period)
        await asyncio.wait({task}, timeout=WAIT_SECONDS)
        if not task.done():
            return None
        if task.cancelled() or task.exception() is not None:
            self._counted.pop(code, None)  # it stands for nothing: whoever asks next tries anew
        policy = task.result()
        counts = await read_counts(self._store, self._city, period, self._clock.now())
        return author(self._city, period, language).write(policy, counts)

    async def close(self) -> None:
        """Count no more."""
        tasks = [task for _at, task in self._counted.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    @property
    def _today(self) -> date:
        return self._clock.now().astimezone(ZoneInfo(self._city.timezone)).date()

    @property
    def _yesterday(self) -> date:
        return self._today - timedelta(days=1)

    def _counting(self, code: str, period: Period) -> asyncio.Task[Policy]:
        now = self._clock.now()
        known = self._counted.get(code)
        if known is not None and (not known[1].done() or now - known[0] < KEPT):
            return known[1]
        while len(self._counted) >= MOST_KEPT:
            oldest = min(self._counted, key=lambda one: self._counted[one][0])
            self._counted.pop(oldest)[1].cancel()
        task = asyncio.get_running_loop().create_task(self._count(period))
        self._counted[code] = (now, task)
        return task

    async def _count(self, period: Period) -> Policy:
        async with self._one_at_a_time:
            until = looked_at(period, self._today)
            now, before = await gather(self._store, self._city, period, until)
            # Comparing words takes seconds where there are many reports: nobody's chat waits for that.
            return await asyncio.to_thread(policy_of, self._city, period, until, now, before)


def offered(words: str) -> Period | None:
    """Read a period that policy is written for: whole months; None for any other."""
    period = read_period(words)
    return period if period is not None and is_for_policy(period) and code_of(period) else None
