"""Take an act back that was a mistake: for a few minutes, by who did it, with a word to the citizen who got it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from msgspec import structs

from core.language.shorten import shorten
from core.ticket.acting import changed, noted
from core.ticket.casebook import CaseBook
from core.ticket.change import Change, Refused
from core.ticket.counting import recounted
from core.ticket.state import LINE_CHARACTERS, Former, LastAct, TicketState
from core.vocabulary.citizen import UpdateKind
from core.vocabulary.officials import Act
from core.vocabulary.ticket import Action, TicketStatus

UNDO_LIFE: Final = timedelta(minutes=10)
SENTENCES: Final[frozenset[Action]] = frozenset(("balas", "progres", "tanya"))
"""Acts that are words to the citizen: taking them back is a correction in the citizen's chat."""
UNDOABLE: Final[frozenset[Action]] = frozenset(
    ("arsip", "duplikat", "bukan_wewenang", "disposisi", "selesai", "sahkan", *SENTENCES)
)
BESIDE: Final[frozenset[Action]] = frozenset(("lihat", "buka", "menu", "catatan", "siap", "terbitkan"))
"""Acts that leave the one before them as it is, to be taken back still."""


def remembered(before: TicketState, after: TicketState, act: Act, now: datetime) -> TicketState:
    """Remember an act that can be taken back, in place of the one before it."""
    if act.action in BESIDE:
        return after
    if act.action not in UNDOABLE:
        return structs.replace(after, last_act=None)
    was = Former(**{name: getattr(before, name) for name in Former.__struct_fields__})
    words = shorten(act.text.strip(), LINE_CHARACTERS) if act.action in SENTENCES else ""
    mark = str(before.history_count + 1)
    return structs.replace(
        after, last_act=LastAct(act.action, act.by.id, now + UNDO_LIFE, mark, after.status, was, words)
    )


def can_undo(ticket: TicketState, now: datetime) -> LastAct | None:
    """Give the act that can be taken back now: recent, and nothing has moved the ticket since."""
    last = ticket.last_act
    return last if last is not None and now < last.until and last.to == ticket.status else None


def settled(ticket: TicketState | None, now: datetime) -> TicketState | None:
    """Give the ticket without an act that cannot be taken back any more: its card no longer offers it."""
    if ticket is None or ticket.last_act is None or can_undo(ticket, now) is not None:
        return ticket
    return structs.replace(ticket, last_act=None)


def _by_the_calendar_of_now(book: CaseBook, ticket: TicketState, was: TicketState, now: datetime) -> TicketState:
    """Count a date that comes back by the calendar as it is; what was told of the same date is not told again."""
    after = recounted(book.calendar, was, now)
    if (after.due_at, after.silence_due) != (ticket.due_at, ticket.silence_due):
        return after
    return structs.replace(after, promised=ticket.promised, recounted_at=ticket.recounted_at)


def undo(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    """Put a ticket back to where the last act found it, and tell the citizen that the news was a mistake.

    Without a choice (somebody wrote the word) it is the last act, whichever that is.
    """
    last = can_undo(ticket, now)
    if last is None or act.choice not in ("", last.mark):
        raise Refused("undo_over")
    fields = {name: getattr(last.was, name) for name in Former.__struct_fields__}
    # A limit that passed meanwhile has rung, and never will again for the same date.
    fields["late"] = last.was.late or (ticket.late and ticket.due_at == last.was.due_at)
    moved = structs.replace(ticket, **fields, menu="", menu_by=None, offered=None, offered_until=None, last_act=None)
    moved = _by_the_calendar_of_now(book, ticket, moved, now)
    label = book.label(last.action)
    kind: UpdateKind | None = "unsaid" if last.action in SENTENCES else "undone"
    if ticket.closing is not None:
        kind = None  # the answer waited for a second officer: the citizen has heard nothing of it
    moved = noted(book, moved, "undone", act, other=label)
    # Words that are gone are repeated, so that the citizen knows which of them: the chat has kept them.
    change = changed(book, moved, act, kind, text=last.words, details={"action": last.action})
    return replace(change, values={"undone": last.action})
