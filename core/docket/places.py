"""Which desks have tickets on them, and so a list."""

from __future__ import annotations

from core.city.city import City
from core.city.desks import ESCALATION, VERIFICATION, Desk


def desks_of(city: City) -> tuple[Desk, ...]:
    """Give the desks on which tickets can lie, that of new ones first, that of those sent back too often last."""
    keys = dict.fromkeys((VERIFICATION, *(city.tree.desk_of(unit.code) for unit in city.tree), ESCALATION))
    return tuple(city.desk(key) for key in keys)
