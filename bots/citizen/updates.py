"""Tell what a ticket reports: one bubble per push, or one for all when the citizen was away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from msgspec.structs import replace

from bots.citizen import choices, desk_answers, following_up, forgetting, logged, push_words, sharing, slips
from bots.citizen.filing import numbered
from bots.citizen.introducing import tell_arrival
from bots.citizen.parking import unpark_soon
from bots.citizen.remembered import Missed, Ticket, Unsent
from bots.citizen.state import CAUSES_KEPT, CLOSED, PUSHES_KEPT
from bots.citizen.turn import Turn
from core.person.state import LATE
from core.ticket.matrix import news_of
from core.vocabulary.citizen import Update
from core.vocabulary.deliveries import About
from core.vocabulary.effects import Choice
from core.vocabulary.results import Delivered, Undelivered

LATE_AFTER = timedelta(minutes=10)
"""Where another chat could tell it, news is sent elsewhere when it has not arrived for so long."""
UNSENT_KEPT = 20
TOLD_LATE = timedelta(hours=1)
"""Silence is counted from when an answer arrived, where that took longer than this."""
Offered = Callable[[Turn, str], tuple[Choice, ...]]


def push(turn: Turn, update: Update) -> None:
    """Take in a ticket's update and push it; only the same event again is a repeat, never the same words."""
    state, cause = turn.state, turn.event.id
    ticket = state.ticket(update.number)
    if (ticket is not None and cause in ticket.causes) or _is_of_others(turn, update, ticket):
        return
    if update.kind == "filed":
        if ticket is not None and ticket.serial:
            return
        ticket = numbered(turn, update)
        ticket.secret = update.secret
        sharing.tell_ticket(turn, ticket)
        unpark_soon(turn)
    elif ticket is None:
        # Its number has not come, so nothing says that the name may be shown.
        ticket = Ticket(update.number, category=update.category, hidden=True)
        state.keep_ticket(ticket)
    ticket.person = update.person or ticket.person
    ticket.causes = [*ticket.causes, cause][-CAUSES_KEPT:]
    ticket.awaited |= update.missed
    if update.kind != "filed":
        _apply(ticket, update)
    if update.kind == forgetting.ERASED:
        forgetting.forget_ticket(turn, ticket)
    if update.kind != "status" and not update.quiet:
        ticket.pushes = [*ticket.pushes, _missed(turn, update)][-PUSHES_KEPT:]
    if update.quiet:
        return
    if turn.state.doubted:
        turn.state.withheld = [*(one for one in turn.state.withheld if one != update.number), update.number]
        _push_without_words(turn, ticket, update, "whose.news")
    elif sharing.withholds(turn, ticket) and (update.text or update.evidence):
        _push_without_words(turn, ticket, update, "linking.secret_news")
    else:
        _push(turn, ticket, update)


def _is_of_others(turn: Turn, update: Update, ticket: Ticket | None) -> bool:
    """Tell whether news comes too late for this chat: it was linked with another one, or belonged to somebody else."""
    alone = update.person not in ("", turn.state.person) and not turn.state.one_of_several
    return alone or (ticket is None and (update.kind == "status" or update.quiet) and not turn.state.one_of_several)


def _push_without_words(turn: Turn, ticket: Ticket, update: Update, key: str) -> None:
    """Say that there is news of a report whose words are to be asked for here, and offer to show it."""
    ticket.question = ""
    what = f"reporter.{news_of(update)}"
    if turn.state.blocked:
        _miss(turn, ticket, replace(update, text="", evidence=()))
        logged.skip(turn, update.number, what, "blocked")
        return
    turn.state.offered = []
    turn.news = (*turn.news, About(update.number, what))
    turn.bubble(
        turn.say(key, number=update.number, status=turn.say(f"status.{update.status}")),
        choices.for_secret(turn, update.number),
        key=f"push:{update.number}:{update.kind}",
        ref=update.number,
        bold=(update.number,),
        template="update",
        template_values=(update.number, turn.say(f"status.{update.status}")),
        confirm=True,
    )
    _await(turn, update)


def _await(turn: Turn, update: Update) -> None:
    """Look later whether news has arrived, where another chat could tell it."""
    if turn.state.one_of_several and update.kind != "status":
        others = [one for one in turn.state.unsent if one.number != update.number]
        turn.state.unsent = [*others, Unsent(update.number, turn.event.id, turn.now)][-UNSENT_KEPT:]


