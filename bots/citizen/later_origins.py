"""Ask once for each report about photos that come when it is filed already, where nobody was asked before."""

from __future__ import annotations

from typing import Final

from bots.citizen import origins
from bots.citizen.message import Message
from bots.citizen.talk import judged, questions
from bots.citizen.turn import Turn
from core.vocabulary.effects import Choice

AGREE: Final = "asalya"
REFUSE: Final = "asaltidak"


def came(turn: Turn, number: str, media: str) -> None:
    """Deal with a file of a filed report that told when or where it was taken: kept by a yes, asked about once.

    Nobody is asked while another answer is awaited, for a "ya" to that must not be one to this; it is forgotten then.
    """
    ticket = turn.state.ticket(number)
    if ticket is None or not origins.wanted_for(ticket):
        return
    if ticket.origins == "yes":
        origins.keep(turn, media)
    elif origins.waits(ticket, turn.now):
        ticket.origin_files = [*ticket.origin_files, media]
    elif ticket.origins == "" and _may_ask(turn):
        ticket.origins, ticket.origins_asked, ticket.origin_files = "asked", turn.now, [media]
        offered = (
            Choice(f"{AGREE}:{number}", turn.say("choice.asalfoto")),
            Choice(f"{REFUSE}:{number}", turn.say("choice.asaltidak")),
        )
        turn.bubble(turn.say("origin.ask_later", number=number), offered, ref=number, bold=(number,))


def agree(turn: Turn, number: str) -> None:
    """Keep when and where the photos of a report were taken, those too that are still to come."""
    ticket = turn.state.ticket(number)
    if ticket is None or not origins.waits(ticket, turn.now):
        turn.note("stale")
        return
    origins.keep(turn, *ticket.origin_files)
    ticket.origins, ticket.origin_files = "yes", []
    turn.note("origin.noted")


def refuse(turn: Turn, number: str) -> None:
    """Forget it, and ask no more for this report."""
    ticket = turn.state.ticket(number)
    if ticket is None or ticket.origins != "asked":
        turn.note("stale")
        return
    ticket.origins, ticket.origin_files = "no", []
    turn.note("origin.refused")


def says(turn: Turn, message: Message) -> bool:
    """Tell whether a few words are the yes or the no to what was asked last."""
    return bool(_asked_last(turn)) and origins.answer_in(turn, message.part.text) is not None


def take(turn: Turn, message: Message) -> None:
    """Do as the words say."""
    act = agree if origins.answer_in(turn, message.part.text) else refuse
    act(turn, _asked_last(turn))


def _asked_last(turn: Turn) -> str:
    """Give the report whose photos were asked about last; empty where something else is open."""
    if not _may_ask(turn) or questions(turn):
        return ""
    names = (offer.id.partition(":") for offer in turn.state.offered)
    number = next((rest for name, _, rest in names if name == AGREE), "")
    ticket = turn.state.ticket(number) if number else None
    return number if ticket is not None and origins.waits(ticket, turn.now) else ""


def _may_ask(turn: Turn) -> bool:
    state = turn.state
    return state.draft is None and state.asked_back is None and not judged(turn)
