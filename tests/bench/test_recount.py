"""The recount of the month itself: it takes a journal that is right, and finds what is wrong with any other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bench.month.bells import walk
from bench.month.figures import Figures
from bench.month.holidays import Calendars, WorkDays
from bench.month.recount import journal_of
from bench.month.replay import Line, Recounted, Rules
from bench.month.rights import Rights
from bench.month.town import MonthTown
from core.city.city import City
from storage.city import read_city

CITY: City = read_city(Path("cities/kupang"))
DAYS = WorkDays(CITY)
NUMBER = "KPG-26-00001-5"
RULES = Rules(CITY, Calendars(DAYS), Rights([], [7001]))


def at(text: str) -> datetime:
    """Read a moment of March 2026, written as day and local hour."""
    day, _, hour = text.partition(" ")
    local = datetime.fromisoformat(f"2026-03-{int(day):02}T{hour}").replace(tzinfo=DAYS.zone)
    return local.astimezone(UTC)


def line(when: str, what: str, status: str, actor: str = "sistem", **details: str) -> Line:
    """Write a line of a journal."""
    return Line(at(when), actor, what, status, details)


def call(when: str, stage: str, status: str = "baru") -> Line:
    """Write that people were called."""
    return line(when, "reminded", status, stage=stage)


OPENED = line("11 10:00", "opened", "baru", "pelapor", category="jalan")
UNTOUCHED = (
    OPENED,
    call("13 12:00", "half"),
    call("16 09:36", "last"),
    line("16 23:59:59", "late", "baru"),
    call("17 07:30", "limit"),
    call("25 07:30", "coordinator"),
    call("27 07:30", "secretary"),
)
"""Nobody verifies: three working days end on the 16th, and from the 18th to the 24th nobody works."""
END = at("27 10:00")


def faults(lines: Sequence[Line], end: datetime = END, rules: Rules = RULES) -> list[str]:
    """Say what the recount finds wrong, on a clock that ran all the time."""
    ticket = Recounted(NUMBER, rules)
    return [fault.what for fault in walk(ticket, sorted(lines, key=lambda one: one.at), end, lambda moment: moment)]


def test_a_journal_that_is_right() -> None:
    """A ticket that nobody touches climbs the whole tree, on the days and at the hours that the rules say."""
    assert [] == faults(UNTOUCHED)


@pytest.mark.parametrize("left_out", UNTOUCHED[1:], ids=lambda one: one.details.get("stage", one.what))
def test_what_did_not_happen(left_out: Line) -> None:
    """Whatever time should have done and has not is found."""
    assert [] != faults([one for one in UNTOUCHED if one is not left_out])


@pytest.mark.parametrize("doubled", UNTOUCHED[1:], ids=lambda one: one.details.get("stage", one.what))
@pytest.mark.parametrize("hours", [0.1, 24])
def test_what_happened_twice(doubled: Line, hours: float) -> None:
    """Whatever happens a second time is found, at once or a day later."""
    again = Line(doubled.at + timedelta(hours=hours), doubled.actor, doubled.what, doubled.status, doubled.details)
    assert [] != faults([*UNTOUCHED, again], max(END, again.at + timedelta(minutes=1)))


@pytest.mark.parametrize("moved", UNTOUCHED[1:], ids=lambda one: one.details.get("stage", one.what))
@pytest.mark.parametrize("hours", [-24, -0.5, 0.5, 24])
def test_what_happened_at_another_time(moved: Line, hours: float) -> None:
    """Whatever comes half an hour or a day too early or too late is found."""
    elsewhere = Line(moved.at + timedelta(hours=hours), moved.actor, moved.what, moved.status, moved.details)
    assert [] != faults([elsewhere if one is moved else one for one in UNTOUCHED])


def test_pauses_move_the_date() -> None:
    """A question asked on the first day and answered two working days later moves the end by two, holidays between."""
    ticket = Recounted(NUMBER, RULES)
    for one in (
        OPENED,
        line("11 11:00", "verifikasi", "terverifikasi", "7001", category="jalan"),
        line("11 12:00", "disposisi", "didisposisikan", "7001", unit="pupr"),
        line("11 13:00", "ambil", "diproses", "7002"),
        line("12 09:00", "tanya", "menunggu_pelapor", "7002"),
        line("16 09:00", "replied", "diproses", "pelapor"),
    ):
        ticket.take(one)
    assert at("27 23:59:59") == ticket.due
    assert ("pupr", "7002") == (ticket.unit, ticket.holder)


def test_what_is_taken_back_leaves_no_trace() -> None:
    """An answer that is taken back restores the date and whoever had the ticket."""
    ticket = Recounted(NUMBER, RULES)
    for one in (
        OPENED,
        line("11 12:00", "disposisi", "didisposisikan", "7001", unit="pupr"),
        line("11 13:00", "ambil", "diproses", "7002"),
    ):
        ticket.take(one)
    before = ticket.due
    ticket.take(line("12 09:00", "selesai", "ditindaklanjuti", "7002"))
    assert datetime(2026, 4, 2, 15, 59, 59, tzinfo=UTC) == ticket.due
    ticket.take(line("12 09:05", "urungkan", "diproses", "7002", action="selesai"))
    assert ("diproses", before, "tindak_lanjut") == (ticket.status, ticket.due, ticket.kind)


def counted(*lines: Line) -> Counter[str]:
    """Count what happened to a report of the web after it was opened, for the whole city and all days."""
    figures = Figures()
    opened = Line(OPENED.at, OPENED.actor, OPENED.what, OPENED.status, {"category": "jalan", "channel": "web"})
    figures.ticket(Recounted(NUMBER, RULES), (opened, *lines))
    found = Counter[str]()
    for (_day, table, _name, fact), count in figures.counts.items():
        found[fact] += count if table == "city" else 0
    return found


def test_a_report_is_unreached_once() -> None:
    """Another reason why its reporter cannot be told counts nobody a second time, and neither does a late arrival."""
    of_city = counted(
        line("11 12:00", "selesai", "ditindaklanjuti", "7001"),
        line("12 09:00", "unreached", "ditindaklanjuti"),
        line("12 10:00", "unreached", "ditindaklanjuti"),
        line("12 11:00", "reached", "ditindaklanjuti"),
        line("13 11:00", "reached", "ditindaklanjuti"),
    )
    assert (1, 1, 1) == (of_city["answered"], of_city["unreached"], of_city["reached"])


@pytest.mark.parametrize("lines", [("unreached",), ("unreached", "reached"), ("unreached", "reached", "unreached")])
def test_an_answer_taken_back_leaves_nobody_unreached(lines: Sequence[str]) -> None:
    """Whether its reporter could be told by then or not: no answer stands, so that none of them misses one."""
    of_city = counted(
        line("11 12:00", "selesai", "ditindaklanjuti", "7001"),
        *(line(f"11 12:0{place}", what, "ditindaklanjuti") for place, what in enumerate(lines, 1)),
        line("11 12:09", "urungkan", "diproses", "7001", action="selesai"),
    )
    assert (0, 0) == (of_city["answered"], of_city["unreached"] - of_city["reached"])


def test_what_nobody_had_done_cannot_be_taken_back() -> None:
    """The line is named with those before it, and the rest of the city is still counted."""
    found = faults([OPENED, line("11 10:05", "urungkan", "baru", "7001", action="arsip")], at("11 10:06"))
    assert ["something was taken back that nobody had done"] == [fault.partition(";")[0] for fault in found]
    assert ["opened", "urungkan"] == [one.split()[0] for one in found[0].partition(" are ")[2].split(", ")]


def test_lines_of_one_moment_follow_their_chain() -> None:
    """What was written together has one time; neither the time nor the name of an event says what came first."""
    lines: list[dict[str, Any]] = [
        {"subject": NUMBER, "at": OPENED.at, "actor": "7001", "what": what, "status": "baru", "chain": {"n": n}}
        for n, what in ((3, "urungkan"), (1, "opened"), (2, "arsip"))
    ]

    kept = SimpleNamespace(database={"journal": SimpleNamespace(find=lambda query: lines)})
    journal = journal_of(cast(MonthTown, kept))
    assert ["opened", "arsip", "urungkan"] == [one.what for one in journal[NUMBER]]


# --- another calendar -------------------------------------------------------------------------------------------------

CHANGED = at("12 10:00")
MOURNING = replace(CITY, holidays_added={date(2026, 3, 13): "Hari berkabung"})


def mourning() -> Rules:
    """Give rules by which the 13th becomes a day off on the day before."""
    calendars = Calendars(DAYS)
    calendars.change(CHANGED, WorkDays(MOURNING))
    return Rules(MOURNING, calendars, Rights([], [7001]))


MOVED = line("12 10:01", "recounted", "baru", due=at("17 23:59:59").isoformat())
IN_MOURNING = (OPENED, MOVED, line("12 10:02", "date_told", "baru"), call("16 12:00", "half"))
"""Three working days that ended on the 16th end on the 17th: it is written down, and told."""


def test_a_calendar_that_changes() -> None:
    """A date that moves is written down and told, and whatever follows goes by the new one."""
    assert [] == faults(IN_MOURNING, at("16 13:00"), mourning())
    assert [] != faults(IN_MOURNING, at("16 13:00"))


@pytest.mark.parametrize("left_out", [1, 2, 3])
def test_a_calendar_that_somebody_overlooked(left_out: int) -> None:
    """A date that was not moved, or nobody was told of, is found, and so is a call by the calendar of before."""
    others = [one for place, one in enumerate(IN_MOURNING) if place != left_out]
    assert [] != faults(others, at("16 13:00"), mourning())


def test_a_date_that_moved_wrongly() -> None:
    """Another date than the calendar makes is found."""
    wrong = replace(MOVED, details={"due": at("18 23:59:59").isoformat()})
    assert [] != faults([OPENED, wrong, *IN_MOURNING[2:]], at("16 13:00"), mourning())


# --- who is an official -----------------------------------------------------------------------------------------------


def registered(when: str, what: str, official: str, unit: str = "pupr") -> dict[str, Any]:
    """Write a line of the register's journal."""
    return {"at": at(when), "what": what, "details": {"id": official, "unit": unit, "role": "petugas"}}


