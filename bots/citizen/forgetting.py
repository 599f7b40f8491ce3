"""Forget what was erased: what the chat remembers of one report, or everything."""

from __future__ import annotations

from bots.citizen.remembered import Ticket
from bots.citizen.state import CLOSED, ChatState
from bots.citizen.turn import Turn
from core.vocabulary.erasing import ForgetPerson

ERASED = "erased"
"""The kind of the update that says that a report's personal data are gone."""


def forget_ticket(turn: Turn, ticket: Ticket) -> None:
    """Let go of all words about a report; that it was filed here stays known, and its receipt."""
    state, number = turn.state, ticket.number
    ticket.about = ticket.question = ""
    ticket.pushes, ticket.asked, ticket.confirmed = [], False, True
    ticket.secret = False
    state.missed = [one for one in state.missed if one.number != number]
    state.fates = [one for one in state.fates if one.number != number]
    state.desk_answers = [one for one in state.desk_answers if one.number != number]
    if state.gather is not None and state.gather.number == number:
        state.gather = None
    if state.withdrawing == number:
        state.withdrawing = state.withdrawing_words = ""
    if all(one.status in CLOSED for one in state.tickets):
        state.names, state.name = [], ""  # no report of theirs has words that it could be cut out of
    turn.withdraw(number)


def forget_person(turn: Turn, _body: ForgetPerson) -> None:
    """Begin anew as with somebody who never wrote, and say so; what has not gone out goes out no more."""
    said, fresh = turn.say("forget.gone"), ChatState(language=turn.state.language)
    unheard = turn.state.blocked or turn.state.lost or turn.state.doubted
    for name in ChatState.__struct_fields__:
        setattr(turn.state, name, getattr(fresh, name))
    turn.withdraw()
    if not unheard:
        turn.bubble(said)
