"""Put a draft aside for another matter, and take it up again when that one is done."""

from __future__ import annotations

from bots.citizen.bubble import show
from bots.citizen.draft import is_empty
from bots.citizen.state import Draft
from bots.citizen.turn import Turn

PARKED_DRAFTS = 3


def park(turn: Turn) -> None:
    """Put the open draft aside; an empty one is forgotten."""
    draft, turn.state.draft = turn.state.draft, None
    if draft is not None and not is_empty(draft):
        turn.state.parked = [*turn.state.parked, draft][-PARKED_DRAFTS:]


def park_behind(turn: Turn, draft: Draft) -> None:
    """Put a further draft in line behind the open one."""
    turn.state.parked = [*turn.state.parked, draft][-PARKED_DRAFTS:]


def unpark(turn: Turn) -> bool:
    """Take the draft up again that was put aside last, and show it; False when there is none."""
    state = turn.state
    if state.draft is not None or not state.parked:
        return False
    draft = state.parked[-1]
    state.parked = state.parked[:-1]
    draft.touched_at, draft.reminded, draft.step = turn.now, False, ""
    state.draft = draft
    turn.bubble(turn.say("draft.next"))
    show(turn)
    return True
