"""Limits that run out: who is called when, once each, at times when offices are open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast

import pytest

from core.city.calendar import WorkingCalendar
from core.city.desks import ESCALATION
from core.ticket.step import TicketSteps
from core.vocabulary.citizen import Disputed
from core.vocabulary.events import Timer
from core.vocabulary.reminding import Remind
from core.vocabulary.report import Privacy
from core.vocabulary.ticket import Official, TicketStatus
from tests.cities.test_lembahsari import lembah_sari
from tests.core.ticket.lane import (
    CLINIC,
    COORDINATOR,
    DISHUB,
    DISHUB_TWO,
    MONDAY,
    PHOTO,
    TicketLane,
    brought_to,
    city,
    local,
)

FOLLOW_UP = {
    "half": "2026-07-09 12:00:00",
    "last": "2026-07-13 07:30:00",
    "limit": "2026-07-14 07:30:00",
    "coordinator": "2026-07-15 07:30:00",
    "secretary": "2026-07-17 07:30:00",
}
"""Five working days from Monday, 6 July: half of them is noon of the third, four fifths the beginning of the fifth."""
VERIFICATION = {
    "half": "2026-07-08 12:00:00",
    "last": "2026-07-09 09:36:00",
    "limit": "2026-07-10 07:30:00",
    "coordinator": "2026-07-13 07:30:00",
    "secretary": "2026-07-15 07:30:00",
}


def calls(lane: TicketLane) -> dict[str, str]:
    """Let time pass until nothing rings any more; give when each call came."""
    found: dict[str, str] = {}
    while lane.wake_at is not None:
        lane.rings()
        for one in lane.told(Remind):
            assert one.stage not in found
            found[one.stage] = local(lane.now)
    return found


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("baru", VERIFICATION),
        ("didisposisikan", FOLLOW_UP),
        ("diproses", FOLLOW_UP),
    ],
)
def test_each_level_is_called_once(status: TicketStatus, expected: dict[str, str]) -> None:
    """Nobody, a unit or an official has it: the same people's turns come at the same times, each once."""
    assert expected == calls(brought_to(status))


def test_the_holder_is_called_by_name() -> None:
    """Before the limit and at it the holder is called; at it the head of the unit too, later who stands above."""
    lane = brought_to("diproses")
    found: list[Remind] = []
    while lane.wake_at is not None:
        found += lane.rings().told(Remind)
    told = [(one.stage, one.desk, one.holder and one.holder.id, one.heads) for one in found]
    assert [
        ("half", "dishub", "20", ()),
        ("last", "dishub", "20", ()),
        ("limit", "dishub", "20", ("dishub",)),
        ("coordinator", ESCALATION, "20", ()),
        ("secretary", ESCALATION, "20", ("sekda",)),
    ] == told


def test_every_level_of_the_tree_is_reached() -> None:
    """Of a clinic's ticket that nobody claims, the heads of all units up to the coordinator are called, then higher."""
    lane = TicketLane().opens(category="kesehatan").does("verifikasi", COORDINATOR)
    lane.does("disposisi", COORDINATOR, unit=CLINIC.unit)
    found: list[Remind] = []
    while lane.wake_at is not None:
        found += lane.rings().told(Remind)
    told = [(one.stage, one.holder, one.unit, one.desk, one.heads) for one in found]
    assert [
        ("half", None, "pkm-oesapa", "dinkes", ()),
        ("last", None, "pkm-oesapa", "dinkes", ()),
        ("limit", None, "pkm-oesapa", "dinkes", ("pkm-oesapa",)),
        ("branch", None, "pkm-oesapa", "dinkes", ("upp-dinkes", "dinkes")),
        ("coordinator", None, "pkm-oesapa", ESCALATION, ()),
        ("secretary", None, "pkm-oesapa", ESCALATION, ("sekda",)),
    ] == told


def test_a_call_shows_no_card_and_leaves_a_line() -> None:
    """A call is a line of the journal with its stage, and draws no card anew."""
    lane = brought_to("diproses")
    revision = lane.ticket.revision
    lane.rings()
    (record,) = lane.records
    assert ("reminded", "sistem", "half", "tindak_lanjut") == (
        record.what,
        record.actor,
        record.details["stage"],
        record.details["kind"],
    )
    assert revision == lane.ticket.revision


def test_an_urgent_ticket_knows_no_night() -> None:
    """Of an emergency people are called at the moment itself, also at midnight."""
    lane = brought_to("diproses", emergency="banjir")
    assert {
        "half": "2026-07-09 12:00:00",
        "last": "2026-07-13 00:00:00",
        "limit": "2026-07-14 00:00:00",
        "coordinator": "2026-07-14 23:59:59",
        "secretary": "2026-07-16 23:59:59",
    } == calls(lane)


def test_a_clock_that_jumps_calls_for_the_limit_only() -> None:
    """After a month without us nobody is reminded that half of a passed limit is gone; who has to know is told once."""
    lane = brought_to("diproses").waits(days=30)
    assert ["limit", "coordinator", "secretary"] == list(calls(lane))


@pytest.mark.parametrize("hours", [9, 13, 24 * 2])
def test_a_clock_that_jumps_into_the_night_waits(hours: int) -> None:
    """What fell due while we were away is said when offices open next, not at the hour at which we are back."""
    lane = brought_to("diproses").until(datetime(2026, 7, 9, 12, 0, tzinfo=MONDAY.tzinfo)).waits(hours=hours)
    while lane.told(Remind) == [] and lane.wake_at is not None:
        lane.rings()
    assert "07:30:0" == local(lane.now)[11:18]


