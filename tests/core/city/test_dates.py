"""Dates as people read them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from core.city.dates import date_and_time, is_locale, long_date

TODAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("locale", "text"), [("id", "Selasa, 1 Des 2026"), ("en", "Tuesday, 1 Dec 2026"), ("su", "Salasa, 1 Dés 2026")]
)
def test_long_date(locale: str, text: str) -> None:
    """A day is written with weekday, short month and year, in any locale that CLDR knows."""
    assert text == long_date(TODAY, locale)


def test_date_and_time_is_local() -> None:
    """A moment is written in the city's time with the zone's name, as the locale writes hours."""
    moment = datetime(2026, 11, 30, 16, 5, tzinfo=UTC)
    assert "Selasa, 1 Des 2026, 00.05 WITA" == date_and_time(moment, ZoneInfo("Asia/Makassar"), "WITA", "id")
    assert "Tuesday, 1 Dec 2026, 00:05 WITA" == date_and_time(moment, ZoneInfo("Asia/Makassar"), "WITA", "en")


@pytest.mark.parametrize(("code", "known"), [("id", True), ("jv", True), ("tet", False), ("", False), ("x-1", False)])
def test_locales_that_are_known(code: str, known: bool) -> None:
    """A pack may name only a locale in which dates can be written."""
    assert known == is_locale(code)
