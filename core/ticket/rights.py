"""Who may do what to a ticket: the role that a rule of the life cycle asks for, looked up in the tree of offices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from core.city.roles import Duty, has_duty
from core.city.units import UnitTree
from core.ticket.change import Refused
from core.ticket.lifecycle import Role
from core.ticket.state import TicketState
from core.vocabulary.ticket import Official


def check_role(tree: UnitTree, ticket: TicketState, by: Official, role: Role) -> None:
    """Raise Refused with who may, unless the official has the role on this ticket."""
    allows = _ALLOWED.get(role)
    if allows is None or allows(tree, ticket, by):
        return
    nobodys = role in ("unit", "insider", "overseer") and not ticket.unit
    who = "coordinator" if nobodys else role
    # Somebody of the right office has to hear that it is the role which is another one.
    place = tree.coordinator if who in ("coordinator", "confidant") else ticket.unit
    lacks = role in _NEEDS and not has_duty(by, _NEEDS[role]) and tree.belongs_to(by, place)
    free = "_free" if who == "confidant" and ticket.holder is None else ""
    raise Refused(f"who_may.{'as_' if lacks else ''}{who}{free}")


def outsider(tree: UnitTree, ticket: TicketState, by: Official) -> str:
    """Give why somebody may do nothing to a ticket at all, in whatever status it is; empty for everybody else."""
    offered = ticket.offered is not None and ticket.offered.id == by.id
    if offered or _holds(tree, ticket, by) or may(tree, ticket, by, "insider"):
        return ""
    try:
        check_role(tree, ticket, by, "unit")
    except Refused as refusal:
        return refusal.key
    return ""


def may(tree: UnitTree, ticket: TicketState, by: Official, role: Role) -> bool:
    """Tell whether an official has a role on a ticket."""
    allows = _ALLOWED.get(role)
    return allows is None or allows(tree, ticket, by)


def _holds(tree: UnitTree, ticket: TicketState, by: Official) -> bool:
    return by.admin or (ticket.holder is not None and ticket.holder.id == by.id)


def _keeps(tree: UnitTree, ticket: TicketState, by: Official) -> bool:
    return _holds(tree, ticket, by) or (has_duty(by, "free") and tree.belongs_to(by, ticket.unit))


def _knows(tree: UnitTree, ticket: TicketState, by: Official) -> bool:
    return _holds(tree, ticket, by) or tree.coordinates(by)


def _seconds(tree: UnitTree, ticket: TicketState, by: Official) -> bool:
    closed_it = ticket.closing is not None and ticket.closing.by.id == by.id
    return not closed_it and (tree.works_for(by, ticket.unit) or _oversees(tree, ticket, by))


def _oversees(tree: UnitTree, ticket: TicketState, by: Official) -> bool:
    return tree.coordinates(by) or (has_duty(by, "oversee") and tree.belongs_to(by, ticket.unit))


def decides(tree: UnitTree, ticket: TicketState, by: Official) -> bool:
    """Tell whether somebody is of the office that decides where a ticket goes which was sent back too often."""
    here = ticket.escalated and by.unit == tree.secretary
    return here and (has_duty(by, "work") or has_duty(by, "oversee"))


def _is_offered(tree: UnitTree, ticket: TicketState, by: Official) -> bool:
    # Nothing offered is refused by the act itself, which says so.
    return ticket.offered is None or ticket.offered.id == by.id


def _did(tree: UnitTree, ticket: TicketState, by: Official) -> bool:
    return by.admin or ticket.last_act is None or ticket.last_act.by == by.id


_ALLOWED: Final[Mapping[Role, Callable[[UnitTree, TicketState, Official], bool]]] = {
    "coordinator": lambda tree, ticket, by: tree.coordinates(by) or decides(tree, ticket, by),
    "overseer": _oversees,
    "unit": lambda tree, ticket, by: tree.works_for(by, ticket.unit),
    "insider": lambda tree, ticket, by: has_duty(by, "note") and tree.belongs_to(by, ticket.unit),
    "holder": _holds,
    "keeper": _keeps,
    "offered": _is_offered,
    "party": lambda tree, ticket, by: _is_offered(tree, ticket, by) or _holds(tree, ticket, by),
    "author": _did,
    "confidant": _knows,
    "second": _seconds,
}
"""Roles that not every registered official has; each is spelled out in `core.ticket.lifecycle.ROLES`."""
_NEEDS: Final[Mapping[Role, Duty]] = {
    "coordinator": "work",
    "overseer": "oversee",
    "unit": "work",
    "insider": "note",
    "confidant": "work",
}
