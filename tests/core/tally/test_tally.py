"""The count of a day: it equals a recount from the journal, whatever happens to tickets and however they are sorted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from core.tally.catalogue import STAGES
from core.tally.state import DayState, Part, counted, load, rounded, summed
from core.tally.step import TallySteps
from core.ticket.lifecycle import STATUSES
from core.vocabulary.citizen import ChangePrivacy, Confirmed, Reach, Withdrawn
from core.vocabulary.dates import Recount
from core.vocabulary.effects import Effect, Record, Tell
from core.vocabulary.events import Body, Event, Timer
from core.vocabulary.lane_names import OFFICIALS_LANE, tally_lane
from core.vocabulary.officials import Act
from core.vocabulary.report import Alike, Facts
from core.vocabulary.steps import Moment
from core.vocabulary.tally import Tallied, TallyRow, WeekOver
from core.vocabulary.ticket import TicketStatus
from tests.core.tally.recount import Line, recount
from tests.core.ticket.lane import ADMIN, COORDINATOR, DISHUB, MONDAY, OTHER, PHOTO, TicketLane, brought_to, city, steps
from tests.core.ticket.test_any_order import body_of, filings, happening

ZONE = steps().book.calendar.zone
UNIT = city().verification_unit
happenings_soon = st.lists(st.tuples(st.sampled_from((0, 0, 0, 1, 5, 13, 30, 100, 336)), happening), max_size=14)
"""Many within minutes, so that acts are taken back, and some days apart."""


def days_of(effects: list[Effect]) -> dict[date, DayState]:
    """Step the days as the engine does, each with the round trip through what is stored."""
    states: dict[str, Any] = {}
    for n, effect in enumerate(effects):
        if isinstance(effect, Tell) and isinstance(effect.command, Tallied):
            event = Event(f"e{n}", effect.lane, MONDAY, effect.command)
            outcome = TallySteps(city()).step(states.get(effect.lane), event, Moment(MONDAY))
            states[effect.lane] = msgspec.to_builtins(outcome.state, builtin_types=(datetime,))
    return {date.fromisoformat(lane.partition(":")[2]): load(state) for lane, state in states.items()}


def lines_of(days: Mapping[date, DayState]) -> Counter[Line]:
    """Write days as the recount does."""
    return Counter({line: count for day, state in days.items() for line, count in _lines(day, state)})


def _lines(day: date, state: DayState) -> Iterator[tuple[Line, int]]:
    tables: dict[str, Part] = {"city": state.city}
    for name in ("category", "kelurahan", "unit", "channel"):
        tables |= {f"{name} {line}": part for line, part in getattr(state, name).items()}
    for category, row in state.cells.items():
        tables |= {f"cell {category}/{name}": Part({"received": count}) for name, count in row.items()}
    for table, part in tables.items():
        yield from (((day, table, fact, ""), count) for fact, count in part.facts.items())
        for fact, values in part.minutes.items():
            yield from (((day, table, fact, minutes), count) for minutes, count in values.items())


def records_of(lane: TicketLane) -> list[Record]:
    """Give the journal of a ticket."""
    return [effect for effect in lane.all_effects if isinstance(effect, Record)]


def _undoing(body: Body) -> Body:
    """Let an act of taking back mean the last one, whichever that is."""
    return msgspec.structs.replace(body, choice="") if isinstance(body, Act) and body.action == "urungkan" else body


def facts_of(lane: TicketLane) -> dict[str, int]:
    """Give what was counted in the whole city, on all days."""
    days = days_of(lane.all_effects)
    assert recount(records_of(lane), ZONE, UNIT) == lines_of(days)
    facts = summed(days.values()).city.facts
    return {fact: count for fact, count in facts.items() if fact not in STAGES}


def _late_answer(lane: TicketLane) -> TicketLane:
    return lane.waits(days=20).does("selesai", DISHUB, "Lampu diganti", evidence=(PHOTO,))


def _answer_after_a_question(lane: TicketLane) -> TicketLane:
    lane.does("tanya", DISHUB, "Tiang yang mana?").waits(days=20)
    return lane.does("selesai", DISHUB, "Lampu diganti", evidence=(PHOTO,))


DOUBTED = structs.replace(PHOTO, facts=Facts(alike=(Alike("m9", OTHER),)))


def _flagged(lane: TicketLane) -> TicketLane:
    return lane.does("selesai", DISHUB, "Lampu diganti", evidence=(DOUBTED,))


WORKED_ON = {"received": 1, "assigned": 1}
ANSWERED = {**WORKED_ON, "first_answer": 1, "answered": 1, "in_time": 1}
STORIES: dict[str, tuple[TicketStatus, Callable[[TicketLane], object], dict[str, int]]] = {
    "received": ("baru", lambda lane: lane, {"received": 1}),
    "assigned": ("didisposisikan", lambda lane: lane, WORKED_ON),
    "answered": ("ditindaklanjuti", lambda lane: lane, {**ANSWERED, "first_answer": 1}),
    "answered late": ("diproses", _late_answer, {**WORKED_ON, "first_answer": 1, "answered": 1}),
    "a pause is no lateness": ("diproses", _answer_after_a_question, ANSWERED),
    "late": ("diproses", lambda lane: lane.waits(days=20).rings(), {**WORKED_ON, "late": 1}),
    "fixed": ("selesai", lambda lane: lane, {**ANSWERED, "fixed": 1}),
    "silent": ("lewat", lambda lane: lane, {**ANSWERED, "silent": 1}),
    "silent, then fixed": ("lewat", lambda lane: lane.happens(Confirmed()), {**ANSWERED, "silent": 1, "fixed": 1}),
    "disputed": ("disanggah", lambda lane: lane, {**ANSWERED, "disputed": 1}),
    "withdrawn": ("diproses", lambda lane: lane.happens(Withdrawn()), {**WORKED_ON, "withdrawn": 1}),
    "rejected": ("bukan_wewenang", lambda lane: lane, {"received": 1, "first_answer": 1, "rejected": 1}),
    "put away": ("diarsipkan", lambda lane: lane, {"received": 1, "first_answer": 1, "rejected": 1}),
    "merged": ("duplikat", lambda lane: lane, {"received": 1, "merged": 1}),
    "given back": (
        "didisposisikan",
        lambda lane: lane.does("bukan_wewenang", DISHUB, "bukan kami"),
        {**WORKED_ON, "returned": 1},
    ),
    "reopened": (
        "diarsipkan",
        lambda lane: lane.does("buka_kembali", ADMIN, "ternyata benar"),
        {"received": 1, "first_answer": 1, "rejected": 1, "reopened": 1},
    ),
    "flagged": ("diproses", _flagged, {**WORKED_ON, "flagged": 1}),
    "flagged by mistake": ("diproses", lambda lane: _flagged(lane).does("urungkan", DISHUB), WORKED_ON),
    "flagged, and let through": (
        "diproses",
        lambda lane: _flagged(lane).does("sahkan", ADMIN),
        {**ANSWERED, "flagged": 1},
    ),
    "let through by mistake": (
        "diproses",
        lambda lane: _flagged(lane).does("sahkan", ADMIN).does("urungkan", ADMIN),
        {**WORKED_ON, "flagged": 1},
    ),
    "not reached": ("ditindaklanjuti", lambda lane: lane.happens(Reach(False)), {**ANSWERED, "unreached": 1}),
    "reached after all": (
        "ditindaklanjuti",
        lambda lane: lane.happens(Reach(False)).happens(Reach(True)),
        {**ANSWERED, "unreached": 1, "reached": 1},
    ),
    "answered to nobody": (
        "diproses",
        lambda lane: lane.happens(Reach(False)).does("selesai", DISHUB, "Lampu diganti", evidence=(PHOTO,)),
        {**ANSWERED, "unreached": 1},
    ),
    "only words": ("diproses", lambda lane: lane.does("catatan", DISHUB, "nanti").says("halo"), WORKED_ON),
}


@pytest.mark.parametrize("name", STORIES)
def test_what_is_counted(name: str) -> None:
    """Each story counts what it says, once, and the journal says the same."""
    status, story, expected = STORIES[name]
    lane = brought_to(status)
    story(lane)
    assert expected == facts_of(lane)


UNDONE: dict[str, tuple[TicketStatus, Callable[[TicketLane], TicketLane], dict[str, int]]] = {
    "answer": (
        "diproses",
        lambda lane: lane.does("selesai", DISHUB, "Lampu diganti", evidence=(PHOTO,)),
        WORKED_ON,
    ),
    "words": ("diproses", lambda lane: lane.does("progres", DISHUB, "Besok diganti"), WORKED_ON),
    "disposal": (
        "terverifikasi",
        lambda lane: lane.does("disposisi", COORDINATOR, unit="dlhk"),
        {"received": 1},
    ),
    "archive": ("baru", lambda lane: lane.does("arsip", COORDINATOR, "bukan laporan"), {"received": 1}),
    "return": ("didisposisikan", lambda lane: lane.does("bukan_wewenang", DISHUB, "bukan kami"), WORKED_ON),
}


@pytest.mark.parametrize("name", UNDONE)
def test_what_is_taken_back_was_never_counted(name: str) -> None:
    """An act that is taken back leaves no count, on the day on which it was done, also when that day is over."""
    status, act, expected = UNDONE[name]
    lane = brought_to(status).until(datetime(2026, 7, 7, 23, 58, tzinfo=ZONE))
    act(lane)
    by = {"archive": COORDINATOR, "disposal": COORDINATOR}.get(name, DISHUB)
    lane.waits(minutes=5).does("urungkan", by)
    assert not lane.verdict.alert
    assert expected == facts_of(lane)
    days = days_of(lane.all_effects)
    assert all(not state.city.facts for day, state in days.items() if day > date(2026, 7, 6))


def test_a_report_is_received_where_it_belongs() -> None:
    """A wrong category or place is put right on the day on which the report came; a confidential one has no place."""
    lane = brought_to("didisposisikan").waits(days=2)
    lane.does("kategori", ADMIN, category="sampah").does("lokasi", ADMIN, "Lasiana")
    facts_of(lane)
    first = days_of(lane.all_effects)[MONDAY.date()]
    assert ({"sampah"}, {"Lasiana"}) == ({*_received(first.category)}, {*_received(first.kelurahan)})
    lane.happens(ChangePrivacy("rahasia"))
    facts_of(lane)
    assert {""} == {*_received(days_of(lane.all_effects)[MONDAY.date()].kelurahan)}


def _received(table: Mapping[str, Part]) -> Iterator[str]:
    return (name for name, part in table.items() if part.facts.get("received"))


def test_words_of_a_citizen_are_no_place() -> None:
    """What stands in a count comes from the city's pack: a place that it does not know is none."""
    lane = TicketLane().opens(kelurahan="rumah Beny Tefa")
    assert [""] == list(days_of(lane.all_effects)[MONDAY.date()].kelurahan)


