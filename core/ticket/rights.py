"""Who may do what to a ticket: the role that a rule of the life cycle asks for, looked up in the tree of offices."""

from __future__ import annotations

from core.city.units import UnitTree
from core.ticket.change import Refused
from core.ticket.lifecycle import Role
from core.ticket.state import TicketState
from core.vocabulary.ticket import Official


def check_role(tree: UnitTree, ticket: TicketState, by: Official, role: Role) -> None:
    """Raise Refused with who may, unless the official has the role on this ticket."""
    if role == "coordinator" and not tree.coordinates(by):
        raise Refused("who_may.coordinator")
    if role == "unit" and not tree.works_for(by, ticket.unit):
        raise Refused("who_may.unit" if ticket.unit else "who_may.coordinator")
    holds = by.admin or (ticket.holder is not None and ticket.holder.id == by.id)
    if role == "holder" and not holds:
        raise Refused("who_may.holder")
    if role == "confidant" and not (holds or tree.coordinates(by)):
        raise Refused("who_may.confidant")
