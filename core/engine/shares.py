"""Whose turn is it when a channel's rate is short: the class of each message, decided here and nowhere else."""

from core.vocabulary.channel import Share
from core.vocabulary.effects import Edit, Effect, Send
from core.vocabulary.lane_names import is_never_given_up
from core.vocabulary.lanes import Lane


def share_of(lane: Lane, effect: Effect, *, answered: bool) -> Share:
    """Name the class of what goes out next on a lane; ``answered`` tells whether anything has gone out there before."""
    if is_never_given_up(lane.id):
        return "group"
    message = effect.to if isinstance(effect, Edit) else effect
    if isinstance(message, Send) and (message.ref or message.urgent):
        return "push"
    return "rest" if answered else "first"
