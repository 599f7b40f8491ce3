"""The desks of a city: where its officials see what is theirs, each a topic of a group, or a group of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from core.city.languages import ByLanguage, in_language, read_by_language
from core.city.units import Unit
from core.language.data import CityError
from core.language.tables import Reader, Table
from core.vocabulary.lane_names import OFFICIALS_LANE, group_lane

FILE = "desks.toml"
VERIFICATION, MONITORING, ESCALATION, HEALTH = "verifikasi", "pemantauan", "eskalasi", "health"
NAMED = (VERIFICATION, MONITORING, ESCALATION, HEALTH)
"""Desks that are no unit's: new reports, what the press and the public say, what is overdue, the system itself."""
COLOURS = ("blue", "yellow", "violet", "green", "pink", "red")
"""Colours of a topic, where a platform draws them."""
_LAZY = (MONITORING, ESCALATION)
"""Desks whose topic is opened with the first thing that is shown there."""
_GROUP = re.compile(r"[a-z][a-z0-9-]{0,31}")


@dataclass(frozen=True, slots=True)
class Desk:
    """One desk. ``whole``: its group is the desk and has no topics; else it is the topic ``key`` of its group.

    ``lane`` is the group's. ``at_start``: its topic is there before anything is shown in it.
    """

    key: str
    names: ByLanguage = field(default_factory=dict)
    lane: str = OFFICIALS_LANE
    whole: bool = False
    colour: str = "blue"
    at_start: bool = True

    def name(self, language: str) -> str:
        """Name the desk in a language, or else in the city's default one; by its key where it has no name."""
        return in_language(self.names, language) or self.key

    @property
    def topic(self) -> str:
        """Give the topic of its group in which it stands; empty where the group is the desk."""
        return "" if self.whole else self.key


def read_desks(
    tables: Mapping[str, Table], units: Iterable[Unit], answering: Iterable[str], spoken: Sequence[str]
) -> tuple[tuple[Desk, ...], dict[str, str]]:
    """Give the desks in the order in which a group shows them, and lane of a further group -> its chat.

    Every unit that answers for a category has a desk, and every unit that the pack names one for. The city's entries
    change those of the base pack field by field. Raises CityError.
    """
    groups = _groups(Reader(FILE, tables.get(FILE, {})))
    shorts = {unit.code: unit.short for unit in units}
    rows: dict[str, list[Reader]] = {}
    for file in (f"base/{FILE}", FILE):
        for row in _rows(Reader(file, tables.get(file, {}))):
            rows.setdefault(row.text("key"), []).append(row)
    for key, found in rows.items():
        if key not in NAMED and key not in shorts:
            known = ", ".join(NAMED)
            raise CityError(found[-1].file, found[-1].key("key"), f"no unit {key!r}, and no desk; desks are {known}")
    wanted = set(answering) | rows.keys()
    order = (VERIFICATION, *(code for code in shorts if code in wanted), *NAMED[1:])
    desks = []
    for key in order:
        names = {spoken[0]: shorts[key]} if key in shorts else {}
        desk = Desk(key, names, at_start=key not in _LAZY)
        for row in rows.get(key, ()):
            desk = _changed(desk, row, groups, spoken)
        if not desk.names:
            raise CityError(FILE, f"desk.{key}.names", f"a name in one of {', '.join(spoken)} is needed")
        desks.append(desk)
    _check_shared(desks)
    return tuple(desks), groups


def _rows(reader: Reader) -> list[Reader]:
    return reader.rows("desk") if "desk" in reader.data else []


def _groups(reader: Reader) -> dict[str, str]:
    groups: dict[str, str] = {}
    for name in reader.table("groups"):
        inner = Reader(reader.file, Reader(reader.file, reader.table("groups"), "groups").table(name), f"groups.{name}")
        if not _GROUP.fullmatch(name) or group_lane(name) == OFFICIALS_LANE:
            raise CityError(reader.file, inner.where, "a name of its own of small letters is needed")
        groups[group_lane(name)] = inner.text("chat")
    if len(set(groups.values())) < len(groups):
        raise CityError(reader.file, "groups", "one chat stands there twice")
    return groups


def _changed(desk: Desk, row: Reader, groups: Mapping[str, str], spoken: Sequence[str]) -> Desk:
    """Change a desk by one entry of a pack."""
    colour, whole = row.text("colour", desk.colour), row.data.get("whole", desk.whole)
    if colour not in COLOURS:
        raise CityError(row.file, row.key("colour"), f"one of {', '.join(COLOURS)} is needed")
    lane = desk.lane
    if "group" in row.data:
        lane = group_lane(row.text("group"))
        whole = row.data.get("whole", lane != OFFICIALS_LANE)
        if lane not in groups and lane != OFFICIALS_LANE:
            raise CityError(row.file, row.key("group"), f"[groups.{row.text('group')}] with its chat is needed")
    if not isinstance(whole, bool) or (whole and lane == OFFICIALS_LANE):
        raise CityError(row.file, row.key("whole"), "true or false is needed, and false in the common group")
    names = read_by_language(row, "names", spoken, desk.names)
    return replace(desk, names=names, lane=lane, whole=whole, colour=colour)


def _check_shared(desks: Sequence[Desk]) -> None:
    """See that a group that is one desk is no other's."""
    for desk in desks:
        if desk.whole and sum(other.lane == desk.lane for other in desks) > 1:
            raise CityError(FILE, f"desk.{desk.key}.group", "several desks share this group: topics (whole = false)")