def test_a_week_is_reported_by_the_calendar_of_now() -> None:
    """Where the Monday after it is no holiday any more, its report comes that morning, and not a day later."""
    lane, monday = tally_lane(date(2026, 7, 8)), date(2026, 7, 13)
    event = Event("e", lane, MONDAY, Recount("new"))
    closed = replace(city(), holidays_added={monday: "Libur"})
    waits = [TallySteps(one).step(None, event, Moment(MONDAY)).wake_at for one in (closed, city())]
    assert [datetime(2026, 7, 14, tzinfo=UTC), datetime(2026, 7, 13, tzinfo=UTC)] == waits


def test_how_long_it_took() -> None:
    """Times count from the filing, in minutes of two digits, and add up over days."""
    lane = TicketLane().opens(filed_at=MONDAY - timedelta(hours=1)).waits(minutes=63)
    lane.does("arsip", COORDINATOR, "bukan laporan")
    assert {"first_answer": {"120": 1}, "sorting": {"63": 1}} == summed(days_of(lane.all_effects).values()).city.minutes
    assert [0, 7, 99, 100, 120, 1500, 21000, 1000] == [rounded(n) for n in (0, 7, 99, 100, 123, 1459, 20999, 995)]


def test_how_long_each_stage_took() -> None:
    """A stage counts when it ends, for the unit that had the report in it; what is taken back ended none."""
    lane = TicketLane().opens().waits(minutes=30).does("verifikasi", COORDINATOR).waits(minutes=10)
    lane.does("disposisi", COORDINATOR, unit="dishub").waits(minutes=5).does("urungkan", COORDINATOR)
    lane.waits(minutes=5).does("disposisi", COORDINATOR, unit="dishub").waits(minutes=60).does("ambil", DISHUB)
    lane.waits(minutes=20).does("tanya", DISHUB, "Tiang yang mana?").waits(hours=2).says("yang di tikungan")
    lane.waits(minutes=40).does("selesai", DISHUB, "Lampu diganti", evidence=(PHOTO,))
    facts_of(lane)
    total = summed(days_of(lane.all_effects).values())
    expected = {
        "taking": {"60": 1},
        "working": {"20": 1, "40": 1},
        "asking": {"120": 1},
    }
    assert expected == {fact: values for fact, values in total.unit["dishub"].minutes.items() if fact in STAGES}
    assert {"50": 1} == total.unit[UNIT].minutes["sorting"]


