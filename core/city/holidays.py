"""Read where the holidays of a city come from, which days it adds or removes, and when its offices are open."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from core.language.data import CityError
from core.language.tables import Reader, Table

FILE = "holidays.toml"
_BASE = f"base/{FILE}"


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When offices are open on a working day, in the city's time: outside of it nobody is reminded of anything."""

    opens: time = time(7, 30)
    closes: time = time(16, 30)


@dataclass(frozen=True, slots=True)
class Holidays:
    """Country and language of the `holidays` package, what is different in this city, and the office hours."""

    country: str
    language: str
    added: Mapping[date, str]
    removed: frozenset[date]
    hours: OfficeHours


def read_holidays(tables: Mapping[str, Table]) -> Holidays:
    """Give the holidays, the city's words over the base pack's; raise CityError with file and key."""
    source = {"country": "", "language": ""}
    added: dict[date, str] = {}
    removed: set[date] = set()
    hours = OfficeHours()
    for reader in (Reader(name, tables[name]) for name in (_BASE, FILE) if name in tables):
        reader.only("country", "language", "added", "removed", "hours")
        hours = _hours(reader, hours)
        source.update({key: reader.text(key) for key in source if key in reader.data})
        added.update({_day(reader, "added", name): str(reason) for name, reason in reader.table("added").items()})
        removed.update(_day(reader, "removed", name) for name in reader.data.get("removed", []))
    for key, value in source.items():
        if not re.fullmatch("[A-Za-z_]{2,5}", value):
            raise CityError(_BASE, key, "a code of the holidays package is needed, like 'ID' and 'id'")
    return Holidays(source["country"], source["language"], added, frozenset(removed), hours)


def _day(reader: Reader, key: str, value: object) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise CityError(reader.file, f"{key}.{value}", "a date like 2026-12-24 is needed") from error


def _hours(reader: Reader, before: OfficeHours) -> OfficeHours:
    inner = Reader(reader.file, reader.table("hours"), "hours").only("opens", "closes")
    found = {key: _hour(inner, key) for key in inner.data}
    hours = replace(before, **found)
    if hours.opens >= hours.closes:
        raise CityError(inner.file, inner.key("closes"), "offices close after they open")
    return hours


def _hour(reader: Reader, key: str) -> time:
    try:
        return datetime.strptime(reader.text(key), "%H:%M").time()  # noqa: DTZ007 - an hour of no day
    except ValueError as error:
        raise CityError(reader.file, reader.key(key), "a time like 07:30 is needed") from error
