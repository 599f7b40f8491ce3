"""What each action of an official does to a ticket. Rights and status are checked before (`step.py`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from msgspec import structs

from core.ticket.desk import Change, Desk, Refused, with_unit
from core.ticket.number import find_numbers, format_number, is_valid
from core.ticket.secrecy import opened_contents
from core.ticket.state import CONFIRMATION, FOLLOW_UP, LINE_CHARACTERS, VERIFICATION, TicketState, cut, with_note
from core.vocabulary.citizen import Update, UpdateKind
from core.vocabulary.officials import Act
from core.vocabulary.report import Evidence
from core.vocabulary.ticket import Action, TicketStatus

Handler = Callable[[Desk, TicketState, Act, TicketStatus, datetime], Change]

MENUS: Final = ("", "units")
PROOF_KINDS: Final = frozenset(("photo", "video", "document"))
"""What proves that a complaint was solved; a voice note or a sticker does not."""
NEEDS_WORDS: Final[frozenset[Action]] = frozenset(("tanya", "selesai", "tunda", "arsip", "catatan"))
NEEDS_WORDS_OR_FILES: Final[frozenset[Action]] = frozenset(("progres", "balas"))


def perform(desk: Desk, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    """Do an allowed action that leads to the status `to`; raise Refused when something is missing or wrong."""
    words = act.text.strip()
    most = desk.city.limits.text_characters
    if len(words) > most:  # refused before anything is sent: half of a sentence helps nobody
        raise Refused("too_long", count=str(len(words)), most=str(most))
    files = any(item.media for item in act.evidence)
    if (act.action in NEEDS_WORDS and not words) or (act.action in NEEDS_WORDS_OR_FILES and not words and not files):
        raise Refused(f"need_text.{act.action}")
    return HANDLERS[act.action](desk, ticket, act, to, now)


def _change(
    desk: Desk,
    ticket: TicketState,
    act: Act,
    kind: UpdateKind | None = None,
    *,
    text: str | None = None,
    evidence: tuple[Evidence, ...] = (),
    other: str = "",
    details: Mapping[str, str] | None = None,
) -> Change:
    """Wrap a changed ticket; with a `kind` the citizen is told, in the official's own words."""
    words = act.text.strip()
    update = None
    if kind is not None:
        said = words if text is None else text
        bare = Update(ticket.number, kind, ticket.status, text=said, evidence=evidence, other=other)
        update = desk.update(ticket, bare)
    who = {"name": act.by.name, "by_unit": act.by.unit}
    return Change(ticket, act.action, act.by.id, words, {**who, **(details or {})}, update)


def _category(desk: Desk, act: Act, ticket: TicketState) -> TicketState:
    if not act.category or act.category == ticket.report.category:
        return ticket
    if all(item.code != act.category for item in desk.city.categories):
        raise Refused("unknown_category")
    return ticket.reporting(category=act.category)


