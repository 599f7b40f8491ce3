"""Answer what was read out of a message: one handler per act, for whatever stands open."""

from __future__ import annotations

from collections.abc import Callable

from bots.citizen import asking, command_answers, courtesy, drafting, repeating, talk, wishes
from bots.citizen.message import Message
from bots.citizen.parking import park
from bots.citizen.plain_words import has_letters
from bots.citizen.turn import Turn
from core.language.shorten import shorten
from core.reading.decide import Act
from core.reading.redact import Redactor
from core.vocabulary.effects import Unheard

_UNHEARD_CHARACTERS = 200
_MAY_MISS: frozenset[Act] = courtesy.NO_ANSWERS | frozenset(("unclear", "asks_again", "complains", "adds"))
"""What leaves the count of wrong answers to its handler."""


def respond(turn: Turn, message: Message) -> None:
    """Do what the reading says."""
    if message.reading.act not in _MAY_MISS:
        turn.state.misses = 0
    _HANDLERS[message.reading.act](turn, message)


# --- reports and what belongs to them ---------------------------------------------------------------------------------


def _complains(turn: Turn, message: Message) -> None:
    draft = turn.state.draft
    if draft is not None and "adds" in message.reading.maybe:
        asking.ask_back(turn, message.part, message.files, (), ("adds", "complains"))
        return
    if (
        message.part.text
        and not has_letters(message.part.text)
        and not message.part.evidence
        and message.part.pin is None
    ):
        _unclear(turn, message)
        return
    if draft is not None:
        park(turn)
    drafting.take_in(turn, message.part, message.files)


def _adds(turn: Turn, message: Message) -> None:
    ticket = message.ticket
    if ticket is not None:
        talk.reply(turn, ticket, message.part, message.files, answers=False)
        if ticket.asked:
            repeating.question_of(turn, ticket)
    else:
        drafting.take_in(turn, message.part, message.files)


def _corrects(turn: Turn, message: Message) -> None:
    if message.tickets:
        _adds(turn, message)
    else:
        drafting.correct(turn, message.part, message.files)


def _answers(turn: Turn, message: Message) -> None:
    ticket = message.ticket
    if ticket is not None:
        talk.reply(turn, ticket, message.part, message.files)
    else:
        _adds(turn, message)


def _does_not_know(turn: Turn, message: Message) -> None:
    if turn.state.draft is not None:
        turn.lead(turn.say("draft.place_help"))
        repeating.repeat(turn)
    else:
        _answers(turn, message)


def _hurries(turn: Turn, message: Message) -> None:
    ticket = message.ticket
    if ticket is None:
        _adds(turn, message)
        return
    talk.reply(turn, ticket, message.part, message.files, answers=False, quietly=True)
    turn.bubble(turn.say("hurry.passed", number=ticket.number), ref=ticket.number, bold=(ticket.number,))
    repeating.question_of(turn, ticket)


# --- fixed or not -----------------------------------------------------------------------------------------------------


def _confirms(turn: Turn, message: Message) -> None:
    if message.ticket is not None:
        talk.confirm_with(turn, message.ticket, [message.part], message.files)


def _denies(turn: Turn, message: Message) -> None:
    if message.ticket is not None:
        talk.dispute_with(turn, message.ticket, [message.part], message.files)


def _doubts(turn: Turn, message: Message) -> None:
    if message.ticket is not None:
        talk.doubt(turn, message.ticket.number)


def _rates(turn: Turn, message: Message) -> None:
    ticket = message.ticket
    mark = command_answers.mark_in(turn, message.part.text)
    if ticket is None or not mark:
        repeating.repeat(turn)
    else:
        talk.rate(turn, ticket.number, mark)


def _skips(turn: Turn, message: Message) -> None:
    ticket = message.ticket
    if ticket is not None and turn.state.gather is not None and turn.state.gather.kind == "dispute":
        talk.no_reason(turn, ticket.number)
    elif ticket is not None and ticket.status == "selesai":
        talk.rate(turn, ticket.number, "0")
    elif turn.state.draft is None or not drafting.choose(turn, "lewati", ""):
        repeating.repeat(turn)


def _reopens(turn: Turn, message: Message) -> None:
    numbers = [item.number for item in message.tickets[:3]]
    if numbers:
        asking.ask_back(turn, message.part, message.files, numbers, ("adds", "complains"))
    else:
        command_answers.status(turn, "")


# --- ways out and wishes ----------------------------------------------------------------------------------------------


