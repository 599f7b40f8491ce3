"""Leave the word to an official who answers past us, in the platform's own inbox.

Two voices at once confuse, so the chat is silent until the person writes again or an hour has passed. News of reports
still goes out, and danger is always answered. What came before the official's words counts as seen by the official: it
is taken in all the same, and shown when the silence is over.
"""

from __future__ import annotations

from datetime import timedelta

from bots.citizen.budget import PUSHES
from bots.citizen.message import Message
from bots.citizen.remembered import Ticket
from bots.citizen.state import CLOSED
from bots.citizen.turn import Turn
from core.vocabulary.citizen import AnsweredByHand
from core.vocabulary.events import ByHand, Odd, Pressed, Said
from core.vocabulary.officials import Notice

SILENCE = timedelta(hours=1)
"""How long an official has the word when the person says nothing more."""


def take_note(turn: Turn, body: ByHand) -> None:
    """Fall silent, and let the report that the chat is about keep the words; what came late silences nobody."""
    state, at = turn.state, turn.event.at
    wrote_since = state.wrote_at is not None and state.wrote_at > at
    if not wrote_since and at + SILENCE > turn.now:
        state.by_hand_at = max(state.by_hand_at or at, at)
    ticket = _meant(turn)
    if ticket is None:
        return
    ticket.unanswered = False
    words = turn.nameless(body.text.strip(), hidden=ticket.hidden)
    turn.tell_ticket(ticket.number, AnsweredByHand(words, len(body.files)))


def _meant(turn: Turn) -> Ticket | None:
    """Give the report that the chat is about: the open one that was spoken of last, else the last one."""
    tickets = turn.state.tickets
    opened = [ticket for ticket in tickets if ticket.status not in CLOSED]
    spoken = [ticket for ticket in opened or tickets if ticket.spoken_at or ticket.filed_at]
    last = max(spoken, key=lambda ticket: ticket.spoken_at or ticket.filed_at or turn.now, default=None)
    return last or next(reversed(opened or tickets), None)


def note_writing(turn: Turn) -> None:
    """Note when the person wrote last, as the platform counts."""
    body = turn.event.body
    if isinstance(body, Said | Pressed) or (isinstance(body, Odd) and body.answer):
        turn.state.wrote_at = max(turn.state.wrote_at or turn.event.at, turn.event.at)


def is_over(turn: Turn, _message: Message | None = None) -> bool:
    """Tell whether the person has written since an official answered past us."""
    at = turn.state.by_hand_at
    return at is not None and turn.event.at >= at


def speak_again(turn: Turn, _message: Message | None = None) -> None:
    """Take the word again, where the person has written since."""
    if is_over(turn):
        turn.state.by_hand_at = None


def is_silent(turn: Turn) -> bool:
    """Tell whether this turn leaves the word to the official."""
    at = turn.state.by_hand_at
    told = isinstance(turn.event.body, (*PUSHES, Notice))
    return at is not None and turn.now < at + SILENCE and not told and not turn.insisted
