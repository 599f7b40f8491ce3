"""Tell people which offices looked at their reports: offices and days, and nobody by name."""

from __future__ import annotations

from typing import Final

from bots.citizen import choices
from bots.citizen.turn import Turn
from core.ticket.number import find_numbers
from core.vocabulary.effects import AskLooks
from core.vocabulary.results import Look, Looks

LINES: Final = 8
"""The newest lines: more says how many are left out."""


def ask(turn: Turn, text: str) -> None:
    """Ask the journal about one report of one's own; of several the person says which."""
    numbers = [ticket.number for ticket in turn.state.tickets]
    named = [number for number in find_numbers(text, turn.city.prefix) if number in numbers]
    if named or len(numbers) == 1:
        turn.effects.append(AskLooks((named or numbers)[0]))
    elif numbers:
        turn.bubble(turn.say("trail.which"), choices.for_trail(turn, numbers[::-1][:5]))
    else:
        turn.bubble(turn.say("trail.none"))


def tell(turn: Turn, body: Looks) -> None:
    """Say which offices had to do with a report, a line for each office and day; not where it is known no more."""
    if turn.state.ticket(body.number) is None:
        return
    lines = dict.fromkeys(_line(turn, look, turn.day(look.at)) for look in body.looks)
    newest = list(lines)[-LINES:]
    head = turn.say("trail.head" if newest else "trail.nobody", number=body.number)
    left = len(lines) - len(newest)
    more = [turn.say("trail.more", count=left)] if left else []
    turn.bubble("\n".join((head, *newest, *more, turn.say("trail.tail"))), ref=body.number, bold=(body.number,))


def _line(turn: Turn, look: Look, day: str) -> str:
    if look.office:
        name = turn.say(f"trail.office.{look.office}")
    else:
        name = turn.city.tree.short_name(look.unit) if look.unit in turn.city.tree else turn.say("push_line.city")
    return turn.say(f"trail.{look.kind}", unit=name, date=day)
