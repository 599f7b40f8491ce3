"""Dates are made of whole working days: they add up, no pause brings one nearer, and counting again changes nothing."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from core.city.calendar import WorkingCalendar
from core.city.explaining import explain
from core.ticket.counting import end_of, paused, reckon, recounted, share_of
from core.ticket.state import MAX_PAUSES, Limit, Pause, TicketState
from core.vocabulary.dates import Reckoning, Stop, StopReason
from core.vocabulary.report import Report
from tests.core.ticket.lane import REPORTER, WITA, city, local, texts

STARTS = st.integers(0, 17_000).map(lambda hours: datetime(2025, 2, 1, tzinfo=UTC) + timedelta(hours=hours))
DAYS = st.integers(1, 60)
REASONS = st.sampled_from(["asked", "held"])
HOURS = st.lists(st.tuples(st.integers(0, 120), st.integers(0, 400), REASONS), max_size=6)
_DAY = timedelta(days=1)


def _calendar(seed: int) -> WorkingCalendar:
    """Make a calendar with holidays more and less than the real one; the first is the real one."""
    days = random.Random(seed).sample([date(2025, 2, 1) + _DAY * number for number in range(880)], 5 * seed)
    added = dict.fromkeys(days[: len(days) // 2], "Libur tambahan")
    return WorkingCalendar(replace(city(), holidays_added=added, holidays_removed=frozenset(days)))


CALENDARS = tuple(_calendar(seed) for seed in range(9))
PLAIN = CALENDARS[0]
calendars = st.sampled_from(CALENDARS)


def with_pauses(
    calendar: WorkingCalendar, start: datetime, days: int, hours: list[tuple[int, int, StopReason]]
) -> Limit:
    """Make a limit of running and standing hours, one after the other."""
    limit, now = Limit(days), start
    for running, standing, why in hours:
        since = now + timedelta(hours=running)
        now = since + timedelta(hours=standing)
        limit = paused(calendar, limit, Pause(since, now, why))
    return limit


def ticket_of(calendar: WorkingCalendar, start: datetime, limit: Limit, *, silent: bool = False) -> TicketState:
    """Make a ticket with a limit that runs."""
    due = end_of(calendar, start, limit)
    plain = TicketState(
        "KPG-26-00001-5", REPORTER, "diproses", Report("", "pengaduan", "jalan"), start, counted_from=start, limit=limit
    )
    if silent:
        return _changed(plain, status="ditindaklanjuti", silence_due=due)
    return _changed(plain, due_at=due, due_kind="tindak_lanjut")


def _changed(ticket: TicketState, **fields: object) -> TicketState:
    return structs.replace(ticket, **fields)


def counted_along(made_of: Reckoning) -> date:
    """Count a date with one's fingers, by nothing but what the explanation says."""
    left = made_of.days + sum(stop.days for stop in made_of.stops)
    day = made_of.start
    while left:
        day += _DAY
        off = day.weekday() >= 5 or any(run.first <= day <= run.last for run in made_of.off)
        left -= not off
    return day


@given(calendars, STARTS, DAYS, HOURS)
def test_never_due_on_a_day_off(
    calendar: WorkingCalendar, start: datetime, days: int, hours: list[tuple[int, int, StopReason]]
) -> None:
    """A limit ends in the last second of a working day, whatever the holidays and pauses."""
    due = end_of(calendar, start, with_pauses(calendar, start, days, hours))
    assert calendar.is_working_day(calendar.local_day(due))
    assert "23:59:59" == f"{due.astimezone(WITA):%H:%M:%S}"


@given(calendars, STARTS, DAYS, HOURS, st.integers(0, 120), st.integers(0, 400))
def test_a_pause_brings_no_date_nearer(
    calendar: WorkingCalendar,
    start: datetime,
    days: int,
    hours: list[tuple[int, int, StopReason]],
    running: int,
    standing: int,
) -> None:
    """One pause more leaves limit and reminders or moves them on; what had time left before has it afterwards."""
    limit = with_pauses(calendar, start, days, hours)
    since = (limit.pauses[-1].until if limit.pauses else start) + timedelta(hours=running)
    until = since + timedelta(hours=standing)
    more = paused(calendar, limit, Pause(since, until, "asked"))
    due = end_of(calendar, start, limit)
    assert due <= end_of(calendar, start, more)
    for percent in (50, 80):
        assert share_of(calendar, start, limit, percent) <= share_of(calendar, start, more, percent)
    if since <= due:
        assert until <= end_of(calendar, start, more)


