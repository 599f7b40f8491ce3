"""What is waited for: an answer, the end of a hold, somebody who takes a ticket over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.vocabulary.citizen import Reach, Update
from core.vocabulary.dates import Stop
from core.vocabulary.reminding import Remind
from core.vocabulary.ticket import TicketStatus
from tests.core.ticket.lane import COORDINATOR, DISHUB, DISHUB_TWO, REPORTER, brought_to, local


def test_the_citizen_is_reminded_once_and_then_the_clock_runs() -> None:
    """At half of the days the citizen is reminded, after them the limit runs again and the holder is to decide."""
    lane = brought_to("menunggu_pelapor")
    lane.rings()
    assert ("2026-07-14 07:30:00", "asked_again") == (local(lane.now), lane.update.kind)
    assert [] == lane.told(Remind)
    lane.rings()
    assert ("2026-07-21 07:30:00", "diproses", "unanswered") == (local(lane.now), lane.status, lane.update.kind)
    (call,) = lane.told(Remind)
    assert ("unanswered", "20", lane.ticket.due_at) == (call.stage, call.holder and call.holder.id, call.due_at)
    made_of = lane.update.reckoning
    assert made_of is not None
    assert ((Stop(11, "asked"),), "2026-07-28 23:59:59") == (made_of.stops, local(lane.ticket.due_at))
    assert {} == lane.records[0].details


def test_an_answer_ends_the_waiting() -> None:
    """Who answers after the reminder is not reminded again, and nothing else comes of the question."""
    lane = brought_to("menunggu_pelapor").rings().says("tiang nomor 4")
    kinds = []
    while lane.wake_at is not None:
        kinds += [update.kind for update in lane.rings().told(Update, REPORTER)]
    assert [] == kinds


def test_a_further_question_has_its_own_time() -> None:
    """A second question is waited for as long as the first, and reminded of once; progress between is none."""
    lane = brought_to("menunggu_pelapor").waits(days=3)
    assert "2026-07-14 07:30:00" == local(lane.does("progres", DISHUB, "menunggu Anda").calms().wake_at)
    assert "2026-07-17 07:30:00" == local(lane.does("tanya", DISHUB, "Tiang besi atau beton?").calms().wake_at)
    assert "asked_again" == lane.rings().update.kind
    assert "2026-07-24 07:30:00" == local(lane.wake_at)


def test_who_never_got_the_question_is_not_reminded() -> None:
    """A question that did not arrive is not repeated into the void; the official has to decide all the same."""
    lane = brought_to("menunggu_pelapor").happens(Reach(reached=False, reason="unreachable"))
    assert ("unanswered", "diproses") == (lane.rings().update.kind, lane.status)


@pytest.mark.parametrize("status", ["terverifikasi", "didisposisikan", "diproses"])
def test_a_hold_ends_by_itself(status: TicketStatus) -> None:
    """On its day, in the morning, a held ticket is where it was, the citizen knows, and who has it is called."""
    by = COORDINATOR if status == "terverifikasi" else DISHUB
    lane = brought_to(status).does("tunda", by, "Menunggu alat baru, sampai 18 Juli").rings()
    assert ("2026-07-20 08:00:00", status, "resumed") == (local(lane.now), lane.status, lane.update.kind)
    assert ["resumed"] == [one.stage for one in lane.told(Remind)]
    assert (None, None, "hold_over") == (lane.ticket.held_until, lane.ticket.paused_since, lane.records[0].what)


def test_a_hold_that_was_ended_before_does_not_ring() -> None:
    """Who goes on earlier is not told so again at the date."""
    lane = brought_to("diproses").does("tunda", DISHUB, "Menunggu alat baru, sampai 10 Juli")
    lane.does("lanjutkan", DISHUB)
    kinds: list[str] = []
    while lane.wake_at is not None:
        kinds += [one.stage for one in lane.rings().told(Remind)]
    assert "resumed" not in kinds


@pytest.mark.parametrize("status", ["diproses", "menunggu_pelapor", "disanggah"])
def test_an_offer_lapses(status: TicketStatus) -> None:
    """An offer that nobody takes up within a day is over: the holder keeps the ticket and is told so."""
    lane = brought_to(status).does("serahkan", DISHUB, to=DISHUB_TWO).rings()
    assert timedelta(days=1) <= lane.now - lane.ticket.opened_at
    (call,) = lane.told(Remind)
    assert ("offer", "20", "Dina Nalle") == (call.stage, call.holder and call.holder.id, call.other)
    assert (None, None, status) == (lane.ticket.offered, lane.ticket.offered_until, lane.status)
    assert "offer_lapsed" == lane.records[0].what


def test_an_offer_that_was_taken_up_does_not_lapse() -> None:
    """The colleague has it: only the limit calls somebody, and the colleague."""
    lane = brought_to("diproses").does("serahkan", DISHUB, to=DISHUB_TWO).does("terima", DISHUB_TWO)
    (call,) = lane.rings().told(Remind)
    assert ("half", "21") == (call.stage, call.holder and call.holder.id)
