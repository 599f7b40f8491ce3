"""End a turn: what was collected becomes effects, with at most one bubble."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from bots.citizen import budget, by_hand, logged, terse
from bots.citizen.remembered import Offer
from bots.citizen.turn import Turn
from core.vocabulary.effects import Answer, Edit, Effect, Send, Tell
from core.vocabulary.events import Edited, Pressed, Said
from core.vocabulary.lane_names import OFFICIALS_LANE
from core.vocabulary.officials import Notice

RECEIPT_PAUSE = timedelta(hours=24)
"""Late messages of one person are answered by one template in so long a time."""


def end(turn: Turn) -> tuple[Effect, ...]:
    """Give the effects in order: the button's answer, then the others, then the one bubble."""
    effects: list[Effect] = []
    if turn.query:
        effects.append(turn.answer or Answer(turn.query))
    message = _message(turn) if not by_hand.is_silent(turn) else None
    if message is not None and not turn.state.blocked and not turn.muted:
        message = budget.spend(turn, message)
    if message is None or turn.state.blocked or turn.muted:
        return (*effects, *logged.beside(turn))
    files = (*turn.files, *(file for file in message.evidence if file not in turn.files))
    message = replace(message, language=turn.language, evidence=files, urgent=turn.insisted)
    message = logged.logged(turn, terse.fit(turn, _receipt(turn, message)))
    _offer(turn, message)
    edits = turn.edit_key and not message.ask and not message.drop_keyboard
    return (*effects, *logged.beside(turn), Edit(turn.edit_key, message) if edits else message)


def _message(turn: Turn) -> Send | None:
    if turn.only_text:
        return Send(turn.only_text)
    if turn.message is None and not turn.leads:
        return None
    offered, ref = turn.suggested
    if turn.message is None:
        return Send("\n\n".join(turn.leads), offered, ref=ref, mergeable=not offered)
    if offered and not turn.message.choices and not turn.message.ref:
        turn.message = replace(turn.message, choices=offered, ref=ref)
    if not turn.leads:
        return _with_keyboard(turn, turn.message)
    text = "\n\n".join([*turn.leads, turn.message.text])
    return _with_keyboard(turn, replace(turn.message, text=text, newest=False))


def _receipt(turn: Turn, message: Send) -> Send:
    """Let the first answer to a late message go as a template, so that the person knows that it came."""
    state = turn.state
    draft = state.draft if state.draft is not None and state.draft.unseen else None
    wrote = isinstance(turn.event.body, Said | Edited | Pressed)
    told = state.receipt_told is not None and state.receipt_told + RECEIPT_PAUSE > turn.now
    if not turn.too_late or message.template or told or not (wrote or draft):
        return message
    state.receipt_told = turn.now
    turn.effects.append(Tell(OFFICIALS_LANE, Notice("officials.notice.late_messages")))
    written = turn.event.at if wrote or draft is None else draft.touched_at
    return replace(message, template="received", template_values=(turn.day(written),))


def _with_keyboard(turn: Turn, message: Send) -> Send:
    if not turn.state.keyboard or message.ask or not message.text:
        return message
    return replace(message, drop_keyboard=True)


def _offer(turn: Turn, message: Send) -> None:
    if message.choices:
        turn.state.offered = [Offer(choice.id, choice.label) for choice in message.choices]
    turn.state.keyboard = bool(message.ask) or (turn.state.keyboard and bool(message.choices))