@given(STARTS, DAYS, HOURS, st.integers(0, 400), st.sampled_from([50, 80]))
def test_what_was_reminded_of_does_not_move(
    start: datetime, days: int, hours: list[tuple[int, int, StopReason]], standing: int, percent: int
) -> None:
    """A pause that begins after a part of the limit was gone leaves that moment where it was."""
    limit = with_pauses(PLAIN, start, days, hours)
    moment = share_of(PLAIN, start, limit, percent)
    since = max([moment, *(one.until for one in limit.pauses)]) + timedelta(hours=1)
    more = paused(PLAIN, limit, Pause(since, since + timedelta(hours=standing), "held"))
    assert moment == share_of(PLAIN, start, more, percent)


@given(calendars, STARTS, DAYS, HOURS)
def test_the_explanation_adds_up(
    calendar: WorkingCalendar, start: datetime, days: int, hours: list[tuple[int, int, StopReason]]
) -> None:
    """Who counts along by what is said, day by day, comes to the date that is said."""
    ticket = ticket_of(calendar, start, with_pauses(calendar, start, days, hours))
    made_of = reckon(calendar, ticket)
    assert made_of is not None
    assert ticket.due_at is not None
    assert made_of.due == calendar.local_day(ticket.due_at)
    assert counted_along(made_of) == made_of.due


@given(calendars, calendars, STARTS, DAYS, HOURS, st.booleans())
def test_recounting_is_idempotent(
    before: WorkingCalendar,
    after: WorkingCalendar,
    start: datetime,
    days: int,
    hours: list[tuple[int, int, StopReason]],
    silent: bool,
) -> None:
    """By the same calendar a second count finds nothing to do, and the first calendar gives the first date again."""
    now = start + _DAY
    ticket = ticket_of(before, start, with_pauses(before, start, days, hours), silent=silent)
    once = recounted(after, ticket, now)
    assert once is recounted(after, once, now)
    assert ticket is recounted(before, ticket, now)
    back = recounted(before, once, now)
    assert (ticket.due_at, ticket.silence_due) == (back.due_at, back.silence_due)
    assert back.promised is None


def test_old_pauses_keep_their_days() -> None:
    """Of more pauses than a document keeps the oldest leave only their days, and the date is the same."""
    start = datetime(2026, 1, 5, 10, 0, tzinfo=WITA)
    limit = Limit(200)
    for number in range(MAX_PAUSES + 5):
        since = start + timedelta(days=3 * number)
        limit = paused(PLAIN, limit, Pause(since, since + _DAY, "asked"))
    lost = sum(PLAIN.stood_still(start + timedelta(days=3 * n), start + timedelta(days=3 * n + 1)) for n in range(25))
    assert (MAX_PAUSES, PLAIN.add_working_days(start, 200 + lost)) == (len(limit.pauses), end_of(PLAIN, start, limit))
    made_of = reckon(PLAIN, ticket_of(PLAIN, start, limit))
    assert made_of is not None
    assert {"earlier", "asked"} == {stop.why for stop in made_of.stops}
    assert counted_along(made_of) == made_of.due


def test_the_sentence_of_the_procedure() -> None:
    """A date over Nyepi and Idul Fitri is explained to citizen and official in one line each."""
    start = datetime(2026, 3, 13, 10, 0, tzinfo=WITA)
    limit = paused(PLAIN, Limit(5), Pause(start + _DAY * 3, start + _DAY * 14, "asked"))
    ticket = ticket_of(PLAIN, start, limit)
    made_of = reckon(PLAIN, ticket)
    assert made_of is not None
    assert "2026-04-02 23:59:59" == local(ticket.due_at)
    said = explain(texts(), "id", made_of, "citizen")
    feasts = "Hari Suci Nyepi, Hari Raya Idul Fitri"
    assert f"5 hari kerja dari Jumat, 13 Mar; 18–24 Mar libur ({feasts}); jeda 4 hari menunggu jawaban Anda" == said
    assert "menunggu jawaban pelapor" in explain(texts(), "id", made_of, "officials")
    assert "5 working days from Friday, Mar 13" in explain(texts(), "en", made_of, "citizen")


@pytest.mark.parametrize(("why", "said"), [("held", "karena ditunda"), ("earlier", "sebelumnya")])
def test_each_reason_of_a_stop_is_said(why: StopReason, said: str) -> None:
    """Why a limit stood still is named."""
    made_of = Reckoning(date(2026, 7, 6), 5, date(2026, 7, 15), stops=(Stop(2, why),))
    assert f"jeda 2 hari {said}" in explain(texts(), "id", made_of, "citizen")
