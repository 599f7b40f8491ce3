"""The short guide on request: one message whose pages are turned by buttons, for everybody in the group."""

from bots.officials.turn import GroupTurn
from core.city.guide import beside, nearest, page_of
from core.vocabulary.effects import Choice, Edit, Send
from core.vocabulary.events import Pressed, Said

BUTTON = "panduan"
"""A button carries ``panduan:<message>:<page>:<topic>``: nothing need be remembered to turn its pages."""


def show(turn: GroupTurn, said: Said) -> None:
    """Answer with the first page."""
    turn.state.prompts += 1
    drawn = _draw(turn, str(turn.state.prompts), 0, turn.moment.topic)
    turn.reply(said.message_id, drawn.text, key=drawn.key, choices=drawn.choices)


def turn_page(turn: GroupTurn, pressed: Pressed, rest: str) -> None:
    """Show another page in the same message."""
    turn.answer(pressed.query_id, "")
    name, _, rest = rest.partition(":")
    place, _, topic = rest.partition(":")
    if name and place.isdecimal():
        drawn = _draw(turn, name, int(place), topic)
        turn.effects.append(Edit(drawn.key, drawn))


def _draw(turn: GroupTurn, name: str, place: int, topic: str) -> Send:
    office, place = turn.office, nearest(place)
    choices = tuple(
        Choice(f"{BUTTON}:{name}:{other}:{topic}", office.say(f"officials.list.{label}"))
        for other, label in beside(place)
    )
    text = page_of(office.texts, office.lang, place)
    return Send(text, choices=choices, key=f"guide:{name}", topic=topic, quiet=True)
