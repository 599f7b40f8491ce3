"""Measure charts that templates draw as SVG: places and lengths in the units of their picture."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from core.tally.published import Shown
from core.tally.shades import SHADES
from core.vocabulary.tally import Shade
from web.portal.figures import Place

WIDTH: Final = 360
"""A phone: on it letters are as large as in the text, and on a desk the picture grows with them."""
HEIGHT: Final = 190
_TOP, _BOTTOM, _LEFT = 14, 26, 34
_STEPS: Final = 4


@dataclass(frozen=True)
class Box:
    """A bar: its place and size."""

    series: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Rule:
    """A line across the picture, and the number that it stands for."""

    y: float
    value: int


@dataclass(frozen=True)
class Months:
    """Bars month by month; ``marks`` are the places of the months' names, ``unknown`` those of hidden numbers."""

    boxes: tuple[Box, ...]
    rules: tuple[Rule, ...]
    marks: tuple[float, ...]
    unknown: tuple[tuple[float, float], ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    floor: int = HEIGHT - _BOTTOM


def months_chart(lines: Sequence[Mapping[str, Shown]], series: Sequence[str]) -> Months:
    """Measure one group of bars a month, a bar for each of the series."""
    most = top_of(max((line[code].value or 0 for line in lines for code in series), default=0))
    floor, room = HEIGHT - _BOTTOM, HEIGHT - _BOTTOM - _TOP
    step = (WIDTH - _LEFT) / max(1, len(lines))
    bar = step * 0.8 / len(series)
    boxes, unknown = [], []
    for place, line in enumerate(lines):
        for number, code in enumerate(series):
            x = _LEFT + place * step + step * 0.1 + number * bar
            if line[code].hidden:
                unknown.append((round(x + bar / 2, 1), floor - 3.0))
            else:
                height = room * (line[code].value or 0) / most
                boxes.append(Box(code, round(x, 1), round(floor - height, 1), round(bar * 0.9, 1), round(height, 1)))
    rules = tuple(Rule(round(floor - room * n / _STEPS, 1), most * n // _STEPS) for n in range(_STEPS + 1))
    marks = tuple(round(_LEFT + (place + 0.5) * step, 1) for place in range(len(lines)))
    return Months(tuple(boxes), rules, marks, tuple(unknown))


def top_of(value: float) -> int:
    """Give the number at the top of an axis: four steps of 1, 2, 3 or 5 and zeros."""
    least = max(1, math.ceil(value / _STEPS))
    scale: int = 10 ** math.floor(math.log10(least))
    return _STEPS * next(scale * n for n in (1, 2, 3, 5, 10) if scale * n >= least)


@dataclass(frozen=True)
class Slice:
    """A part of a bar that is 100 wide."""

    shade: Shade
    x: float
    width: float


def slices_of(place: Place) -> tuple[Slice, ...]:
    """Measure how the reports of a place are shared out; nothing where all numbers are small."""
    x, found = 0.0, []
    for shade in SHADES if place.together else ():
        width = 100 * place.shades[shade] / place.together
        if width:
            found.append(Slice(shade, round(x, 2), round(width, 2)))
        x += width
    return tuple(found)