COLLEAGUES = [registered("2 09:00", "enrolled", "7002"), registered("2 09:00", "enrolled", "7003")]
CLAIMED = (
    OPENED,
    line("11 12:00", "disposisi", "didisposisikan", "7001", unit="pupr"),
    line("11 13:00", "ambil", "diproses", "7002"),
    line("11 14:00", "serahkan", "diproses", "7002", to="7003"),
)


def worked(*later: dict[str, Any]) -> Rules:
    """Give rules of an office in which something changes later."""
    return Rules(CITY, Calendars(DAYS), Rights([*COLLEAGUES, *later], [7001]))


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (registered("11 15:00", "left", "7002"), "rights_ended"),
        (registered("11 15:00", "dismissed", "7002"), "rights_ended"),
        (registered("11 15:00", "enrolled", "7002", "dishub"), "rights_ended"),
        (registered("11 15:00", "left", "7003"), "offer_gone"),
    ],
)
def test_who_goes_lets_go(change: dict[str, Any], what: str) -> None:
    """A ticket whose holder, or an offer whose taker, works there no more is let go of: then, and never otherwise."""
    status = "didisposisikan" if what == "rights_ended" else "diproses"
    let_go = [*CLAIMED, line("11 15:00", what, status)]
    end = at("11 16:00")
    assert [] == faults(let_go, end, worked(change))
    assert [] != faults(CLAIMED, end, worked(change))
    assert [] != faults(let_go, end, worked())


def test_who_is_gone_does_nothing() -> None:
    """An act of somebody who is no official is found."""
    acts = line("11 16:00", "progres", "diproses", "7002")
    left = registered("11 15:00", "left", "7002")
    let_go = line("11 15:00", "rights_ended", "didisposisikan")
    assert ["progres by 7002 at 11 Mar 08:00, who is no official then"] == faults(
        [*CLAIMED, let_go, acts], at("11 16:05"), worked(left)
    )