def _verify(desk: Desk, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    moved = desk.move(_category(desk, act, ticket), to, now)
    return _change(desk, moved, act, "verified", text="", details={"category": moved.report.category})


def _dispose(desk: Desk, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    ticket = _category(desk, act, ticket)
    unit = act.unit or desk.default_unit(ticket.report.category)
    if not desk.city.has_unit(unit):
        raise Refused("unknown_unit")
    if unit == ticket.unit:
        raise Refused("same_unit")
    if not desk.may_dispose_to(act.by, unit):
        raise Refused("who_may.target")
    # The follow-up clock starts once: handing on inside the tree does not buy a unit new days.
    first = not ticket.unit
    moved = with_unit(desk.move(ticket, to, now), unit)
    if first:
        moved = desk.count(moved, FOLLOW_UP, now)
    return _change(desk, moved, act, "disposed", text="", details={"unit": unit})


def _menu(desk: Desk, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    if act.text not in MENUS:
        raise Refused("stale")
    return _change(desk, structs.replace(ticket, menu=act.text), act)


def _claim(desk: Desk, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    moved = structs.replace(desk.move(ticket, to, now), holder=act.by)
    return _change(desk, moved, act, "claimed", text="")


def _release(desk: Desk, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    return _change(desk, desk.move(ticket, to, now), act, "released", text="")


def _ask(desk: Desk, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    return _change(desk, desk.move(ticket, to, now), act, "question", evidence=_sendable(act))


def _tell(desk: Desk, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    kind: UpdateKind = "corrected" if act.corrects else "progress"
    return _change(desk, desk.move(ticket, to, now), act, kind, evidence=_sendable(act))


def _answer(desk: Desk, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    proof = [item for item in _sendable(act) if item.kind in PROOF_KINDS]
    if ticket.report.classification == "pengaduan" and not proof:
        raise Refused("need_evidence")
    details = {"due": ticket.due_at.isoformat()} if ticket.due_at else {}
    moved = desk.count(desk.move(ticket, to, now), CONFIRMATION, now)
    details["evidence"] = str(len(proof))
    return _change(desk, moved, act, "answered", evidence=_sendable(act), details=details)


def _hold(desk: Desk, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    moved = desk.move(ticket, to, now)
    return _change(desk, with_note(moved, _note(desk, "held", act)), act, "held")


def _resume(desk: Desk, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    return _change(desk, desk.move(ticket, to, now), act, "resumed", text="")


def _not_ours(desk: Desk, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    """End it from verification; from a unit send it back there, and say so when that happens too often."""
    reason = act.text.strip()
    if to == "bukan_wewenang":
        reason = reason or _redirect(desk, ticket)
        if not reason:
            raise Refused("need_text.bukan_wewenang")
        moved = with_note(desk.move(ticket, to, now), _note(desk, "not_ours", act, reason))
        return _change(desk, moved, act, "not_ours", text=reason)
    if not reason:
        raise Refused("need_text.bukan_wewenang")
    moved = with_unit(desk.move(ticket, to, now), "")
    moved = structs.replace(desk.count(moved, VERIFICATION, now), returns=ticket.returns + 1)
    moved = with_note(moved, _note(desk, "returned", act, unit=desk.unit_name(ticket.unit)))
    if moved.returns >= desk.limits(moved).returns_before_escalation:
        count = str(moved.returns)
        moved = with_note(moved, desk.say("note.escalated", f"{count} × kembali", count=count))
    return _change(desk, moved, act, details={"unit": ticket.unit, "returns": str(moved.returns)})


def _redirect(desk: Desk, ticket: TicketState) -> str:
    for category in desk.city.categories:
        if category.code == ticket.report.category:
            return category.redirect(ticket.report.language)
    return ""


def _archive(desk: Desk, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    moved = with_note(desk.move(ticket, to, now), _note(desk, "archived", act))
    return _change(desk, moved, act, "archived")


def _duplicate(desk: Desk, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    prefix = desk.city.prefix
    named = find_numbers(f"{act.other} {act.text}", prefix)
    other = act.other if is_valid(act.other, prefix) else next(iter(named), "")
    if not other:
        raise Refused("need_number", example=format_number(prefix, ticket.opened_at.year, 1))
    if other == ticket.number:
        raise Refused("same_number")
    moved = structs.replace(desk.move(ticket, to, now), duplicate_of=other)
    return _change(desk, moved, act, "duplicate", text="", other=other, details={"other": other})


def _write_note(desk: Desk, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    return _change(desk, with_note(ticket, _note(desk, "note", act)), act)


def _look(desk: Desk, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    return _change(desk, ticket, act)


def _open(desk: Desk, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    """Show what a confidential report says, in the private chat of the official who asked: each look is on record."""
    return replace(_change(desk, ticket, act), elsewhere=opened_contents(ticket, act), show=False)


def _note(desk: Desk, key: str, act: Act, reason: str = "", unit: str = "") -> str:
    """Word a line for the card; personal data is taken out, because the card stays for everybody to see."""
    words = cut(desk.redacted(reason or act.text), LINE_CHARACTERS)
    return desk.say(f"note.{key}", words, name=act.by.name, unit=unit, reason=words)


def _sendable(act: Act) -> tuple[Evidence, ...]:
    """Keep the files that have arrived; the others would never reach the citizen."""
    return tuple(item for item in act.evidence if item.media)


HANDLERS: Final[Mapping[Action, Handler]] = {
    "verifikasi": _verify,
    "disposisi": _dispose,
    "menu": _menu,
    "ambil": _claim,
    "lepas": _release,
    "tanya": _ask,
    "progres": _tell,
    "balas": _tell,
    "selesai": _answer,
    "tunda": _hold,
    "lanjutkan": _resume,
    "bukan_wewenang": _not_ours,
    "arsip": _archive,
    "duplikat": _duplicate,
    "catatan": _write_note,
    "lihat": _look,
    "buka": _open,
}
