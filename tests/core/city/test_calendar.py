"""Working days of Kupang: weekends, national holidays, leave days, and a clock that can stand still."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.city.calendar import WorkingCalendar
from core.city.pack import parse_city
from core.language.data import CityError
from core.vocabulary.dates import DaysOff
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


def test_days_off_are_named() -> None:
    """Days without work on end are one run with its names; a plain weekend, and a holiday on one, is none."""
    off = CALENDAR.days_off(date(2026, 12, 1), date(2027, 1, 3))
    names = ("Cuti Bersama Hari Raya Natal", "Hari Raya Natal")
    assert (
        DaysOff(date(2026, 12, 24), date(2026, 12, 27), names),
        DaysOff(date(2027, 1, 1), date(2027, 1, 3), ("Tahun Baru Masehi",)),
    ) == off
    assert () == CALENDAR.days_off(date(2026, 11, 2), date(2026, 11, 30))


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


@given(MOMENTS, st.integers(0, 200), st.integers(0, 200))
def test_two_spans_count_as_their_sum(start: datetime, first: int, second: int) -> None:
    """Working days between two moments, also those that are lost, are those to any moment between and from there on."""
    middle = start + timedelta(hours=first)
    end = middle + timedelta(hours=second)
    for count in (CALENDAR.working_days, CALENDAR.stood_still):
        assert count(start, end) == count(start, middle) + count(middle, end)


@pytest.mark.parametrize(
    ("moment", "after", "before"),
    [
        (wita(2026, 11, 2, 9), wita(2026, 11, 2, 9), wita(2026, 11, 2, 9)),
        (wita(2026, 11, 2, 7), wita(2026, 11, 2, 7, 30), wita(2026, 10, 30, 16, 29)),
        (wita(2026, 11, 2, 16, 30), wita(2026, 11, 3, 7, 30), wita(2026, 11, 2, 16, 29)),
        (wita(2026, 11, 6, 23), wita(2026, 11, 9, 7, 30), wita(2026, 11, 6, 16, 29)),
        (wita(2026, 12, 25, 12), wita(2026, 12, 28, 7, 30), wita(2026, 12, 23, 16, 29)),
    ],
    ids=["open", "early", "closed", "Friday night", "holiday"],
)
def test_offices_are_open_on_working_days(moment: datetime, after: datetime, before: datetime) -> None:
    """Outside of office hours the next moment is when they open, and the last one a minute before they closed."""
    assert (after, before) == (CALENDAR.next_open(moment), CALENDAR.last_open(moment))


@given(MOMENTS)
def test_open_moments_are_in_office_hours(moment: datetime) -> None:
    """Whatever the moment, the next and the last open one lie in office hours on a working day, each on its side."""
    after, before = CALENDAR.next_open(moment), CALENDAR.last_open(moment)
    assert before <= moment <= after
    for found in (before, after):
        hours = kupang().hours
        assert CALENDAR.is_working_day(CALENDAR.local_day(found))
        assert hours.opens <= found.astimezone(WITA).time() < hours.closes


def test_office_hours_are_the_packs() -> None:
    """A pack says when its offices are open; hours that make no sense are refused."""
    files = pack_files()
    files["holidays.toml"] = b'[hours]\nopens = "08:00"\n'
    assert wita(2026, 11, 2, 8) == WorkingCalendar(parse_city(files)).next_open(wita(2026, 11, 2, 1))
    for wrong in (b'opens = "17:00"', b'opens = "8"', b'shut = "17:00"'):
        files["holidays.toml"] = b"[hours]\n" + wrong
        with pytest.raises(CityError, match=r"holidays\.toml: hours"):
            parse_city(files)


def test_a_changed_calendar_has_another_name() -> None:
    """The name of a calendar changes with its holidays, and with nothing else."""
    files = pack_files()
    same = WorkingCalendar(parse_city(files)).fingerprint(2026)
    files["holidays.toml"] = b'[added]\n"2026-11-03" = "Hari duka"\n'
    assert same == CALENDAR.fingerprint(2026)
    assert same != WorkingCalendar(parse_city(files)).fingerprint(2026)


def test_naive_times_and_negative_days_are_refused() -> None:
    """A datetime without a zone, and a negative number of days, are errors."""
    with pytest.raises(ValueError, match="time zone"):
        CALENDAR.local_day(datetime(2026, 11, 2))  # noqa: DTZ001
    with pytest.raises(ValueError, match="negative"):
        CALENDAR.add_working_days(wita(2026, 11, 2), -1)
