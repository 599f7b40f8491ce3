"""Topics of a group: one for each of its desks that is not the group itself."""

from bots.officials.turn import GroupTurn
from core.language.shorten import shorten, utf16_units
from core.vocabulary.effects import OpenTopic

_NAME_LENGTH = 128
"""Bot API, createForumTopic: name of 1-128 characters."""


def open_all(turn: GroupTurn) -> None:
    """Ask for every topic that the group always has; the engine skips those that exist."""
    turn.state.opened = ()
    for desk in turn.office.city.desks:
        if desk.at_start:
            open_topic(turn, desk.key)


def open_topic(turn: GroupTurn, key: str) -> None:
    """Ask for a desk's topic unless that was done before; some get it with the first thing that is shown there."""
    if not turn.thread(key) or key in turn.state.opened:
        return
    turn.state.opened = (*turn.state.opened, key)
    desk = turn.office.city.desk(key)
    name = shorten(desk.name(turn.office.lang), _NAME_LENGTH, utf16_units)
    turn.effects.append(OpenTopic(key=key, name=name, colour=desk.colour))
