"""A desk's digest: in the morning of working days, when something is to be done, once and not too late."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from core.docket.mornings import TOO_LATE
from core.vocabulary.docket import Listed, Morning
from core.vocabulary.events import Timer
from tests.core.docket.test_step import MORNING, Docket, row

DAY = timedelta(days=1)


def come(docket: Docket, at: datetime) -> Docket:
    """Let a moment come that the list waits for."""
    docket.now = at
    return docket.happens(Timer(at))


def test_each_working_day_once() -> None:
    """Each working day has its digest; a weekend has none."""
    docket = Docket().happens(Listed(row())).rings()
    days = []
    while len(docket.mornings) < 4:
        days.append(docket.rings().now)
    assert [MORNING, MORNING + DAY, MORNING + 2 * DAY, MORNING + 5 * DAY] == days
    assert ["2026-12-02", "2026-12-03", "2026-12-04", "2026-12-07"] == [one.day for one in docket.mornings]
    come(docket, docket.now)
    assert 4 == len(docket.mornings)


def test_nothing_to_do_is_no_news() -> None:
    """Who waits for citizens only, or has nothing at all, is not woken."""
    docket = Docket().happens(Listed(row()), Listed(row(revision=2, stage="answered", status="ditindaklanjuti")))
    come(docket, MORNING)
    assert [] == docket.mornings
    assert [] == come(Docket(), MORNING).mornings


def test_a_holiday_has_none() -> None:
    """Christmas and the days of leave around it are no working days."""
    docket = Docket()
    docket.now = datetime(2026, 12, 23, 8, tzinfo=UTC)
    docket.happens(Listed(row())).rings()
    assert datetime(2026, 12, 27, 23, 30, tzinfo=UTC) == docket.wake_at


def test_late_morning() -> None:
    """After a short outage the digest comes late; after a long one the next morning's comes instead."""
    docket = come(Docket().happens(Listed(row())).rings(), MORNING + TOO_LATE - timedelta(minutes=1))
    assert [Morning("pupr", "2026-12-02")] == docket.mornings
    docket = come(Docket().happens(Listed(row())).rings(), MORNING + TOO_LATE)
    assert [] == docket.mornings
    assert MORNING + DAY == docket.wake_at


def test_an_outage_over_several_mornings() -> None:
    """Who comes back some mornings later, soon after the last of them, gets that day's digest and no other."""
    docket = come(Docket().happens(Listed(row())).rings(), MORNING + 2 * DAY + timedelta(minutes=1))
    assert [Morning("pupr", "2026-12-04")] == docket.mornings
    docket = come(Docket().happens(Listed(row())).rings(), MORNING + 3 * DAY + timedelta(minutes=1))
    assert [] == docket.mornings  # a Saturday


def test_a_first_ticket_waits_for_the_morning() -> None:
    """A ticket that comes in the middle of a day is shown by its card; the digest begins on the next day."""
    docket = Docket()
    docket.now = MORNING + timedelta(hours=1)
    docket.happens(Listed(row())).rings()
    assert ([], MORNING + DAY) == (docket.mornings, docket.wake_at)
