"""Write dates for people: "Selasa, 1 Des 2026", "14.30" and the label of the zone.

Each function takes the locale in which dates are written (a code of CLDR); a language says its own (`LOCALE`).
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval, format_skeleton

LOCALE = "dates.locale"
"""Key of the text that names the locale: languages that CLDR does not know write dates as their neighbours do."""


def is_locale(code: str) -> bool:
    """Tell whether dates can be written in a locale."""
    try:
        Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return False
    return True


def weekday_name(day: date, locale: str) -> str:
    """Name the weekday of a day."""
    return format_date(day, "EEEE", locale=locale)


def long_date(day: date, locale: str) -> str:
    """Write a day with weekday, short month and year: "Selasa, 1 Des 2026"."""
    return format_date(day, "EEEE, d MMM y", locale=locale)


def short_date(day: date, locale: str) -> str:
    """Write a day with short month and year: "1 Des 2026"."""
    return format_date(day, "d MMM y", locale=locale)


def day_and_month(day: date, locale: str) -> str:
    """Write a day with its weekday, without the year: "Jumat, 13 Mar"."""
    return f"{weekday_name(day, locale)}, {format_skeleton('MMMd', day, locale=locale)}"


def date_range(first: date, last: date, locale: str) -> str:
    """Write the days from one to another, without the year: "18–25 Mar", or the one day that it is."""
    return format_interval(first, last, "MMMd", locale=locale)


def day_and_time(moment: datetime, zone: ZoneInfo, locale: str) -> str:
    """Write an aware moment in a zone, without the year: "Jumat, 13 Mar, 14.30" (English: "Friday, Mar 13, 14:30")."""
    local = moment.astimezone(zone)
    return f"{day_and_month(local.date(), locale)}, {format_skeleton('Hm', local, locale=locale)}"


def date_and_time(moment: datetime, zone: ZoneInfo, label: str, locale: str) -> str:
    """Write an aware moment in a zone: "Selasa, 1 Des 2026, 14.30" (English: "14:30"), with the zone's label."""
    local = moment.astimezone(zone)
    return f"{long_date(local.date(), locale)}, {format_skeleton('Hm', local, locale=locale)} {label}"
