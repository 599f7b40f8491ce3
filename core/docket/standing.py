"""What each unit has on a desk, counted and put in order with every step of its list, and read without its rows.

A page that shows how things stand reads counts, and of a list the marks in their order: a mark sorts like the list and
ends with a ticket's number.
"""

from __future__ import annotations

import asyncio
import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Final, Literal, Protocol, TypeVar, get_args

import msgspec
from msgspec import structs

from core.city.city import City
from core.city.desks import ESCALATION
from core.docket.counting import is_late, urgency
from core.docket.places import desks_of
from core.docket.state import DocketState, Lapse, Marks, load, with_lapsed
from core.vocabulary.docket import DocketRow, UnitCounts
from core.vocabulary.lane_names import docket_lane
from core.vocabulary.lanes import Lane

ListName = Literal["open", "late", "lapsed", "disputed"]
LISTS: Final[tuple[ListName, ...]] = get_args(ListName)
"""Lists of a unit: what is open, of it what is late, what ended in silence lately, what is disputed."""
COUNTS, MARKS = "counts", "lists"
"""Fields of a docket's state."""
_NONE: Final[Mapping[str, Lapse]] = MappingProxyType({})
_LAST: Final = datetime(9999, 1, 1, tzinfo=UTC)

_Kind = TypeVar("_Kind")


class Excerpts(Protocol):
    """A store that reads single fields of states. Every method raises ``StoreDown``."""

    async def load(self, lane: str) -> Lane | None:
        """Read a lane's document."""
        ...

    async def excerpts(self, lanes: Sequence[str], fields: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        """Read some fields of the states of lanes, by lane; a lane or field that is not there is left out."""
        ...


def counted(
    rows: Iterable[DocketRow], now: datetime, verification: str, lapsed: Mapping[str, Lapse] = _NONE
) -> dict[str, UnitCounts]:
    """Count open rows, and what lapsed, by unit; what no unit has is with the one of ``verification``."""
    found: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(UnitCounts.__struct_fields__, 0))
    for row in rows:
        here = found[row.unit or verification]
        here["open"] += 1
        here[row.stage] += 1
        here["late"] += is_late(row, now)
        here["citizen"] += row.status == "menunggu_pelapor"
        here["hold"] += row.status == "ditunda"
        here["disputed"] += row.status == "disanggah"
    for one in lapsed.values():
        found[one.unit or verification]["lapsed"] += 1
    return {unit: UnitCounts(**numbers) for unit, numbers in found.items()}


def marked(rows: Iterable[DocketRow], now: datetime, verification: str, lapsed: Mapping[str, Lapse] = _NONE) -> Marks:
    """Put open rows, and what lapsed, in order by unit and list: what is most urgent first, what ended last first."""
    found: Marks = {}
    for row in rows:
        mark = _mark(row, now)
        for name in _lists_of(row, now):
            found.setdefault(row.unit or verification, {}).setdefault(name, []).append(mark)
    for number, one in lapsed.items():
        mark = f"{int((_LAST - one.at).total_seconds()):012d} {number}"
        found.setdefault(one.unit or verification, {}).setdefault("lapsed", []).append(mark)
    return {unit: {name: sorted(marks) for name, marks in lists.items()} for unit, lists in found.items()}


def with_standing(docket: DocketState, now: datetime, verification: str) -> DocketState:
    """Count a list anew and put it in order."""
    docket = with_lapsed(docket, now)
    counts = counted(docket, now, verification, docket.lapsed)
    return structs.replace(docket, counts=counts, lists=marked(docket, now, verification, docket.lapsed))


def _lists_of(row: DocketRow, now: datetime) -> tuple[ListName, ...]:
    late: tuple[ListName, ...] = ("late",) if is_late(row, now) else ()
    disputed: tuple[ListName, ...] = ("disputed",) if row.status == "disanggah" else ()
    return ("open", *late, *disputed)


def _mark(row: DocketRow, now: datetime) -> str:
    *flags, when, number = urgency(row, now)
    return f"{''.join(str(int(one)) for one in flags)}{when:%Y%m%d%H%M%S} {number}"


def numbers_of(marks: Iterable[str]) -> Iterator[str]:
    """Read the numbers of marks."""
    return (mark.rpartition(" ")[2] for mark in marks)


# --- reading ----------------------------------------------------------------------------------------------------------


async def read_counts(store: Excerpts, city: City, now: datetime) -> dict[str, UnitCounts]:
    """Read how many tickets each unit has, on all desks together. Raises ``StoreDown``."""
    every = await _read(store, city, [desk.key for desk in desks_of(city)], COUNTS, dict[str, UnitCounts], now)
    units = dict.fromkeys(unit for one in every for unit in one)
    return {unit: together(one[unit] for one in every if unit in one) for unit in units}


async def read_marks(store: Excerpts, city: City, name: ListName, now: datetime, unit: str = "") -> list[str]:
    """Read a list of a unit, or that of all together, in its order. Raises ``StoreDown``."""
    keys = _desks_of_unit(city, unit) if unit else [desk.key for desk in desks_of(city)]
    every = await _read(store, city, keys, MARKS, Marks, now)
    some = [lists.get(name, []) for one in every for code, lists in one.items() if not unit or code == unit]
    return list(heapq.merge(*some))


async def _read(
    store: Excerpts, city: City, keys: Iterable[str], field: str, kind: type[_Kind], now: datetime
) -> list[_Kind]:
    """Read a field of some desks' lists; of one that an older version kept, its rows."""
    lanes = [docket_lane(key) for key in keys]
    found = await store.excerpts(lanes, (field,))
    known = [lane for lane in lanes if lane in found]
    older = [lane for lane in known if field not in found[lane]]
    whole = dict(zip(older, await asyncio.gather(*(store.load(lane) for lane in older)), strict=True))
    states = {lane: found[lane] if lane not in whole else _made(whole[lane], city, now) for lane in known}
    return [msgspec.convert(states[lane][field], kind) for lane in known]


def _made(lane: Lane | None, city: City, now: datetime) -> Mapping[str, Any]:
    docket = with_standing(load(lane.state if lane is not None else None), now, city.verification_unit)
    return {COUNTS: docket.counts, MARKS: docket.lists}


def together(counts: Iterable[UnitCounts]) -> UnitCounts:
    """Add counts up."""
    every = list(counts)
    return UnitCounts(**{name: sum(getattr(one, name) for one in every) for name in UnitCounts.__struct_fields__})


def _desks_of_unit(city: City, unit: str) -> tuple[str, ...]:
    """Name the desks on which a unit's tickets lie: who verifies has what is new, and what was sent back too often."""
    own = city.desk_for_unit(unit).key
    if unit != city.verification_unit:
        return (own,)
    return tuple(dict.fromkeys((own, city.desk_for_unit("").key, city.desk(ESCALATION).key)))
