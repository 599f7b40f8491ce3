"""Gather what a month or quarter says for policy: the rows of the monitors' export."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Protocol
from zoneinfo import ZoneInfo

import msgspec

from app.counting import counted
from app.export.order import Order
from app.export.produce import produce, where
from app.export.walk import Reads, stretches
from app.figures import Looks
from core.archive.lines import Frame, midnight
from core.city.city import City
from core.city.texts import Texts
from core.tally.document import Document
from core.tally.periods import Period, read_period
from core.tally.policy import (
    SETTLED,
    Policy,
    before_of,
    is_for_policy,
    looked_at,
    months_of,
    until_before,
)
from core.tally.policy_words import Author
from core.tally.release import month_code, month_of
from core.tally.wording import Wording
from core.vocabulary.lane_names import shades_lane
from core.vocabulary.steps import Clock

ROWS: Final = "jsonl"
MONTHS_LISTED: Final = 12
QUARTERS_LISTED: Final = 4
KEPT: Final = timedelta(minutes=10)
"""So long one counting of a period that goes on stands for the next: what became confidential is gone from it soon."""
MOST_KEPT: Final = 8
FORM: Final = 2
"""Of what is kept of periods that are over; another one when `policy_of` says something else of the same rows."""
WAIT_SECONDS: Final = 1.5
"""A page is given so long for a counting that is under way; most months of a city need less."""


class Store(Reads, Looks, Protocol):
    """A store that reads tickets, their journal and lanes, and keeps notes. Every method raises ``StoreDown``."""

    async def read_note(self, name: str) -> str:
        """Read what was written last under a name; empty when nothing was."""
        ...

    async def write_note(self, name: str, value: str) -> None:
        """Write something under a name, in place of what was there."""
        ...


Passed = Callable[[int], None]


def _nothing(_count: int) -> None:
    return None


async def gather(
    store: Reads, city: City, period: Period, until: date, passed: Passed = _nothing
) -> tuple[bytes, bytes]:
    """Read the rows of a period and of the one before, as lines of their exports. Raises ``StoreDown``."""
    now = await _rows(store, city, period, until, passed)
    return now, await _rows(store, city, before_of(period), until_before(period, until), passed)


async def size(store: Reads, city: City, period: Period) -> int:
    """Count the numbers that are looked at for a period: for a progress bar. Raises ``StoreDown``."""
    found = [await stretches(store, city, one) for one in (period, before_of(period))]
    return sum(len(one) for some in found for one in some)


async def _rows(store: Reads, city: City, period: Period, until: date, passed: Passed) -> bytes:
    """Give the very export that is named under the numbers."""
    zone = ZoneInfo(city.timezone)
    order = Order("monitor", Frame(city, zone, period, midnight(until + timedelta(days=1), zone), words=True))
    return b"".join([part async for part in produce(store, order, await where(store, order), ROWS, passed)])


def code_of(period: Period) -> str:
    """Write a period of whole months as commands name it; empty for one that has no such name."""
    first = period.first
    named = (f"{first:%Y-%m}", f"{first.year}-Q{(first.month + 2) // 3}", f"{first.year}")
    return next((one for one in named if read_period(one) == period), "")


def author(city: City, period: Period, language: str) -> Author:
    """Give who writes the document of a period."""
    return Author(Wording(city, Texts(city.texts), language), code_of(period), code_of(before_of(period)))


class Kept(msgspec.Struct, frozen=True):
    """What was counted of a period that is over, and what it stands on: as long as that is the same, it is."""

    until: date
    recalled: int
    policy: Policy
    form: int = FORM


class Desk:
    """Where pages ask: it counts one period at a time, and keeps what it counted.

    What is said of a period changes with each day until it is looked at for the last time (`looked_at`), and is counted
    every ten minutes; from then on it is counted once, for all processes, and again when others may not read as much of
    one of its reports as before.
    """

    def __init__(self, store: Store, city: City, clock: Clock) -> None:
        """Take where the rows are."""
        self._store = store
        self._city = city
        self._clock = clock
        self._one_at_a_time = asyncio.Semaphore(1)
        self._counted: dict[str, _Counting] = {}
        self._written: dict[tuple[str, str], _Writing] = {}

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
        until = looked_at(period, self._today)
        over = until == period.last + SETTLED
        recalled = await recalls(self._store, period) if over else None
        task = self._counting(code, period, until, recalled)
        await asyncio.wait({task}, timeout=WAIT_SECONDS)
        if not task.done():
            return None
        if task.cancelled() or task.exception() is not None:
            self._counted.pop(code, None)  # it stands for nothing: whoever asks next tries anew
        return self._worded(code, period, language, task.result())

    def _worded(self, code: str, period: Period, language: str, policy: Policy) -> Document:
        """Write the document of a counting, once."""
        known = self._written.get((code, language))
        if known is None or known.policy is not policy:
            known = _Writing(policy, author(self._city, period, language).write(policy))
            self._written[code, language] = known
        return known.document

    async def close(self) -> None:
        """Count no more."""
        tasks = [one.task for one in self._counted.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    @property
    def _today(self) -> date:
        return self._clock.now().astimezone(ZoneInfo(self._city.timezone)).date()

    @property
    def _yesterday(self) -> date:
        return self._today - timedelta(days=1)

    def _counting(self, code: str, period: Period, until: date, recalled: int | None) -> asyncio.Task[Policy]:
        """Give the task that counts or counted it; ``recalled`` is None for a period that is not over."""
        now, known = self._clock.now(), self._counted.get(code)
        same = known is not None and (known.until, known.recalled) == (until, recalled)
        if known is not None and same and (recalled is not None or not known.task.done() or now - known.at < KEPT):
            return known.task
        while len(self._counted) >= MOST_KEPT:
            oldest = min(self._counted, key=lambda one: self._counted[one].at)
            self._counted.pop(oldest).task.cancel()
        task = asyncio.get_running_loop().create_task(self._count(code, period, until, recalled))
        self._counted[code] = _Counting(now, until, recalled, task)
        return task

    async def _count(self, code: str, period: Period, until: date, recalled: int | None) -> Policy:
        async with self._one_at_a_time:
            if recalled is not None and (kept := await self._kept(code, until, recalled)) is not None:
                return kept
            now, before = await gather(self._store, self._city, period, until)
            policy = await counted(self._city, period, until, now, before)
            if recalled is not None:
                written = msgspec.json.encode(Kept(until, recalled, policy)).decode()
                await self._store.write_note(note_of(code), written)
            return policy

    async def _kept(self, code: str, until: date, recalled: int) -> Policy | None:
        """Read what a process counted before; None where there is nothing that still stands."""
        try:
            kept = msgspec.json.decode(await self._store.read_note(note_of(code)), type=Kept)
        except msgspec.MsgspecError:  # nothing, or what an older version kept
            return None
        return kept.policy if (kept.until, kept.recalled, kept.form) == (until, recalled, FORM) else None


@dataclass(frozen=True, slots=True)
class _Counting:
    at: datetime
    until: date
    recalled: int | None
    task: asyncio.Task[Policy]


@dataclass(frozen=True, slots=True)
class _Writing:
    policy: Policy
    document: Document


def note_of(code: str) -> str:
    """Name what is kept of a period."""
    return f"policy:{code}"


async def recalls(store: Looks, period: Period) -> int:
    """Count how often others could read more or less of reports of a period and of the one before.

    Raises ``StoreDown``.
    """
    months = [month for one in (before_of(period), period) for month in months_of(one)]
    found = await store.excerpts([shades_lane(month_code(month)) for month in months], ("recalled",))
    return sum(int(one.get("recalled", 0)) for one in found.values())


def offered(words: str) -> Period | None:
    """Read a period that policy is written for: whole months; None for any other."""
    period = read_period(words)
    return period if period is not None and is_for_policy(period) and code_of(period) else None
