"""What each action of an official does to a ticket. Rights and status are checked before (`step.py`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from msgspec import structs

from core.language.shorten import shorten
from core.ticket.casebook import CaseBook
from core.ticket.change import Change, Refused
from core.ticket.closing import answered, bare_files, confirmed_by_second, doubts_about, held_back
from core.ticket.number import find_numbers, format_number, is_valid
from core.ticket.secrecy import opened_contents
from core.ticket.state import (
    FOLLOW_UP,
    LINE_CHARACTERS,
    VERIFICATION,
    Closing,
    TicketState,
    with_note,
    with_unit,
)
from core.vocabulary.citizen import Update, UpdateKind
from core.vocabulary.officials import Act
from core.vocabulary.report import Evidence
from core.vocabulary.ticket import Action, TicketStatus

Handler = Callable[[CaseBook, TicketState, Act, TicketStatus, datetime], Change]

MENUS: Final = ("", "units")
PROOF_KINDS: Final = frozenset(("photo", "video", "document"))
"""What proves that a complaint was solved; a voice note or a sticker does not."""
NEEDS_WORDS: Final[frozenset[Action]] = frozenset(("tanya", "selesai", "tunda", "arsip", "catatan"))
NEEDS_WORDS_OR_FILES: Final[frozenset[Action]] = frozenset(("progres", "balas"))


def perform(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    """Do an allowed action that leads to the status `to`; raise Refused when something is missing or wrong."""
    words = act.text.strip()
    most = book.city.limits.text_characters
    if len(words) > most:  # refused before anything is sent: half of a sentence helps nobody
        raise Refused("too_long", count=str(len(words)), most=str(most))
    files = any(item.media for item in act.evidence)
    if (act.action in NEEDS_WORDS and not words) or (act.action in NEEDS_WORDS_OR_FILES and not words and not files):
        raise Refused(f"need_text.{act.action}")
    return HANDLERS[act.action](book, ticket, act, to, now)


def _change(
    book: CaseBook,
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
        update = book.update(ticket, bare)
    who = {"name": act.by.name, "by_unit": act.by.unit}
    return Change(ticket, act.action, act.by.id, words, {**who, **(details or {})}, update)


def _category(book: CaseBook, act: Act, ticket: TicketState) -> TicketState:
    if not act.category or act.category == ticket.report.category:
        return ticket
    if not book.city.has_category(act.category):
        raise Refused("unknown_category")
    return ticket.reporting(category=act.category)


def _verify(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    moved = book.move(_category(book, act, ticket), to, now)
    return _change(book, moved, act, "verified", text="", details={"category": moved.report.category})


def _dispose(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    ticket = _category(book, act, ticket)
    unit = act.unit or book.city.unit_for(ticket.report.category).code
    if unit not in book.city.tree:
        raise Refused("unknown_unit")
    if unit == ticket.unit:
        raise Refused("same_unit")
    if not book.city.tree.may_dispose_to(act.by, unit):
        raise Refused("who_may.target")
    # The follow-up clock starts once: handing on inside the tree does not buy a unit new days.
    first = not ticket.unit
    moved = with_unit(book.move(ticket, to, now), unit)
    if first:
        moved = book.count(moved, FOLLOW_UP, now)
    return _change(book, moved, act, "disposed", text="", details={"unit": unit})


def _menu(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    if act.text not in MENUS:
        raise Refused("stale")
    return _change(book, structs.replace(ticket, menu=act.text), act)


def _claim(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    moved = structs.replace(book.move(ticket, to, now), holder=act.by)
    return _change(book, moved, act, "claimed", text="")


def _release(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    return _change(book, book.move(ticket, to, now), act, "released", text="")


def _ask(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    # A further question has its own time; the limit stands still since the first.
    asked = structs.replace(book.move(ticket, to, now), asked_at=now)
    return _change(book, asked, act, "question", evidence=_sendable(act))


def _tell(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    kind: UpdateKind = "corrected" if act.corrects else "progress"
    return _change(book, book.move(ticket, to, now), act, kind, evidence=_sendable(act))


def _answer(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    proof = [item for item in act.evidence if item.media and item.kind in PROOF_KINDS]
    if ticket.report.classification == "pengaduan" and not proof:
        raise Refused("need_evidence")
    doubts = doubts_about(ticket, proof)
    closing = Closing(act.by, now, act.text.strip(), bare_files(_sendable(act)), doubts)
    if doubts:
        return held_back(ticket, closing, act, book)
    return answered(book, ticket, closing, to, now, act.action, act)


def _hold(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    moved = book.move(ticket, to, now)
    return _change(book, with_note(moved, _note(book, "held", act)), act, "held")


def _resume(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    return _change(book, book.move(ticket, to, now), act, "resumed", text="")


def _not_ours(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    """End it from verification; from a unit send it back there, and say so when that happens too often."""
    reason = act.text.strip()
    if to == "bukan_wewenang":
        reason = reason or book.city.redirect(ticket.report.category, ticket.report.language)
        if not reason:
            raise Refused("need_text.bukan_wewenang")
        moved = with_note(book.move(ticket, to, now), _note(book, "not_ours", act, reason))
        return _change(book, moved, act, "not_ours", text=reason)
    if not reason:
        raise Refused("need_text.bukan_wewenang")
    moved = with_unit(book.move(ticket, to, now), "")
    moved = structs.replace(book.count(moved, VERIFICATION, now), returns=ticket.returns + 1)
    moved = with_note(moved, _note(book, "returned", act, unit=book.unit_name(ticket.unit)))
    if moved.returns >= book.limits(moved).returns_before_escalation:
        count = str(moved.returns)
        above = book.unit_name(book.city.tree.escalates_to(ticket.unit))
        moved = with_note(moved, book.say("note.escalated", f"{count} ×", count=count, unit=above))
    return _change(book, moved, act, details={"unit": ticket.unit, "returns": str(moved.returns)})


def _archive(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    moved = with_note(book.move(ticket, to, now), _note(book, "archived", act))
    return _change(book, moved, act, "archived")


def _duplicate(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    prefix = book.city.prefix
    named = find_numbers(f"{act.other} {act.text}", prefix)
    other = act.other if is_valid(act.other, prefix) else next(iter(named), "")
    if not other:
        raise Refused("need_number", example=format_number(prefix, ticket.opened_at.year, 1))
    if other == ticket.number:
        raise Refused("same_number")
    moved = structs.replace(book.move(ticket, to, now), duplicate_of=other)
    return _change(book, moved, act, "duplicate", text="", other=other, details={"other": other})


def _write_note(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    return _change(book, with_note(ticket, _note(book, "note", act)), act)


def _look(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    return _change(book, ticket, act)


def _open(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    """Show what a confidential report says, in the private chat of the official who asked: each look is on record."""
    return replace(_change(book, ticket, act), elsewhere=opened_contents(ticket, act), show=False)


def _note(book: CaseBook, key: str, act: Act, reason: str = "", unit: str = "") -> str:
    """Word a line for the card; personal data is taken out, because the card stays for everybody to see."""
    words = shorten(book.redacted(reason or act.text).strip(), LINE_CHARACTERS)
    return book.say(f"note.{key}", words, name=act.by.name, unit=unit, reason=words)


def _sendable(act: Act) -> tuple[Evidence, ...]:
    """Keep the files that have arrived; the others would never reach the citizen."""
    return bare_files([item for item in act.evidence if item.media])


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
    "sahkan": confirmed_by_second,
    "tunda": _hold,
    "lanjutkan": _resume,
    "bukan_wewenang": _not_ours,
    "arsip": _archive,
    "duplikat": _duplicate,
    "catatan": _write_note,
    "lihat": _look,
    "buka": _open,
}
