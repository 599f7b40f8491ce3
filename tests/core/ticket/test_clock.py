"""Limits that pass: the card turns late by itself, once per limit, and never while the time stands still."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.city.calendar import WorkingCalendar
from core.ticket.step import TicketSteps
from core.vocabulary.citizen import AskStatus, Update
from core.vocabulary.officials import ShowCard
from core.vocabulary.ticket import TicketStatus
from tests.core.ticket.lane import (
    CHAT,
    CLINIC,
    COORDINATOR,
    DINKES,
    DISHUB,
    PLAIN,
    REPORTER,
    TicketLane,
    brought_to,
    city,
    local,
)

RUNNING: list[TicketStatus] = ["baru", "terverifikasi", "didisposisikan", "diproses", "disanggah"]


@pytest.mark.parametrize("status", RUNNING)
def test_card_turns_late_by_itself_once(status: TicketStatus) -> None:
    """At its due date the card is shown again as late, of the next revision; the same limit rings no second time."""
    lane = brought_to(status, PLAIN)
    due, before = lane.ticket.due_at, lane.ticket.revision
    assert due == lane.wake_at
    lane.rings()

    assert (True, due, before + 1) == (lane.card.late, lane.card.due_at, lane.card.revision)
    assert [("late", "sistem")] == [(record.what, record.actor) for record in lane.records]
    assert ([], None) == (lane.told(Update, REPORTER), lane.wake_at)


def test_next_limit_is_not_late() -> None:
    """A new limit begins in time and has its own alarm."""
    lane = brought_to("terverifikasi", PLAIN).rings()
    lane.does("disposisi", COORDINATOR, unit="dishub").calms()
    assert (False, lane.ticket.due_at) == (lane.card.late, lane.wake_at)
    assert lane.rings().card.late


def test_a_unit_has_its_own_limit() -> None:
    """The limit of the unit that gets a ticket first is counted; handing it down buys no days, a return begins anew."""
    own = {"dinkes": {"": {"follow_up_days": 8}}, "pkm-oesapa": {"kesehatan": {"follow_up_days": 2}}}
    units = tuple(replace(unit, limits=own.get(unit.code, {})) for unit in city().units)
    ours = replace(city(), units=units)
    lane = TicketLane()
    lane.steps = TicketSteps(ours, WorkingCalendar(ours))
    lane.opens(category="kesehatan").does("verifikasi", COORDINATOR)

    lane.does("disposisi", COORDINATOR, unit="dinkes")
    assert "2026-07-16 23:59:59" == local(lane.ticket.due_at)
    lane.does("disposisi", DINKES, unit="pkm-oesapa")
    assert "2026-07-16 23:59:59" == local(lane.ticket.due_at)

    lane.does("bukan_wewenang", CLINIC, "bukan wilayah kami").does("disposisi", COORDINATOR, unit="pkm-oesapa")
    assert "2026-07-08 23:59:59" == local(lane.ticket.due_at)


def test_paused_time_is_not_late() -> None:
    """While the time stands still no limit passes; afterwards the rest of it counts."""
    lane = brought_to("menunggu_pelapor", PLAIN)
    assert lane.wake_at is None
    lane.waits(days=30).says("tiang nomor 4")
    assert (False, lane.ticket.due_at) == (lane.ticket.late, lane.wake_at)
    assert lane.wake_at is not None
    assert lane.wake_at > lane.now


def test_late_ticket_on_hold() -> None:
    """What was late before a pause is late after it, without ringing again."""
    lane = brought_to("diproses", PLAIN).rings()
    assert not lane.does("tunda", DISHUB, "menunggu alat sampai 20 Juli").card.late
    lane.waits(days=3).does("lanjutkan", DISHUB)
    assert (True, None) == (lane.card.late, lane.wake_at)


def test_answered_ticket_is_not_late() -> None:
    """An answer ends the lateness."""
    lane = brought_to("diproses", PLAIN).rings()
    lane.does(
        "selesai",
        DISHUB,
        "Sudah",
        evidence=lane.ticket.report.evidence or brought_to("ditindaklanjuti").update.evidence,
    )
    assert (False, False) == (lane.card.late, lane.update.late)


def test_citizen_is_told_that_it_is_late() -> None:
    """A status asked for after the due date says late, even when the alarm has not rung yet."""
    lane = brought_to("diproses", PLAIN)
    assert lane.wake_at is not None
    assert [False] == [one.late for one in lane.happens(AskStatus(REPORTER, CHAT)).told(Update, CHAT)]
    lane.until(lane.wake_at + timedelta(seconds=1)).happens(AskStatus(REPORTER, CHAT))
    assert ([True], []) == ([one.late for one in lane.told(Update, CHAT)], lane.told(ShowCard))


def test_too_long_words_are_refused_whole() -> None:
    """Words that are too long for one message are refused to the official before anything is sent."""
    lane = brought_to("diproses", PLAIN).does("progres", DISHUB, "x" * 4001)
    assert ("officials.verdict.too_long", "4001", "4000") == (
        lane.verdict.key,
        lane.verdict.values["count"],
        lane.verdict.values["most"],
    )
    assert [] == lane.told(Update, REPORTER)
    assert "x" * 4000 == lane.does("progres", DISHUB, "x" * 4000).update.text
