"""Give an official the short guide in the private chat; to anybody else it is no command."""

from __future__ import annotations

from bots.citizen import in_private
from bots.citizen.message import Message
from bots.citizen.turn import Turn
from core.city.guide import DRAWN, PAGES, beside, nearest, page_of, title_of
from core.vocabulary.charts import kept
from core.vocabulary.effects import Choice, DrawChart
from core.vocabulary.report import Evidence
from core.vocabulary.results import Drawn

TURN = "panduan"
PICTURE = "gambar"


def asked(turn: Turn, message: Message) -> bool:
    """Tell whether an official asks for the guide."""
    return in_private.commands(turn, message, "guide")


def show(turn: Turn, _message: Message) -> None:
    """Give the first page."""
    _page(turn, 0)


def turn_page(turn: Turn, place: str, _argument: str) -> None:
    """Give another page: there is nothing in it that is not for everybody."""
    _page(turn, int(place) if place.isdecimal() else 0)


def show_picture(turn: Turn, page: str, _argument: str) -> None:
    """Have the picture of a page sent."""
    if page in turn.city.guide_pictures:
        turn.effects.append(DrawChart(kept(page), f"{DRAWN}{page}"))


def drawn(turn: Turn, body: Drawn) -> bool:
    """Send a picture that was asked for; False when it is none of the guide."""
    page = body.ref.removeprefix(DRAWN)
    if not body.ref.startswith(DRAWN):
        return False
    if body.media and page in PAGES:
        title = title_of(turn.setting.texts, turn.city.group_language, PAGES.index(page))
        turn.bubble(title, evidence=(Evidence("photo", body.ref, body.media, body.mime),), mergeable=True)
    return True


def _page(turn: Turn, place: int) -> None:
    texts, language, place = turn.setting.texts, turn.city.group_language, nearest(place)
    labels = {name: texts.say(f"officials.{name}", language) for name in ("list.back", "list.on", "guide.picture")}
    choices = [Choice(f"{TURN}:{to}", labels[f"list.{name}"]) for to, name in beside(place)]
    if PAGES[place] in turn.city.guide_pictures:
        choices.append(Choice(f"{PICTURE}:{PAGES[place]}", labels["guide.picture"], row=1))
    turn.bubble(page_of(texts, language, place), choices)
