"""Let somebody say whether a report of theirs may stand in the public list: asked for by a word, the default is no."""

from __future__ import annotations

from typing import Final

from bots.citizen import choices
from bots.citizen.turn import Turn
from core.ticket.number import find_numbers
from core.vocabulary.publishing import AllowListing

PRESSED: Final = choices.LISTING
MOST: Final = 5


def ask(turn: Turn, text: str) -> None:
    """Say what would be seen of a report, and ask; of several the person says which."""
    numbers = [ticket.number for ticket in turn.state.tickets]
    named = [number for number in find_numbers(text, turn.city.prefix) if number in numbers]
    if named or len(numbers) == 1:
        number = (named or numbers)[0]
        turn.bubble(
            turn.say("listing.ask", number=number), choices.for_listing(turn, number), ref=number, bold=(number,)
        )
    elif numbers:
        turn.bubble(turn.say("listing.which"), choices.of_listing(numbers[::-1][:MOST]))
    else:
        turn.bubble(turn.say("listing.none"))


def answer(turn: Turn, number: str, said: str) -> None:
    """Tell the ticket; where it is nobody's of this chat, say so."""
    if turn.state.ticket(number) is None:
        turn.note("stale")
    elif not said:
        ask(turn, number)
    else:
        allowed = said == choices.YES
        turn.tell_ticket(number, AllowListing(allowed))
        turn.bubble(turn.say("listing.yes" if allowed else "listing.no", number=number), ref=number, bold=(number,))
