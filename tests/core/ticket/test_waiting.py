"""What is waited for: an answer, the end of a hold, somebody who takes a ticket over."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from msgspec import structs, to_builtins

from core.vocabulary.citizen import Reach, Update
from core.vocabulary.dates import Stop
from core.vocabulary.events import Timer
from core.vocabulary.reminding import Remind
from core.vocabulary.ticket import TicketStatus
from tests.core.ticket.lane import COORDINATOR, DISHUB, DISHUB_TWO, REPORTER, WITA, TicketLane, brought_to, local


def changed(lane: TicketLane, **fields: object) -> TicketLane:
    """Change the ticket beside the acts, as another part of the program does."""
    lane.state = to_builtins(structs.replace(lane.ticket, **fields), builtin_types=(datetime,))
    return lane.happens(Timer(lane.now))


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
    """On its day, when offices open, a held ticket is where it was, the citizen knows, and who has it is called."""
    lane = brought_to(status).does(
        "tunda", COORDINATOR if status == "terverifikasi" else DISHUB, "tunggu alat sampai lusa"
    )
    changed(lane, held_until=datetime(2026, 7, 18, 0, 0, tzinfo=WITA))
    lane.rings()
    assert ("2026-07-20 07:30:00", status, "resumed") == (local(lane.now), lane.status, lane.update.kind)
    assert ["resumed"] == [one.stage for one in lane.told(Remind)]
    assert (None, None) == (lane.ticket.held_until, lane.ticket.paused_since)


def test_a_hold_that_was_ended_before_does_not_ring() -> None:
    """Who goes on earlier is not told so again at the date."""
    lane = brought_to("diproses").does("tunda", DISHUB, "tunggu alat sampai lusa")
    changed(lane, held_until=lane.now + timedelta(days=4)).does("lanjutkan", DISHUB)
    assert lane.ticket.held_until is None


@pytest.mark.parametrize("status", ["diproses", "menunggu_pelapor", "disanggah"])
def test_an_offer_lapses(status: TicketStatus) -> None:
    """An offer that nobody takes up within its time is over: the holder keeps the ticket and is told so."""
    lane = brought_to(status)
    changed(lane, offered=DISHUB_TWO, offered_until=lane.now + timedelta(days=1)).rings()
    (call,) = lane.told(Remind)
    assert ("offer", "20", "Dina Nalle") == (call.stage, call.holder and call.holder.id, call.other)
    assert (None, None, status) == (lane.ticket.offered, lane.ticket.offered_until, lane.status)
    assert "offer_lapsed" == lane.records[0].what
