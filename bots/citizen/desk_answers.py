"""What the coordinator's desk answers to somebody who wanted a person, or data deleted."""

from __future__ import annotations

from bots.citizen.remembered import Missed
from bots.citizen.state import PUSHES_KEPT
from bots.citizen.turn import Turn
from core.vocabulary.officials import DeskAnswer
from core.vocabulary.results import Undelivered

PREFIX = "desk_answer."
"""Before the kind of answer in what is remembered of it, apart from news of reports."""


def give(turn: Turn, answer: DeskAnswer) -> None:
    """Give an official's words to the citizen whole; the same event again is a repeat."""
    state = turn.state
    kept = Missed(
        answer.number, f"{PREFIX}{answer.kind}", "baru", answer.text, turn.event.id, turn.now, answer.evidence
    )
    if any(one.cause == kept.cause for one in state.desk_answers):
        return
    state.desk_answers = [*state.desk_answers, kept][-PUSHES_KEPT:]
    if state.blocked or state.doubted:
        state.miss(kept)
        if state.doubted:
            turn.bubble(turn.say("whose.desk_news"))
        return
    turn.bubble(
        answer_words(turn, kept),
        ref=answer.number,
        bold=(answer.number,) if answer.number else (),
        evidence=answer.evidence,
        typed=answer.text.strip(),
        rest=turn.say("push_rest.desk_files") if answer.evidence else "",
        template="desk_answer",
        template_values=(turn.city.tree[turn.city.verification_unit].name,),
    )


def answer_words(turn: Turn, answer: Missed) -> str:
    """Word an answer, now or when the citizen is back."""
    head = turn.say(answer.kind, unit=turn.city.tree[turn.city.verification_unit].name)
    return f"{head}\n{turn.say('push_line.quote', text=answer.text)}"


def undelivered(turn: Turn, body: Undelivered) -> bool:
    """Keep an answer that did not arrive for when the citizen is back; False when the message was none."""
    lost = next((one for one in turn.state.desk_answers if body.entry_id.startswith(f"{one.cause}:")), None)
    if lost is not None and body.reason != "window":
        turn.state.miss(lost)
    return lost is not None
