"""Write dates for people: "Selasa, 1 Des 2026", "besok", "3 hari lagi", in Indonesian and English."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

_NEAR = {
    "id": {-2: "kemarin dulu", -1: "kemarin", 0: "hari ini", 1: "besok", 2: "lusa"},
    "en": {-1: "yesterday", 0: "today", 1: "tomorrow"},
}
_FAR = {"id": ("{} hari yang lalu", "{} hari lagi"), "en": ("{} days ago", "in {} days")}


def _known(lang: str) -> str:
    return lang if lang in _NEAR else "id"


def _written(day: date, pattern: str, lang: str) -> str:
    return format_date(day, pattern, locale=_known(lang))


def weekday_name(day: date, lang: str = "id") -> str:
    """Name the weekday of a day; an unknown language gives Indonesian."""
    return _written(day, "EEEE", lang)


def long_date(day: date, lang: str = "id") -> str:
    """Write a day with weekday, short month and year: "Selasa, 1 Des 2026"."""
    return _written(day, "EEEE, d MMM y", lang)


def short_date(day: date, lang: str = "id") -> str:
    """Write a day with short month and year: "1 Des 2026"."""
    return _written(day, "d MMM y", lang)


def date_range(first: date, last: date, lang: str = "id") -> str:
    """Write a span of days as short as possible: "18–24 Mar 2026", "30 Mar – 2 Apr 2026"."""
    if first == last:
        return short_date(first, lang)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{short_date(last, lang)}"
    if first.year == last.year:
        return f"{_written(first, 'd MMM', lang)} – {short_date(last, lang)}"
    return f"{short_date(first, lang)} – {short_date(last, lang)}"


def date_and_time(moment: datetime, zone: ZoneInfo, label: str, lang: str = "id") -> str:
    """Write an aware moment in a zone: "Selasa, 1 Des 2026, 14.30 WITA" (English: "14:30 WITA")."""
    local = moment.astimezone(zone)
    mark = "." if _known(lang) == "id" else ":"
    return f"{long_date(local.date(), lang)}, {local:%H}{mark}{local:%M} {label}"


def relative_day(day: date, today: date, lang: str = "id") -> str:
    """Write how far a day is from today: "kemarin", "hari ini", "3 hari lagi", "5 hari yang lalu"."""
    name, distance = _known(lang), (day - today).days
    near = _NEAR[name].get(distance)
    if near is not None:
        return near
    past, future = _FAR[name]
    return (future if distance > 0 else past).format(abs(distance))
