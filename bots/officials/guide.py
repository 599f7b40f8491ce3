"""The short guide on request: one message whose pages are turned by buttons, for everybody in the group."""

from bots.officials.turn import GroupTurn
from core.city.guide import DRAWN, PAGES, beside, nearest, page_of, title_of
from core.vocabulary.charts import kept
from core.vocabulary.effects import Choice, DrawChart, Edit, Send
from core.vocabulary.events import Pressed, Said
from core.vocabulary.report import Evidence
from core.vocabulary.results import Drawn

BUTTON = "panduan"
"""A button carries ``panduan:<message>:<page>:<topic>``: nothing need be remembered to turn its pages."""
PICTURE = "gambar"
"""A button carries ``gambar:<page>:<topic>``."""


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


def show_picture(turn: GroupTurn, pressed: Pressed, rest: str) -> None:
    """Have the picture of a page sent to the topic."""
    page, _, topic = rest.partition(":")
    turn.answer(pressed.query_id, "")
    if page in turn.office.city.guide_pictures:
        turn.effects.append(DrawChart(kept(page), f"{DRAWN}{page}:{topic}"))


def drawn(turn: GroupTurn, body: Drawn) -> bool:
    """Send a picture that was asked for; False when it is none of the guide."""
    if not body.ref.startswith(DRAWN):
        return False
    page, _, topic = body.ref.removeprefix(DRAWN).partition(":")
    if body.media and page in PAGES:
        picture = (Evidence("photo", body.ref, body.media, body.mime),)
        title = title_of(turn.office.texts, turn.office.lang, PAGES.index(page))
        turn.effects.append(Send(title, evidence=picture, topic=topic, quiet=True))
    return True


def _draw(turn: GroupTurn, name: str, place: int, topic: str) -> Send:
    office, place = turn.office, nearest(place)
    choices = tuple(
        Choice(f"{BUTTON}:{name}:{other}:{topic}", office.say(f"officials.list.{label}"))
        for other, label in beside(place)
    )
    if PAGES[place] in office.city.guide_pictures:
        label = office.say("officials.guide.picture")
        choices = (*choices, Choice(f"{PICTURE}:{PAGES[place]}:{topic}", label, row=1))
    text = page_of(office.texts, office.lang, place)
    return Send(text, choices=choices, key=f"guide:{name}", topic=topic, quiet=True)
