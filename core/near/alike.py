"""Which open tickets may be about the same matter as a report: by kind, kelurahan, landmark, words and pin."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from core.city.city import City
from core.near.state import MOST_ROOTS, NearState, since
from core.reading.understand import OTHER, Understander
from core.vocabulary.lane_names import near_lane
from core.vocabulary.near import NearRow
from core.vocabulary.report import Pin, Report

MOST_SHOWN: Final = 2
"""More would be a list to read, not a question to answer."""
_NEAR_METRES: Final = 300
_SAME_PLACE: Final = 0.5
"""More than this share of the shorter landmark's names has the other too: two churches are not one."""
_SAME_WORDS: Final = 0.25
_SAME_WORDS_ANYWHERE: Final = 0.5
"""Share of the shorter text's roots: less is enough where the kind of matter is known."""
_METRES_PER_DEGREE: Final = 111_320
_HUNDRED_METRES: Final = 3
"""Decimals of a degree."""


def lane_of(city: City, report: Report) -> str:
    """Name the lane on which a report is compared: of its kind, in its kelurahan where that is one of the city."""
    known = city.area(report.kelurahan) is not None
    return near_lane(report.category, report.kelurahan if known else "")


def row_of(city: City, report: Report, number: str, at: datetime) -> NearRow:
    """Reduce a report to what it is compared by."""
    reader = Understander.of(city)
    area = reader.place_roots(report.kelurahan)
    landmark = reader.place_roots(report.landmark) - area
    return NearRow(
        number,
        at,
        tuple(sorted(landmark))[:MOST_ROOTS],
        tuple(sorted(reader.stems(report.text) - area))[:MOST_ROOTS],
        *_rounded(report.pin),
    )


def _rounded(pin: Pin | None) -> tuple[float | None, float | None]:
    if pin is None:
        return None, None
    return round(pin.latitude, _HUNDRED_METRES), round(pin.longitude, _HUNDRED_METRES)


def alike(
    city: City, lane: str, near: NearState, asked: NearRow, now: datetime, besides: Collection[str] = ()
) -> tuple[NearRow, ...]:
    """List at most two open tickets that may say the same as ``asked`` on its lane, the likeliest first."""
    found = [
        (likeness(lane, asked, row), row.at, row)
        for row in since(near, now, city.limits.near_days).rows
        if row.number != asked.number and row.number not in besides
    ]
    ranked = sorted((one for one in found if one[0] > 0), key=lambda one: one[:2], reverse=True)
    return tuple(row for _score, _at, row in ranked[:MOST_SHOWN])


def likeness(lane: str, asked: NearRow, row: NearRow) -> float:
    """Measure how likely two reports of one lane say the same, 0 for not at all; an agreed place counts most."""
    _kind, category, place = lane.split(":", 2)
    words = _shared(asked.words, row.words)
    where = _place(asked, row)
    if where is False:
        return 0.0
    enough = _SAME_WORDS_ANYWHERE if category == OTHER else _SAME_WORDS
    vague = category == OTHER or place == "-"
    if words < enough or (vague and where is None):
        # Two who stand at one place and complain about one kind of thing mean the same, in whatever words.
        return 1.0 if where and category != OTHER else 0.0
    return words + (1.0 if where else 0.0)


def _place(asked: NearRow, row: NearRow) -> bool | None:
    """Tell whether two places are the same; None where that cannot be told."""
    metres = _metres(asked, row)
    if metres is not None and metres <= _NEAR_METRES:
        return True
    names, others = _names(asked.landmark), _names(row.landmark)
    if names and others:
        if _shared(names, others) <= _SAME_PLACE:
            return False
        numbers, numbered = set(asked.landmark) - names, set(row.landmark) - others
        # One street with two house numbers may be one place, two schools of one name are not: nobody can tell.
        return None if numbers and numbered and not numbers & numbered else True
    return None if metres is None else False


def _names(landmark: Sequence[str]) -> frozenset[str]:
    return frozenset(root for root in landmark if root.isalpha())


def are_unlikely(city: City, one: Report, other: Report, at: datetime) -> bool:
    """Tell whether two reports look like two matters: another kind, another kelurahan, another place or other words."""
    lane = lane_of(city, one)
    kelurahan = {report.kelurahan for report in (one, other) if city.area(report.kelurahan) is not None}
    if one.category != other.category or len(kelurahan) > 1:
        return True
    return likeness(lane, row_of(city, one, "", at), row_of(city, other, "", at)) <= 0


def _metres(asked: NearRow, row: NearRow) -> float | None:
    if asked.latitude is None or asked.longitude is None or row.latitude is None or row.longitude is None:
        return None
    north = (asked.latitude - row.latitude) * _METRES_PER_DEGREE
    east = (asked.longitude - row.longitude) * _METRES_PER_DEGREE * math.cos(math.radians(asked.latitude))
    return math.hypot(north, east)


def _shared(left: Collection[str], right: Collection[str]) -> float:
    fewer = min(len(left), len(right))
    return len(set(left) & set(right)) / fewer if fewer else 0.0
