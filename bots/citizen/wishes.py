"""Deal with what people want beside their reports: take one back, a person, their data deleted, their name hidden."""

from __future__ import annotations

from datetime import timedelta

from bots.citizen import choices, naming, origins
from bots.citizen.bubble import show_draft
from bots.citizen.introducing import person_of
from bots.citizen.remembered import Draft, Ticket
from bots.citizen.state import CLOSED
from bots.citizen.turn import Turn
from core.city.desks import VERIFICATION
from core.language.shorten import in_one_line, shorten
from core.reading.heard import Heard, Label
from core.reading.redact import Redactor
from core.vocabulary.citizen import ChangePrivacy, Withdrawn
from core.vocabulary.officials import Wish
from core.vocabulary.report import Privacy

PERSON_PAUSE = timedelta(hours=1)
"""The coordinator's desk is told of the same person once in this time."""
COPY_PAUSE = timedelta(days=1)
"""So often it is told that the same person wants a copy of the own data."""
_WORDS = 500
_FEW_WORDS = 4
_RESERVED = {"but", "not_yet"}
_ASKED_BACK: dict[str, tuple[Label, ...]] = {"tarik": ("withdraw",), "hapusdata": ("delete",)}
"""Choices of a question with yes and no, and what repeats the wish itself."""


# --- taking a report back ---------------------------------------------------------------------------------------------


def ask_withdrawal(turn: Turn, numbers: tuple[str, ...], words: str, *, solved: bool) -> None:
    """Ask once whether a report shall really be taken back; with several, ask which."""
    tickets = [ticket for number in numbers if (ticket := turn.state.ticket(number)) is not None]
    tickets = [ticket for ticket in tickets if ticket.status not in CLOSED or ticket.status == "lewat"]
    if not tickets:
        turn.bubble(turn.say("withdraw.none"), choices.for_menu(turn))
        return
    turn.state.withdrawing = tickets[0].number if len(tickets) == 1 else ""
    turn.state.withdrawing_words, turn.state.withdrawing_solved = shorten(words, _WORDS), solved
    if len(tickets) > 1:
        shown = [ticket.number for ticket in tickets[:3]]
        told = (turn.say("withdraw.line", number=ticket.number, about=ticket.about) for ticket in tickets[:3])
        lines = [turn.say("withdraw.which"), *told]
        turn.bubble("\n".join(lines), choices.for_withdrawals(turn, shown), bold=shown)
        return
    number = tickets[0].number
    key = "withdraw.ask_solved" if solved else "withdraw.ask"
    turn.bubble(
        turn.say(key, number=number, about=tickets[0].about),
        choices.for_withdrawal(turn, number),
        ref=number,
        bold=(number,),
    )


def withdraw(turn: Turn, number: str) -> None:
    """Take a report back after the person said so twice; the ticket's own update says what came of it."""
    state = turn.state
    ticket = state.ticket(number)
    if ticket is None or (ticket.status in CLOSED and ticket.status != "lewat"):
        turn.note("stale_ticket" if ticket else "stale", number=number)
        return
    words = turn.nameless(state.withdrawing_words, hidden=ticket.hidden)
    turn.tell_ticket(number, Withdrawn(words, state.withdrawing_solved))
    ticket.asked, ticket.spoken_at = False, turn.now
    forget_withdrawal(turn)
    if turn.pressed:
        turn.note("confirm.noted", number=number)


def leave_report(turn: Turn, number: str) -> None:
    """Leave a report as it is after all."""
    forget_withdrawal(turn)
    turn.bubble(turn.say("withdraw.kept", number=number), ref=number, bold=(number,), mergeable=True)


def forget_withdrawal(turn: Turn) -> None:
    """Forget that a withdrawal was asked back."""
    turn.state.withdrawing = turn.state.withdrawing_words = ""
    turn.state.withdrawing_solved = False
    close_question(turn)


def close_question(turn: Turn) -> None:
    """Let words no longer answer a question with yes and no that was answered."""
    if turn.state.offered and turn.state.offered[0].id.partition(":")[0] in _ASKED_BACK:
        turn.state.offered = []


def asked(turn: Turn) -> str:
    """Give which wish was asked back last with a yes and a no, empty when none was."""
    offered = turn.state.offered
    kind = offered[0].id.partition(":")[0] if len(offered) == len(_ASKED_BACK) else ""
    return kind if kind in _ASKED_BACK else ""


def answer_in(turn: Turn, heard: Heard) -> str:
    """Give the choice that words make of a wish that was just asked back, empty when they speak of something else."""
    kind, offered = asked(turn), [offer.id for offer in turn.state.offered]
    if not kind:
        return ""
    if heard.words <= _FEW_WORDS and not heard.asks:
        if agrees(heard) or (heard.top in _ASKED_BACK[kind] and not heard.marks & _RESERVED):
            return offered[0]
        if heard.top in ("negate", "cancel", "send"):
            return offered[1]
    return ""


