"""Take up an old report again that can no longer be disputed: a new draft with the same words, which names it."""

from __future__ import annotations

from bots.citizen import drafting
from bots.citizen.bubble import show_draft
from bots.citizen.remembered import Part, Ticket
from bots.citizen.turn import Turn
from core.vocabulary.citizen import Update


def begin(turn: Turn, ticket: Ticket, update: Update) -> None:
    """Open a draft from what was to be the dispute; where another one stands open the person is asked to write anew."""
    words, number = update.text.strip() or ticket.about, ticket.number
    reads = turn.city.telling.reads
    days = str(turn.city.limits_for(ticket.category).dispute_days)
    if turn.state.draft is not None or not (words or update.evidence):
        turn.bubble(
            turn.say_text(reads("reporter", "dispute_late_write").text, number=number, days=days),
            ref=number,
            bold=(number,),
        )
        return
    drafting.add(turn, [Part(turn.event.id, turn.now, text=words, evidence=update.evidence)])
    draft = drafting.open_draft(turn)
    draft.follows = number
    draft.category = ticket.category
    turn.lead(turn.say_text(reads("reporter", "dispute_late").text, number=number, days=days))
    show_draft(turn)
