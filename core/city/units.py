"""The tree of offices: who stands above whom, who may act for which, whose desk a case lies on, who decides next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from core.city.roles import has_duty
from core.vocabulary.ticket import Official

OwnLimits = Mapping[str, Mapping[str, int]]
"""Category, or "" for all -> limits that a unit and those below it have of their own (`core.city.limits`)."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One office that can be given a ticket; `parent` is the code of the office above it."""

    code: str
    name: str
    short: str
    kind: str
    parent: str | None = None
    serves: tuple[str, ...] = ()
    """Kelurahan served by this unit; empty means the whole city."""
    head: str = ""
    """Title of who leads it, as the city writes it; whoever it is is registered as such."""
    limits: OwnLimits = field(default_factory=dict, hash=False)


class UnitTree:
    """Answer what follows from where an office stands.

    `coordinator` verifies and disposes for the whole city; `secretary` decides what nobody else does: the office that
    the pack names, or else the one above the coordinating one, or else that one itself.
    """

    def __init__(self, units: Iterable[Unit], coordinator: str, desks: Iterable[str], secretary: str = "") -> None:
        """Take the offices, the codes of the coordinating one and the secretary's, and of those that have a desk."""
        self._units = {unit.code: unit for unit in units}
        self.coordinator = coordinator
        self._desks = frozenset(desks)
        self.secretary = secretary or next((unit.code for unit in self.ancestors(coordinator)), coordinator)

    # --- who stands where --------------------------------------------------------------------------------------

    def __iter__(self) -> Iterator[Unit]:
        """Yield every unit, in the order of the pack."""
        return iter(self._units.values())

    def __contains__(self, code: str) -> bool:
        """Tell whether there is a unit of that code."""
        return code in self._units

    def __getitem__(self, code: str) -> Unit:
        """Give the unit of that code; raise KeyError when there is none."""
        return self._units[code]

    def short_name(self, code: str) -> str:
        """Give the short name of a unit, or the code itself when there is none such."""
        return self._units[code].short if code in self._units else code

    def tops(self) -> tuple[Unit, ...]:
        """Give the units that have none above them."""
        return tuple(unit for unit in self if unit.parent is None)

    def children(self, code: str) -> tuple[Unit, ...]:
        """Give the units directly below a unit, in the order of the pack."""
        return tuple(unit for unit in self if unit.parent == code)

    def below(self, code: str) -> Iterator[Unit]:
        """Yield all units below a unit, each before those below itself."""
        for unit in self.children(code):
            yield unit
            yield from self.below(unit.code)

    def ancestors(self, code: str) -> Iterator[Unit]:
        """Yield the units above a unit, the nearest first; none for an unknown unit."""
        above = self._units[code].parent if code in self._units else None
        while above is not None:
            unit = self._units[above]
            yield unit
            above = unit.parent

    def chain(self, code: str) -> tuple[Unit, ...]:
        """Give a unit and all above it, from the top down."""
        return (*reversed(tuple(self.ancestors(code))), self._units[code])

    def is_within(self, code: str, root: str) -> bool:
        """Tell whether a unit is `root` itself or anywhere below it."""
        return code == root or any(unit.code == root for unit in self.ancestors(code))

    def way(self, codes: Sequence[str]) -> str:
        """Write the way that a case went, by short names; one that went out twice in a row was with the coordinator."""
        steps: list[str] = []
        for code in codes:
            if steps and steps[-1] == code:
                steps.append(self.coordinator)
            steps.append(code)
        return " → ".join(self.short_name(code) for code in steps)

    # --- where a case lies and goes ----------------------------------------------------------------------------

    def desk_of(self, code: str) -> str:
        """Give the unit on whose desk cases of a unit lie: the nearest upwards that has one.

        A clinic's cases stay on the desk of the health office, so that desks remain few. A unit below none that has
        one gets its own.
        """
        upwards = (code, *(unit.code for unit in self.ancestors(code)))
        return next((one for one in upwards if one in self._desks), code)

    # --- rights ------------------------------------------------------------------------------------------------

    def belongs_to(self, by: Official, code: str) -> bool:
        """Tell whether somebody is of a unit or of one above it; without a unit, of the coordinating unit."""
        if by.admin or code not in self:
            return by.admin or by.unit == self.coordinator
        return bool(by.unit) and self.is_within(code, by.unit)

    def coordinates(self, by: Official) -> bool:
        """Tell whether somebody verifies and disposes for the whole city."""
        return by.admin or (by.unit == self.coordinator and has_duty(by, "work"))

    def works_for(self, by: Official, code: str) -> bool:
        """Tell whether somebody works on the tickets of a unit; without a unit, on those to be verified."""
        return self.belongs_to(by, code) and has_duty(by, "work")

    def manages(self, by: Official, code: str) -> bool:
        """Tell whether somebody says who is an official of a unit: an admin, or the unit's or a higher coordinator.

        Who is of no unit that works on tickets is a matter of the coordinating unit.
        """
        whole_city = by.unit == self.coordinator
        return by.admin or (has_duty(by, "people") and (whole_city or (code in self and self.belongs_to(by, code))))

    def may_dispose_to(self, by: Official, code: str) -> bool:
        """Tell whether somebody may give a ticket to a unit: coordinators anywhere, others up, down or sideways.

        Sideways is to a unit under the same office; what stands directly under the whole city's offices is no branch.
        """
        if self.coordinates(by):
            return True
        above = {unit.code for unit in self.ancestors(by.unit)}
        whole_city = {self.coordinator, *(unit.code for unit in self.ancestors(self.coordinator))}
        office = next((unit.code for unit in self.ancestors(by.unit)), "")
        beside = bool(office) and office not in whole_city and any(unit.code == code for unit in self.children(office))
        return self.is_within(code, by.unit) or beside or code in above - whole_city
