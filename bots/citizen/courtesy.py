"""Answer courtesy, talk and questions about what is open; nothing of it changes a report."""

from __future__ import annotations

from collections.abc import Callable

from bots.citizen import choices, command_answers, repeating, talk
from bots.citizen.message import Message
from bots.citizen.turn import Turn
from core.reading.decide import Act

NO_ANSWERS: frozenset[Act] = frozenset(("chats", "not_for_us"))
"""Talk beside what is open: with what is not understood, the second in a row brings help."""


def courtesy(key: str) -> Callable[[Turn, Message], None]:
    """Answer in a sentence, and say again what is open."""

    def answer(turn: Turn, message: Message) -> None:
        for ticket in message.tickets:
            talk.spoke(turn, ticket)
        if repeating.something_open(turn) and message.reading.act in NO_ANSWERS:
            repeating.repeat_missed(turn, key)
        elif repeating.something_open(turn):
            turn.lead(turn.say(key))
            repeating.repeat(turn)
        else:
            turn.bubble(turn.say(key), mergeable=True)

    return answer


def abuses(turn: Turn, message: Message) -> None:
    """Stay calm, once; insults go nowhere."""
    draft = turn.state.draft
    if draft is not None and draft.abuse_shown:
        repeating.repeat(turn)
        return
    if draft is not None:
        draft.abuse_shown = True
    courtesy("abuse")(turn, message)


def greets(turn: Turn, message: Message) -> None:
    """Greet back, and say what is open or can be done."""
    if repeating.something_open(turn):
        courtesy("hello")(turn, message)
    elif turn.state.tickets:
        turn.bubble(turn.say("hello_again"), choices.for_menu(turn))
    else:
        command_answers.welcome(turn)


def announces(turn: Turn, message: Message) -> None:
    """Tell who wants to report how it is done."""
    turn.bubble(turn.say("report.how", example=turn.say("example.drain")))


def asks_how(turn: Turn, message: Message) -> None:
    """Explain what this is, and say again what is open."""
    if repeating.something_open(turn):
        turn.lead(turn.say("help.about"))
        repeating.repeat(turn)
    else:
        turn.bubble(turn.say("help.about"), choices.for_menu(turn))


def asks_back(turn: Turn, message: Message) -> None:
    """A question back to the official goes to the official; what was asked stays open."""
    ticket = message.ticket
    if ticket is not None and ticket.asked:
        talk.reply(turn, ticket, message.part, message.files, answers=False, quietly=True)
        turn.lead(turn.say("asks_back.passed"))
        repeating.question_of(turn, ticket)
    elif repeating.something_open(turn):
        repeating.repeat(turn)
    else:
        turn.bubble(turn.say("help.about"), choices.for_menu(turn))


def asks_again(turn: Turn, message: Message) -> None:
    """Say again what is open; where nothing is, how the reports stand."""
    if message.heard.top not in ("repeat", "resume") and turn.state.draft is None and repeating.something_open(turn):
        repeating.repeat_missed(turn, "")
    elif repeating.something_open(turn):
        repeating.repeat(turn)
    elif turn.state.tickets:
        command_answers.status(turn, "")
    else:
        command_answers.welcome(turn)


def asks_status(turn: Turn, message: Message) -> None:
    """Say how the reports stand that are meant; a draft was not sent yet."""
    draft = turn.state.draft
    if draft is not None and not message.tickets:
        turn.lead(turn.say("draft.not_sent"))
        repeating.repeat(turn)
        return
    for ticket in message.tickets:
        talk.spoke(turn, ticket)
    command_answers.status(turn, " ".join(item.number for item in message.tickets) if len(message.tickets) == 1 else "")
