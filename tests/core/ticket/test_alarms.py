"""The table of alarms: each rings once for each of its dates, also when it changes nothing, and none is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.ticket.alarm import Alarm
from core.ticket.casebook import CaseBook
from core.ticket.change import SYSTEM, Change
from core.ticket.clock import MAX_MARKS
from core.ticket.lifecycle import FACTS, STATUSES, Clock
from core.ticket.state import Rung, TicketState
from core.vocabulary.citizen import Disputed, Replied, Withdrawn
from core.vocabulary.events import Body, Timer
from core.vocabulary.officials import Act, ShowCard
from core.vocabulary.report import Evidence
from core.vocabulary.ticket import TicketStatus
from tests.core.ticket.lane import ADMIN, COORDINATOR, DISHUB, PHOTO, PLAIN, TicketLane, brought_to, steps

DAY = timedelta(days=1)


def day_before(book: CaseBook, ticket: TicketState) -> datetime | None:
    """Give the day before a limit."""
    return ticket.due_at - DAY if ticket.due_at is not None else None


def days_after(book: CaseBook, ticket: TicketState) -> datetime | None:
    """Give two days after a limit."""
    return ticket.due_at + 2 * DAY if ticket.due_at is not None else None


def long_asked(book: CaseBook, ticket: TicketState) -> datetime | None:
    """Give three days after the time was stopped."""
    return ticket.paused_since + 3 * DAY if ticket.paused_since is not None else None


def always(book: CaseBook, ticket: TicketState) -> datetime | None:
    """Give a moment whatever the ticket is in."""
    return ticket.opened_at + DAY


ROWS: dict[str, tuple[Clock, Callable[[CaseBook, TicketState], datetime | None]]] = {
    "before": ("runs", day_before),
    "after": ("runs", days_after),
    "asked": ("paused", long_asked),
    "always": ("runs", always),
}


def reminded(name: str) -> Alarm:
    """Make a row of that name that changes nothing of the ticket, and shows nothing."""
    clock, due = ROWS[name]

    def ring(book: CaseBook, ticket: TicketState, now: datetime) -> Change:
        when = due(book, ticket)
        assert when is not None
        return Change(ticket, name, SYSTEM, details={"for": when.isoformat()}, show=False)

    return Alarm(name, clock, due, ring, "somebody is reminded")


BEFORE = (*PLAIN, reminded("before"))
MANY = (*PLAIN, reminded("before"), reminded("after"), reminded("asked"))


def rung(lane: TicketLane) -> list[str]:
    """Name what rang in the last step."""
    return [record.what for record in lane.records]


def test_a_reminder_that_changes_nothing_rings_once() -> None:
    """It leaves a line in the history and a mark, shows no card, and the same date rings no second time."""
    lane = brought_to("diproses", alarms=BEFORE)
    before, due = lane.ticket, lane.ticket.due_at
    assert due is not None
    lane.rings()

    assert (["before"], due - DAY) == (rung(lane), lane.now)
    assert (before.status, before.revision, before.due_at) == (lane.status, lane.ticket.revision, lane.ticket.due_at)
    assert ([], due) == (lane.told(ShowCard), lane.wake_at)
    assert [] == rung(lane.waits(hours=1).happens(Timer(due - DAY)))
    assert ["late"] == rung(lane.rings())
    assert lane.wake_at is None


def test_a_reminder_rings_again_for_a_new_date() -> None:
    """A limit that is counted anew has a reminder of its own."""
    lane = brought_to("terverifikasi", alarms=BEFORE).rings()
    first = lane.ticket.due_at
    lane.does("disposisi", COORDINATOR, unit="dishub").calms()
    second = lane.ticket.due_at
    assert first is not None
    assert second is not None
    assert second - DAY == lane.wake_at
    assert ["before"] == rung(lane.rings())
    assert (Rung("before", first - DAY), Rung("before", second - DAY)) == lane.ticket.rung


def test_a_date_that_moves_before_it_came_rings_only_where_it_moved_to() -> None:
    """The timer of the old date finds nothing to do; the new date rings."""
    lane = brought_to("diproses", alarms=BEFORE)
    old = lane.wake_at
    assert old is not None
    lane.does("tanya", DISHUB, "Tiang yang mana?").waits(days=2).says("tiang nomor 4")
    assert lane.wake_at is not None
    assert lane.wake_at > old
    assert [] == rung(lane.until(old).happens(Timer(old)))
    assert ["before"] == rung(lane.rings())


@pytest.mark.parametrize("status", [status for status in STATUSES if FACTS[status].clock != "runs"])
def test_nothing_rings_for_a_clock_that_stands(status: TicketStatus) -> None:
    """A row of the running clock is silent in every other status, whatever moment it gives, and asks for no timer."""
    lane = brought_to(status, alarms=(reminded("always"),)) if status != "lewat" else _lapsed()
    assert lane.wake_at is None
    assert [] == rung(lane.waits(days=60).happens(Timer(lane.now)))


def _lapsed() -> TicketLane:
    lane = brought_to("lewat")
    lane.steps = steps((reminded("always"),))
    return lane.happens(Timer(lane.now))


def test_alarms_that_are_due_together_ring_one_after_the_other() -> None:
    """After a long night each alarm that is due rings in the order of its date, none twice."""
    lane = brought_to("diproses", alarms=MANY).waits(days=40)
    told = [name for _ in range(3) for name in rung(lane.rings())]
    assert (["before", "late", "after"], None) == (told, lane.wake_at)


def test_marks_are_few() -> None:
    """Of each alarm only the newest marks are kept."""
    lane = brought_to("diproses", alarms=BEFORE)
    for _ in range(MAX_MARKS + 3):
        lane.rings().does("tanya", DISHUB, "Tiang yang mana?").waits(days=7).says("tiang nomor 4")
    assert {"before": MAX_MARKS} == dict(Counter(mark.name for mark in lane.ticket.rung if mark.name == "before"))


FILES: tuple[Evidence, ...] = (PHOTO,)
MOVES: list[Body] = [
    Act("verifikasi", COORDINATOR),
    Act("disposisi", COORDINATOR, unit="dishub"),
    Act("ambil", DISHUB),
    Act("lepas", DISHUB),
    Act("tanya", DISHUB, text="Tiang yang mana?"),
    Act("tunda", ADMIN, text="menunggu alat, 2 minggu"),
    Act("lanjutkan", ADMIN),
    Act("bukan_wewenang", DISHUB, text="jalan provinsi"),
    Act("selesai", DISHUB, text="Sudah", evidence=FILES),
    Replied("tiang nomor 4"),
    Disputed("masih mati"),
    Withdrawn("sudah tidak perlu"),
]
WAITS = st.integers(-2, 2).map(lambda minutes: timedelta(minutes=minutes)) | st.integers(1, 400).map(
    lambda hours: timedelta(hours=hours)
)
"""Clocks of two machines differ by minutes; days pass."""
SKEW = timedelta(minutes=3)
"""The sweep of the machine whose clock is ahead rings so much earlier."""


class Watched:
    """A ticket beside a count of what rang, and for when."""

    def __init__(self) -> None:
        """Open the ticket with every row there is."""
        self.lane = TicketLane(alarms=MANY).opens()
        self.count: Counter[tuple[str, str]] = Counter()

    def happens(self, body: Body) -> None:
        """Step one event and count the reminders that it made."""
        self.lane.happens(body)
        for record in self.lane.records:
            if record.what in ("before", "after", "asked"):
                self.count[record.what, record.details["for"]] += 1
            elif record.what == "late":
                self.count["late", record.details["due"]] += 1

    def passes(self, span: timedelta) -> None:
        """Let time pass, and ring what is due now: the sweep finds the lane by its time to wake."""
        self.lane.now += span
        for _ in range(20):
            if self.lane.wake_at is None or self.lane.wake_at > self.lane.now + SKEW:
                return
            self.lane.now = max(self.lane.now, self.lane.wake_at)
            self.happens(Timer(self.lane.wake_at))
        raise AssertionError("alarms without an end")

    def owed(self) -> list[tuple[str, str]]:
        """List the reminders whose date has come while their clock stood as they want it."""
        lane, found = self.lane, []
        for name in ("before", "after", "asked"):
            clock, due = ROWS[name]
            when = due(lane.steps.book, lane.ticket)
            if FACTS[lane.status].clock == clock and when is not None and when <= lane.now:
                found.append((name, when.isoformat()))
        return found


@settings(max_examples=120, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(MOVES), WAITS, st.booleans()), max_size=14))
def test_every_alarm_has_one_effect_for_each_of_its_dates(moves: list[tuple[Body, timedelta, bool]]) -> None:
    """However dates and clocks move: no alarm rings twice for a date, and none whose date has come is left out."""
    watched = Watched()
    for body, span, again in moves:
        watched.happens(body)
        watched.passes(span)
        assert [] == [one for one in watched.owed() if not watched.count[one]]
        if again and watched.lane.wake_at is not None:
            watched.happens(Timer(watched.lane.wake_at))  # of a machine whose clock is ahead
    assert [] == [one for one, times in watched.count.items() if times > 1]
