"""Draw the card of a ticket: everything the officials see of it, and nothing that tells who filed it in secret."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from core.language.shorten import shorten
from core.ticket.casebook import CaseBook
from core.ticket.due import shown_due
from core.ticket.followers import persons_of
from core.ticket.lifecycle import buttons
from core.ticket.pages import chosen_from, offered_actions
from core.ticket.publishing import may_list, words_of
from core.ticket.secrecy import shown_report, without_contents
from core.ticket.state import TicketState
from core.ticket.undoing import can_undo
from core.vocabulary.officials import Card

_SHOWN_NOTES: Final = 3
_NOTE_CHARACTERS: Final = 200


def card_of(book: CaseBook, ticket: TicketState, now: datetime, moved_from: str = "") -> Card:
    """Make the card as it is now; `moved_from` is the desk that it has just left."""
    undo = can_undo(ticket, now)
    due_at, due_kind = shown_due(ticket)
    card = Card(
        number=ticket.number,
        status=ticket.status,
        desk=book.desk_key(ticket),
        unit=ticket.unit,
        report=shown_report(ticket),
        missing_evidence=sum(not item.media for item in ticket.report.evidence),
        missing_kind=_missing_kind(ticket),
        due_at=due_at,
        due_kind=due_kind,
        holder=ticket.holder.name if ticket.holder else "",
        actions=offered_actions(book, ticket, now),
        notes=tuple(shorten(note, _NOTE_CHARACTERS) for note in ticket.notes[-_SHOWN_NOTES:]),
        unreached=ticket.unreached,
        rating=ticket.rating,
        revision=ticket.revision,
        menu=ticket.menu,
        moved_from=moved_from,
        duplicate_of=ticket.duplicate_of,
        telltale=sum(item.telltale for item in ticket.report.evidence) if ticket.report.privacy != "nama" else 0,
        late=ticket.late and due_at is not None,
        spoke_at=ticket.spoke_at,
        alike=ticket.alike if "duplikat" in buttons(ticket.status) else (),
        followers=len(persons_of(ticket)),
        lost=ticket.lost,
        doubts=ticket.closing.doubts if ticket.closing else (),
        closed_by=ticket.closing.by.name if ticket.closing else "",
        targets=chosen_from(book, ticket, ticket.menu_by, ticket.menu) if ticket.menu_by is not None else (),
        priority=ticket.priority,
        offered=ticket.offered.name if ticket.offered is not None else "",
        offered_until=ticket.offered_until,
        held_until=ticket.held_until,
        undo=undo.action if undo is not None else "",
        undo_mark=undo.mark if undo is not None else "",
        escalated=ticket.escalated and not ticket.unit,
        holder_id=ticket.holder.id if ticket.holder else "",
        national=ticket.national,
        listing=(ticket.listing.words if ticket.listing else words_of(book, ticket)) if may_list(ticket) else "",
        listed=ticket.listing is not None,
    )
    return without_contents(book, ticket, card)


def _missing_kind(ticket: TicketState) -> str:
    kinds = {item.kind for item in ticket.report.evidence if not item.media}
    return kinds.pop() if len(kinds) == 1 else ""
