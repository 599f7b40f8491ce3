"""What is spent is counted as X counts it, and what is left for reading is what the budget says."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from channels.kit import Forgetful
from channels.x.money import MILLIONTHS, Purse, dollars, left_for_reading, next_day
from simulator.x.money import PRICES
from tests.clock import TestClock

MIDNIGHT = datetime(2026, 11, 3, tzinfo=UTC)


def purse(budget: float = 1.0, notes: Forgetful | None = None) -> Purse:
    """Give a purse of one process."""
    return Purse(notes or Forgetful(), "1708", budget, lambda _name, **_facts: None)


def test_prices_are_the_published_ones() -> None:
    """Each kind costs what the stand-in, which was written from the price list, charges."""
    assert PRICES == {kind: price / 1_000_000 for kind, price in MILLIONTHS.items()}


@pytest.mark.parametrize(
    ("counts", "left"),
    [
        ({}, 0.60),
        ({"dm_read": 10}, 0.50),
        ({"dm_read": 60}, 0.00),
        ({"dm_read": 70}, -0.10),
        # Answers use their own part first: reading loses nothing by them.
        ({"dm_write": 20}, 0.60),
        ({"dm_write": 20, "dm_read": 30}, 0.30),
        # Beyond their part they take from what reading has left.
        ({"dm_write": 40}, 0.40),
        ({"dm_write": 100}, -0.50),
        ({"owned_read": 100, "post_read": 20, "post_event": 10, "dm_event": 5}, 0.30),
    ],
)
def test_what_is_left_for_reading(counts: dict[str, int], left: float) -> None:
    """Of a dollar a day two fifths are kept for answers, until they are used."""
    assert left == pytest.approx(left_for_reading(counts, 1.0))


def test_a_budget_of_nothing_reads_nothing() -> None:
    """Zero is a budget too."""
    assert 0.0 == left_for_reading({}, 0.0)


async def test_the_same_resource_is_charged_once_a_day() -> None:
    """Read again on one UTC day it costs nothing, on the next it costs anew."""
    clock, one = TestClock(MIDNIGHT - timedelta(seconds=2)), purse()
    await one.charge_once(clock.now(), "dm_read", ["1", "2", "2"])
    await one.charge_once(clock.now(), "dm_read", ["2", "3"])
    assert {"dm_read": 3} == await one.spent(clock.now())
    clock.move(seconds=1)
    await one.charge_once(clock.now(), "dm_read", ["3"])
    assert {"dm_read": 3} == await one.spent(clock.now())
    clock.move(seconds=1)
    assert {} == await one.spent(clock.now())
    await one.charge_once(clock.now(), "dm_read", ["3"])
    assert {"dm_read": 1} == await one.spent(clock.now())


async def test_processes_add_up() -> None:
    """What several processes spend at once is all in the sum of the day."""
    notes, now = Forgetful(), TestClock().now()
    purses = [purse(notes=notes) for _ in range(4)]
    await asyncio.gather(*(one.charge(now, "dm_write", 3) for one in purses))
    assert {"dm_write": 12} == await purse(notes=notes).spent(now)
    assert 0.18 == dollars(await purses[0].spent(now))


async def test_what_is_charged_is_reported() -> None:
    """Metrics hear of each kind in dollars."""
    told: list[tuple[str, dict[str, object]]] = []
    one = Purse(Forgetful(), "1708", 1.0, lambda name, **facts: told.append((name, facts)))
    await one.charge(TestClock().now(), "dm_read", 4)
    await one.charge(TestClock().now(), "dm_read", 0)
    assert [("spent", {"channel": "x", "kind": "dm_read", "dollars": 0.04})] == told


@pytest.mark.parametrize(
    ("now", "next_"),
    [
        (MIDNIGHT, MIDNIGHT + timedelta(days=1)),
        (MIDNIGHT - timedelta(seconds=1), MIDNIGHT),
        (MIDNIGHT + timedelta(hours=23, minutes=59), MIDNIGHT + timedelta(days=1)),
    ],
)
def test_the_day_ends_at_midnight_in_utc(now: datetime, next_: datetime) -> None:
    """Wherever the city is, X counts days in UTC."""
    assert next_ == next_day(now)
