"""The document of a day: how often what happened, in the whole city and by category, kelurahan, unit and channel.

Its size is bounded by the city's vocabulary and not by the number of tickets.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec
from msgspec import structs

from core.vocabulary.tally import Tallied, TallyRow

DIGITS: Final = 2
"""Minutes are kept to two digits: at most 5 % off, and at most 90 values between a number and ten times that."""
_OF_UNITS: Final = ("received",)
"""What is counted before a unit has the ticket, and so of none."""


class Part(msgspec.Struct, frozen=True, omit_defaults=True):
    """Counts of one table's line: fact -> how often, and fact -> minutes (rounded, as text) -> how often."""

    facts: dict[str, int] = {}
    minutes: dict[str, dict[str, int]] = {}


class DayState(msgspec.Struct, frozen=True, omit_defaults=True):
    """Everything that was counted on a day, or in a sum of days.

    ``cells`` are reports that came, by category and then by kelurahan. ``told``: the group knows that its week is over;
    ``published``: its month knows that it is.
    """

    city: Part = Part()
    category: dict[str, Part] = {}
    kelurahan: dict[str, Part] = {}
    unit: dict[str, Part] = {}
    channel: dict[str, Part] = {}
    cells: dict[str, dict[str, int]] = {}
    told: bool = False
    published: bool = False


def load(raw: Any) -> DayState:
    """Read a stored state (builtins or a struct, None at first). Raises ValidationError."""
    if raw is None:
        return DayState()
    return raw if isinstance(raw, DayState) else msgspec.convert(raw, DayState)


def counted(day: DayState, body: Tallied) -> DayState:
    """Add what one change says."""
    for row in body.rows:
        day = _with_row(day, row)
    return day


def summed(days: Iterable[DayState]) -> DayState:
    """Add days up, each number once: adding one day after the other copies the whole sum for each of them."""
    every = list(days)
    return DayState(
        city=_together(day.city for day in every),
        category=_all_tables(day.category for day in every),
        kelurahan=_all_tables(day.kelurahan for day in every),
        unit=_all_tables(day.unit for day in every),
        channel=_all_tables(day.channel for day in every),
        cells=_all_counts(day.cells for day in every),
    )


def _all_tables(tables: Iterable[Mapping[str, Part]]) -> dict[str, Part]:
    found: dict[str, list[Part]] = {}
    for table in tables:
        for name, part in table.items():
            found.setdefault(name, []).append(part)
    sums = {name: _together(parts) for name, parts in found.items()}
    return {name: part for name, part in sums.items() if part.facts or part.minutes}


def _together(parts: Iterable[Part]) -> Part:
    every = list(parts)
    facts = _all_counts({"": part.facts} for part in every)
    return Part(facts.get("", {}), _all_counts(part.minutes for part in every))


def _all_counts(tables: Iterable[Mapping[str, Mapping[str, int]]]) -> dict[str, dict[str, int]]:
    sums: dict[str, dict[str, int]] = {}
    for table in tables:
        for name, counts in table.items():
            here = sums.setdefault(name, {})
            for one, count in counts.items():
                here[one] = here.get(one, 0) + count
    found = {name: {one: count for one, count in counts.items() if count} for name, counts in sums.items()}
    return {name: counts for name, counts in found.items() if counts}


def rounded(minutes: int) -> int:
    """Keep so many digits of minutes as a histogram has."""
    scale: int = 10 ** max(0, len(str(max(0, minutes))) - DIGITS)
    return (max(0, minutes) + scale // 2) // scale * scale


def _with_row(day: DayState, row: TallyRow) -> DayState:
    part = Part(
        dict.fromkeys(row.facts, row.times),
        {fact: {str(rounded(minutes)): row.times} for fact, minutes in row.minutes.items()},
    )
    if not row.category:
        return structs.replace(day, city=_sum(day.city, part), channel=_tables(day.channel, {row.channel: part}))
    came = "received" in row.facts
    in_unit = row.unit and not set(row.facts) & set(_OF_UNITS)
    return structs.replace(
        day,
        city=_sum(day.city, part),
        category=_tables(day.category, {row.category: part}),
        kelurahan=_tables(day.kelurahan, {row.kelurahan: part}),
        unit=_tables(day.unit, {row.unit: part}) if in_unit else day.unit,
        channel=_tables(day.channel, {row.channel: part}),
        cells=_crossed(day.cells, {row.category: {row.kelurahan: row.times}}) if came else day.cells,
    )


def _tables(one: Mapping[str, Part], other: Mapping[str, Part]) -> dict[str, Part]:
    found = dict(one)
    for name, part in other.items():
        found[name] = _sum(found.get(name, Part()), part)
    return {name: part for name, part in found.items() if part.facts or part.minutes}


def _crossed(one: Mapping[str, Mapping[str, int]], other: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
    sums = {name: _counts(one.get(name, {}), counts) for name, counts in other.items()}
    return {name: dict(counts) for name, counts in {**one, **sums}.items() if counts}


def _sum(one: Part, other: Part) -> Part:
    minutes = {fact: _counts(one.minutes.get(fact, {}), more) for fact, more in other.minutes.items()}
    together = {**one.minutes, **minutes}
    return Part(_counts(one.facts, other.facts), {fact: values for fact, values in together.items() if values})


def _counts(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    found = dict(one)
    for name, count in other.items():
        found[name] = found.get(name, 0) + count
    return {name: count for name, count in found.items() if count}
