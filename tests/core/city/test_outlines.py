"""Borders of a pack become shapes that fit on a page and on each other; what is wrong with them is named."""

from __future__ import annotations

import copy
import re
from itertools import pairwise
from typing import Any

import pytest

from core.city.arcs import area_of, simplified
from core.city.outlines import MOST_POINTS, SIDE, read_outlines
from core.city.pack import parse_city
from core.language.data import CityError
from tests.cities.borders import collection, feature, invented
from tests.core.kupang import kupang, pack_files

SQUARE = [(123.5, -10.1), (123.6, -10.1), (123.6, -10.2), (123.5, -10.2), (123.5, -10.1)]


def points_of(path: str) -> list[tuple[int, int]]:
    """Give where the points of a shape lie."""
    found: list[tuple[int, int]] = []
    for ring in re.findall(r"M[^z]*z", path):
        numbers = [int(one) for one in re.findall(r"-?\d+", ring)]
        x, y = numbers[:2]
        found.append((x, y))
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            x, y = x + dx, y + dy
            found.append((x, y))
    return found


def test_all_areas_are_drawn_in_few_bytes() -> None:
    """Fifty-one areas with thousands of positions become shapes of a few kilobytes, inside of the picture."""
    features = invented(kupang(), 8)
    positions = sum(len(ring) for one in features for ring in one["geometry"]["coordinates"])
    found = read_outlines(collection(*features), kupang().kelurahan)
    assert {area.name for area in kupang().kelurahan} == set(found.paths)
    assert SIDE == max(found.width, found.height)
    points = [point for path in found.paths.values() for point in points_of(path)]
    assert 30_000 < positions
    assert len(points) <= MOST_POINTS + len(found.paths)
    assert sum(map(len, found.paths.values())) < 13_000
    assert all(0 <= x <= found.width and 0 <= y <= found.height for x, y in points)


def test_no_gap_opens_between_neighbours() -> None:
    """A border that two areas share is simplified alike on both sides: together they cover what they covered."""
    left = ((0, 0), (50, 0), (50, 30), (53, 31), (49, 40), (58, 60), (50, 100), (0, 100))
    right = ((50, 0), (120, 0), (120, 100), (50, 100), (58, 60), (49, 40), (53, 31), (50, 30))
    for most in (16, 12, 10, 8):
        one, other = simplified([left, right], most)
        edges = {frozenset(pair) for pair in pairwise((*one, one[0]))}
        shared = edges & {frozenset(pair) for pair in pairwise((*other, other[0]))}
        assert shared
        assert area_of(one) + area_of(other) == area_of(((0, 0), (120, 0), (120, 100), (0, 100)))


def test_spellings_and_islands() -> None:
    """A feature may be named by a spelling, in any case, and have several parts."""
    features = invented(kupang())
    whole = next(one for one in features if one["properties"]["name"] == "Oesapa")
    whole["properties"]["name"] = " OE SAPA "
    island = [[(x + 0.4, y) for x, y in ring] for ring in whole["geometry"]["coordinates"]]
    whole["geometry"] = {"type": "MultiPolygon", "coordinates": [whole["geometry"]["coordinates"], island]}
    found = read_outlines(collection(*features), kupang().kelurahan)
    assert 2 == found.paths["Oesapa"].count("M")


def _without_last(features: list[dict[str, Any]]) -> None:
    features.pop()


def _stranger(features: list[dict[str, Any]]) -> None:
    features.append(feature("Negeri Dongeng", SQUARE))


def _nameless(features: list[dict[str, Any]]) -> None:
    features.append({"type": "Feature", "properties": None, "geometry": None})


def _twice(features: list[dict[str, Any]]) -> None:
    features.append(copy.deepcopy(features[0]))


def _ring(ring: Any) -> Any:
    def change(features: list[dict[str, Any]]) -> None:
        features[0]["geometry"]["coordinates"][0] = ring

    return change


def _point(features: list[dict[str, Any]]) -> None:
    features[0]["geometry"] = {"type": "Point", "coordinates": [123.6, -10.1]}


BROKEN: dict[str, tuple[Any, str]] = {
    "one is missing": (_without_last, f"no feature for {kupang().kelurahan[-1].name}"),
    "one is of no kelurahan": (_stranger, "feature 52 ('Negeri Dongeng') is no kelurahan"),
    "one has no name": (_nameless, "feature 52 (None) is no kelurahan"),
    "one comes twice": (_twice, "two features for Alak"),
    "not closed": (_ring(SQUARE[:-1]), "Alak: ring 1 is not closed"),
    "too short": (_ring(SQUARE[:2]), "Alak: ring 1 has 2 positions"),
    "no ring at all": (_ring("x"), "Alak: ring 1 has 0 positions"),
    "no number": (_ring([["x", 1], *SQUARE]), "Alak: ring 1 has ['x', 1] as a position"),
    "latitude first": (_ring([(y, x) for x, y in SQUARE]), "longitude comes first"),
    "encloses nothing": (_ring([SQUARE[0], SQUARE[1], SQUARE[0], SQUARE[0]]), "Alak: ring 1 encloses nothing"),
    "no polygon": (_point, "Alak: a Polygon or MultiPolygon is needed"),
}


@pytest.mark.parametrize(("spoil", "said"), BROKEN.values(), ids=BROKEN.keys())
def test_what_is_wrong_is_named(spoil: Any, said: str) -> None:
    """Each mistake is named with its feature or kelurahan, by whatever reads the pack."""
    features = invented(kupang(), 3)
    spoil(features)
    with pytest.raises(CityError, match=re.escape(said)) as raised:
        parse_city({**pack_files(), "boundaries.geojson": collection(*features)})
    assert "boundaries.geojson" == raised.value.file


@pytest.mark.parametrize("content", [b"", b"[]", b'{"type": "FeatureCollection"}', b"\xff\xfe"])
def test_what_is_no_map(content: bytes) -> None:
    """A file that is none is told as that."""
    with pytest.raises(CityError, match=r"boundaries\.geojson"):
        read_outlines(content, kupang().kelurahan)


def test_several_mistakes_are_named_at_once() -> None:
    """Whoever draws the map need not start the check again for each."""
    features = invented(kupang(), 3)
    _twice(features)
    _stranger(features)
    with pytest.raises(CityError, match="two features for Alak; feature 53"):
        read_outlines(collection(*features), kupang().kelurahan)


def test_no_city_has_borders_that_nobody_gave() -> None:
    """Without the file there are none."""
    assert kupang().outlines is None