def agrees(heard: Heard) -> bool:
    """Tell whether a few words, or a sign alone, are a yes."""
    if heard.words > _FEW_WORDS or heard.asks or heard.marks & _RESERVED:
        return False
    named = heard.by_cue("affirm") and heard.top != "negate" and not heard.by_cue("cancel")
    return named or heard.top == "affirm"


# --- somebody to talk to, and data to delete --------------------------------------------------------------------------


def want_person(turn: Turn, text: str, number: str = "") -> None:
    """Pass on that somebody of the office shall answer, at most once an hour."""
    state = turn.state
    again = state.person_asked is not None and state.person_asked + PERSON_PAUSE > turn.now
    if again:
        turn.bubble(turn.say("person.again"), mergeable=True)
        return
    state.person_asked = turn.now
    turn.tell(turn.city.desk(VERIFICATION).lane, Wish(person_of(turn), "person", redacted(turn, text), number))
    turn.bubble(turn.say("person.passed", unit=_office(turn)), mergeable=True)


def want_deletion(turn: Turn, text: str) -> None:
    """Say what can be deleted and what the law keeps; hand the wish for filed data to the coordinator."""
    state = turn.state
    had_draft = state.draft is not None or state.expired is not None or bool(state.parked)
    if not had_draft and not state.tickets:
        turn.bubble("\n\n".join([turn.say("forget.nothing"), turn.say("forget.filed", unit=_office(turn))]))
        return
    turn.bubble(turn.say("forget.ask", unit=_office(turn)), choices.for_deletion(turn))


def want_copy(turn: Turn) -> None:
    """Pass the wish for a copy of the own data on to the coordinator once a day; without a report say what there is."""
    state = turn.state
    if not state.tickets:
        turn.bubble(turn.say("copy.nothing", unit=_office(turn)), choices.for_menu(turn))
        return
    if state.copy_asked is not None and state.copy_asked + COPY_PAUSE > turn.now:
        turn.bubble(turn.say("copy.again", unit=_office(turn)), mergeable=True)
        return
    state.copy_asked, number = turn.now, state.tickets[-1].number
    turn.tell(turn.city.desk(VERIFICATION).lane, Wish(person_of(turn), "copy", "", number))
    turn.bubble(turn.say("copy.passed", unit=_office(turn), number=number), bold=(number,), mergeable=True)


def delete(turn: Turn) -> None:
    """Forget drafts at once, and pass the wish about filed reports on."""
    state = turn.state
    had_draft = state.draft is not None or state.expired is not None or bool(state.parked)
    close_question(turn)
    for part in state.draft.parts if state.draft else ():
        state.remember(part.id)
    state.draft = state.expired = state.asked_back = None
    state.parked = []
    origins.forget_filed(turn)
    said = [turn.say("forget.draft" if had_draft else "forget.nothing")]
    if state.tickets:
        turn.tell(turn.city.desk(VERIFICATION).lane, Wish(person_of(turn), "deletion", "", state.tickets[-1].number))
        said.append(turn.say("forget.passed", unit=_office(turn)))
    turn.bubble("\n\n".join(said))


def redacted(turn: Turn, text: str) -> str:
    """Take what the person is called, and other personal data, out of words for the officials."""
    return in_one_line(Redactor.of(turn.city).redact(text, turn.state.names), _WORDS)


def _office(turn: Turn) -> str:
    return turn.city.tree[turn.city.verification_unit].name


# --- names ------------------------------------------------------------------------------------------------------------


def wanted_privacy(marks: frozenset[str]) -> Privacy:
    """Read how the name shall be shown out of the marks of a text; hiding is the careful reading."""
    if "secret" in marks:
        return "rahasia"
    return "nama" if "show_name" in marks and "hide_name" not in marks else "anonim"


def privacy_of_draft(turn: Turn, draft: Draft, privacy: Privacy) -> None:
    """Keep how the name shall be shown, and show the draft."""
    naming.ask(turn)
    draft.privacy = privacy
    turn.lead(turn.say(f"privacy.noted_{privacy}"))
    show_draft(turn)


def privacy_of_ticket(turn: Turn, ticket: Ticket, privacy: Privacy) -> None:
    """Change how the name is shown on a filed report; the ticket's own update says what holds now."""
    if ticket.status in CLOSED and privacy == "nama":
        turn.note("stale_ticket", number=ticket.number)
        return
    hide = () if privacy == "nama" else tuple(turn.state.names)
    name = naming.name_of(turn) if privacy == "nama" else ""
    ticket.hidden, ticket.spoken_at = privacy != "nama", turn.now
    turn.tell_ticket(ticket.number, ChangePrivacy(privacy, name, hide))


def ask_privacy(turn: Turn, ticket: Ticket) -> None:
    """Ask how the name shall be shown on a filed report."""
    naming.ask(turn)
    number = ticket.number
    turn.bubble(
        turn.say("privacy.ask_filed", number=number),
        choices.for_ticket_privacy(turn, number),
        ref=number,
        bold=(number,),
    )