def ring(turn: Turn) -> None:
    """Say of news that has not arrived for a while that another chat may tell it."""
    state = turn.state
    late = [one for one in state.unsent if one.since + LATE_AFTER <= turn.now]
    state.unsent = [one for one in state.unsent if one not in late]
    for one in late:
        tell_arrival(turn, one.number, arrived=False, reason=LATE)


def _apply(ticket: Ticket, update: Update) -> None:
    if update.privacy:
        ticket.hidden = update.privacy != "nama"
    ticket.secret = update.secret or (ticket.secret and update.kind != "privacy")
    if update.kind in ("answered", "reopened", "refused", "reopened_by_city", "reopened_above", "undone", "own_work"):
        ticket.confirmed = False
    if update.kind in ("reopened_by_city", "reopened", "reopened_above"):
        ticket.rated = False
    if update.kind in ("question", "progress", "answered", "corrected") or update.status in CLOSED:
        ticket.unanswered = False
    ticket.status = update.status
    ticket.category = update.category or ticket.category
    ticket.due_at = update.due_at
    if update.kind == "question":
        ticket.asked, ticket.question = True, update.text
    elif update.status != "menunggu_pelapor":
        ticket.asked = False


def _push(turn: Turn, ticket: Ticket, update: Update) -> None:
    state = turn.state
    what = f"reporter.{news_of(update)}"
    if state.blocked:
        _miss(turn, ticket, update)
        logged.skip(turn, update.number, what, "blocked")
        return
    if update.kind == "dispute_late":
        following_up.begin(turn, ticket, update)
        return
    if update.kind in ("question", "asked_again"):
        # A number typed now answers the question, not an older list of choices.
        state.offered = []
    offered = _OFFERED.get(update.kind, _none)(turn, update.number)
    if update.kind == "status" and update.status in ("ditindaklanjuti", "lewat") and not ticket.confirmed:
        offered = choices.for_confirmation(turn, update.number)
    if update.kind == "status" and update.status == "selesai" and update.disputable:
        offered = choices.for_dispute(turn, update.number)
    if update.kind == "finished" and ticket.rated:
        offered = ()
    template, values = push_words.template(turn, update)
    turn.news = (*turn.news, About(update.number, what))
    words, code = slips.beside(turn, push_words.words(turn, ticket, update), update.slip)
    turn.bubble(
        words,
        offered,
        key=f"push:{update.number}:{update.kind}",
        ref=update.number,
        bold=(update.number,),
        evidence=(*update.evidence, *code),
        template=template,
        template_values=values,
        typed=update.text.strip() if update.kind in _TYPED else "",
        rest=push_words.rest(turn, update, offered),
        confirm=ticket.unreached or ticket.awaited or update.kind == "answered" or turn.state.one_of_several,
    )
    _await(turn, update)
    if turn.moment.capabilities.waits and update.kind in _TO_BE_SEEN:
        unreach(turn, ticket, NOT_SEEN)


NOT_SEEN = "page"
"""Why news has not arrived yet: it waits where the person comes to look, and another contact may be quicker."""
_TO_BE_SEEN = frozenset(("question", "answered"))
"""Kinds that want something of the person, so that no time runs before they were seen."""
_TYPED = frozenset(("question", "answered", "progress", "corrected"))
"""Kinds whose words are an official's own, and can be understood without any of ours around them."""


def _none(_turn: Turn, _number: str) -> tuple[Choice, ...]:
    return ()


_OFFERED: dict[str, Offered] = {
    "answered": choices.for_confirmation,
    "lapsed": choices.for_confirmation,
    "finished": choices.for_rating,
}


# --- away and back ----------------------------------------------------------------------------------------------------


def _miss(turn: Turn, ticket: Ticket, update: Update) -> None:
    turn.state.miss(_missed(turn, update))
    unreach(turn, ticket, "unreachable")


def _missed(turn: Turn, update: Update) -> Missed:
    return Missed(update.number, update.kind, update.status, update.text, turn.event.id, turn.now, update.evidence)


