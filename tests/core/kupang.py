"""The city pack of Kupang, read once for all tests of `core`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from core.city.city import City
from core.reading.understand import Understander
from storage.city import read_city, read_city_files

FOLDER = Path(__file__).parents[2] / "cities" / "kupang"


@cache
def kupang() -> City:
    """Give the pack as a checked city."""
    return read_city(FOLDER)


@cache
def understander() -> Understander:
    """Give an understander with the pack's words prepared."""
    made = Understander(kupang())
    made.warm()
    return made


def pack_files() -> dict[str, bytes]:
    """Give a fresh copy of the pack's files, to be spoiled by a test."""
    return read_city_files(FOLDER)
