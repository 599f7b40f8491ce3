"""Make outlines simple enough for a page: borders that two areas share are simplified once, so that no gap opens.

A ring is a closed line of whole points, its first not repeated at its end.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from itertools import pairwise
from math import inf

Point = tuple[int, int]
Ring = tuple[Point, ...]


def simplified(rings: Sequence[Ring], most_points: int) -> list[Ring]:
    """Give the rings with about as many points together, those that show most; corners of borders all stay."""
    corners = _corners(rings)
    weighed = [_weighed_ring(ring, corners) for ring in rings]
    weights = sorted((weight for ring in weighed for _, weight in ring), reverse=True)
    least = weights[most_points] if len(weights) > most_points else 0.0
    found = [tuple(point for point, weight in ring if weight > least) for ring in weighed]
    return [new if len(new) > 2 else old for new, old in zip(found, rings, strict=True)]


def area_of(ring: Ring) -> float:
    """Give the area of a ring (the shoelace formula), whichever way round it goes."""
    return abs(sum(x * b - a * y for (x, y), (a, b) in pairwise((*ring, ring[0])))) / 2


def path_of(rings: Sequence[Ring]) -> str:
    """Write rings as the data of an SVG path, in steps relative to the point before: they are the shortest."""
    return "".join(_path(ring) for ring in rings)


def _path(ring: Ring) -> str:
    steps = (f"{x - a} {y - b}" for (a, b), (x, y) in pairwise(ring))
    return f"M{ring[0][0]} {ring[0][1]}l{' '.join(steps)}z".replace(" -", "-")


def _corners(rings: Sequence[Ring]) -> frozenset[Point]:
    """Give the points at which borders of several areas meet: those that have more than two points beside them."""
    neighbours: dict[Point, set[Point]] = {}
    for ring in rings:
        for before, point, after in zip((ring[-1], *ring[:-1]), ring, (*ring[1:], ring[0]), strict=True):
            neighbours.setdefault(point, set()).update((before, after))
    return frozenset(point for point, beside in neighbours.items() if len(beside) > 2)


def _weighed_ring(ring: Ring, corners: frozenset[Point]) -> list[tuple[Point, float]]:
    """Say how much each point shows, arc by arc from corner to corner; a ring without any is cut at two of its own."""
    cuts = [place for place, point in enumerate(ring) if point in corners]
    if len(cuts) < 2:
        first = cuts[0] if cuts else min(range(len(ring)), key=ring.__getitem__)
        far = max(range(len(ring)), key=lambda place: (_squared(ring[first], ring[place]), ring[place]))
        cuts = sorted({first, far})
    found: list[tuple[Point, float]] = []
    for start, end in pairwise((*cuts, cuts[0] + len(ring))):
        arc = [ring[place % len(ring)] for place in range(start, end + 1)]
        found += list(zip(arc, _weights(arc), strict=True))[:-1]
    return found


def _weights(arc: Sequence[Point]) -> list[float]:
    """Give for each point the triangle that it makes when its turn to go comes (Visvalingam and Whyatt, 1993).

    The same from whichever side the border is seen; the ends never go.
    """
    turned = arc[0] > arc[-1]
    line = arc[::-1] if turned else arc
    before, after = [place - 1 for place in range(len(line))], [place + 1 for place in range(len(line))]
    weights = [inf] * len(line)
    sizes = [inf, *(_triangle(*line[place - 1 : place + 2]) for place in range(1, len(line) - 1)), inf]
    heap = [(size, place) for place, size in enumerate(sizes) if size < inf]
    heapq.heapify(heap)
    reached = 0.0
    while heap:
        size, place = heapq.heappop(heap)
        if weights[place] < inf or size != sizes[place]:
            continue
        reached = weights[place] = max(reached, size)
        left, right = before[place], after[place]
        after[left], before[right] = right, left
        for beside in (left, right):
            if 0 < beside < len(line) - 1:
                sizes[beside] = _triangle(line[before[beside]], line[beside], line[after[beside]])
                heapq.heappush(heap, (sizes[beside], beside))
    return weights[::-1] if turned else weights


def _triangle(one: Point, two: Point, three: Point) -> float:
    return abs((two[0] - one[0]) * (three[1] - one[1]) - (three[0] - one[0]) * (two[1] - one[1])) / 2


def _squared(one: Point, other: Point) -> int:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2
