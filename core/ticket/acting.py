"""What the acts of officials have in common: the change they are, the note on the card, the files that go along."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from msgspec import structs

from core.language.shorten import shorten
from core.ticket.casebook import CaseBook
from core.ticket.change import Change
from core.ticket.state import LINE_CHARACTERS, TicketState, with_note
from core.vocabulary.citizen import Update, UpdateKind
from core.vocabulary.officials import Act
from core.vocabulary.report import Evidence
from core.vocabulary.ticket import TicketStatus

Handler = Callable[[CaseBook, TicketState, Act, TicketStatus, datetime], Change]
"""Do an allowed act that leads to a status: book, ticket, act, status, time."""


def changed(
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


def noted(
    book: CaseBook, ticket: TicketState, key: str, act: Act, reason: str = "", unit: str = "", **values: str
) -> TicketState:
    """Add a line to the card; personal data is taken out, because the card stays for everybody to see."""
    words = shorten(book.redacted(reason or act.text).strip(), LINE_CHARACTERS)
    return with_note(ticket, book.say(f"note.{key}", words, name=act.by.name, unit=unit, reason=words, **values))


def sendable(act: Act) -> tuple[Evidence, ...]:
    """Keep the files that have arrived, without what they told: the others would never reach the citizen."""
    return tuple(structs.replace(item, facts=None) for item in act.evidence if item.media)
