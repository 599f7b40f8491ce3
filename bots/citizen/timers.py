"""What time brings: the end of an album, a reminder, an expiry, calm after a flood."""

from __future__ import annotations

from datetime import datetime, timedelta

from bots.citizen import asking, budget, by_hand, choices, talk, updates, whose
from bots.citizen.bubble import show_draft
from bots.citizen.draft import is_empty
from bots.citizen.parking import show_next
from bots.citizen.remembered import AskedBack, Draft
from bots.citizen.state import ChatState
from bots.citizen.turn import Turn
from core.city.limits import Limits
from core.vocabulary.citizen import WindowClosing
from core.vocabulary.events import Edited, Pressed, Said

REASON_WAIT = timedelta(minutes=30)
"""A "not fixed" whose reason never comes is passed on without one after this time."""
BEFORE_WINDOW_CLOSES = timedelta(hours=1)
UNSEEN_KEPT = timedelta(days=30)
"""What the person could not be shown waits so long for their next message; then it is forgotten as any old draft."""
_SOON = timedelta(seconds=1)


def ring(turn: Turn) -> None:
    """Do everything whose time has come."""
    state, now, limits = turn.state, turn.now, turn.city.limits
    if by_hand.is_silent(turn):
        return
    if state.by_hand_at is not None:
        state.by_hand_at = None
        _morning(turn)
    if _over(state.flood_until, now):
        state.flood_until = None
        _show_again(turn)
    if _over(state.silent_until, now):
        state.silent_until = None
        _morning(turn)
    updates.ring(turn)
    gather = state.gather
    if gather is not None and _over(gather.quiet_until, now):
        talk.quiet_over(turn)
    elif gather is not None and gather.since + REASON_WAIT <= now:
        talk.flush(turn)
    if state.asked_back is not None and _asked_back_until(state.asked_back, limits) <= now:
        state.asked_back = None
    if state.expired is not None and _forgotten_at(state.expired, limits) <= now:
        state.expired = None
    _window(turn)
    _draft(turn, limits)


def _reminder_at(state: ChatState) -> datetime | None:
    """Give when officials are to be reminded of an unanswered citizen: an hour before free text ends, once."""
    if state.window_closes is None or state.window_told == state.window_closes:
        return None
    waiting = any(ticket.unanswered for ticket in state.tickets)
    return state.window_closes - BEFORE_WINDOW_CLOSES if waiting else None


def _window(turn: Turn) -> None:
    state = turn.state
    if not _over(_reminder_at(state), turn.now) or state.window_closes is None:
        return
    state.window_told = state.window_closes
    if state.window_closes > turn.now:
        for ticket in state.tickets:
            if ticket.unanswered:
                turn.tell_ticket(ticket.number, WindowClosing(state.window_closes))


def _draft(turn: Turn, limits: Limits) -> None:
    draft, now = turn.state.draft, turn.now
    if draft is None:
        return
    if _expires_at(draft, limits) <= now:
        for part in draft.parts:
            turn.state.remember(part.id)
        turn.state.draft = None
        if not is_empty(draft):
            turn.state.expired = draft
            draft.unseen = turn.too_late or turn.state.blocked
            turn.bubble(turn.say("draft.expired"), choices.for_revival(turn, draft))
    elif _over(draft.quiet_until, now):
        show_next(turn)
    elif _over(_reminded_at(draft, limits), now):
        draft.reminded = True
        if not is_empty(draft):
            turn.lead(turn.say("draft.reminder"))
            show_draft(turn)


def note_shown(turn: Turn) -> None:
    """Start no time for what the person could not be shown, and start it anew when they are back to see it."""
    state, now = turn.state, turn.now
    waits = [item for item in (state.draft, state.asked_back) if item is not None]
    if not isinstance(turn.event.body, Said | Edited | Pressed):
        return
    if turn.too_late or budget.is_silent(turn) or by_hand.is_silent(turn):
        for item in waits:
            item.unseen = True
        return
    if state.draft is not None and state.draft.unseen:
        state.draft.unseen, state.draft.touched_at, state.draft.reminded = False, now, False
    if state.asked_back is not None and state.asked_back.unseen:
        state.asked_back.unseen, state.asked_back.since = False, now
    if state.expired is not None and state.expired.unseen:
        half = timedelta(hours=turn.city.limits.draft_expiry_hours)
        state.expired.unseen, state.expired.touched_at = False, now - half


def _reminded_at(draft: Draft, limits: Limits) -> datetime | None:
    if draft.reminded or draft.unseen:
        return None
    return draft.touched_at + timedelta(minutes=limits.draft_reminder_minutes)


def _expires_at(draft: Draft, limits: Limits) -> datetime:
    return draft.touched_at + (UNSEEN_KEPT if draft.unseen else timedelta(hours=limits.draft_expiry_hours))


def _asked_back_until(asked_back: AskedBack, limits: Limits) -> datetime:
    return asked_back.since + (UNSEEN_KEPT if asked_back.unseen else timedelta(hours=limits.draft_expiry_hours))


def _forgotten_at(expired: Draft, limits: Limits) -> datetime:
    """Give when a closed draft is forgotten: not before the person could read that it was closed."""
    return expired.touched_at + (UNSEEN_KEPT if expired.unseen else _kept(limits))


def _morning(turn: Turn) -> None:
    """Show what came while nothing could be answered; its time begins now."""
    state = turn.state
    if state.asked_back is not None and state.asked_back.unseen:
        state.asked_back.unseen, state.asked_back.since = False, turn.now
        _show_again(turn)
    elif state.draft is not None and state.draft.unseen:
        state.draft.unseen, state.draft.touched_at, state.draft.reminded = False, turn.now, False
        _show_again(turn)


def _show_again(turn: Turn) -> None:
    if turn.state.asked_back is not None:
        asking.ask_where(turn)
    elif turn.state.draft is not None:
        show_draft(turn)


def _over(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and moment <= now


def _kept(limits: Limits) -> timedelta:
    return timedelta(hours=2 * limits.draft_expiry_hours)


def next_wake(state: ChatState, now: datetime, limits: Limits, *, numbers: bool) -> datetime | None:
    """Give the next moment at which something is to be done, always later than now; None when nothing is."""
    times: list[datetime | None] = [state.flood_until, state.silent_until, _reminder_at(state)]
    times.append(whose.doubted_at(state, numbers=numbers))
    times += [one.since + updates.LATE_AFTER for one in state.unsent]
    if state.gather is not None:
        times += [state.gather.quiet_until, state.gather.since + REASON_WAIT]
    if state.asked_back is not None:
        times.append(_asked_back_until(state.asked_back, limits))
    if state.expired is not None:
        times.append(_forgotten_at(state.expired, limits))
    draft = state.draft
    if draft is not None:
        times += [draft.quiet_until, _expires_at(draft, limits), _reminded_at(draft, limits)]
    if state.by_hand_at is not None:  # until then nothing is said, so nothing rings
        times = [state.by_hand_at + by_hand.SILENCE]
    set_times = [moment for moment in times if moment is not None]
    return max(min(set_times), now + _SOON) if set_times else None