def test_what_messages_cost_is_no_place_and_no_kind() -> None:
    """Messages count in the whole city and on their channel, and in no other table."""
    rows = (
        TallyRow(("message", "template"), channel="sms", times=3),
        TallyRow(("spent",), channel="sms", times=105000),
    )
    day = counted(DayState(), Tallied(rows))
    expected = Part({"message": 3, "template": 3, "spent": 105000})
    assert DayState(city=expected, channel={"sms": expected}) == day


def test_a_day_says_once_that_its_week_is_over() -> None:
    """In the morning of the first working day after the week the common group hears of it, from each day once."""
    lane, steps_ = tally_lane(date(2026, 7, 8)), TallySteps(city())
    body = Tallied((TallyRow(("received",), "jalan"),))
    counted = steps_.step(None, Event("e", lane, MONDAY, body), Moment(MONDAY.astimezone(UTC)))
    due = datetime(2026, 7, 13, 8, tzinfo=ZONE).astimezone(UTC)
    assert due == counted.wake_at
    over = steps_.step(counted.state, Event("t", lane, due, Timer(due)), Moment(due))
    assert (Tell(OFFICIALS_LANE, WeekOver("2026-07-06")),) == over.effects
    assert over.wake_at is not None
    late = steps_.step(over.state, Event("l", lane, due, body), Moment(due))
    assert ((), over.wake_at) == (late.effects, late.wake_at)
    assert {"received": 2} == late.state.city.facts


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from((None, *STATUSES)), filings, happenings_soon)
def test_any_story_is_counted_as_the_journal_says(
    start: TicketStatus | None, changes: dict[str, Any], happenings: list[tuple[int, Any]]
) -> None:
    """Every count of every table equals a recount from the journal, also after acts that are taken back."""
    lane = brought_to(start, **changes) if start else TicketLane()
    for hours, choice in happenings:
        lane.waits(hours=hours, minutes=1).happens(_undoing(body_of(lane, choice)))
        told = [one for one in lane.effects if isinstance(one, Tell) and isinstance(one.command, Tallied)]
        assert len(told) <= 2
    assert recount(records_of(lane), ZONE, UNIT) == lines_of(days_of(lane.all_effects))


def test_days_together_are_what_one_day_with_everything_is() -> None:
    """The sum of days is the count of all their rows, and what was taken back on another day is gone."""
    lane = brought_to("diproses")
    told = [one.command for one in lane.all_effects if isinstance(one, Tell) and isinstance(one.command, Tallied)]
    back = Tallied(tuple(structs.replace(row, times=-row.times) for row in told[0].rows))
    every, whole = [counted(DayState(), body) for body in (*told, back)], DayState()
    for body in (*told, back):
        whole = counted(whole, body)
    assert whole == summed(every)
    assert DayState() == summed((every[0], every[-1]))
