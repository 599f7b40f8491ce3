"""Working days of Kupang: weekends, national holidays, leave days, and a clock that can stand still."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.city.calendar import SkippedDay, WorkingCalendar
from core.city.pack import parse_city
from tests.core.kupang import kupang, pack_files

CALENDAR = WorkingCalendar(kupang())
WITA = ZoneInfo("Asia/Makassar")
MOMENTS = st.integers(0, 25_000).map(lambda hours: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(hours=hours))


def wita(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    """Make a moment of local time, in UTC."""
    return datetime(year, month, day, hour, minute, second, tzinfo=WITA).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (wita(2026, 11, 2, 9), 3, date(2026, 11, 5)),
        (wita(2026, 11, 2, 23, 59), 1, date(2026, 11, 3)),
        (wita(2026, 11, 6, 9), 1, date(2026, 11, 9)),
        (wita(2026, 11, 7, 9), 1, date(2026, 11, 9)),
        (wita(2026, 12, 22, 9), 3, date(2026, 12, 29)),
        (wita(2026, 3, 17, 9), 1, date(2026, 3, 25)),
        (wita(2026, 11, 2, 9), 0, date(2026, 11, 2)),
        (wita(2026, 11, 7, 9), 0, date(2026, 11, 9)),
    ],
    ids=[
        "plain",
        "late evening",
        "Friday",
        "Saturday",
        "Christmas and leave day",
        "Nyepi and Idul Fitri",
        "0",
        "0 off",
    ],
)
def test_limits_end_on_the_last_second_of_a_working_day(start: datetime, days: int, due: date) -> None:
    """The day of receipt does not count; the limit ends at 23:59:59 local time, given in UTC."""
    assert CALENDAR.add_working_days(start, days) == wita(due.year, due.month, due.day, 23, 59, 59)


def test_the_day_is_that_of_the_city_not_of_utc() -> None:
    """Ten minutes past midnight in Kupang is a new day, though it is still yesterday in UTC."""
    assert CALENDAR.add_working_days(wita(2026, 11, 3, 0, 10), 1) == wita(2026, 11, 4, 23, 59, 59)


def test_the_due_date_is_explained() -> None:
    """The days that did not count are listed with their reasons."""
    start = wita(2026, 12, 23, 9)
    assert (
        SkippedDay(date(2026, 12, 24), "Cuti Bersama Hari Raya Natal", False),
        SkippedDay(date(2026, 12, 25), "Hari Raya Natal", False),
        SkippedDay(date(2026, 12, 26), "Sabtu", True),
        SkippedDay(date(2026, 12, 27), "Minggu", True),
    ) == CALENDAR.why(start, CALENDAR.add_working_days(start, 1))


def test_the_pack_adds_and_removes_holidays() -> None:
    """A late decree in the pack changes the calendar."""
    files = pack_files()
    files["holidays.toml"] = b'removed = ["2026-12-24"]\n[added]\n"2026-11-03" = "Hari duka"\n'
    calendar = WorkingCalendar(parse_city(files))
    assert calendar.is_working_day(date(2026, 12, 24))
    assert "Hari duka" == calendar.holiday(date(2026, 11, 3))


@given(MOMENTS, st.integers(1, 30))
def test_adding_and_counting_agree(start: datetime, days: int) -> None:
    """The due day is exactly that many working days after receipt, and is a working day itself."""
    due = CALENDAR.add_working_days(start, days)
    received, last = CALENDAR.local_day(start), CALENDAR.local_day(due)
    after = (received + timedelta(days=number) for number in range(1, (last - received).days + 1))
    assert days == sum(map(CALENDAR.is_working_day, after))
    assert CALENDAR.is_working_day(CALENDAR.local_day(due))


def test_a_pause_moves_the_limit_by_its_working_time() -> None:
    """A pause over a weekend costs only the hours on Friday and Monday."""
    due = wita(2026, 11, 11, 12)
    assert CALENDAR.shift(due, wita(2026, 11, 6, 12), wita(2026, 11, 9, 6)) == wita(2026, 11, 12, 6)
    assert CALENDAR.shift(due, wita(2026, 11, 7, 1), wita(2026, 11, 8, 23)) == due
    assert CALENDAR.shift(due, due, due) == due


@given(MOMENTS, st.integers(0, 200), st.integers(0, 200))
def test_two_pauses_move_as_far_as_their_sum(start: datetime, first: int, second: int) -> None:
    """Pausing in two pieces is no different from pausing once, and the limit always falls into working time."""
    due = CALENDAR.add_working_days(start, 5)
    middle = start + timedelta(hours=first)
    end = middle + timedelta(hours=second)
    in_two = CALENDAR.shift(CALENDAR.shift(due, start, middle), middle, end)
    assert in_two == CALENDAR.shift(due, start, end)
    assert CALENDAR.working_time(due, in_two) == CALENDAR.working_time(start, end)


def test_naive_times_and_negative_days_are_refused() -> None:
    """A datetime without a zone, and a negative number of days, are errors."""
    with pytest.raises(ValueError, match="time zone"):
        CALENDAR.local_day(datetime(2026, 11, 2))  # noqa: DTZ001
    with pytest.raises(ValueError, match="negative"):
        CALENDAR.add_working_days(wita(2026, 11, 2), -1)
