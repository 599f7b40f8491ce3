"""Word what a ticket reports: one bubble per push, or one for all when the citizen was away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from msgspec.structs import replace

from bots.citizen import choices, desk_answers, following_up, logged, sharing
from bots.citizen.filing import numbered
from bots.citizen.introducing import tell_arrival
from bots.citizen.parking import unpark_soon
from bots.citizen.state import CAUSES_KEPT, CLOSED, PUSHES_KEPT, Missed, Ticket, Unsent
from bots.citizen.turn import Turn
from core.city.explaining import explain
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
    if update.kind != "status" and not update.quiet:
        ticket.pushes = [*ticket.pushes, _missed(turn, update)][-PUSHES_KEPT:]
    if update.quiet:
        return
    if sharing.withholds(turn, ticket) and (update.text or update.evidence):
        _push_without_words(turn, ticket, update)
    else:
        _push(turn, ticket, update)


def _is_of_others(turn: Turn, update: Update, ticket: Ticket | None) -> bool:
    """Tell whether news comes too late for this chat: it was linked with another one, or belonged to somebody else."""
    alone = update.person not in ("", turn.state.person) and not turn.state.one_of_several
    return alone or (ticket is None and (update.kind == "status" or update.quiet) and not turn.state.one_of_several)


def _push_without_words(turn: Turn, ticket: Ticket, update: Update) -> None:
    """Say that there is news of a confidential report that was filed in another chat, and offer to show it here."""
    ticket.question = ""
    what = f"reporter.{news_of(update)}"
    if turn.state.blocked:
        _miss(turn, ticket, replace(update, text="", evidence=()))
        logged.skip(turn, update.number, what, "blocked")
        return
    turn.state.offered = []
    turn.news = (*turn.news, About(update.number, what))
    turn.bubble(
        turn.say("linking.secret_news", number=update.number, status=turn.say(f"status.{update.status}")),
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
    template, values = _template(turn, update)
    turn.news = (*turn.news, About(update.number, what))
    turn.bubble(
        push_words(turn, ticket, update),
        offered,
        key=f"push:{update.number}:{update.kind}",
        ref=update.number,
        bold=(update.number,),
        evidence=update.evidence,
        template=template,
        template_values=values,
        typed=update.text.strip() if update.kind in _TYPED else "",
        rest=_rest(turn, update, offered),
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


def _rest(turn: Turn, update: Update, offered: tuple[Choice, ...]) -> str:
    """Say what else there is, for somebody who has read the official's words by themselves; empty for nothing."""
    if offered:
        return turn.say("push_rest.choices", number=update.number)
    return turn.say("push_rest.files", number=update.number) if update.evidence else ""


def _template(turn: Turn, update: Update) -> tuple[str, tuple[str, ...]]:
    """Name the approved message of the city pack that stands in for a push, with what fills its places."""
    telling = turn.city.telling
    template = telling.reads("reporter", news_of(update)).template
    filled = {"number": update.number, "status": turn.say(f"status.{update.status}"), "unit": _unit(turn, update)}
    return template, tuple(filled[place] for place in telling.places.get(template, ()))


def _unit(turn: Turn, update: Update) -> str:
    if update.unit not in turn.city.tree:
        return turn.say("push_line.city")
    return turn.city.tree[update.unit].short if turn.terse else turn.city.tree[update.unit].name


def _unit_named(turn: Turn, code: str) -> str:
    return turn.city.tree[code].name if code in turn.city.tree else code


def _none(_turn: Turn, _number: str) -> tuple[Choice, ...]:
    return ()


_OFFERED: dict[str, Offered] = {
    "answered": choices.for_confirmation,
    "lapsed": choices.for_confirmation,
    "finished": choices.for_rating,
}


def push_words(turn: Turn, ticket: Ticket, update: Update) -> str:
    """Word one push; the ticket number is always in it."""
    head = turn.city.telling.reads("reporter", news_of(update)).text
    lines = [turn.say_text(head, number=update.number, **_values(turn, ticket, update))]
    quoted = update.text.strip() or _redirect(turn, ticket, update)
    if update.kind == "asked_again":
        quoted = ticket.question
    if quoted:
        lines.append(turn.say(_QUOTE.get(update.kind, "push_line.quote"), text=quoted))
    if update.kind == "status" and ticket.about:
        lines.append(turn.say("push_line.about", about=ticket.about))
    if update.path:
        names = " → ".join(turn.city.tree.short_name(code) for code in update.path)
        lines.append(turn.say("push_line.path", path=names))
    if update.until is not None:
        lines.append(turn.say("push_line.until", date=turn.day(update.until)))
    if update.due_at is not None and update.status not in CLOSED:
        key = "push_line.late" if update.late else _DUE.get(update.status, "push_line.due")
        lines.append(turn.say(key, date=turn.day(update.due_at)))
        lines += _why(turn, update)
    elif update.kind == "status" and update.status in _STOPPED:
        lines.append(turn.say("push_line.stopped"))
    tail = f"push_page.{update.kind}" if turn.moment.capabilities.waits else ""
    if not turn.setting.texts.has(f"citizen.{tail}"):
        tail = f"push_tail.{update.kind}"
    if turn.setting.texts.has(f"citizen.{tail}"):
        lines += ["", turn.say(tail, number=update.number)]
    return "\n".join(lines)


_QUOTE = {
    "not_ours": "push_line.reason",
    "archived": "push_line.reason",
    "held": "push_line.reason",
    "refused": "push_line.reason",
    "returned": "push_line.reason",
    "escalated": "push_line.reason",
    "reopened_by_city": "push_line.reason",
}
_EXPLAINED = frozenset(
    ("filed", "disposed", "reopened", "reopened_by_city", "reopened_above", "status", "moved"),
)
_STOPPED = frozenset(("menunggu_pelapor", "ditunda"))
"""Statuses in which the limit stands still."""
_DUE = {"baru": "push_line.due_verification", "ditindaklanjuti": "push_line.due_silence"}


def _values(turn: Turn, ticket: Ticket, update: Update) -> dict[str, str]:
    return {
        "unit": _unit(turn, update),
        "status": turn.say(f"status.{update.status}"),
        "other": _unit_named(turn, update.other) if update.kind in ("returned", "escalated") else update.other,
        "decider": _unit_named(turn, turn.city.tree.secretary),
        "coordinator": _unit_named(turn, turn.city.tree.coordinator),
        "category": turn.category_name(ticket.category) if ticket.category else "",
        "privacy": turn.say(f"detail.{update.privacy}") if update.privacy else "",
        "before": turn.day(update.before) if update.before is not None else "",
    }


def _why(turn: Turn, update: Update) -> list[str]:
    """Explain a date where it is new, or was asked for: it adds up."""
    if update.kind not in _EXPLAINED or update.reckoning is None:
        return []
    how = explain(turn.setting.texts, turn.language, update.reckoning, "citizen")
    # Where words are dear the whole of it is said to who asks.
    return [turn.say("push_line.made_of" if update.kind == "status" else "push_line.counted", how=how)]


def _redirect(turn: Turn, ticket: Ticket, update: Update) -> str:
    if update.kind != "not_ours":
        return ""
    return turn.city.redirect(ticket.category, turn.language)


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
    return state.blocked or bool(state.missed) or any(ticket.unreached for ticket in state.tickets)


def come_back(turn: Turn) -> None:
    """Take up the pushes again: say that they arrive, and tell the citizen in one paragraph what was missed."""
    state = turn.state
    state.blocked = False
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
