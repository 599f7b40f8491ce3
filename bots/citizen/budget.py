"""What one person may cost in a day, where each message is paid for; then one polite last word, and silence.

What the person writes is taken all the same; the numbers for emergencies and news of reports always go out.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from msgspec.structs import replace

from bots.citizen.turn import Turn
from core.vocabulary.citizen import Update
from core.vocabulary.effects import Send
from core.vocabulary.officials import DeskAnswer, OpenedContents

MORNING = time(7)
"""Local time at which what was left unsaid is shown."""

PUSHES = (Update, OpenedContents, DeskAnswer)
"""What others have to tell the person."""


def is_silent(turn: Turn) -> bool:
    """Tell whether today's budget is spent, so that this turn cannot be shown."""
    if not turn.moment.capabilities.paid or turn.insisted or isinstance(turn.event.body, PUSHES):
        return False
    return turn.state.paid_day == _day(turn) and turn.state.paid >= turn.city.limits.paid_answers_per_day


def spend(turn: Turn, message: Send) -> Send | None:
    """Count a message against the budget; give it, with the last word where it is the last, or None in silence."""
    if not turn.moment.capabilities.paid or turn.insisted or isinstance(turn.event.body, PUSHES):
        return message
    if is_silent(turn):
        return None
    state, day = turn.state, _day(turn)
    state.paid = state.paid + 1 if state.paid_day == day else 1
    state.paid_day = day
    if state.paid < turn.city.limits.paid_answers_per_day:
        return message
    state.silent_until = _morning(turn)
    return replace(message, text=f"{message.text}\n\n{turn.say('paid_last')}".strip())


def _day(turn: Turn) -> str:
    return turn.setting.calendar.local_day(turn.now).isoformat()


def _morning(turn: Turn) -> datetime:
    tomorrow = turn.setting.calendar.local_day(turn.now) + timedelta(days=1)
    return datetime.combine(tomorrow, MORNING, turn.setting.calendar.zone).astimezone(turn.now.tzinfo)
