"""What each action of an official does to a ticket. Rights and status are checked before (`step.py`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final

from msgspec import structs

from core.language.visible import trimmed
from core.ticket import canned, correcting, handing_over, publishing, reopening
from core.ticket.acting import Handler, changed, noted, sendable
from core.ticket.casebook import CaseBook
from core.ticket.change import Change, Refused
from core.ticket.closing import answered, asks_for_photo, bare_files, confirmed_by_second, doubts_about, held_back
from core.ticket.correcting import categorised
from core.ticket.holding import held_until, told_until
from core.ticket.merging import other_of, unmerge
from core.ticket.number import format_number
from core.ticket.pages import PAGES, may_dispose_to, may_open
from core.ticket.secrecy import opened_contents
from core.ticket.splitting import split
from core.ticket.state import (
    FOLLOW_UP,
    VERIFICATION,
    Closing,
    TicketState,
    with_note,
    with_unit,
)
from core.ticket.tallying import first_answered
from core.ticket.undoing import remembered, undo
from core.vocabulary.citizen import UpdateKind
from core.vocabulary.officials import Act
from core.vocabulary.report import Origin
from core.vocabulary.ticket import Action, TicketStatus

PROOF_KINDS: Final = frozenset(("photo", "video", "document"))
"""What proves that a complaint was solved; a voice note or a sticker does not."""
TO_CITIZEN: Final[frozenset[Action]] = frozenset(
    ("balas", "progres", "tanya", "selesai", "tunda", "bukan_wewenang", "arsip")
)
"""What brings its words to the citizen."""
NEEDS_WORDS: Final[frozenset[Action]] = frozenset(
    ("tanya", "selesai", "tunda", "arsip", "catatan", "prioritas", "buka_kembali", "pecah")
)
NEEDS_WORDS_OR_FILES: Final[frozenset[Action]] = frozenset(("progres", "balas"))


def perform(
    book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime, origins: Mapping[str, Origin]
) -> Change:
    """Do an allowed action that leads to the status `to`; raise Refused when something is missing or wrong.

    ``origins`` say when and where the complaint's photos were taken, as far as that is known.
    """
    words = trimmed(act.text)
    most = book.city.limits.text_characters
    if len(words) > most:  # refused before anything is sent: half of a sentence helps nobody
        raise Refused("too_long", count=str(len(words)), most=str(most))
    files = any(item.media for item in act.evidence)
    if (act.action in NEEDS_WORDS and not words) or (act.action in NEEDS_WORDS_OR_FILES and not words and not files):
        raise Refused(f"need_text.{act.action}")
    handler = partial(_answer, origins=origins) if act.action == "selesai" else HANDLERS[act.action]
    change = handler(book, ticket, act, to, now)
    after = first_answered(change.ticket, change, now)
    return replace(change, ticket=remembered(ticket, after, act, now))


def _verify(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    moved = book.move(categorised(book, act, ticket), to, now)
    return changed(book, moved, act, "verified", text="", details={"category": moved.report.category})


def _dispose(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    ticket = categorised(book, act, ticket)
    unit = act.unit or book.city.unit_for(ticket.report.category).code
    if unit not in book.city.tree:
        raise Refused("unknown_unit")
    if unit == ticket.unit:
        raise Refused("same_unit")
    if not may_dispose_to(book.city.tree, ticket, act.by, unit):
        raise Refused("who_may.target")
    # The follow-up clock starts once: handing on inside the tree does not buy a unit new days.
    first = not ticket.unit
    moved = structs.replace(with_unit(book.move(ticket, to, now), unit), menu="", menu_by=None, escalated=False)
    if first:
        moved = book.count(moved, FOLLOW_UP, now)
    details = {"unit": unit, **({"category": act.category} if act.category else {})}
    return changed(book, moved, act, "disposed", text="", details=details)


def _menu(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    """Open a page of the card for whoever asks: it offers what this official may do, nothing else."""
    if act.text not in ("", *PAGES):
        raise Refused("stale")
    if not may_open(book, ticket, act.by, act.text):
        raise Refused(f"no_page.{act.text}")
    return changed(book, structs.replace(ticket, menu=act.text, menu_by=act.by if act.text else None), act)


def _claim(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    moved = structs.replace(book.move(ticket, to, now), holder=act.by)
    return changed(book, moved, act, "claimed", text="")


def _release(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    return changed(book, book.move(ticket, to, now), act, "released", text="")


def _ask(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    # A further question has its own time; the limit stands still since the first.
    asked = structs.replace(book.move(ticket, to, now), asked_at=now)
    return changed(book, asked, act, "question", evidence=sendable(act))


def _tell(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    kind: UpdateKind = "corrected" if act.corrects else "progress"
    return changed(book, book.move(ticket, to, now), act, kind, evidence=sendable(act))


def _answer(
    book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime, *, origins: Mapping[str, Origin]
) -> Change:
    proof = [item for item in act.evidence if item.media and item.kind in PROOF_KINDS]
    if not proof and asks_for_photo(book, ticket):
        raise Refused("need_evidence")
    doubts = doubts_about(ticket, proof, origins)
    closing = Closing(act.by, now, act.text.strip(), bare_files(sendable(act)), doubts)
    if doubts:
        return held_back(book, ticket, closing, act, now)
    return answered(book, ticket, closing, to, now, act.action, act)


def _hold(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    """Hold a ticket back until a day that the words name: then it comes back by itself."""
    until = held_until(book, ticket, act.text, now)
    moved = structs.replace(book.move(ticket, to, now), held_until=until)
    change = changed(book, noted(book, moved, "held", act), act, "held", details={"until": until.isoformat()})
    change = replace(change, values=told_until(book, until))
    return change if change.update is None else replace(change, update=structs.replace(change.update, until=until))


def _resume(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    return changed(book, book.move(ticket, to, now), act, "resumed", text="")


def _not_ours(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    """End it from verification; from a unit send it back there, and to the secretary when that happens too often."""
    reason = trimmed(act.text)
    if to == "bukan_wewenang":
        reason = reason or book.city.redirect(ticket.report.category, ticket.report.language)
        if not reason:
            raise Refused("need_text.bukan_wewenang")
        moved = structs.replace(book.move(ticket, to, now), escalated=False)
        return changed(book, noted(book, moved, "not_ours", act, reason), act, "not_ours", text=reason)
    if not reason:
        raise Refused("need_text.bukan_wewenang")
    moved = with_unit(book.move(ticket, to, now), "")
    moved = structs.replace(book.count(moved, VERIFICATION, now), returns=ticket.returns + 1)
    moved = noted(book, moved, "returned", act, unit=book.unit_name(ticket.unit))
    details = {"unit": ticket.unit, "returns": str(moved.returns)}
    if moved.returns < book.limits(moved).returns_before_escalation:
        return changed(book, moved, act, "returned", other=ticket.unit, details=details)
    count, decider = str(moved.returns), book.unit_name(book.decider)
    moved = with_note(moved, book.say("note.escalated", f"{count} ×", count=count, unit=decider))
    moved = structs.replace(moved, escalated=True)
    change = changed(book, moved, act, "escalated", other=ticket.unit, details={**details, "decider": book.decider})
    return change if change.update is None else replace(change, update=structs.replace(change.update, path=moved.path))


def _archive(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    moved = noted(book, book.move(ticket, to, now), "archived", act)
    return changed(book, moved, act, "archived")


def _duplicate(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    other = other_of(book.city.prefix, act)
    if not other:
        raise Refused("need_number", example=format_number(book.city.prefix, ticket.opened_at.year, 1))
    if other == ticket.number:
        raise Refused("same_number")
    moved = structs.replace(book.move(ticket, to, now), duplicate_of=other)
    return changed(book, moved, act, "duplicate", text="", other=other, details={"other": other})


def _write_note(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    return changed(book, noted(book, ticket, "note", act), act)


def _look(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    return changed(book, ticket, act)


def _open(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    """Show what a confidential report says, in the private chat of the official who asked: each look is on record."""
    return replace(changed(book, ticket, act), elsewhere=opened_contents(ticket, act), show=False)


HANDLERS: Final[Mapping[Action, Handler]] = {
    "verifikasi": _verify,
    "disposisi": _dispose,
    "menu": _menu,
    "ambil": _claim,
    "lepas": _release,
    "tanya": _ask,
    "progres": _tell,
    "balas": _tell,
    "sahkan": confirmed_by_second,
    "tunda": _hold,
    "lanjutkan": _resume,
    "bukan_wewenang": _not_ours,
    "arsip": _archive,
    "duplikat": _duplicate,
    "catatan": _write_note,
    "lihat": _look,
    "buka": _open,
    "serahkan": handing_over.offer,
    "terima": handing_over.accept,
    "tolak": handing_over.decline,
    "kategori": correcting.category,
    "lokasi": correcting.place,
    "prioritas": reopening.prioritise,
    "buka_kembali": reopening.reopen,
    "urungkan": undo,
    "siap": canned.choose,
    "gabung_lepas": unmerge,
    "pecah": split,
    "terbitkan": publishing.publish,
}
