"""Answer what was read out of a message: one handler per act, for whatever stands open."""

from __future__ import annotations

from collections.abc import Callable

from bots.citizen import asking, commands, courtesy, drafting, repeating, talk, wishes
from bots.citizen.command_words import has_letters
from bots.citizen.heard import MAY_MISS, Said
from bots.citizen.parking import park
from bots.citizen.turn import Turn
from core.reading.decide import Act
from core.reading.redact import redact
from core.vocabulary.effects import Unheard

_UNHEARD_CHARACTERS = 200


def respond(turn: Turn, said: Said) -> None:
    """Do what the reading says; a message that went into no draft is remembered as dealt with."""
    if said.reading.act not in MAY_MISS:
        turn.state.misses = 0
    _HANDLERS[said.reading.act](turn, said)
    draft = turn.state.draft
    held = turn.state.held
    kept = [*(draft.parts if draft else ()), *(held.parts if held else ())]
    if all(item.id != said.part.id for item in kept):
        turn.state.remember(said.part.id)


# --- reports and what belongs to them ---------------------------------------------------------------------------------


def _complains(turn: Turn, said: Said) -> None:
    draft = turn.state.draft
    if draft is not None and "adds" in said.reading.maybe:
        asking.hold(turn, said.part, said.files, (), ("adds", "complains"))
        return
    if said.part.text and not has_letters(said.part.text) and not said.part.evidence and said.part.pin is None:
        _unclear(turn, said)
        return
    if draft is not None:
        park(turn)
    drafting.receive(turn, said.part, said.files)


def _adds(turn: Turn, said: Said) -> None:
    ticket = said.ticket
    if ticket is not None:
        talk.reply(turn, ticket, said.part, said.files, answers=False)
    elif len(said.tickets) > 1:
        asking.hold(turn, said.part, said.files, [item.number for item in said.tickets[:3]])
    else:
        drafting.receive(turn, said.part, said.files)


def _corrects(turn: Turn, said: Said) -> None:
    if said.tickets:
        _adds(turn, said)
    else:
        drafting.correct(turn, said.part, said.files)


def _answers(turn: Turn, said: Said) -> None:
    ticket = said.ticket
    if ticket is not None:
        talk.reply(turn, ticket, said.part, said.files)
    else:
        _adds(turn, said)


def _does_not_know(turn: Turn, said: Said) -> None:
    if turn.state.draft is not None:
        turn.lead(turn.say("draft.place_help"))
        repeating.repeat(turn)
    else:
        _answers(turn, said)


def _hurries(turn: Turn, said: Said) -> None:
    ticket = said.ticket
    if ticket is None:
        _adds(turn, said)
        return
    talk.reply(turn, ticket, said.part, said.files, answers=False, quietly=True)
    turn.bubble(turn.say("hurry.passed", number=ticket.number), ref=ticket.number, bold=(ticket.number,))
    repeating.question_of(turn, ticket)


# --- fixed or not -----------------------------------------------------------------------------------------------------


def _confirms(turn: Turn, said: Said) -> None:
    if said.ticket is not None:
        talk.confirm_with(turn, said.ticket, [said.part], said.files)


def _denies(turn: Turn, said: Said) -> None:
    if said.ticket is not None:
        talk.dispute_with(turn, said.ticket, [said.part], said.files)


def _doubts(turn: Turn, said: Said) -> None:
    if said.ticket is not None:
        talk.doubt(turn, said.ticket.number)


def _rates(turn: Turn, said: Said) -> None:
    ticket = said.ticket
    mark = commands.mark_in(turn, said.part.text)
    if ticket is None or not mark:
        repeating.repeat(turn)
    else:
        talk.rate(turn, ticket.number, mark)


def _skips(turn: Turn, said: Said) -> None:
    ticket = said.ticket
    if ticket is not None and turn.state.gather is not None and turn.state.gather.kind == "dispute":
        talk.no_reason(turn, ticket.number)
    elif ticket is not None and ticket.status == "selesai":
        talk.rate(turn, ticket.number, "0")
    elif turn.state.draft is None or not drafting.command(turn, "lewati"):
        repeating.repeat(turn)


def _reopens(turn: Turn, said: Said) -> None:
    numbers = [item.number for item in said.tickets[:3]]
    if numbers:
        asking.hold(turn, said.part, said.files, numbers, ("adds", "complains"))
    else:
        commands.status(turn, "")


# --- ways out and wishes ----------------------------------------------------------------------------------------------


def _withdraws(turn: Turn, said: Said) -> None:
    numbers = tuple(item.number for item in said.tickets)
    solved = said.heard.top == "works" or "solved" in said.heard.marks
    wishes.ask_withdrawal(turn, numbers, said.part.text, solved=solved)


def _cancels(turn: Turn, said: Said) -> None:
    commands.run(turn, "batal", "")


def _sends(turn: Turn, said: Said) -> None:
    if not drafting.agree(turn):
        repeating.repeat(turn)


def _changes(turn: Turn, said: Said) -> None:
    if not drafting.decline(turn):
        repeating.repeat(turn)


def _resumes(turn: Turn, said: Said) -> None:
    commands.resume(turn)


def _wants_person(turn: Turn, said: Said) -> None:
    number = said.tickets[0].number if said.tickets else ""
    wishes.want_person(turn, said.part.text, number)
    repeating.repeat_beside(turn)


def _wants_deletion(turn: Turn, said: Said) -> None:
    wishes.want_deletion(turn, said.part.text)


def _wants_privacy(turn: Turn, said: Said) -> None:
    marks = said.heard.marks
    clear = bool(marks & {"secret", "hide_name", "show_name"})
    draft = turn.state.draft
    if "asks_privacy" in marks or (said.heard.asks and not clear):
        turn.lead(turn.say("privacy.explained"))
        repeating.repeat(turn)
    elif draft is not None:
        wishes.privacy_of_draft(turn, draft, wishes.wanted_privacy(turn, marks))
    elif said.tickets and clear:
        wishes.privacy_of_ticket(turn, said.tickets[0], wishes.wanted_privacy(turn, marks))
    elif said.tickets:
        wishes.ask_privacy(turn, said.tickets[0])
    else:
        turn.bubble(turn.say("privacy.explained"))


# --- not understood ---------------------------------------------------------------------------------------------------


def _unclear(turn: Turn, said: Said) -> None:
    """Ask what is meant, with what it may be as buttons; what cannot be guessed is kept for the operator."""
    numbers = [item.number for item in said.tickets[:3]]
    _keep_unheard(turn, said)
    if said.reading.maybe and numbers:
        for ticket in said.tickets:
            talk.spoke(turn, ticket)
        asking.hold(turn, said.part, said.files, numbers, said.reading.maybe)
    elif repeating.something_open(turn) and turn.state.draft is None:
        for ticket in talk.judged(turn)[:1]:
            talk.spoke(turn, ticket)
        repeating.repeat_missed(turn, "help.not_clear")
    else:
        commands.stuck(turn)


def _keep_unheard(turn: Turn, said: Said) -> None:
    if said.part.text:
        words = redact(said.part.text, turn.state.names)[:_UNHEARD_CHARACTERS]
        turn.keep(Unheard(repeating.open_kind(turn), words))


_HANDLERS: dict[Act, Callable[[Turn, Said], None]] = {
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