def test_a_clock_that_jumps_back_calls_nobody_twice() -> None:
    """What rang is marked: a timer that comes again, or too early, finds nothing to do."""
    lane = brought_to("diproses")
    first = lane.rings().now
    lane.until(first - timedelta(days=2)).happens(Timer(first))
    assert [] == lane.told(Remind)
    lane.until(first).happens(Timer(first))
    assert [] == lane.told(Remind)


COMMENTS: dict[str, Callable[[TicketLane], TicketLane]] = {
    "progress": lambda lane: lane.does("progres", DISHUB, "sedang dikerjakan"),
    "reply": lambda lane: lane.does("balas", DISHUB, "tunggu ya"),
    "note": lambda lane: lane.does("catatan", DISHUB_TWO, "alat datang besok"),
    "look": lambda lane: lane.does("lihat", DISHUB_TWO),
    "citizen": lambda lane: lane.says("masih gelap"),
    "photo": lambda lane: lane.says("", PHOTO),
    "release": lambda lane: lane.does("lepas", DISHUB).does("ambil", DISHUB_TWO),
}


@pytest.mark.parametrize("comment", COMMENTS)
def test_a_comment_never_restarts_a_clock(comment: str) -> None:
    """Whatever is said about a ticket, and whoever takes it over: date, reminders and lateness stay."""
    lane = brought_to("diproses").waits(days=2)
    before, wake = lane.ticket, lane.wake_at
    COMMENTS[comment](lane).calms()
    after = lane.ticket
    assert (before.due_at, before.counted_from, before.limit, wake) == (
        after.due_at,
        after.counted_from,
        after.limit,
        lane.wake_at,
    )
    lane.waits(days=30).happens(Timer(lane.now))
    assert lane.ticket.late
    assert COMMENTS[comment](lane).ticket.late


def test_a_pause_after_a_reminder_brings_it_no_second_time() -> None:
    """The citizen is asked after the first reminder: the later ones move with the date, the first is over."""
    lane = brought_to("diproses").rings()
    assert ["half"] == [one.stage for one in lane.told(Remind)]
    lane.does("tanya", DISHUB, "Tiang yang mana?").waits(days=4).says("nomor 4")
    assert "2026-07-15 23:59:59" == local(lane.ticket.due_at)
    assert {
        "last": "2026-07-15 07:30:00",
        "limit": "2026-07-16 07:30:00",
        "coordinator": "2026-07-17 07:30:00",
        "secretary": "2026-07-21 07:30:00",
    } == calls(lane)


def test_a_pause_after_the_limit_undoes_nothing() -> None:
    """Who asks the citizen when the limit has passed is late all the same, and who stands above hears of it."""
    lane = brought_to("diproses").until(datetime(2026, 7, 14, 8, 0, tzinfo=MONDAY.tzinfo))
    while lane.wake_at is not None and lane.wake_at <= lane.now + timedelta(seconds=1):
        lane.rings()
    due = lane.ticket.due_at
    lane.does("tanya", DISHUB, "Tiang yang mana?").waits(days=3).says("nomor 4")
    assert (True, due) == (lane.ticket.late, lane.ticket.due_at)
    assert ["coordinator", "secretary"] == list(calls(lane))


def test_a_dispute_begins_anew() -> None:
    """A disputed ticket has a limit of its own, with all of its reminders."""
    lane = brought_to("diproses")
    calls(lane)
    lane.does("selesai", DISHUB, "Sudah", evidence=(PHOTO,)).waits(days=1).happens(Disputed("masih mati"))
    assert ["half", "last", "limit", "coordinator", "secretary"] == list(calls(lane))


@pytest.mark.parametrize("days", [1, 2, 14, 60])
def test_limits_of_every_length_remind_in_order(days: int) -> None:
    """However short a limit, its reminders come in office hours, in order and before it."""
    when = list(calls(_limited(days)).items())
    assert ["half", "last", "limit", "coordinator", "secretary"] == [stage for stage, _ in when]
    assert sorted(moment for _, moment in when) == [moment for _, moment in when]


def _limited(days: int) -> TicketLane:
    """Give a claimed ticket whose follow-up limit has so many days."""
    changed = replace(city(), limits=replace(city().limits, follow_up_days=days))
    lane = TicketLane()
    lane.steps = TicketSteps(changed, WorkingCalendar(changed))
    lane.opens().does("verifikasi", COORDINATOR).does("disposisi", COORDINATOR, unit="dishub").does("ambil", DISHUB)
    return lane


@pytest.mark.parametrize("privacy", ["nama", "anonim", "rahasia"])
def test_a_call_says_nothing_of_the_citizen(privacy: str) -> None:
    """Neither words nor name nor place of a report are in a call."""
    lane = brought_to("diproses", privacy=cast("Privacy", privacy)).rings()
    (one,) = lane.told(Remind)
    for secret in ("Lampu jalan mati", "Beny", "Tefa", "Oebufu"):
        assert secret not in repr(one)


def test_another_city_with_a_deeper_tree() -> None:
    """In a city of six levels everybody between the crew and the town hall is reached, by that city's own days."""
    town = lembah_sari()
    lane = TicketLane()
    lane.steps = TicketSteps(town, WorkingCalendar(town))
    coordinator = Official("10", "Maria", town.verification_unit)
    lane.opens(kelurahan="").does("verifikasi", coordinator).does("disposisi", coordinator, unit="regu-lor")
    found: list[Remind] = []
    while lane.wake_at is not None:
        found += lane.rings().told(Remind)
    assert [
        ("half", ()),
        ("last", ()),
        ("limit", ("regu-lor",)),
        ("branch", ("seksi-tiang", "bidang-terang", "badan-sarana")),
        ("coordinator", ()),
        ("secretary", ("balaikota",)),
    ] == [(one.stage, one.heads) for one in found]
