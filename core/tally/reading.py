"""Read indicators from counts: pure arithmetic over a sum of days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from core.tally.catalogue import Count, Each, Indicator, Percentile, Share, Standing, Viewer, may_see
from core.tally.state import Part
from core.vocabulary.docket import UnitCounts


@dataclass(frozen=True, slots=True)
class Now:
    """What stands on the desks at this moment, and of it what is a unit's."""

    open: int = 0
    late: int = 0
    units: Mapping[str, Now] = field(default_factory=dict)

    def of(self, unit: str) -> Now:
        """Give what a unit has; nothing of one that has none."""
        return self.units.get(unit, Now())


def standing(units: Mapping[str, UnitCounts]) -> Now:
    """Sum up what units have."""
    found = {unit: Now(units[unit].open, units[unit].late) for unit in sorted(units) if units[unit].open}
    return Now(sum(one.open for one in found.values()), sum(one.late for one in found.values()), found)


def value_of(indicator: Indicator, part: Part, now: Now | None = None) -> float | None:
    """Give the value of an indicator; None where there is nothing to say: of no answers none is in time."""
    match indicator.formula:
        case Count(of=fact):
            return part.facts.get(fact, 0)
        case Share(of=of, among=among, less=less):
            whole = _sum(part, among)
            return 100 * min(whole, max(0, _sum(part, of) - _sum(part, less))) / whole if whole > 0 else None
        case Each(of=fact, among=whole_fact, parts=parts):
            amount, whole = part.facts.get(fact, 0), part.facts.get(whole_fact, 0)
            return amount / parts / whole if amount > 0 and whole > 0 else None
        case Percentile(of=fact, percent=percent):
            return percentile(part.minutes.get(fact, {}), percent)
        case Standing(of=name):
            return None if now is None else now.open if name == "open" else now.late


def shown_to(viewer: Viewer, indicator: Indicator, part: Part, now: Now | None = None) -> float | None:
    """Give the value that somebody may see; None for what is not theirs, and to the public for what is too small."""
    value = value_of(indicator, part, now)
    if value is None or not may_see(viewer, indicator):
        return None
    behind = behind_of(indicator, part, value)
    return None if viewer == "public" and 0 < behind < indicator.smallest else value


def behind_of(indicator: Indicator, part: Part, value: float) -> float:
    """Count the cases behind a value."""
    match indicator.formula:
        case Share(among=among):
            return _sum(part, among)
        case Each(among=whole):
            return part.facts.get(whole, 0)
        case Percentile(of=fact):
            return sum(part.minutes.get(fact, {}).values())
        case _:
            return value


def percentile(values: Mapping[str, int], percent: int) -> int | None:
    """Give the value at or below which so many percent lie (the nearest rank); None of no values."""
    rest = -(-sum(values.values()) * percent // 100)
    if rest <= 0:
        return None
    for value in sorted(values, key=int):
        rest -= values[value]
        if rest <= 0:
            return int(value)
    return None


def _sum(part: Part, facts: Iterable[str]) -> int:
    return sum(part.facts.get(fact, 0) for fact in facts)
