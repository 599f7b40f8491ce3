"""Give an official the short guide in the private chat; to anybody else it is no command."""

from __future__ import annotations

from bots.citizen import walk_in
from bots.citizen.message import Message
from bots.citizen.turn import Turn
from core.city.city import City
from core.city.guide import beside, nearest, page_of
from core.vocabulary.effects import Choice

TURN = "panduan"


def commands_of(city: City) -> frozenset[str]:
    """Give the words of the command."""
    return frozenset(city.language.plain.get("officials_commands", {}).get("guide", ()))


def asked(turn: Turn, message: Message) -> bool:
    """Tell whether an official asks for the guide."""
    said, commands = message.said, commands_of(turn.city)
    return not message.edited and walk_in.asks(commands, said) and said.sender.id in walk_in.officials(turn)


def show(turn: Turn, _message: Message) -> None:
    """Give the first page."""
    _page(turn, 0)


def turn_page(turn: Turn, place: str, _argument: str) -> None:
    """Give another page: there is nothing in it that is not for everybody."""
    _page(turn, int(place) if place.isdecimal() else 0)


def _page(turn: Turn, place: int) -> None:
    texts, language, place = turn.setting.texts, turn.city.group_language, nearest(place)
    labels = {name: texts.say(f"officials.list.{name}", language) for name in ("back", "on")}
    turn.bubble(
        page_of(texts, language, place), tuple(Choice(f"{TURN}:{to}", labels[name]) for to, name in beside(place))
    )
