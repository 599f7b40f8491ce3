"""Read where the holidays of a city come from, and which days it adds or removes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.language.data import CityError
from core.language.tables import Reader, Table

FILE = "holidays.toml"
_BASE = f"base/{FILE}"


@dataclass(frozen=True, slots=True)
class Holidays:
    """Country and language of the `holidays` package, and what is different in this city."""

    country: str
    language: str
    added: Mapping[date, str]
    removed: frozenset[date]


def read_holidays(tables: Mapping[str, Table]) -> Holidays:
    """Give the holidays, the city's words over the base pack's; raise CityError with file and key."""
    source = {"country": "", "language": ""}
    added: dict[date, str] = {}
    removed: set[date] = set()
    for reader in (Reader(name, tables[name]) for name in (_BASE, FILE) if name in tables):
        reader.only("country", "language", "added", "removed")
        source.update({key: reader.text(key) for key in source if key in reader.data})
        added.update({_day(reader, "added", name): str(reason) for name, reason in reader.table("added").items()})
        removed.update(_day(reader, "removed", name) for name in reader.data.get("removed", []))
    for key, value in source.items():
        if not re.fullmatch("[A-Za-z_]{2,5}", value):
            raise CityError(_BASE, key, "a code of the holidays package is needed, like 'ID' and 'id'")
    return Holidays(source["country"], source["language"], added, frozenset(removed))


def _day(reader: Reader, key: str, value: object) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise CityError(reader.file, f"{key}.{value}", "a date like 2026-12-24 is needed") from error
