"""How a ticket stood, from its journal alone: it is what the ticket itself says, whatever has happened to it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.archive.past import Past, past_of, paused_until
from core.ticket.outcome import outcome_of
from core.ticket.tallying import place_of
from core.vocabulary.citizen import Confirmed
from core.vocabulary.effects import Record
from core.vocabulary.officials import Act
from tests.core.ticket.lane import COORDINATOR, DISHUB, PHOTO, TicketLane, brought_to, steps
from tests.core.ticket.test_any_order import body_of, filings, happening

SOON = st.lists(st.tuples(st.sampled_from((0, 0, 0, 1, 5, 13, 30, 100, 336)), happening), max_size=14)


def records_of(lane: TicketLane) -> list[Record]:
    """Give the journal of a ticket."""
    return [effect for effect in lane.all_effects if isinstance(effect, Record)]


def past(lane: TicketLane, until: datetime | None = None) -> Past:
    """Read a ticket's journal, up to now."""
    found = past_of(records_of(lane), until or lane.now + timedelta(seconds=1))
    assert found is not None
    return found


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(filings, SOON)
def test_the_journal_says_what_the_ticket_says(filed: dict[str, Any], happenings: list[tuple[int, Any]]) -> None:
    """Status, unit, place, kind, end and counts are the ticket's own, in any order of events."""
    lane = TicketLane().opens(**filed)
    for hours, happened in happenings:
        body = body_of(lane, happened)
        if isinstance(body, Act) and body.action == "urungkan":
            body = msgspec.structs.replace(body, choice="")
        lane.waits(hours=hours).happens(body)
    ticket, book = lane.ticket, steps().book
    expected = (
        ticket.status, ticket.unit, ticket.report.category, place_of(book, ticket), ticket.closed_at,
        ticket.returns, ticket.rating, outcome_of(ticket),
    )  # fmt: skip
    found = past(lane)
    assert expected == (
        found.status, found.unit, found.category, found.kelurahan, found.closed_at, found.returned, found.rating,
        found.outcome,
    )  # fmt: skip


def test_a_later_line_changes_nothing_before_it() -> None:
    """What is read up to a moment is the same when more has happened since."""
    lane = brought_to("ditindaklanjuti")
    then = lane.now
    before = past(lane, then)
    lane.waits(days=1).happens(Confirmed())
    assert (before, "selesai", lane.now) == (past(lane, then), past(lane).status, past(lane).fixed_at)


def test_what_has_not_begun_is_nothing() -> None:
    """Before its first line there is no ticket."""
    lane = brought_to("baru")
    assert past_of(records_of(lane), records_of(lane)[0].at) is None


def test_waiting_is_counted_apart() -> None:
    """Time in which the citizen was asked, and in which it was held back, is nobody's work."""
    lane = brought_to("menunggu_pelapor").waits(hours=5)
    asked = paused_until(past(lane), lane.now)
    lane.says("Yang di depan sekolah.").calms().waits(hours=1)
    lane.does("tunda", DISHUB, "menunggu tiang sampai 1 Agustus").waits(hours=7)
    held = paused_until(past(lane), lane.now)
    assert timedelta(hours=5) < asked.waiting < timedelta(hours=6)
    assert (timedelta(hours=7), asked.on_hold) == (held.on_hold, timedelta())


def test_what_is_taken_back_never_was() -> None:
    """An answer that was a mistake was no answer."""
    lane = brought_to("diproses").does("selesai", DISHUB, "Lampu diganti", evidence=(PHOTO,))
    answered = past(lane)
    lane.waits(minutes=2).does("urungkan", DISHUB)
    back = past(lane)
    assert ("ditindaklanjuti", True) == (answered.status, answered.in_time)
    assert ("diproses", None, None) == (back.status, back.answered_at, back.in_time)


def test_the_way_through_the_offices_is_kept() -> None:
    """Every unit that had it stands there, in order, with the first time of each stage."""
    lane = brought_to("diproses").does("bukan_wewenang", DISHUB, "urusan DLHK").calms().waits(hours=1)
    lane.does("disposisi", COORDINATOR, unit="dlhk")
    found = past(lane)
    assert (("dishub", "dlhk"), "dlhk", 1) == (found.units, found.unit, found.returned)
    assert found.assigned_at is not None
    assert found.claimed_at is not None
    assert found.assigned_at <= found.claimed_at < lane.now
