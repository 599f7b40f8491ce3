"""The calendar changes while tickets are open: their dates are counted again, and those that moved say so, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest

from core.city.calendar import WorkingCalendar
from core.ticket.step import TicketSteps
from core.vocabulary.citizen import Update
from core.vocabulary.dates import DaysOff, Recount
from core.vocabulary.docket import Listed
from core.vocabulary.effects import Record
from core.vocabulary.events import Timer
from core.vocabulary.lane_names import docket_lane
from core.vocabulary.officials import ShowCard
from core.vocabulary.reminding import Remind
from core.vocabulary.ticket import TicketStatus
from tests.core.ticket.lane import DISHUB, PHOTO, REPORTER, TicketLane, brought_to, city, local, steps

FUNERAL = date(2026, 7, 10)


@cache
def mourning() -> TicketSteps:
    """Give the behaviour with a further day off, decreed late: Friday, 10 July."""
    changed = replace(city(), holidays_added={FUNERAL: "Hari berkabung"})
    return TicketSteps(changed, WorkingCalendar(changed))


def counted_again(lane: TicketLane, by: TicketSteps | None = None) -> TicketLane:
    """Let the ticket hear of a new calendar."""
    lane.steps = by or mourning()
    return lane.happens(Recount("new"))


def test_a_date_that_moved_says_so() -> None:
    """The card has date and note at once, and the lists; the citizen hears both dates when offices are open."""
    lane = brought_to("diproses").waits(hours=10)
    counted_again(lane)
    assert ("2026-07-14 23:59:59", "2026-07-14 23:59:59") == (local(lane.card.due_at), local(lane.ticket.due_at))
    assert ("Kalender libur berubah: batas Senin, 13 Jul 2026 menjadi Selasa, 14 Jul 2026",) == lane.card.notes
    assert [lane.ticket.due_at] == [one.row.due_at for one in lane.told(Listed, docket_lane("dishub"))]
    assert ([], ["recounted"]) == (lane.told(Update, REPORTER), [record.what for record in lane.records])

    lane.rings()
    assert "2026-07-07 07:30:00" == local(lane.now)
    assert ("moved", "2026-07-13 23:59:59") == (lane.update.kind, local(lane.update.before))
    made_of = lane.update.reckoning
    assert made_of is not None
    assert (DaysOff(FUNERAL, date(2026, 7, 12), ("Hari berkabung",)),) == made_of.off
    assert "half" == lane.rings().told(Remind)[0].stage


def test_counting_again_changes_nothing() -> None:
    """The same calendar heard of twice, by another process or at the next start, moves and says nothing more."""
    lane = counted_again(brought_to("diproses"))
    before = lane.state
    assert (before, ()) == (counted_again(lane).state, lane.effects)


def test_a_calendar_that_comes_back_tells_nobody() -> None:
    """A mistake that is mended before anybody was told of it leaves a note, and no push."""
    lane = counted_again(brought_to("diproses").waits(hours=10))
    counted_again(lane, steps())
    assert "2026-07-13 23:59:59" == local(lane.ticket.due_at)
    pushes = [update for _ in range(6) if lane.wake_at for update in lane.rings().told(Update, REPORTER)]
    assert [] == pushes


def test_a_late_ticket_that_is_not_late_any_more() -> None:
    """A limit that had passed and has not by the new calendar is not late, and its own time calls people again."""
    lane = brought_to("diproses")
    while not [call for call in lane.rings().told(Remind) if call.stage == "limit"]:
        pass
    assert (True, "2026-07-14 07:30:00") == (lane.ticket.late, local(lane.now))
    counted_again(lane)
    assert (False, "2026-07-14 23:59:59") == (lane.card.late, local(lane.ticket.due_at))
    stages = [call.stage for _ in range(8) if lane.wake_at for call in lane.rings().told(Remind)]
    assert ["limit", "coordinator", "secretary"] == stages


def test_silence_is_counted_again_too() -> None:
    """The citizen's time to confirm moves like any date."""
    lane = brought_to("ditindaklanjuti")
    before = lane.ticket.silence_due
    counted_again(lane)
    assert before is not None
    assert lane.ticket.silence_due == before + timedelta(days=1)
    assert ("moved", before) == (lane.rings().update.kind, lane.update.before)


def test_a_stopped_clock_is_counted_quietly() -> None:
    """While the limit stands still there is no date to be told: the next one is right when it runs again."""
    lane = counted_again(brought_to("menunggu_pelapor"))
    assert [] == lane.told(Update, REPORTER)
    lane.waits(days=1).says("tiang nomor 4")
    assert ("2026-07-15 23:59:59", None) == (local(lane.ticket.due_at), lane.ticket.promised)


@pytest.mark.parametrize("status", ["selesai", "lewat", "bukan_wewenang", "diarsipkan", "duplikat", "ditarik"])
def test_what_has_ended_is_left_alone(status: TicketStatus) -> None:
    """A ticket without a date hears nothing of it."""
    lane = brought_to(status)
    before = lane.state
    assert (before, ()) == (counted_again(lane).state, lane.effects)


def test_another_limit_forgets_the_old_promise() -> None:
    """Who is told a new date by a push of another kind is not told the old one's end afterwards."""
    lane = counted_again(brought_to("didisposisikan").waits(hours=10))
    assert lane.ticket.promised is not None
    lane.does("ambil", DISHUB)
    assert ["moved"] == [update.kind for update in lane.rings().told(Update, REPORTER)]
    assert [] == lane.happens(Timer(lane.now)).told(ShowCard)
    assert 1 == sum(isinstance(effect, Record) and effect.what == "recounted" for effect in lane.all_effects)


def test_an_act_is_taken_back_under_another_calendar() -> None:
    """An answer that is taken back brings the date of the new calendar back, and the citizen hears of it once."""
    lane = brought_to("diproses").waits(hours=1).does("selesai", DISHUB, "Sudah", evidence=(PHOTO,))
    undo = lane.card.undo_mark
    counted_again(lane).waits(minutes=5).does("urungkan", DISHUB, choice=undo)
    assert ("diproses", "2026-07-14 23:59:59") == (lane.status, local(lane.ticket.due_at))
    told = [update.kind for _ in range(3) if lane.wake_at for update in lane.rings().told(Update, REPORTER)]
    assert ["moved"] == told


def test_a_word_that_is_taken_back_tells_no_date_again() -> None:
    """Where the citizen has heard of the new date before, taking back a sentence says nothing of it."""
    lane = brought_to("diproses").waits(hours=1).does("progres", DISHUB, "Tiang dipesan")
    undo = lane.card.undo_mark
    counted_again(lane).waits(minutes=1).happens(Timer(lane.now))
    assert "moved" == lane.update.kind
    lane.does("urungkan", DISHUB, choice=undo)
    assert ("2026-07-14 23:59:59", None) == (local(lane.ticket.due_at), lane.ticket.promised)
