"""A desk's list: which rows it keeps whatever order they come in, and when its group is told the counts."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from core.docket.counting import counts_of, is_late, most_urgent_first
from core.docket.state import ENDED_KEPT, MOST_ENDED, MOST_WORDED, DocketState, load
from core.docket.step import APART, SETTLED, DocketSteps
from core.vocabulary.docket import DeskCounts, DocketRow, Listed, Morning, Unlisted
from core.vocabulary.effects import Tell
from core.vocabulary.events import Body, Event, Timer
from core.vocabulary.lane_names import OFFICIALS_LANE, docket_lane
from core.vocabulary.steps import Moment
from tests.core.kupang import kupang

NOON = datetime(2026, 12, 1, 4, tzinfo=UTC)
DAY = timedelta(days=1)
MORNING = datetime(2026, 12, 1, 23, 30, tzinfo=UTC)
"""Half past seven of the next day, a Wednesday, in the city."""


def row(number: str = "T-1", revision: int = 1, **changes: Any) -> DocketRow:
    """Give a row of an open ticket that nobody has taken."""
    plain = DocketRow(number, revision, "didisposisikan", "new", "jalan", NOON, NOON, words="Jalan rusak")
    return msgspec.structs.replace(plain, **changes)


class Docket:
    """One desk's list as the engine steps it."""

    def __init__(self) -> None:
        """Begin with an empty list of the roads' office."""
        self.state: Any = None
        self.now = NOON
        self.wake_at: datetime | None = None
        self.told: list[DeskCounts] = []
        self.mornings: list[Morning] = []

    def happens(self, *bodies: Body) -> Docket:
        """Step events, each with the round trip through what is stored."""
        for body in bodies:
            lane = docket_lane("pupr")
            outcome = DocketSteps(kupang()).step(self.state, Event("e", lane, self.now, body), Moment(self.now))
            self.state = msgspec.to_builtins(outcome.state, builtin_types=(datetime,))
            self.wake_at = outcome.wake_at
            for effect in outcome.effects:
                assert isinstance(effect, Tell)
                assert OFFICIALS_LANE == effect.lane
                if isinstance(effect.command, Morning):
                    self.mornings.append(effect.command)
                else:
                    assert isinstance(effect.command, DeskCounts)
                    self.told.append(effect.command)
        return self

    def rings(self) -> Docket:
        """Let the time come that the list waits for."""
        assert self.wake_at is not None
        self.now = self.wake_at
        return self.happens(Timer(self.wake_at))

    @property
    def rows(self) -> DocketState:
        """Give the list."""
        return load(self.state)


def test_rows_end_alike_in_any_order() -> None:
    """A ticket's news counts by its revision: late news changes nothing, and what left stays away until it is back."""
    news: list[Body] = [
        Listed(row(revision=1)),
        Listed(row(revision=2, holder="Budi", stage="working", status="diproses")),
        Unlisted("T-1", 3),
        Listed(row(revision=5, holder="Ani")),
        Listed(row("T-2", revision=1)),
        Unlisted("T-2", 4),
        Listed(row("T-3", revision=1)),
        Listed(row("T-3", revision=2, stage="ended", status="diarsipkan")),
    ]
    for seed in range(40):
        shuffled = random.Random(seed).sample(news, len(news))
        rows = Docket().happens(*shuffled).rows
        assert {"T-1": 5} == {name: one.revision for name, one in rows.open.items()}
        assert {"T-3": 2} == {name: one.revision for name, one in rows.ended.items()}


def test_ended_ones_leave() -> None:
    """Ended tickets stay for a while, the newest of them: nothing in the document grows for ever."""
    docket = Docket().happens(Listed(row("T-0", stage="ended", status="selesai")))
    docket.now += ENDED_KEPT
    docket.happens(
        *(Listed(row(f"T-{n}", stage="ended", status="selesai", changed_at=docket.now)) for n in range(1, 5))
    )
    assert ["T-1", "T-2", "T-3", "T-4"] == sorted(docket.rows.ended)
    many = [Listed(row(f"N-{n}", stage="ended", status="selesai", changed_at=docket.now)) for n in range(MOST_ENDED)]
    assert MOST_ENDED == len(docket.happens(*many).rows.ended)


