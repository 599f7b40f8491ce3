"""Deal with the edit or the deletion of a message whose effect is done: the officials and the citizen are told."""

from __future__ import annotations

from bots.citizen import rewriting
from bots.citizen.draft import is_empty, leave
from bots.citizen.message import Message
from bots.citizen.remembered import Recent, Ticket
from bots.citizen.state import CLOSED, SECOND
from bots.citizen.turn import Turn
from core.vocabulary.citizen import Amended, Retracted


def pass_on_edit(turn: Turn, message: Message) -> None:
    """Pass on that words which went to the officials read otherwise now, and say so."""
    known, part = message.known, message.part
    ticket = _ticket(turn, known) if known is not None else None
    if ticket is None or not part.text:
        return
    ticket.unanswered, ticket.spoken_at = True, turn.now
    turn.tell_ticket(ticket.number, Amended(turn.nameless(part.text, hidden=ticket.hidden)))
    turn.bubble(
        turn.say("edited_after", number=ticket.number), ref=ticket.number, bold=(ticket.number,), mergeable=True
    )


def take_back(turn: Turn, message_id: str) -> None:
    """Take a message back where it waits still; what was passed on stands, which both sides are told once."""
    state = turn.state
    known = state.recently(message_id)
    _not_passed_on(turn, message_id + SECOND)
    if _not_passed_on(turn, message_id) or known is None:
        if known is None:
            rewriting.take_out(turn, message_id)
        state.remember(message_id, -1)
        return
    ticket = _ticket(turn, known)
    waited = next((item for item in state.waiting if known.serial > 0 and item.serial == known.serial), None)
    known.serial, known.number = -1, ""
    if ticket is not None:
        ticket.spoken_at = turn.now
        turn.tell_ticket(ticket.number, Retracted())
        key = "deleted_after_closed" if ticket.status in CLOSED else "deleted_after"
        number = ticket.number
        turn.bubble(turn.say(key, number=number), ref=number, bold=(number,), mergeable=True)
    elif waited is not None:
        waited.retracted = True
        turn.bubble(turn.say("deleted_waiting"), mergeable=True)


def _ticket(turn: Turn, known: Recent) -> Ticket | None:
    """Find the report to which a message went: relayed to it, or filed as it."""
    if known.number:
        return turn.state.ticket(known.number)
    return next((item for item in turn.state.tickets if known.serial > 0 and item.serial == known.serial), None)


def _not_passed_on(turn: Turn, message_id: str) -> bool:
    """Take a message out of what waits to be passed on, or of a draft that was put aside."""
    state = turn.state
    for waiting in (state.asked_back, state.gather):
        if waiting is not None and any(part.id == message_id for part in waiting.parts):
            waiting.parts = [part for part in waiting.parts if part.id != message_id]
            if state.asked_back is not None and not state.asked_back.parts:
                state.asked_back = None
                turn.bubble(turn.say("cancelled_reply"))
            elif state.gather is not None and not state.gather.parts and state.gather.kind == "answer":
                state.gather = None
            return True
    for draft in [*state.parked, *([state.expired] if state.expired else [])]:
        if leave(draft, message_id):
            state.parked = [item for item in state.parked if not is_empty(item)]
            state.expired = None if state.expired is not None and is_empty(state.expired) else state.expired
            return True
    return False
