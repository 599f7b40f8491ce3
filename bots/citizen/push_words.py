"""What one push says: its words, what stands in for them, and what else there is besides an official's own."""

from __future__ import annotations

from bots.citizen.remembered import Ticket
from bots.citizen.state import CLOSED
from bots.citizen.turn import Turn
from core.city.explaining import explain
from core.ticket.matrix import news_of
from core.vocabulary.citizen import Update
from core.vocabulary.effects import Choice


def rest(turn: Turn, update: Update, offered: tuple[Choice, ...]) -> str:
    """Say what else there is, for somebody who has read the official's words by themselves; empty for nothing."""
    if offered:
        return turn.say("push_rest.choices", number=update.number)
    return turn.say("push_rest.files", number=update.number) if update.evidence else ""


def template(turn: Turn, update: Update) -> tuple[str, tuple[str, ...]]:
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


def words(turn: Turn, ticket: Ticket, update: Update) -> str:
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
    if update.national:
        lines.append(turn.say("push_line.national", number=update.national))
    if update.path:
        lines.append(turn.say("push_line.path", path=turn.city.tree.way(update.path)))
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
