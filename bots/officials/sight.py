"""Which desks' tickets a group may list, and at which of them somebody asks."""

from bots.officials.turn import GroupTurn
from core.city.desks import VERIFICATION, Desk
from core.docket.places import desks_of
from core.docket.state import DocketState, load
from core.vocabulary.lane_names import OFFICIALS_LANE, docket_lane
from core.vocabulary.ticket import Official


def in_sight(turn: GroupTurn) -> tuple[Desk, ...]:
    """Give the desks whose tickets this group may list: an office's own group those of its own, the common one all."""
    return desks_of(turn.office.city) if turn.group == OFFICIALS_LANE else _own(turn)


def _own(turn: GroupTurn) -> tuple[Desk, ...]:
    return tuple(desk for desk in desks_of(turn.office.city) if turn.holds(desk.key))


def docket(turn: GroupTurn, desk: Desk) -> DocketState:
    """Read a desk's list as it is stored."""
    return load(turn.moment.documents.get(docket_lane(desk.key)))


def here(turn: GroupTurn) -> str:
    """Name the desk at which a command was said: the topic's, or the only one that the group has."""
    own = _own(turn)
    if len(own) == 1:
        return own[0].key
    return turn.moment.topic if any(turn.moment.topic == desk.key for desk in own) else ""


def desk_named(turn: GroupTurn, words: str) -> str:
    """Find the desk that an official names, by code or name; empty when there is none such in sight."""
    wanted = words.strip().casefold()
    for desk in in_sight(turn):
        units = [unit for unit in turn.office.city.tree if unit.code == desk.key]
        names = (desk.key, desk.name(turn.office.lang), *(name for unit in units for name in (unit.name, unit.short)))
        if wanted in (name.casefold() for name in names):
            return desk.key
    return ""


def own_desk(turn: GroupTurn, by: Official) -> str:
    """Name the desk of an official's unit; for who disposes for the whole city that of new reports."""
    city = turn.office.city
    return VERIFICATION if city.tree.coordinates(by) else city.desk_for_unit(by.unit).key
