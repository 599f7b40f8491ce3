"""Read where the borders of a city's areas run (`boundaries.geojson` of its pack, RFC 7946), as shapes for a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import cos, isfinite, radians
from typing import Any, Final

import msgspec

from core.city.arcs import Point, Ring, area_of, path_of, simplified
from core.city.city import Kelurahan, Outlines
from core.language.data import CityError

FILE: Final = "boundaries.geojson"
SIDE: Final = 1000
"""Units along the longer side of the picture: finer than a phone shows."""
MOST_POINTS: Final = 1600
"""About eleven kilobytes of a page."""
_FEWEST: Final = 4
"""RFC 7946, 3.1.6: positions of a ring, the first again at the end."""
_NAMED: Final = 20
"""Mistakes that are named at once."""

_Line = list[tuple[float, float]]


def read_outlines(content: bytes, areas: Sequence[Kelurahan]) -> Outlines:
    """Give the shapes of all areas. Raises CityError that names what is no area, what is missing and what is broken."""
    wrong: list[str] = []
    found = dict(_features(_decoded(content), _names(areas), wrong))
    if missing := [area.name for area in areas if area.name not in found]:
        wrong.append(f"no feature for {', '.join(missing)}")
    if wrong:
        more = f"; and {len(wrong) - _NAMED} more" if len(wrong) > _NAMED else ""
        raise CityError(FILE, "features", "; ".join(wrong[:_NAMED]) + more)
    return _drawn(found)


def _decoded(content: bytes) -> list[Any]:
    try:
        read = msgspec.json.decode(content)
    except msgspec.DecodeError as error:
        raise CityError(FILE, "-", f"is no JSON: {error}") from None
    features = read.get("features") if isinstance(read, dict) else None
    if not isinstance(features, list):
        raise CityError(FILE, "features", "a FeatureCollection is needed")
    return features


def _names(areas: Sequence[Kelurahan]) -> Mapping[str, str]:
    return {spelling.lower(): area.name for area in areas for spelling in (*area.spellings, area.name)}


def _features(features: list[Any], names: Mapping[str, str], wrong: list[str]) -> Iterator[tuple[str, list[_Line]]]:
    """Give name and rings of each feature that is whole, each area once; note what is wrong with the others."""
    seen: set[str] = set()
    for place, feature in enumerate(features, start=1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        said = properties.get("name") if isinstance(properties, dict) else None
        name = names.get(said.strip().lower()) if isinstance(said, str) else None
        if name is None:
            wrong.append(f"feature {place} ({said!r}) is no kelurahan of the city")
        elif name in seen:
            wrong.append(f"two features for {name}")
        else:
            seen.add(name)
            yield name, list(_rings(feature.get("geometry"), name, wrong))


def _rings(geometry: Any, name: str, wrong: list[str]) -> Iterator[_Line]:
    kind, parts = (geometry.get("type"), geometry.get("coordinates")) if isinstance(geometry, dict) else ("", None)
    polygons = [parts] if kind == "Polygon" else parts if kind == "MultiPolygon" else None
    if not isinstance(polygons, list) or not polygons or not all(isinstance(one, list) and one for one in polygons):
        wrong.append(f"{name}: a Polygon or MultiPolygon is needed")
        return
    for place, ring in enumerate((ring for polygon in polygons for ring in polygon), start=1):
        line, problem = _line(ring)
        if problem:
            wrong.append(f"{name}: ring {place} {problem}")
        else:
            yield line


def _line(ring: Any) -> tuple[_Line, str]:
    """Give the positions of a ring as longitude and latitude, and what is wrong with it."""
    line: _Line = []
    for position in ring if isinstance(ring, list) else ():
        pair = position[:2] if isinstance(position, list) else ()
        if len(pair) != 2 or not all(isinstance(one, int | float) and isfinite(one) for one in pair):
            return [], f"has {str(position)[:40]} as a position"
        if abs(pair[0]) > 180 or abs(pair[1]) > 90:
            return [], f"has {pair} as a position: longitude comes first, then latitude, in degrees"
        line.append((float(pair[0]), float(pair[1])))
    if len(line) < _FEWEST:
        return [], f"has {len(line)} positions, and {_FEWEST} are the fewest"
    if line[0] != line[-1]:
        return [], "is not closed: its last position is not its first"
    return line, "" if len(set(line)) > 2 else "encloses nothing"


def _drawn(found: Mapping[str, list[_Line]]) -> Outlines:
    """Lay the rings on a picture of whole units, and simplify them together."""
    positions = [position for lines in found.values() for line in lines for position in line]
    west, east = min(x for x, _ in positions), max(x for x, _ in positions)
    south, north = min(y for _, y in positions), max(y for _, y in positions)
    narrower = cos(radians((south + north) / 2))
    scale = SIDE / max((east - west) * narrower, north - south)

    def on_picture(line: _Line) -> Ring:
        points = [(round((x - west) * narrower * scale), round((north - y) * scale)) for x, y in line[:-1]]
        return tuple(point for point, before in zip(points, (points[-1], *points[:-1]), strict=True) if point != before)

    rings = {name: [ring for line in lines if len(ring := on_picture(line)) > 2] for name, lines in found.items()}
    if small := [name for name, ones in rings.items() if not any(area_of(ring) for ring in ones)]:
        raise CityError(FILE, "features", f"too small to be drawn beside the others: {', '.join(small)}")
    order = [(name, ring) for name, ones in rings.items() for ring in ones]
    simple = simplified([ring for _, ring in order], MOST_POINTS)
    shapes: dict[str, list[Ring]] = {}
    for (name, _), ring in zip(order, simple, strict=True):
        shapes.setdefault(name, []).append(ring)
    size: Point = (round((east - west) * narrower * scale), round((north - south) * scale))
    return Outlines(*size, {name: path_of(ones) for name, ones in shapes.items()})
