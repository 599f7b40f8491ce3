"""Which open tickets are taken for the same matter, and how their lane keeps them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from core.city.city import City
from core.near.alike import alike, are_unlikely, lane_of, likeness, row_of
from core.near.state import MOST_ROWS, NearState, load
from core.near.step import NearSteps
from core.vocabulary.events import Body, Event
from core.vocabulary.near import ForgottenNear, KnownNear, NearRow
from core.vocabulary.report import Pin, Report
from core.vocabulary.steps import Moment
from tests.core.kupang import kupang

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
LANE = "near:lampu-jalan:Oebufu"
LAMP = Report("Lampu jalan mati su 3 hari", "pengaduan", "lampu-jalan", kelurahan="Oebufu", landmark="depan SDN Oebufu")


@pytest.fixture(scope="module")
def city() -> City:
    """Give the real pack."""
    return kupang()


def said(**changes: Any) -> Report:
    """Give a report about a street light, with changes."""
    return msgspec.structs.replace(LAMP, **changes)


CASES = {
    "the same words": (LAMP, True),
    "the same landmark in other words": (said(text="gelap gulita", landmark="SDN Oebufu"), True),
    "no landmark, but the same words": (said(landmark=""), True),
    "no landmark and no words": (said(landmark="", text="tolong"), False),
    "another landmark": (said(landmark="depan Gereja Anugerah"), False),
    "only a house of one's own": (said(landmark="depan rumah saya"), True),
}


@pytest.mark.parametrize(("other", "expected"), CASES.values(), ids=CASES)
def test_what_is_alike(city: City, other: Report, expected: bool) -> None:
    """Two reports of one kind in one kelurahan are alike by landmark or by words, never against their landmarks."""
    found = likeness(LANE, row_of(city, LAMP, "", NOON), row_of(city, other, "1", NOON)) > 0
    assert expected == found


PLACES = {
    ("SDN 2 Oebufu", "depan SDN Oebufu"): True,
    ("SDN 2 Oebufu", "SDN 5 Oebufu"): None,
    ("Jalan Mawar nomor 7", "jln Mawar"): True,
    ("Jalan Mawar nomor 7", "Jalan Melati nomor 7"): False,
    ("gereja Kota Baru", "Gereja Anugerah"): False,
    ("rumah saya", "dekat rumah"): None,
}


@pytest.mark.parametrize(("places", "expected"), PLACES.items(), ids=map(str, PLACES))
def test_places(city: City, places: tuple[str, str], expected: bool | None) -> None:
    """Names tell places apart, what everybody has does not; numbers alone leave it open."""
    rows = [row_of(city, said(text="a", landmark=place), place, NOON) for place in places]
    found = likeness("near:lampu-jalan:-", rows[0], rows[1])
    here = likeness(LANE, *(msgspec.structs.replace(row, words=("mati",)) for row in rows))
    assert (expected is True, expected is not False) == (found > 0, here > 0)


@pytest.mark.parametrize(("metres", "expected"), [(0, True), (250, True), (900, False)])
def test_pins(city: City, metres: int, expected: bool) -> None:
    """Pins within three hundred metres are one place, whoever names what; farther ones are two."""
    here = Pin(-10.17, 123.60)
    there = Pin(-10.17 + metres / 111_320, 123.60)
    rows = [row_of(city, said(kelurahan="", landmark="", pin=pin), str(pin), NOON) for pin in (here, there)]
    assert expected == (likeness("near:lampu-jalan:-", rows[0], rows[1]) > 0)


def test_without_a_kelurahan_or_a_kind_more_is_asked(city: City) -> None:
    """Where nobody says where or about what, the same words are not enough."""
    row = row_of(city, said(landmark=""), "1", NOON)
    other = msgspec.structs.replace(row, number="2")
    assert likeness(LANE, row, other) > 0
    assert [0.0, 0.0] == [likeness(lane, row, other) for lane in ("near:lampu-jalan:-", "near:lainnya:Oebufu")]


def test_the_kelurahan_is_no_landmark(city: City) -> None:
    """A row holds roots and a rough position: nothing that a person could be known by."""
    pin = Pin(-10.171234, 123.601234, "Rumah Bapak Beny")
    row = row_of(city, said(pin=pin), "KPG", NOON)
    assert NearRow("KPG", NOON, ("sdn",), row.words, -10.171, 123.601) == row
    assert "oebufu" not in row.words


def test_at_most_two_the_likeliest_first(city: City) -> None:
    """The same landmark comes before the same words, the newer before the older, old ones and one's own not at all."""
    plain = row_of(city, LAMP, "", NOON)
    elsewhere = msgspec.structs.replace(plain, landmark=())
    rows = [
        msgspec.structs.replace(elsewhere, number="words", at=NOON),
        msgspec.structs.replace(plain, number="older", at=NOON - timedelta(days=9)),
        msgspec.structs.replace(plain, number="newer", at=NOON - timedelta(days=8)),
        msgspec.structs.replace(plain, number="gone", at=NOON - timedelta(days=15)),
        msgspec.structs.replace(plain, number="own", at=NOON),
    ]
    found = alike(city, LANE, NearState(tuple(rows)), plain, NOON, besides=("own",))
    assert ["newer", "older"] == [row.number for row in found]


