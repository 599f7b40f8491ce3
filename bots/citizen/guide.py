"""Give an official the short guide in the private chat; to anybody else it is no command."""

from __future__ import annotations

from bots.citizen import in_private
from bots.citizen.message import Message
from bots.citizen.turn import Turn
from core.city.guide import beside, nearest, page_of
from core.vocabulary.effects import Choice

TURN = "panduan"


def asked(turn: Turn, message: Message) -> bool:
    """Tell whether an official asks for the guide."""
    return in_private.commands(turn, message, "guide")


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
