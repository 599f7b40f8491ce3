"""What fills the databases that pages are measured on: the documents that the steps would have left, and no others."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bench import lives as lived
from bench.counts import Copies, check, counted
from bench.flood import _DIGEST
from bench.lives import MONDAY, WEEK, Lives
from bench.stamps import Copy, Stamps
from core.ticket.number import FIRST_LONG, format_number
from storage.city import read_city

TODAY = date(2026, 12, 1)
KINDS = ("jalan", "sampah")
PLACES = 3


@cache
def lives() -> Lives:
    """Live the lives of two kinds of matter in three places."""
    city = read_city(Path("cities/kupang"))
    some = [one for one in city.categories if one.code in KINDS]
    small = replace(city, categories=tuple(some), kelurahan=city.kelurahan[:PLACES])
    return Lives.of(small)


def copies(weeks: range) -> list[Copy]:
    """Give a copy of every life for each week, numbers of both lengths among them."""
    every = [(place, week) for week in weeks for place in range(len(lives().plans))]
    years = [(MONDAY + week * WEEK).year for _, week in every]
    numbers = [format_number("KPG", year, FIRST_LONG - 20 + n) for n, year in enumerate(years)]
    return [Copy(number, *one) for number, one in zip(numbers, every, strict=True)]


def test_a_stamp_is_what_is_encoded_by_itself() -> None:
    """The number alone is another, whatever its length; lane, journal and public line are the same bytes."""
    stamps, several = Stamps(lives()), copies(range(-6, -2))
    assert {14, 15} == {len(one.number) for one in several}
    for one in several:
        for journal in (True, False):
            assert Stamps(lives()).encoded(one, journal=journal) == stamps.written(one, journal=journal)
    assert any(stamps.written(one, journal=True).public for one in several)


def test_stamped_tickets_are_those_that_the_steps_make() -> None:
    """A life that the real steps live in those weeks leaves the same ticket and the same lines, digests aside."""
    for one in copies(range(-2, 0)):
        where = one.place, one.number, one.weeks
        assert plain(lives().again(*where)) == plain(lives().copy(*where))


def plain(documents: list[Any]) -> bytes:
    """Write documents without digests, which are of the number."""
    return _DIGEST.sub(b"", msgspec.json.encode(documents))


@pytest.mark.parametrize("weeks", [-4, -9])
def test_days_and_months_are_counted_as_the_steps_count_them(weeks: int) -> None:
    """Every day in which something happened, told one copy after the other."""
    some = Copies({(place, weeks): 1 + place % 2 for place in range(len(lives().plans))})
    made = counted(lives(), some, TODAY)
    assert len(made.days) > 3
    for day in made.days:
        assert check(lives(), some, day) > 0


def test_a_wrong_count_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A life that tells a day something else than was counted fails the check."""
    some = Copies({(place, -4): 1 for place in range(lives().ended)})
    day = sorted(counted(lives(), some, TODAY).days)[0]
    monkeypatch.setattr("bench.counts.strokes_of", lambda _rows: ())
    with pytest.raises((AssertionError, KeyError)):
        check(lives(), some, day)


def test_every_way_is_lived() -> None:
    """The lives that end and those that do not have a plan each, in turns."""
    assert {**lived.OPEN, **lived.ENDED}.keys() == Counter(one.way for one in lives().plans).keys()
    assert datetime(2026, 7, 6, 2, tzinfo=UTC) == MONDAY
