"""Give the citizen the signed receipt of a report: with its number, and again whenever it is asked for."""

from __future__ import annotations

from typing import Final

from bots.citizen.message import Message
from bots.citizen.remembered import Ticket
from bots.citizen.turn import Turn
from core.language.septets import parts
from core.language.terse import written
from core.proof.slip import PICTURE, read_slip
from core.ticket.number import find_numbers, looks_like_number, without_numbers
from core.vocabulary.report import Evidence

_PNG: Final = "image/png"


def beside(turn: Turn, text: str, slip: str) -> tuple[str, tuple[Evidence, ...]]:
    """Put the slip of a new report below the words that tell its number, and its code beside them.

    Where words are dear it is offered, if that costs nothing; whoever asks is given it in a message of its own.
    """
    if not slip:
        return text, ()
    if turn.terse:
        more = "\n".join((text, turn.say("slip.hint")))
        return (more if len(parts(written(more))) == len(parts(written(text))) else text), ()
    return "\n\n".join((text, turn.say("slip.given", slip=slip))), picture(turn, slip)


def picture(turn: Turn, slip: str) -> tuple[Evidence, ...]:
    """Give the code of a slip as a file, drawn when it is sent and never stored; none where no files can be sent."""
    if not turn.moment.capabilities.files_out:
        return ()
    return (Evidence("photo", "slip", media=PICTURE + slip, mime=_PNG),)


def is_meant(turn: Turn, message: Message) -> bool:
    """Tell whether a message brings a slip, or asks for that of a report by its number ("bukti" and the number)."""
    if not message.bare or not looks_like_number(message.text, turn.city.prefix):
        return False
    asks = turn.words.command(without_numbers(message.text, turn.city.prefix)) == "bukti"
    return asks or read_slip(message.text) is not None


def take(turn: Turn, message: Message) -> None:
    """Give the slip that is asked for; of one that was brought say how it is checked."""
    slip = read_slip(message.text)
    if slip is None:
        ask(turn, message.text)
    else:
        turn.bubble(turn.say("slip.brought", number=slip.number), bold=(slip.number,))


def ask(turn: Turn, text: str) -> None:
    """Give the slip of a report once more: of the one that is named, else of the newest that has one."""
    named = find_numbers(text, turn.city.prefix)
    own = [ticket for ticket in turn.state.tickets if not named or ticket.number in named]
    if not own:
        turn.bubble(turn.say("slip.not_yours" if named else "slip.no_report"))
        return
    ticket = next((one for one in reversed(own) if one.slip), None)
    if ticket is None:
        turn.bubble(turn.say("slip.none", number=own[-1].number))
        return
    _give(turn, ticket, others=not named and len(own) > 1)


def _give(turn: Turn, ticket: Ticket, *, others: bool) -> None:
    text = turn.say("slip.again", number=ticket.number, slip=ticket.slip)
    if others and not turn.terse:
        text = "\n\n".join((text, turn.say("slip.others")))
    files = picture(turn, ticket.slip)
    turn.bubble(text, key=f"slip:{ticket.number}", ref=ticket.number, bold=(ticket.number,), evidence=files)
