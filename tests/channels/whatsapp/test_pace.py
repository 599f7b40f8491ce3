"""We stay below the platform's rates, also when two processes share the number."""

from datetime import timedelta

import pytest

from channels.whatsapp.pace import SHARE, Limits, Pace
from simulator.clock import ManualClock
from simulator.whatsapp.budget import Budget
from simulator.whatsapp.budget import Limits as PlatformLimits
from tests.clock import StandInClock, TestClock

BUDI = "6281339001122"


def spread(pace: Pace, clock: TestClock, addresses: list[str]) -> list[float]:
    """Send one message to each address as soon as allowed; give the seconds from the start."""
    begin = clock.now()
    times = []
    for address in addresses:
        while (pause := pace.reserve(address, clock.now())) > 0:
            clock.move(seconds=pause)
        pace.sent(address, clock.now())
        times.append((clock.now() - begin).total_seconds())
    return times


def busiest(times: list[float]) -> int:
    """Count the most messages within one second."""
    return max(sum(start <= other < start + 1 for other in times) for start in times)


def test_a_broadcast_over_two_processes_fits() -> None:
    """Two hundred people told by two processes at once never make more than 80 messages a second."""
    people = [f"62813000{number:05d}" for number in range(200)]
    both = [*spread(Pace(), TestClock(), people[::2]), *spread(Pace(), TestClock(), people[1::2])]
    assert busiest(both) <= Limits().per_second * 2 * SHARE
    assert max(both) < 5


def test_one_person_is_lent_a_burst_and_pays_it_back() -> None:
    """To one person a share of 45 goes at once and then one message per share of six seconds."""
    times = spread(Pace(), TestClock(), [BUDI] * 21)
    at_once = sum(time == 0 for time in times)
    assert at_once == int(Limits().pair_burst * SHARE)
    assert times[-1] - times[-2] == pytest.approx(Limits().pair_seconds / SHARE)


def test_a_whole_share_is_the_published_rate() -> None:
    """With the number to itself a process sends 45 at once and one per six seconds after."""
    times = spread(Pace(share=1.0), TestClock(), [BUDI] * 47)
    assert 45 == [time == 0 for time in times].count(True)
    assert times[-1] - times[-2] == pytest.approx(6.0)


def test_our_pace_satisfies_the_platform() -> None:
    """Who waits as told meets neither limit of the stand-in: of the number, and of one person who is told much."""
    manual = ManualClock()
    budget, pace, clock = Budget(PlatformLimits(), manual), Pace(share=1.0), StandInClock(manual)
    begin = manual()
    for number in range(300):
        address = BUDI if number % 3 == 0 else f"62813000{number:05d}"
        while (pause := pace.reserve(address, clock.now())) > 0:
            manual.advance(pause)
        pace.sent(address, clock.now())
        budget.spend(address, outside_window=False)
    lent = Limits().pair_burst
    assert (100 - lent) * Limits().pair_seconds == pytest.approx(manual() - begin, rel=0.05)


def test_many_lanes_that_ask_at_once_are_counted() -> None:
    """A place is taken by asking, so that lanes that ask before any has sent do not all go."""
    pace, clock = Pace(Limits(per_second=10), share=1.0), TestClock()
    free = [pace.reserve(str(number), clock.now()) == 0 for number in range(30)]
    assert 10 == free.count(True)
    clock.move(seconds=3)
    assert 0 == pace.reserve("31", clock.now())


def test_a_hold_is_obeyed() -> None:
    """After a refusal one person, or everybody, waits as long as the platform said."""
    pace, clock = Pace(), TestClock()
    pace.hold(BUDI, 16, clock.now())
    assert (16, 0) == (pace.reserve(BUDI, clock.now()), pace.reserve("628", clock.now()))
    pace.hold("", 2, clock.now())
    assert 2 == pace.reserve("628", clock.now())
    clock.move(seconds=16)
    assert 0 == pace.reserve(BUDI, clock.now())


def test_without_limits_only_holds_count() -> None:
    """On a stand-in without budgets nothing waits, except as long as a refusal says."""
    pace, clock = Pace(None), TestClock()
    assert {0.0} == set(spread(pace, clock, [BUDI] * 100))
    pace.hold(BUDI, 4, clock.now() - timedelta(seconds=1))
    assert 3 == pace.reserve(BUDI, clock.now())
