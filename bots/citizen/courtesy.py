"""Answer courtesy, talk and questions about what is open; nothing of it changes a report."""

from __future__ import annotations

from collections.abc import Callable

from bots.citizen import choices, commands, repeating, talk
from bots.citizen.heard import NO_ANSWERS, Said
from bots.citizen.turn import Turn


def courtesy(key: str) -> Callable[[Turn, Said], None]:
    """Answer in a sentence, and say again what is open."""

    def answer(turn: Turn, said: Said) -> None:
        for ticket in said.tickets:
            talk.spoke(turn, ticket)
        if repeating.something_open(turn) and said.reading.act in NO_ANSWERS:
            repeating.repeat_missed(turn, key)
        elif repeating.something_open(turn):
            turn.lead(turn.say(key))
            repeating.repeat(turn)
        else:
            turn.bubble(turn.say(key), mergeable=True)

    return answer


def abuses(turn: Turn, said: Said) -> None:
    """Stay calm, once; insults go nowhere."""
    draft = turn.state.draft
    if draft is not None and draft.abuse_shown:
        repeating.repeat(turn)
        return
    if draft is not None:
        draft.abuse_shown = True
    courtesy("abuse")(turn, said)


def greets(turn: Turn, said: Said) -> None:
    if repeating.something_open(turn):
        courtesy("hello")(turn, said)
    elif turn.state.tickets:
        turn.bubble(turn.say("hello_again"), choices.for_menu(turn))
    else:
        commands.welcome(turn)


def announces(turn: Turn, said: Said) -> None:
    turn.bubble(turn.say("report.how"))


def asks_how(turn: Turn, said: Said) -> None:
    if repeating.something_open(turn):
        turn.lead(turn.say("help.about"))
        repeating.repeat(turn)
    else:
        turn.bubble(turn.say("help.about"), choices.for_menu(turn))


def asks_back(turn: Turn, said: Said) -> None:
    """A question back to the official goes to the official; what was asked stays open."""
    ticket = said.ticket
    if ticket is not None and ticket.asked:
        talk.reply(turn, ticket, said.part, said.files, answers=False, quietly=True)
        turn.lead(turn.say("asks_back.passed"))
        repeating.question_of(turn, ticket)
    elif repeating.something_open(turn):
        repeating.repeat(turn)
    else:
        turn.bubble(turn.say("help.about"), choices.for_menu(turn))


def asks_again(turn: Turn, said: Said) -> None:
    if said.heard.top not in ("repeat", "resume") and turn.state.draft is None and repeating.something_open(turn):
        repeating.repeat_missed(turn, "")
    elif repeating.something_open(turn):
        repeating.repeat(turn)
    elif turn.state.tickets:
        commands.status(turn, "")
    else:
        commands.welcome(turn)


def asks_status(turn: Turn, said: Said) -> None:
    draft = turn.state.draft
    if draft is not None and not said.tickets:
        turn.lead(turn.say("draft.not_sent"))
        repeating.repeat(turn)
        return
    for ticket in said.tickets:
        talk.spoke(turn, ticket)
    commands.status(turn, " ".join(item.number for item in said.tickets) if len(said.tickets) == 1 else "")
