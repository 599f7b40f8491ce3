"""Topics of the group: one for verification, one per unit, one for the health of the system."""

from bots.officials.turn import GroupTurn, Office
from core.language.shorten import shorten, utf16_units
from core.vocabulary.effects import OpenTopic

VERIFICATION = "verifikasi"
HEALTH = "health"
_NAME_LENGTH = 128
"""Bot API, createForumTopic: name of 1-128 characters."""
_BLUE, _YELLOW, _RED = 7322096, 16766590, 16478047
"""Bot API, createForumTopic: three of the six colours that icon_color may have."""


def open_all(turn: GroupTurn) -> None:
    """Ask for every topic that the group always has; the engine skips those that exist."""
    turn.state.opened = ()
    for key in (VERIFICATION, *turn.office.city.tree.answering, HEALTH):
        open_topic(turn, key)


def open_topic(turn: GroupTurn, key: str) -> None:
    """Ask for a topic unless that was done before; units without a topic of their own get it with their first card."""
    if not key or key in turn.state.opened:
        return
    turn.state.opened = (*turn.state.opened, key)
    name = shorten(topic_name(turn.office, key), _NAME_LENGTH, utf16_units)
    turn.effects.append(OpenTopic(key=key, name=name, color=_colour(key)))


def topic_name(office: Office, key: str) -> str:
    """Name a topic as the group shows it."""
    if key in (VERIFICATION, HEALTH):
        return office.say(f"officials.topic.{key}")
    return office.unit_name(key)


def _colour(key: str) -> int:
    return {VERIFICATION: _YELLOW, HEALTH: _RED}.get(key, _BLUE)