def _withdraws(turn: Turn, message: Message) -> None:
    numbers = tuple(item.number for item in message.tickets)
    solved = message.heard.top == "works" or "solved" in message.heard.marks
    wishes.ask_withdrawal(turn, numbers, message.part.text, solved=solved)


def _cancels(turn: Turn, message: Message) -> None:
    command_answers.run(turn, "batal", "")


def _sends(turn: Turn, message: Message) -> None:
    draft, marks = turn.state.draft, message.heard.marks
    if draft is not None and marks & {"secret", "hide_name"}:
        draft.privacy = wishes.wanted_privacy(marks)  # "kirim, tapi jangan pakai nama"
    if not drafting.agree(turn):
        repeating.repeat(turn)


def _changes(turn: Turn, message: Message) -> None:
    if not drafting.decline(turn):
        repeating.repeat(turn)


def _resumes(turn: Turn, message: Message) -> None:
    command_answers.resume(turn)


def _wants_person(turn: Turn, message: Message) -> None:
    number = message.tickets[0].number if message.tickets else ""
    wishes.want_person(turn, message.part.text, number)
    repeating.repeat_beside(turn)


def _wants_deletion(turn: Turn, message: Message) -> None:
    wishes.want_deletion(turn, message.part.text)


def _wants_privacy(turn: Turn, message: Message) -> None:
    marks = message.heard.marks
    clear = bool(marks & {"secret", "hide_name", "show_name"})
    draft = turn.state.draft
    if "asks_privacy" in marks or (message.heard.asks and not clear):
        turn.lead(turn.say("privacy.explained"))
        repeating.repeat(turn)
    elif draft is not None:
        wishes.privacy_of_draft(turn, draft, wishes.wanted_privacy(marks))
    elif message.tickets and clear:
        wishes.privacy_of_ticket(turn, message.tickets[0], wishes.wanted_privacy(marks))
    elif message.tickets:
        wishes.ask_privacy(turn, message.tickets[0])
    else:
        turn.bubble(turn.say("privacy.explained"))


# --- not understood ---------------------------------------------------------------------------------------------------


def _unclear(turn: Turn, message: Message) -> None:
    """Ask what is meant, with what it may be as buttons; what cannot be guessed is kept for the operator."""
    numbers = [item.number for item in message.tickets[:3]]
    _keep_unheard(turn, message)
    if message.reading.maybe and numbers:
        for ticket in message.tickets:
            talk.spoke(turn, ticket)
        asking.ask_back(turn, message.part, message.files, numbers, message.reading.maybe)
    elif repeating.something_open(turn) and turn.state.draft is None:
        for ticket in talk.judged(turn)[:1]:
            talk.spoke(turn, ticket)
        repeating.repeat_missed(turn, "help.not_clear")
    else:
        command_answers.stuck(turn)


def _keep_unheard(turn: Turn, message: Message) -> None:
    if message.part.text:
        words = shorten(Redactor.of(turn.city).redact(message.part.text, turn.state.names), _UNHEARD_CHARACTERS)
        turn.keep_unheard(Unheard(repeating.open_kind(turn), words))


_HANDLERS: dict[Act, Callable[[Turn, Message], None]] = {
    "complains": _complains,
    "adds": _adds,
    "corrects": _corrects,
    "answers": _answers,
    "hurries": _hurries,
    "confirms": _confirms,
    "denies": _denies,
    "doubts": _doubts,
    "rates": _rates,
    "skips": _skips,
    "reopens": _reopens,
    "thanks": courtesy.courtesy("you_are_welcome"),
    "greets": courtesy.greets,
    "announces": courtesy.announces,
    "chats": courtesy.courtesy("small_talk"),
    "abuses": courtesy.abuses,
    "waits": courtesy.courtesy("take_your_time"),
    "not_for_us": courtesy.courtesy("not_for_us"),
    "asks_how": courtesy.asks_how,
    "asks_back": courtesy.asks_back,
    "asks_again": courtesy.asks_again,
    "does_not_know": _does_not_know,
    "asks_status": courtesy.asks_status,
    "asks_why": courtesy.asks_status,
    "withdraws": _withdraws,
    "cancels": _cancels,
    "sends": _sends,
    "changes": _changes,
    "resumes": _resumes,
    "wants_person": _wants_person,
    "wants_deletion": _wants_deletion,
    "wants_privacy": _wants_privacy,
    "unclear": _unclear,
}
