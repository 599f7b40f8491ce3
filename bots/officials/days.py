"""What a new day changes on cards: how long is left, or how late a ticket is. Done slowly: nothing waits for it."""

from datetime import UTC, datetime, timedelta

from bots.officials.state import OfficialsState
from bots.officials.turn import GroupTurn
from core.vocabulary.effects import Tell
from core.vocabulary.lane_names import ticket_lane
from core.vocabulary.officials import ShowAgain

HOUR = 6
"""Local hour at which cards begin to read the new day: before people come to work."""
AT_ONCE = 10
PAUSE = timedelta(minutes=1)
"""Ten cards a minute are half of what a group takes (Bot API FAQ, broadcasting): what is new goes out between them."""


def turn_over(turn: GroupTurn) -> None:
    """Ask the tickets whose cards show days to show them anew, some at a time, once a day."""
    state, now = turn.state, turn.moment.now
    today = now.astimezone(turn.office.zone)
    day = today.date().isoformat()
    if not state.day or (day > state.day and today.hour >= HOUR):
        state.day_left = tuple(_dated(state)) if state.day else ()
        state.day, state.day_next = day, None
    if state.day_left and (state.day_next is None or state.day_next <= now):
        turn.effects += [Tell(ticket_lane(number), ShowAgain()) for number in state.day_left[:AT_ONCE]]
        state.day_left, state.day_next = state.day_left[AT_ONCE:], now + PAUSE


def next_turn(turn: GroupTurn) -> datetime | None:
    """Name the moment at which cards are to be shown anew."""
    state = turn.state
    if state.day_left:
        return state.day_next
    if not any(True for _ in _dated(state)):
        return None
    local = turn.moment.now.astimezone(turn.office.zone)
    morning = local.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    if morning <= local or local.date().isoformat() <= state.day:
        morning += timedelta(days=1)
    return morning.astimezone(UTC)


def _dated(state: OfficialsState) -> list[str]:
    return [number for number, shown in state.shown.items() if shown.dated and shown.open]
