"""What officials ask of the bot in their private chat with it; to anybody else their commands are none."""

from __future__ import annotations

from typing import Final

from bots.citizen.message import Message
from bots.citizen.turn import Turn
from core.city.city import City
from core.register.state import load
from core.vocabulary.events import Event, Person, Said
from core.vocabulary.lane_names import REGISTER_LANE
from core.vocabulary.ticket import Official

_EVERYBODYS: Final = ("cancel", "help")
"""What citizens say too."""


def commands_of(city: City) -> frozenset[str]:
    """Give every word by which officials ask for something that citizens do not."""
    sections = city.language.plain.get("officials_commands", {})
    return frozenset(word for name, words in sections.items() if name not in _EVERYBODYS for word in words)


def _words_of(city: City, command: str) -> frozenset[str]:
    return frozenset(city.language.plain.get("officials_commands", {}).get(command, ()))


def lanes_read(words: frozenset[str], event: Event) -> tuple[str, ...]:
    """Ask for the register where somebody says what only officials may."""
    return (REGISTER_LANE,) if isinstance(event.body, Said) and _asks(words, event.body) else ()


def _asks(words: frozenset[str], said: Said) -> bool:
    """Tell whether a message is one of the commands, or comes by a link that says it."""
    return said.command.casefold() in words or (bool(said.command) and said.argument.strip().casefold() in words)


def official_of(turn: Turn, person: Person) -> Official | None:
    """Give who somebody is for the city; known only for messages that the register is read with."""
    member = load(turn.moment.documents.get(REGISTER_LANE)).members.get(person.id)
    admin = person.id in turn.setting.admins
    if member is not None and (admin or (member.active and member.accepted)):
        return Official(person.id, member.name, member.unit, admin=admin, role=member.role)
    return Official(person.id, person.name, turn.city.verification_unit, admin=True) if admin else None


def commands(turn: Turn, message: Message, command: str) -> bool:
    """Tell whether an official gives a command."""
    asked = not message.edited and _asks(_words_of(turn.city, command), message.said)
    return asked and official_of(turn, message.said.sender) is not None


def is_for_group(turn: Turn, message: Message) -> bool:
    """Tell whether an official gives a command here that is obeyed in the group alone."""
    known = not message.edited and message.slash is None and message.said.command.casefold() in commands_of(turn.city)
    return known and official_of(turn, message.said.sender) is not None


def point_to_group(turn: Turn, message: Message) -> None:
    """Say where the command is obeyed, and which ones are obeyed here."""
    turn.bubble(turn.say("in_private.group_only", command=message.said.command.casefold()))
