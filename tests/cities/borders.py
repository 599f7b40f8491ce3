"""Borders that nobody has, for a city of tiles: each kelurahan a piece of land around its tile, with a crooked edge."""

from __future__ import annotations

import json
import random
from functools import cache
from itertools import pairwise
from typing import Any

from core.city.city import City

Corner = tuple[float, float]
WEST, NORTH, SIDE = 123.5, -10.1, 0.02


def feature(name: str, *rings: list[Corner]) -> dict[str, Any]:
    """Give one kelurahan with its rings, as longitude and latitude."""
    return {
        "type": "Feature",
        "properties": {"name": name},
        "geometry": {"type": "Polygon", "coordinates": list(rings)},
    }


def collection(*features: dict[str, Any]) -> bytes:
    """Write features as a file of a pack."""
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def invented(city: City, depth: int = 5) -> list[dict[str, Any]]:
    """Give a feature for each kelurahan; neighbours share every point of their border, which is halved so often."""
    luck = random.Random(7)

    @cache
    def border(a: Corner, b: Corner, deep: int = depth) -> list[Corner]:
        if not deep:
            return [a, b]
        aside = luck.gauss(0, 0.1)
        middle = ((a[0] + b[0]) / 2 - aside * (b[1] - a[1]), (a[1] + b[1]) / 2 + aside * (b[0] - a[0]))
        return [*border(a, middle, deep - 1)[:-1], *border(middle, b, deep - 1)]

    def edge(a: Corner, b: Corner) -> list[Corner]:
        return (border(a, b) if a < b else border(b, a)[::-1])[:-1]

    def ring(tile: tuple[int, int]) -> list[Corner]:
        row, column = tile
        corners = [(row - 1, column - 1), (row - 1, column), (row, column), (row, column - 1), (row - 1, column - 1)]
        placed = [(round(WEST + SIDE * x, 6), round(NORTH - SIDE * y, 6)) for y, x in corners]
        line = [point for a, b in pairwise(placed) for point in edge(a, b)]
        return [*line, line[0]]

    return [feature(area.name, ring(area.tile)) for area in city.kelurahan if area.tile is not None]
