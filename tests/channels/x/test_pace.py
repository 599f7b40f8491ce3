"""Two thousand pushes at the platform's pace: none is refused, and hardly any of the rate is left unused."""

import heapq
from datetime import timedelta
from itertools import count

from channels.x.pace import DIRECTS, QUARTER_SECONDS, Pace
from core.vocabulary.channel import Share
from simulator.x.rates import Limits, Rates
from tests.clock import TestClock

PUSHES = 2000
SHARES: tuple[Share, ...] = ("push", "push", "first", "rest", "group")


def test_two_thousand_pushes_on_a_moved_clock() -> None:
    """Whoever waits asks again when told; X, which counts as it documents, refuses nobody."""
    clock, pace, order = TestClock(), Pace(), count()
    rates = Rates(Limits(), lambda: clock.now().timestamp())
    waiting = [(clock.now(), next(order), str(n), SHARES[n % len(SHARES)]) for n in range(PUSHES)]
    heapq.heapify(waiting)
    began, sent = clock.now(), 0
    while waiting:
        due, _place, address, share = heapq.heappop(waiting)
        clock.set(max(due, clock.now()))
        if seconds := pace.reserve(address, clock.now(), share):
            heapq.heappush(waiting, (clock.now() + timedelta(seconds=seconds), next(order), address, share))
            continue
        pace.sent(address, clock.now())
        rates.spend("dm", "user")  # raises where X would refuse
        sent += 1
    windows = (clock.now() - began).total_seconds() / QUARTER_SECONDS
    assert PUSHES == sent
    assert 0.95 <= sent / (windows * DIRECTS)


def test_an_answer_does_not_wait_behind_a_broadcast() -> None:
    """Of each quarter of an hour a part stays for first answers, however many pushes wait."""
    clock, pace = TestClock(), Pace()
    for n in range(200):
        if pace.reserve(f"push {n}", clock.now(), "push") == 0.0:
            pace.sent(f"push {n}", clock.now())
    waited = 0.0
    while seconds := pace.reserve("warga", clock.now(), "first"):
        clock.move(seconds=seconds)
        waited += seconds
        for n in range(200):
            if pace.reserve(f"push {n}", clock.now(), "push") == 0.0:
                pace.sent(f"push {n}", clock.now())
    assert waited <= QUARTER_SECONDS + 60
