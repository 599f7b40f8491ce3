"""A chart as it is to be drawn: every word and number in it is given, and nothing of it is about a person."""

from collections.abc import Awaitable, Callable
from typing import Literal

import msgspec

Tone = Literal["plain", "good", "bad"]


class Tile(msgspec.Struct, frozen=True):
    """One number that is read first, and what it counts."""

    value: str
    label: str
    tone: Tone = "plain"


class Column(msgspec.Struct, frozen=True):
    """One step of time with two counts, those of the chart's ``legend``."""

    label: str
    first: int
    second: int


class Bar(msgspec.Struct, frozen=True):
    """One line of a ranking; ``note`` stands behind it, as a warning."""

    label: str
    value: int
    note: str = ""


class Ranking(msgspec.Struct, frozen=True):
    """A heading and the bars under it, the longest first."""

    title: str
    bars: tuple[Bar, ...]


class Chart(msgspec.Struct, frozen=True):
    """Title, numbers, two counts over time, rankings and lines of words, from above to below.

    ``code`` is a code of ours for another chat (`core.person.codes`): drawn as links to scan, where any are known.
    ``kept`` is a page of the officials' guide (`core.city.guide`): its picture in the city's pack is given as it is.
    """

    title: str
    subtitle: str
    tiles: tuple[Tile, ...]
    columns: tuple[Column, ...]
    legend: tuple[str, str]
    rankings: tuple[Ranking, ...]
    foot: str = ""
    lines: tuple[str, ...] = ()
    code: str = ""
    kept: str = ""


def kept(page: str) -> Chart:
    """Ask for the picture of a page of the guide."""
    return Chart("", "", (), (), ("", ""), (), kept=page)


Draw = Callable[[Chart], Awaitable[bytes]]
"""Draws a chart as a PNG, without holding anybody up."""
