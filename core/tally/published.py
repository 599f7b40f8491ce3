"""What the public may see of a month: every number of the catalogue that is for everybody, with small ones hidden."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from core.city.city import City
from core.tally.catalogue import INDICATORS, VERDICTS, Count, Indicator, Percentile, Share, Table, may_see
from core.tally.hiding import TOTAL, Bound, Hidden, hidden_cells, hidden_lines, shown_share
from core.tally.reading import value_of
from core.tally.state import DayState, Part

PUBLIC_TABLES: Final[tuple[Table, ...]] = ("category", "kelurahan", "unit")
_IN_TIME, _LATER = "in_time", "later"
_ANSWERED, _VERDICTS = "answered", "verdicts"


@dataclass(frozen=True, slots=True)
class Shown:
    """A value as it is published: None where there is nothing to say, or where it is ``hidden``."""

    value: float | None = None
    bound: Bound = "exact"
    hidden: bool = False


HIDDEN: Final = Shown(hidden=True)
Line = Mapping[str, Shown]
"""Code of an indicator -> what is shown of it."""


@dataclass(frozen=True)
class PublicMonth:
    """The numbers of a month: of the whole city, and of each line of each table that the pack knows."""

    city: Line
    tables: Mapping[Table, Mapping[str, Line]]


def public_indicators(table: Table | None = None) -> tuple[Indicator, ...]:
    """List the indicators of a month that are for everybody, or those of one table."""
    shown = (
        one for one in INDICATORS if may_see("public", one) and isinstance(one.formula, Count | Share | Percentile)
    )
    return tuple(one for one in shown if table is None or table in one.tables)


def public_month(city: City, total: DayState) -> PublicMonth:
    """Say what is published of a month's counts."""
    parts = {table: _lines(city, table, getattr(total, table)) for table in PUBLIC_TABLES}
    masks = {table: _masks(lines) for table, lines in parts.items()}
    whole = _together(masks.values())
    return PublicMonth(
        {one.code: _shown(one, total.city, whole, TOTAL) for one in public_indicators()},
        {
            table: {
                key: {one.code: _shown(one, part, masks[table], key) for one in public_indicators(table)}
                for key, part in lines.items()
            }
            for table, lines in parts.items()
        },
    )


def keys_of(city: City, table: Table) -> tuple[str, ...]:
    """List the lines of a table that the pack knows: also those in which nothing happened, which tells nobody apart."""
    if table == "category":
        return tuple(one.code for one in city.categories)
    if table == "unit":
        return tuple(unit.code for unit in city.tree)
    return (*(area.name for area in city.kelurahan), "")


def _lines(city: City, table: Table, found: Mapping[str, Part]) -> dict[str, Part]:
    return {key: found.get(key, Part()) for key in dict.fromkeys((*keys_of(city, table), *sorted(found)))}


# --- what is hidden ---------------------------------------------------------------------------------------------------

_Masks = Mapping[str, Hidden]
"""Numbers that add up, by the name of their sum -> what of them is hidden."""


def _masks(lines: Mapping[str, Part]) -> _Masks:
    """Hide in one table; what adds up across a line (verdicts, answers in time and later) is one table of two sides."""
    verdicts = {(key, str(fact)): _count(part, fact) for key, part in lines.items() for fact in VERDICTS}
    answers: dict[tuple[str, str], int] = {}
    for key, part in lines.items():
        all_, in_time = _count(part, "answered"), _count(part, _IN_TIME)
        answers[key, _IN_TIME], answers[key, _LATER] = min(all_, in_time), max(0, all_ - in_time)
    masks = {_VERDICTS: hidden_cells(verdicts), _ANSWERED: hidden_cells(answers)}
    alone = {one.formula.of for one in public_indicators() if isinstance(one.formula, Count)}
    for fact in sorted(alone - {*VERDICTS, "answered"}):
        counts = {key: _count(part, fact) for key, part in lines.items()}
        small = 0 < sum(counts.values()) < _smallest(fact)
        places = {(key, TOTAL) for key in hidden_lines(counts, _smallest(fact))} | (
            {(TOTAL, TOTAL)} if small else set()
        )
        masks[fact] = Hidden(frozenset(places))
    return masks


def _smallest(fact: str) -> int:
    return max(one.smallest for one in INDICATORS if isinstance(one.formula, Count) and one.formula.of == fact)


def _together(masks: Iterable[_Masks]) -> _Masks:
    """Hide of the city's totals what any table hides of them."""
    found: dict[str, set[tuple[str | None, str | None]]] = {}
    for mask in masks:
        for name, hidden in mask.items():
            found.setdefault(name, set()).update(place for place in hidden.places if place[0] is TOTAL)
    return {name: Hidden(frozenset(places)) for name, places in found.items()}


def _shown(indicator: Indicator, part: Part, masks: _Masks, key: str | None) -> Shown:
    match indicator.formula:
        case Count(of=fact):
            group, column = _place_of(fact)
            return HIDDEN if masks[group].hides(key, column) else Shown(_count(part, fact))
        case Share(of=of):
            return _share(indicator, part, masks, key, of[0])
        case Percentile(of=fact):
            enough = sum(part.minutes.get(fact, {}).values()) >= indicator.smallest
            return Shown(value_of(indicator, part)) if enough else HIDDEN
        case _:
            return Shown()


def _share(indicator: Indicator, part: Part, masks: _Masks, key: str | None, of: str) -> Shown:
    group = _VERDICTS if of in VERDICTS else _ANSWERED
    whole = sum(_count(part, fact) for fact in (VERDICTS if group == _VERDICTS else ("answered",)))
    if masks[group].hides(key, TOTAL):
        return HIDDEN
    if not whole:
        return Shown()
    count = _count(part, of)
    if not masks[group].hides(key, of):
        return Shown(100 * min(count, whole) / whole)
    found = shown_share(count, whole, hidden=True, smallest=indicator.smallest)
    # What a verdict leaves are two numbers, each of which may be anything small: their sum is not told.
    if found is None or (group == _VERDICTS and found.bound == "at_least"):
        return HIDDEN
    return Shown(found.percent, found.bound)


def _place_of(fact: str) -> tuple[str, str | None]:
    if fact in VERDICTS:
        return _VERDICTS, fact
    return (_ANSWERED, TOTAL) if fact == "answered" else (fact, TOTAL)


def _count(part: Part, fact: str) -> int:
    return max(0, part.facts.get(fact, 0))
