"""Say again what is open: the draft, the question of an official, whether it is fixed, the mark."""

from __future__ import annotations

from bots.citizen import asking, choices, talk
from bots.citizen.bubble import show_draft
from bots.citizen.remembered import Ticket
from bots.citizen.turn import Turn

ENOUGH_MISSES = 2


def something_open(turn: Turn) -> bool:
    """Tell whether anything waits for the person."""
    state = turn.state
    return bool(
        state.draft
        or state.asked_back
        or state.gather
        or talk.questions(turn)
        or talk.judged(turn)
        or talk.to_rate(turn)
    )


def open_kind(turn: Turn) -> str:
    """Name what is open, for the list of what was not understood."""
    state = turn.state
    if state.draft is not None:
        return "draft"
    if talk.questions(turn):
        return "question"
    if talk.judged(turn):
        return "verdict"
    if talk.to_rate(turn) is not None:
        return "rating"
    return "filed" if state.tickets else "none"


def repeat(turn: Turn) -> None:
    """Say again what the person is asked now, with its choices."""
    state = turn.state
    gather = state.gather
    if state.asked_back is not None:
        asking.ask_where(turn)
    elif gather is not None and gather.kind == "dispute":
        turn.bubble(
            turn.say("dispute.ask", number=gather.number),
            choices.for_reason(turn, gather.number),
            ref=gather.number,
            bold=(gather.number,),
        )
    elif state.draft is not None:
        show_draft(turn)
    elif asked := talk.questions(turn):
        question_of(turn, asked[0])
    elif judged := talk.judged(turn):
        question_of(turn, judged[0])
    elif (rated := talk.to_rate(turn)) is not None:
        turn.bubble(turn.say("rating.ask", number=rated.number), choices.for_rating(turn, rated.number))


def repeat_missed(turn: Turn, key: str) -> None:
    """Say why not and what is asked; the second wrong answer in a row brings help and a way out."""
    state = turn.state
    misses = state.misses + 1
    if misses >= ENOUGH_MISSES:
        turn.lead(turn.say("help.way_out"))
    elif key:
        turn.lead(turn.say(key))
    repeat(turn)
    if misses >= ENOUGH_MISSES:
        turn.offer_more(choices.for_menu(turn))
    state.misses = misses % ENOUGH_MISSES  # showing a draft begins to count anew


def repeat_beside(turn: Turn) -> None:
    """Say again a question of the office beside another answer; a draft is not shown again."""
    asked = talk.questions(turn)
    if turn.state.draft is None and asked:
        question_of(turn, asked[0])


def question_of(turn: Turn, ticket: Ticket) -> None:
    """Say again what is asked about one report, if anything is."""
    number = ticket.number
    if ticket.asked:
        key = "again.question" if ticket.question else "again.question_bare"
        turn.bubble(turn.say(key, number=number, text=ticket.question), ref=number, bold=(number,))
    elif ticket.status in talk.OPEN_TO_JUDGEMENT and not ticket.confirmed:
        turn.bubble(
            turn.say("again.verdict", number=number),
            choices.for_confirmation(turn, number),
            ref=number,
            bold=(number,),
        )