def unreach(turn: Turn, ticket: Ticket, reason: str) -> None:
    """Let it be known that pushes of this ticket do not arrive here."""
    if not ticket.unreached:
        ticket.unreached = True
        tell_arrival(turn, ticket.number, arrived=False, reason=reason)


def undelivered(turn: Turn, body: Undelivered) -> None:
    """Note that a push did not arrive, so that it is told when the citizen is back."""
    turn.state.unsent = [one for one in turn.state.unsent if not body.entry_id.startswith(f"{one.cause}:")]
    draft = turn.state.draft
    if not body.ref and draft is not None:
        draft.unseen = True  # perhaps it was the draft: its time begins when the person is back
    ticket = turn.state.ticket(body.ref)
    if desk_answers.undelivered(turn, body) or ticket is None:
        return
    # Behind a closed window the message itself is kept and goes out as soon as the citizen writes.
    if body.reason != "window":
        lost = next((push for push in ticket.pushes if body.entry_id.startswith(f"{push.cause}:")), None)
        turn.state.miss(lost or Missed(ticket.number, "status", ticket.status, cause=body.entry_id))
    unreach(turn, ticket, body.reason)


def delivered(turn: Turn, body: Delivered) -> None:
    """Take back that a ticket's pushes do not arrive; an answer that took long to arrive is told too."""
    turn.state.unsent = [one for one in turn.state.unsent if not body.entry_id.startswith(f"{one.cause}:")]
    for ticket in turn.state.tickets:
        push = next((one for one in ticket.pushes if body.entry_id.startswith(f"{one.cause}:")), None)
        if push is None:
            continue
        late = push.kind == "answered" and push.at is not None and push.at + TOLD_LATE < turn.now
        if ticket.unreached or ticket.awaited or (late and ticket.status == push.status):
            ticket.unreached = ticket.awaited = False
            tell_arrival(turn, ticket.number, arrived=True)


def take_back(turn: Turn, number: str) -> None:
    """Take back what waits here of a ticket: another contact tells it when it is known that it did not arrive here."""
    ticket = turn.state.ticket(number)
    if ticket is not None:
        ticket.unreached = False
    turn.withdraw(number)


def told_elsewhere(turn: Turn, number: str) -> None:
    """Forget what was missed of a ticket: another contact of the person tells it."""
    state, ticket = turn.state, turn.state.ticket(number)
    state.missed = [item for item in state.missed if item.number != number]
    state.unsent = [one for one in state.unsent if one.number != number]
    if ticket is not None:
        ticket.unreached = ticket.awaited = False


def is_away(turn: Turn) -> bool:
    """Tell whether something did not reach the person, as far as is known."""
    state = turn.state
    if state.doubted:  # whoever writes is not told before it is known who they are
        return False
    return state.blocked or bool(state.missed) or any(ticket.unreached for ticket in state.tickets)


def come_back(turn: Turn) -> None:
    """Take up the pushes again: say that they arrive, and tell the citizen in one paragraph what was missed."""
    state = turn.state
    state.blocked = False
    if state.doubted:
        return
    for ticket in state.tickets:
        if ticket.unreached:
            ticket.unreached = False
            tell_arrival(turn, ticket.number, arrived=True)
    missed, state.missed = state.missed, []
    turn.attach([file for item in missed for file in item.evidence])
    if not missed:
        return
    answered = [item for item in missed if item.kind.startswith(desk_answers.PREFIX)]
    missed = [item for item in missed if item not in answered]
    for item in answered:
        turn.lead(desk_answers.answer_words(turn, item))
    if not missed:
        return
    newest = {item.number: item for item in missed}
    turn.told |= frozenset(newest)
    turn.news = (*turn.news, *(About(number, "reporter.missed") for number in newest))
    lines = [turn.say("missed.head")]
    for item in newest.values():
        line = turn.say("missed.line", number=item.number, status=turn.say(f"status.{item.status}"))
        said = [f"“{other.text}”" for other in missed if other.number == item.number and other.text]
        lines.append(" ".join((line, *said)))
    turn.lead("\n".join(lines))
    for number in newest:
        ticket_now = state.ticket(number)
        if ticket_now is not None and ticket_now.status == "ditindaklanjuti" and not ticket_now.confirmed:
            turn.suggest(choices.for_confirmation(turn, number), number)
