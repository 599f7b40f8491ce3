"""Each class has its part of a rate, what one leaves the others use, and nobody waits for ever."""

import random
from bisect import bisect_left
from heapq import heappop, heappush, heapreplace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.pacing import WAIT_MOST, WEIGHTS, Shares
from core.engine.shares import share_of
from core.vocabulary.channel import Share
from core.vocabulary.effects import Edit, OpenTopic, Send
from core.vocabulary.lane_names import OFFICIALS_LANE
from core.vocabulary.lanes import Lane
from core.vocabulary.report import Evidence


class Crowd:
    """People of several classes who ask again when they are told to, on a clock that jumps from one to the next."""

    def __init__(self, shares: Shares, late: float = 0.0) -> None:
        self.shares = shares
        self.now = 1000.0
        self.late = late
        self.asking: list[tuple[float, int, Share, float]] = []
        """A heap: when each asks next, its number, its class, and when it came."""
        self.came = 0
        self.went: list[tuple[float, str, Share, float]] = []
        self.rng = random.Random(1)

    def comes(self, share: Share, count: int, at: float = 0.0) -> None:
        """Let so many ask at a time from now."""
        for _ in range(count):
            self.came += 1
            heappush(self.asking, (self.now + at, self.came, share, self.now + at))

    def run(self, seconds: float = 1e9) -> None:
        """Go on until all have gone, or for so long."""
        end = self.now + seconds
        while self.asking:
            due, number, share, begun = self.asking[0]
            if due > end:
                break
            self.now = max(self.now, due)
            key = f"{share}-{number}"
            wait = self.shares.reserve(key, share, self.now)
            if wait == 0:
                heappop(self.asking)
                self.shares.sent(key, self.now)
                self.went.append((self.now, key, share, self.now - begun))
            else:
                heapreplace(self.asking, (self.now + wait + self.rng.random() * self.late, number, share, begun))
        self.now = min(self.now, end) if self.asking else self.now

    def waits(self, share: Share) -> list[float]:
        """Give how long each of a class waited, in the order in which they went."""
        return [wait for _, _, one, wait in self.went if one == share]

    def busiest(self) -> int:
        """Count the most within one second."""
        times = sorted(at for at, *_ in self.went)
        return max(bisect_left(times, at + 0.999) - bisect_left(times, at) for at in times)


@pytest.mark.parametrize("late", [0.0, 0.1])
def test_a_card_and_a_push_pass_a_crowd(late: float) -> None:
    """With 3,000 who wait, what comes of the other classes waits hardly at all, and the rate is kept."""
    crowd = Crowd(Shares(30), late)
    crowd.comes("first", 3000)
    for second in range(5, 90, 5):
        crowd.comes("group", 1, second)
        crowd.comes("push", 1, second)
        crowd.comes("rest", 1, second)
    crowd.run()
    assert max(crowd.waits("group") + crowd.waits("push") + crowd.waits("rest")) < 1.5 + late
    assert max(crowd.waits("first")) < 3000 / 30 * 1.2
    assert crowd.busiest() <= 30


def test_what_a_class_leaves_free_the_others_use() -> None:
    """A class that is alone has the whole rate, within a few per cent."""
    for share in WEIGHTS:
        crowd = Crowd(Shares(30))
        crowd.comes(share, 600)
        crowd.run()
        assert max(crowd.waits(share)) < 600 / 30 * 1.1


def test_all_that_wait_have_their_parts() -> None:
    """With everybody waiting, each class goes at its weight."""
    crowd = Crowd(Shares(40))
    for share in WEIGHTS:
        crowd.comes(share, 1000)
    crowd.run(3)
    crowd.went.clear()  # who asked first of all had the whole first second
    crowd.run(20)
    for share, weight in WEIGHTS.items():
        assert 40 * 20 * weight == pytest.approx(len(crowd.waits(share)), rel=0.2)


def test_first_come_first_served_within_a_few_seconds() -> None:
    """Nobody is overtaken by many of the own class, also when all are late now and then."""
    crowd = Crowd(Shares(30), late=0.3)
    for tenth in range(100):
        crowd.comes("rest", 6, tenth / 10)
    crowd.run()
    begun = [at - wait for at, _, _, wait in crowd.went]
    newest = 0.0
    for one in begun:
        newest = max(newest, one)
        assert newest - one < 6.0


def test_who_went_away_holds_nobody_up() -> None:
    """Those who asked and never came again, and places that nobody used, are forgotten."""
    shares = Shares(10)
    for n in range(100):
        shares.reserve(f"gone{n}", "group", 1000.0)
        shares.reserve(f"lost{n}", "rest", 1000.0)
    crowd = Crowd(shares)
    crowd.comes("rest", 50)
    crowd.run()
    assert max(crowd.waits("rest")) < 50 / 10 + 8


def test_one_who_changes_class_takes_one_place() -> None:
    """What waits on a lane may become something else; it stands in one queue."""
    shares = Shares(1)
    assert 0 == shares.reserve("other", "rest", 1000.0)
    assert 0 < shares.reserve("a", "first", 1000.0)
    assert 0 < shares.reserve("a", "push", 1000.0)
    assert {"a": "push"} == shares._waiting
    assert [0, 1, 0, 0] == [len(shares._queues[share]) for share in ("group", "push", "first", "rest")]


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 60),
    st.lists(st.tuples(st.sampled_from(list(WEIGHTS)), st.integers(1, 60), st.floats(0, 20)), min_size=1, max_size=8),
    st.floats(0, 1),
)
def test_everybody_goes_and_the_rate_is_kept(
    per_second: int, groups: list[tuple[Share, int, float]], late: float
) -> None:
    """Whatever comes when: all go in the end, never more than the rate in a second, and nobody is told to wait long."""
    crowd = Crowd(Shares(per_second), late)
    for share, count, at in groups:
        crowd.comes(share, count, at)
    crowd.run()
    assert sum(count for _, count, _ in groups) == len(crowd.went)
    assert crowd.busiest() <= per_second
    assert set() == set(crowd.shares._waiting)
    assert crowd.shares.reserve("next", "rest", crowd.now) <= WAIT_MOST


@pytest.mark.parametrize(
    ("lane", "effect", "answered", "share"),
    [
        (OFFICIALS_LANE, Send("card", ref="KPG-26-000001-7"), True, "group"),
        (OFFICIALS_LANE, Edit("card", Send("x")), False, "group"),
        (OFFICIALS_LANE, OpenTopic("x", "X"), True, "group"),
        ("chat:telegram:1", Send("kabar", ref="KPG-26-000001-7"), True, "push"),
        ("chat:telegram:1", Send("kabar", ref="KPG-26-000001-7"), False, "push"),
        ("chat:telegram:1", Edit("k", Send("kabar", ref="KPG-26-000001-7")), True, "push"),
        ("chat:telegram:1", Send("halo"), False, "first"),
        ("chat:telegram:1", Send("halo", evidence=(Evidence("photo", "r"),)), True, "rest"),
        ("chat:telegram:1", Edit("draft", Send("halo")), True, "rest"),
    ],
)
def test_the_class_of_a_message(lane: str, effect: Send | Edit | OpenTopic, answered: bool, share: Share) -> None:
    """The lane's kind, the ticket that it names, and whether we have spoken there before decide the class."""
    assert share == share_of(Lane(lane), effect, answered=answered)
