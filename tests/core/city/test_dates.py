"""Dates as people read them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from core.city.dates import date_and_time, date_range, long_date, relative_day

TODAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("lang", "text"), [("id", "Selasa, 1 Des 2026"), ("en", "Tuesday, 1 Dec 2026"), ("xx", "Selasa, 1 Des 2026")]
)
def test_long_date(lang: str, text: str) -> None:
    """A day is written with weekday, short month and year; unknown languages get Indonesian."""
    assert long_date(TODAY, lang) == text


def test_date_and_time_is_local() -> None:
    """A moment is written in the city's time with the zone's name."""
    moment = datetime(2026, 11, 30, 16, 5, tzinfo=UTC)
    assert date_and_time(moment, ZoneInfo("Asia/Makassar"), "WITA") == "Selasa, 1 Des 2026, 00.05 WITA"
    assert date_and_time(moment, ZoneInfo("Asia/Makassar"), "WITA", "en") == "Tuesday, 1 Dec 2026, 00:05 WITA"


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2026, 3, 18), date(2026, 3, 24), "18–24 Mar 2026"),
        (date(2026, 3, 30), date(2026, 4, 2), "30 Mar – 2 Apr 2026"),
        (date(2026, 12, 24), date(2027, 1, 1), "24 Des 2026 – 1 Jan 2027"),
        (TODAY, TODAY, "1 Des 2026"),
    ],
)
def test_date_range(first: date, last: date, text: str) -> None:
    """A span of days is written as short as it can be."""
    assert date_range(first, last) == text


@pytest.mark.parametrize(
    ("day", "indonesian", "english"),
    [
        (date(2026, 12, 1), "hari ini", "today"),
        (date(2026, 12, 2), "besok", "tomorrow"),
        (date(2026, 12, 4), "3 hari lagi", "in 3 days"),
        (date(2026, 11, 30), "kemarin", "yesterday"),
        (date(2026, 11, 26), "5 hari yang lalu", "5 days ago"),
    ],
)
def test_relative_day(day: date, indonesian: str, english: str) -> None:
    """Near days have words, far days are counted."""
    assert relative_day(day, TODAY) == indonesian
    assert relative_day(day, TODAY, "en") == english