def test_a_desk_of_too_many_keeps_every_row() -> None:
    """Beyond so many open tickets a row loses its words and never itself: counts stay true."""
    rows = {f"T-{n}": row(f"T-{n}") for n in range(MOST_WORDED)}
    docket = Docket()
    docket.state = msgspec.to_builtins(DocketState(rows), builtin_types=(datetime,))
    docket.happens(Listed(row("T-x", roots=("jalan",))))
    assert MOST_WORDED + 1 == len(docket.rows.open)
    assert "" == docket.rows.open["T-x"].words


def test_the_group_is_told_seldom() -> None:
    """Counts go to the group when they have been so for a minute, and at most once in five minutes."""
    docket = Docket().happens(*(Listed(row(f"T-{n}")) for n in range(8)))
    assert [] == docket.told
    docket.rings()
    first = NOON + SETTLED
    assert [DeskCounts("pupr", first, new=8)] == docket.told
    docket.now += timedelta(seconds=1)
    docket.happens(Listed(row("T-1", 2, stage="working", status="diproses")))
    docket.rings()
    assert [DeskCounts("pupr", first, new=8), DeskCounts("pupr", first + APART, new=7, working=1)] == docket.told
    assert MORNING == docket.wake_at


def test_what_is_as_before_is_not_told() -> None:
    """A count that has come back to what the group knows needs no edit."""
    docket = Docket().happens(Listed(row())).rings()
    docket.now += timedelta(seconds=5)
    docket.happens(Listed(row(revision=2, stage="working", status="diproses")), Listed(row(revision=3)))
    assert MORNING == docket.wake_at
    assert 1 == len(docket.told)


def test_a_ticket_becomes_late_by_itself() -> None:
    """Nothing has to happen for a late ticket to be counted as late."""
    due = NOON + DAY
    docket = Docket().happens(Listed(row(due_at=due, due_kind="tindak_lanjut"))).rings().rings().rings()
    assert due == docket.now
    assert DeskCounts("pupr", due + SETTLED, new=1, late=1) == docket.rings().told[-1]
    assert MORNING + DAY == docket.wake_at


def test_lateness_is_that_of_officials() -> None:
    """Only a limit that officials have to keep makes a ticket late: not one that rests, nor the citizen's time."""
    assert is_late(row(due_at=NOON), NOON)
    assert not is_late(row(due_at=NOON + DAY), NOON)
    assert not is_late(row(due_kind="jeda"), NOON)
    assert not is_late(row(due_at=NOON, stage="answered", status="ditindaklanjuti"), NOON)
    assert DeskCounts("pupr", NOON, answered=1) == counts_of(
        "pupr", [row(due_at=NOON, stage="answered", status="ditindaklanjuti")], NOON
    )


def test_what_cannot_wait_comes_first() -> None:
    """Danger, priority, the longest late, the soonest due, what rests, what waits for the citizen."""
    rows = [
        row("rests", due_kind="jeda"),
        row("soon", due_at=NOON + DAY),
        row("later", due_at=NOON + 3 * DAY),
        row("late", due_at=NOON - DAY),
        row("longest", due_at=NOON - 9 * DAY),
        row("wanted", priority=True, due_at=NOON + 9 * DAY),
        row("danger", emergency="kebakaran"),
        row("answered", stage="answered", status="ditindaklanjuti", due_at=NOON, opened_at=NOON + DAY),
    ]
    order = ["danger", "wanted", "longest", "late", "soon", "later", "rests", "answered"]
    assert order == [one.number for one in most_urgent_first(rows, NOON)]
