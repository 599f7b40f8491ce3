"""What the citizen takes back or changes of a report that has its number already."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

from msgspec import structs

from core.language.shorten import shorten
from core.ticket.casebook import CaseBook
from core.ticket.change import REPORTER, Change
from core.ticket.lifecycle import FACTS, NotAllowed, next_status
from core.ticket.reporter import in_conversation, known_of, refused
from core.ticket.secrecy import hides_contents, told_anew
from core.ticket.state import PLACE_CHARACTERS, TicketState, with_note
from core.ticket.tallying import place_of
from core.vocabulary.citizen import Amended, ChangePrivacy, Retracted, Spoke, Update, Withdrawn
from core.vocabulary.officials import Relay
from core.vocabulary.report import Pin, Privacy

_HIDDEN: Final[frozenset[Privacy]] = frozenset(("anonim", "rahasia"))


def withdrawn(book: CaseBook, ticket: TicketState, command: Withdrawn, now: datetime) -> Change | None:
    """End a ticket that the citizen takes back: an own outcome; said again it changes nothing.

    What ended before stays as it ended: the citizen is told so, and words of theirs are passed on all the same.
    """
    words = book.clean(command.text, known_of(ticket))
    try:
        moved = book.move(ticket, next_status(ticket.status, "withdrawn"), now)
    except NotAllowed:
        return None if ticket.status == "ditarik" and not words else refused(book, ticket, "withdrawal_refused", words)
    kind: Literal["solved", "withdrawn"] = "solved" if command.solved else "withdrawn"
    moved = with_note(moved, _withdrawal(book, kind, "" if hides_contents(moved) else words))
    update = Update(moved.number, "withdrawn", moved.status, solved=command.solved)
    relay = Relay(moved.number, book.desk_key(moved), kind, text=words)
    details = {"before": ticket.status, **({"solved": "1"} if command.solved else {})}
    return Change(moved, "withdrawn", REPORTER, words, details, book.update(moved, update), (relay,))


def _withdrawal(book: CaseBook, kind: str, words: str) -> str:
    return book.say(f"note.{kind}", words, reason=words) if words else book.say(f"note.{kind}_bare", kind)


def amended(book: CaseBook, ticket: TicketState, command: Amended, now: datetime) -> Change | None:
    """Pass on how words that were relayed before read now; an edit that leaves nothing to read says nothing."""
    words = book.clean(command.text, known_of(ticket))
    if not words:
        return None
    relay = Relay(ticket.number, book.desk_key(ticket), "amended", text=words)
    return in_conversation(book, Change(ticket, "amended", REPORTER, words, relays=(relay,), show=False), now)


def retracted(book: CaseBook, ticket: TicketState, command: Retracted, now: datetime) -> Change:
    """Tell the officials that the citizen took words back: the report stands, the words are not to be used."""
    relay = Relay(ticket.number, book.desk_key(ticket), "retracted")
    return in_conversation(book, Change(ticket, "retracted", REPORTER, relays=(relay,), show=False), now)


def spoke(book: CaseBook, ticket: TicketState, command: Spoke, now: datetime) -> Change | None:
    """Count the silence anew where the citizen says something about an answer that is no verdict."""
    if FACTS[ticket.status].clock != "silence":
        return None
    return in_conversation(book, Change(ticket, "spoke", REPORTER), now)


def change_privacy(book: CaseBook, ticket: TicketState, command: ChangePrivacy, now: datetime) -> Change | None:
    """Show or hide the citizen from now on; what holds already is only said again."""
    name = "" if command.privacy in _HIDDEN else shorten(command.name.strip(), PLACE_CHARACTERS)
    update = Update(ticket.number, "privacy", ticket.status, privacy=command.privacy)
    if (command.privacy, name) == (ticket.report.privacy, ticket.report.name):
        return Change(ticket, "privacy_again", REPORTER, update=book.update(ticket, update), show=False)
    changed = ticket.reporting(privacy=command.privacy, name=name)
    if command.privacy in _HIDDEN:
        changed = _without(book, changed, tuple(word for word in (ticket.report.name, *command.hide) if word.strip()))
    if hides_contents(changed):
        changed = _without_reason(book, changed)
    words = book.say(f"privacy.{command.privacy}", command.privacy)
    relays = (*told_anew(book, ticket, changed), Relay(changed.number, book.desk_key(changed), "privacy", text=words))
    details: dict[str, str] = {"privacy": command.privacy, "before": ticket.report.privacy}
    if place_of(book, ticket) != place_of(book, changed):
        details["kelurahan"] = place_of(book, changed)
    return Change(changed, "privacy", REPORTER, "", details, book.update(changed, update), relays)


def _without_reason(book: CaseBook, ticket: TicketState) -> TicketState:
    """Leave of the note of a withdrawal only that it was one."""
    kinds = ("solved", "withdrawn")
    said = {
        _withdrawal(book, one.kind, one.text): _withdrawal(book, one.kind, "")
        for one in ticket.spoken
        if one.kind in kinds
    }
    return structs.replace(ticket, notes=tuple(said.get(note, note) for note in ticket.notes))


def _without(book: CaseBook, ticket: TicketState, names: tuple[str, ...]) -> TicketState:
    """Cut what the citizen is called out of everything that the ticket keeps."""

    def clean(text: str) -> str:
        return book.redacted(text, names) if text else text

    def clean_pin(pin: Pin | None) -> Pin | None:
        return None if pin is None else structs.replace(pin, title=clean(pin.title))

    report = ticket.report
    return structs.replace(
        ticket,
        report=structs.replace(
            report,
            text=clean(report.text),
            landmark=clean(report.landmark),
            event_time=clean(report.event_time),
            pin=clean_pin(report.pin),
        ),
        notes=tuple(map(clean, ticket.notes)),
        spoken=tuple(structs.replace(one, text=clean(one.text), pin=clean_pin(one.pin)) for one in ticket.spoken),
        history=tuple(structs.replace(line, reason=clean(line.reason)) for line in ticket.history),
    )