UNLIKELY = {
    "the same": (LAMP, False),
    "another kind": (said(category="sampah"), True),
    "another kelurahan": (said(kelurahan="Oesapa"), True),
    "another landmark": (said(landmark="Gereja Anugerah"), True),
    "no kelurahan": (said(kelurahan=""), False),
}


@pytest.mark.parametrize(("other", "expected"), UNLIKELY.values(), ids=UNLIKELY)
def test_unlikely_merges(city: City, other: Report, expected: bool) -> None:
    """Two matters differ by kind, by kelurahan, by landmark or by all of their words."""
    assert expected == are_unlikely(city, LAMP, other, NOON)


def test_lanes(city: City) -> None:
    """A place that is no kelurahan of the city names no lane."""
    lanes = [lane_of(city, said(kelurahan=name)) for name in ("Oebufu", "", "rumah Beny")]
    assert [LANE, "near:lampu-jalan:-", "near:lampu-jalan:-"] == lanes


class NearLane:
    """One lane of what is open near a place."""

    def __init__(self, city: City) -> None:
        self.steps = NearSteps(city)
        self.now = NOON
        self.state: Any = None

    def happens(self, body: Body) -> tuple[str, ...]:
        """Step one event; give the numbers that are kept."""
        outcome = self.steps.step(self.state, Event("e", LANE, self.now, body), Moment(self.now))
        assert ((), None) == (outcome.effects, outcome.wake_at)
        self.state = msgspec.to_builtins(outcome.state, builtin_types=(datetime,))
        return tuple(row.number for row in load(self.state).rows)


def test_rows_come_change_and_go(city: City) -> None:
    """A ticket stands once, told twice or not; what is forgotten twice is gone; after two weeks it goes by itself."""
    lane = NearLane(city)
    row = row_of(city, LAMP, "1", NOON)
    told = [
        lane.happens(KnownNear(row)),
        lane.happens(KnownNear(msgspec.structs.replace(row, words=("padam",)))),
        lane.happens(KnownNear(msgspec.structs.replace(row, number="2", at=NOON + timedelta(days=1)))),
        lane.happens(ForgottenNear("1")),
        lane.happens(ForgottenNear("1")),
    ]
    lane.now += timedelta(days=16)
    told.append(lane.happens(ForgottenNear("3")))
    assert [("1",), ("1",), ("1", "2"), ("2",), ("2",), ()] == told


def test_the_document_stays_small(city: City) -> None:
    """However many are open, the newest are kept, and each of them is small."""
    lane = NearLane(city)
    words = " ".join(f"{first}{second}lubang" for first in "bcdfghjklm" for second in "bcdfghjklm")
    for count in range(MOST_ROWS + 20):
        long = said(text=words, landmark=words)
        kept = lane.happens(KnownNear(row_of(city, long, str(count), NOON + timedelta(seconds=count))))
    assert MOST_ROWS == len(kept)
    assert "79" == kept[-1]
    assert len(msgspec.json.encode(lane.state)) < 60_000
