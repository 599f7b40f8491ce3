"""The document behind the public map: how the reports that came in one month stand, place by place.

Its size is bounded by the places of the city, and the map is a sum of the last months' documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final, get_args

import msgspec

from core.tally.release import month_code, month_of
from core.vocabulary.events import Event
from core.vocabulary.lane_names import shades_lane
from core.vocabulary.steps import Moment, Outcome
from core.vocabulary.tally import Shade, Shaded

SHADES: Final[tuple[Shade, ...]] = get_args(Shade)
MONTHS: Final = 12
"""Months before the running one whose reports are on the map: what is older says nothing of how a city works today."""

Places = Mapping[str, Mapping[str, int]]
"""Kelurahan (empty for reports without one) -> shade -> how many."""


class ShadesState(msgspec.Struct, frozen=True, omit_defaults=True):
    """How the reports of a month stand, as `Places`.

    ``recalled`` counts how often others might read more or less of one of them than before: whoever keeps what was read
    out of reports keeps it only while that is the same.
    """

    places: dict[str, dict[str, int]] = {}
    recalled: int = 0


class ShadesSteps:
    """The behaviour of ``shades:<month>`` lanes."""

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Count a change; anything else changes nothing. Tells nobody."""
        known = load(state)
        if not isinstance(event.body, Shaded):
            return Outcome(known)
        places = known.places
        for row in event.body.rows:
            places = added(places, {row.kelurahan: {row.shade: row.times}})
        return Outcome(ShadesState(places, known.recalled + event.body.recalled))


def load(raw: Any) -> ShadesState:
    """Read a stored state (builtins or a struct, None at first). Raises ValidationError."""
    if raw is None:
        return ShadesState()
    return raw if isinstance(raw, ShadesState) else msgspec.convert(raw, ShadesState)


def added(one: Places, other: Places) -> dict[str, dict[str, int]]:
    """Add two maps up."""
    found = {place: dict(shades) for place, shades in one.items()}
    for place, shades in other.items():
        here = found.setdefault(place, {})
        for shade, count in shades.items():
            here[shade] = here.get(shade, 0) + count
    counted = {place: {shade: n for shade, n in shades.items() if n} for place, shades in found.items()}
    return {place: shades for place, shades in counted.items() if shades}


def summed(months: Iterable[Places]) -> dict[str, dict[str, int]]:
    """Add maps up."""
    total: dict[str, dict[str, int]] = {}
    for month in months:
        total = added(total, month)
    return total


def lanes_of_map(today: date) -> tuple[str, ...]:
    """Name the lanes of which the map of a day is the sum."""
    month, lanes = month_of(today), []
    for _ in range(MONTHS + 1):
        lanes.append(shades_lane(month_code(month)))
        month = month_of(month.first - timedelta(days=1))
    return tuple(lanes)
