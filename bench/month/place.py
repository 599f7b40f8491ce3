"""The city of the month: its pack with two desks in groups of their own, and who works there."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from core.city.city import City
from core.city.pack import parse_city
from storage.city import read_city_files

PACK = Path(__file__).parents[2] / "cities" / "kupang"
UNITS = ("dishub", "pupr", "dlhk", "air", "dinkes", "disdik")
OWN_GROUPS = ("pupr", "dinkes")
"""Units whose desk is a group of its own."""
FIRST_OFFICIAL = 7_200
LEADS, LIAISON, WORKS = "pimpinan", "penghubung", "petugas"


@dataclass(frozen=True)
class Colleague:
    """An official of the month."""

    id: int
    name: str
    unit: str
    role: str


@cache
def words() -> Mapping[str, Any]:
    """Read what people say."""
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))


def desks(chats: Mapping[str, int]) -> bytes:
    """Write the pack's desks: each unit that is named has a chat of its own."""
    groups = "".join(f'[groups.{unit}]\nchat = "{chat}"\n' for unit, chat in chats.items())
    rows = "".join(f'[[desk]]\nkey = "{unit}"\ngroup = "{unit}"\n' for unit in chats)
    return f"{groups}\n{rows}".encode()


@dataclass(frozen=True)
class NewDays:
    """What a city changes of its calendar: days that become free, and free days that become working days."""

    added: tuple[date, ...] = ()
    removed: tuple[date, ...] = ()


AS_IT_WAS = NewDays()


@lru_cache(maxsize=4)
def city_of(desk_rows: bytes, days: NewDays = AS_IT_WAS) -> City:
    """Read the pack with other desks and days; albums end soon."""
    city = parse_city({**_files(), "desks.toml": desk_rows})
    return replace(
        city,
        limits=replace(city.limits, album_quiet_seconds=2.0),
        holidays_added={**city.holidays_added, **dict.fromkeys(days.added, "Hari berkabung daerah")},
        holidays_removed=city.holidays_removed | frozenset(days.removed),
    )


@cache
def _files() -> Mapping[str, bytes]:
    return read_city_files(PACK)


def officials(count: int) -> Sequence[Colleague]:
    """Name so many officials, spread over the units: the first of each leads it, the second is its liaison."""
    names = words()["names"]
    found = []
    for place in range(count):
        unit, rank = UNITS[place % len(UNITS)], place // len(UNITS)
        first, last = names["first"][place % len(names["first"])], names["last"][rank % len(names["last"])]
        role = (LIAISON, LEADS)[rank] if rank < 2 else WORKS
        found.append(Colleague(FIRST_OFFICIAL + place, f"{first} {last} {place + 1}", unit, role))
    return found
