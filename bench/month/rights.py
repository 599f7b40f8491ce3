"""Who was an official when, from the journal of the register alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

_COMES, _GOES = frozenset({"enrolled", "joined"}), frozenset({"left", "dismissed"})
_WORKS = frozenset({"petugas", "penghubung", "koordinator"})


@dataclass(frozen=True)
class _Spell:
    since: datetime
    unit: str
    role: str
    active: bool


class Rights:
    """What each official may do, from one change to the next; an administrator may always."""

    def __init__(self, lines: Iterable[Mapping[str, Any]], admins: Iterable[int]) -> None:
        """Read the register's lines, oldest first."""
        self._admins = frozenset(map(str, admins))
        self._spells: dict[str, list[_Spell]] = {}
        for line in lines:
            details = line.get("details") or {}
            if line["what"] in _COMES | _GOES:
                spell = _Spell(line["at"], details.get("unit", ""), details.get("role", ""), line["what"] in _COMES)
                self._spells.setdefault(details["id"], []).append(spell)

    def may_act(self, official: str, at: datetime) -> bool:
        """Tell whether somebody was an official at a moment."""
        spells = [one for one in self._spells.get(official, ()) if one.since <= at]
        return official in self._admins or bool(spells and spells[-1].active)

    def lost(self, official: str, unit: str, since: datetime) -> datetime | None:
        """Give the first moment from one on at which somebody did not work for a unit; None if that never was."""
        if official in self._admins:
            return None
        spells = self._spells.get(official, [])
        before = [one for one in spells if one.since <= since]
        if not before or not _works(before[-1], unit):
            return since
        return next((one.since for one in spells if one.since > since and not _works(one, unit)), None)


def _works(spell: _Spell, unit: str) -> bool:
    return spell.active and spell.unit == unit and spell.role in _WORKS
