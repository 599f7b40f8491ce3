"""Put a draft aside for another matter, and take it up again when that one is done."""

from __future__ import annotations

from bots.citizen.bubble import show_draft
from bots.citizen.draft import is_empty
from bots.citizen.remembered import Draft
from bots.citizen.turn import Turn, after

PARKED_DRAFTS = 3


def park(turn: Turn) -> None:
    """Put the open draft aside; an empty one is forgotten."""
    draft, turn.state.draft = turn.state.draft, None
    if draft is not None and not is_empty(draft):
        park_behind(turn, draft)


def park_behind(turn: Turn, draft: Draft) -> None:
    """Put a further draft in line behind the open one."""
    draft.aside = True
    turn.state.parked = [*turn.state.parked, draft][-PARKED_DRAFTS:]


def unpark(turn: Turn) -> bool:
    """Take the draft up again that was put aside last, and show it; False when there is none."""
    if not _take_up(turn):
        return False
    show_next(turn)
    return True


def unpark_soon(turn: Turn) -> None:
    """Take up again what was put aside, and show it in a message of its own, after the one of this turn."""
    if _take_up(turn) and (draft := turn.state.draft) is not None:
        draft.quiet_until = after(turn.now, seconds=turn.city.limits.album_quiet_seconds)


def show_next(turn: Turn) -> None:
    """Show the draft; one that had been put aside says so."""
    draft = turn.state.draft
    if draft is not None and draft.aside:
        draft.aside = False
        turn.lead(turn.say("draft.next"))
    show_draft(turn)


def _take_up(turn: Turn) -> bool:
    state = turn.state
    if state.draft is not None or not state.parked:
        return False
    draft = state.parked[-1]
    state.parked = state.parked[:-1]
    draft.touched_at, draft.reminded, draft.step = turn.now, False, ""
    state.draft = draft
    return True
