"""Fall silent when messages come too fast; what they say is taken all the same."""

from __future__ import annotations

from datetime import timedelta

from bots.citizen.message import Message
from bots.citizen.turn import Turn

WINDOW = timedelta(seconds=60)


def counts(turn: Turn, message: Message) -> bool:
    """Tell whether a message counts: a further item of an album does not."""
    return not message.album_drafted


def count(turn: Turn, message: Message) -> None:
    """Count a message among those of the last minute."""
    state, limit = turn.state, turn.city.limits.flood_messages_per_minute
    state.times = [*(time for time in state.times if time > turn.now - WINDOW), turn.now][-(limit + 1) :]
    if not goes_on(turn, message):
        state.flood_until = None


def goes_on(turn: Turn, message: Message) -> bool:
    """Tell whether a flood was told of, and is not over."""
    until = turn.state.flood_until
    return until is not None and until > turn.now


def mute(turn: Turn, message: Message) -> None:
    """Say nothing in this turn; who writes on too fast is not answered for longer."""
    turn.muted = True
    if counts(turn, message) and _too_many(turn):
        turn.state.flood_until = turn.now + WINDOW


def begins(turn: Turn, message: Message) -> bool:
    """Tell whether this message is one too many."""
    return counts(turn, message) and _too_many(turn) and not goes_on(turn, message)


def tell(turn: Turn, message: Message) -> None:
    """Say once that it goes too fast."""
    turn.state.flood_until = turn.now + WINDOW
    turn.only(turn.say("flood"))


def _too_many(turn: Turn) -> bool:
    return len(turn.state.times) > turn.city.limits.flood_messages_per_minute
