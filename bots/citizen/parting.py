"""Chats that are linked no more, and chats that are somebody else's now: nothing of the former owner stays."""

from __future__ import annotations

from msgspec.structs import fields

from bots.citizen import choices
from bots.citizen.linking import channel_name
from bots.citizen.state import ChatState
from bots.citizen.turn import Turn
from core.person.linking import fresh
from core.vocabulary.linking import OtherChat, Renounced, Unlink

KEPT = ("language", "language_set", "serial", "keyboard", "times", "flood_until", "paid_day", "paid", "silent_until")
"""What a chat remembers of itself and not of who is there: how it talks, and what it has cost."""


def ask(turn: Turn) -> None:
    """Ask which link shall end."""
    others = turn.state.others
    if not others:
        turn.bubble(turn.say("linking.none"))
        return
    named = [(one.mark, channel_name(turn, one.channel)) for one in others]
    listed = ", ".join(name for _mark, name in named)
    turn.bubble(turn.say("linking.which", channels=listed), choices.for_unlinking(turn, named))


def _other(turn: Turn, mark: str) -> OtherChat | None:
    return next((one for one in turn.state.others if one.mark == mark), None)


def part(turn: Turn, mark: str) -> None:
    """End the link with another chat: each keeps what was filed in it."""
    other = _other(turn, mark)
    if other is None:
        turn.note("stale")
        return
    turn.offered_no_more()
    turn.tell(turn.state.person, Unlink(turn.lane, mark))
    turn.bubble(turn.say("linking.parted", channel=channel_name(turn, other.channel)))


def lose(turn: Turn, mark: str, answer: str) -> None:
    """Say that another chat is somebody else's now, after it was asked once whether that is so."""
    other = _other(turn, mark)
    if not mark:
        turn.offered_no_more()
        turn.note("linking.dropped")
    elif other is None:
        turn.note("stale")
    elif answer != choices.YES:
        name = channel_name(turn, other.channel)
        turn.bubble(turn.say("linking.lose_ask", channel=name), choices.for_losing(turn, mark))
    else:
        turn.offered_no_more()
        turn.tell(turn.state.person, Unlink(turn.lane, mark, lost=True))
        turn.bubble(turn.say("linking.lost", channel=channel_name(turn, other.channel)))


# --- this chat is somebody else's -------------------------------------------------------------------------------------


def ask_renounce(turn: Turn) -> None:
    """Ask whether everything of who was here before shall be forgotten; it says nothing of what there is."""
    turn.bubble(turn.say("linking.renounce_ask"), choices.for_renouncing(turn))


def renounce(turn: Turn, answer: str) -> None:
    """Forget who was here before, and let them know that they cannot be told anything here."""
    turn.offered_no_more()
    if answer != choices.YES:
        turn.note("linking.dropped")
        return
    begin_again(turn)
    turn.bubble(turn.say("linking.renounced"))


def begin_again(turn: Turn) -> None:
    """Be the chat of somebody new, and let who was here before know that they cannot be told anything here."""
    if turn.state.person:
        turn.tell(turn.state.person, Renounced(turn.lane))
    begin_anew(turn, fresh(turn.lane, turn.event.id))


def begin_anew(turn: Turn, person: str) -> None:
    """Be the chat of somebody new: nothing that was said, filed or waiting here is left."""
    state, blank = turn.state, ChatState()
    seen = [one.id for one in state.recent]
    for field in fields(ChatState):
        if field.name not in KEPT:
            setattr(state, field.name, getattr(blank, field.name))
    for message_id in seen:  # a repeat or a late edit of what the other one wrote is nothing new
        state.remember(message_id, -1)
    state.person = person
    turn.withdraw()
