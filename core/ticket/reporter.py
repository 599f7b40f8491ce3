"""What the citizen's words and files do to a ticket."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from msgspec import structs

from core.city.dates import LOCALE, date_and_time
from core.language.shorten import shorten
from core.ticket.casebook import CaseBook
from core.ticket.change import REPORTER, SYSTEM, Change
from core.ticket.closing import is_own_work
from core.ticket.lifecycle import FACTS, NotAllowed, next_status
from core.ticket.secrecy import arrived_with, hides_contents
from core.ticket.state import (
    CONFIRMATION,
    LINE_CHARACTERS,
    MAX_AWAITED,
    MAX_EVIDENCE,
    PLACE_CHARACTERS,
    VERIFICATION,
    TicketState,
    with_note,
)
from core.ticket.tallying import place_of
from core.vocabulary.citizen import (
    AnsweredByHand,
    Confirmed,
    EvidenceArrived,
    Opened,
    Rated,
    Reach,
    Replied,
    Update,
    WindowClosing,
)
from core.vocabulary.effects import Tell
from core.vocabulary.lane_names import ticket_lane
from core.vocabulary.near import SaidByMerged, SplitOff, WalkInFiled
from core.vocabulary.officials import Relay
from core.vocabulary.report import Evidence, Filing, Pin, Report

_SHORTEST_NAME: Final = 3
_TOLD_LATE: Final = timedelta(hours=1)
"""An answer that takes longer to arrive moves the end of the citizen's time."""
Thread = Literal["answer", "addition", "dispute"]


def opened(book: CaseBook, command: Opened, now: datetime) -> Change:
    """Begin a ticket from a filing: redact it, forget a name that shall not be shown, start the verification limit."""
    filing = command.filing
    filed_at = filing.report.filed_at
    if filed_at is None or filed_at.tzinfo is None or filed_at > now:
        filed_at = now
    report = structs.replace(_cleaned(book, filing), filed_at=filed_at)
    ticket = TicketState(command.number, filing.reporter, "baru", report, opened_at=now)
    ticket = book.count(ticket, VERIFICATION, filed_at)
    parent, elsewhere = filing.split_of, None
    if parent:
        ticket = with_note(ticket, book.say("note.part_of", parent, other=parent))
        elsewhere = Tell(ticket_lane(parent), SplitOff(ticket.number))
    if filing.clerk:
        place = report.kelurahan if book.city.area(report.kelurahan) is not None else ""
        given = WalkInFiled(ticket.number, filing.id, report.category, place, ticket.due_at)
        elsewhere = Tell(filing.clerk, given)
    told = Update(ticket.number, "filed", ticket.status, filing=filing.id, privacy=report.privacy, other=parent)
    here = tuple(item for item in report.evidence if item.media)
    relays = (Relay(ticket.number, book.desk_key(ticket), "evidence", evidence=here),) if here else ()
    details = {"category": report.category, "classification": report.classification, "channel": report.channel}
    details |= {"filed_at": filed_at.isoformat(), "kelurahan": place_of(book, ticket)}
    details |= {"urgent": "yes"} if report.emergency else {}
    update = book.update(ticket, told)
    return Change(ticket, "opened", REPORTER, "", details, update, relays=relays, elsewhere=elsewhere)


def _cleaned(book: CaseBook, filing: Filing) -> Report:
    """Redact what a citizen reports, and forget a name that shall not be shown."""
    said = filing.report
    shown = said.privacy == "nama"
    known = tuple(_known(said.name))
    return structs.replace(
        said,
        text=book.clean(said.text, known),
        name=shorten(said.name.strip(), PLACE_CHARACTERS) if shown else "",
        kelurahan=_kelurahan(book, said.kelurahan, known),
        landmark=book.clean(said.landmark, known, PLACE_CHARACTERS),
        pin=_pin(book, said.pin, known),
        event_time=book.clean(said.event_time, known, PLACE_CHARACTERS),
        evidence=book.clean_files(said.evidence[:MAX_EVIDENCE]),
    )


def replied(book: CaseBook, ticket: TicketState, command: Replied, now: datetime) -> Change:
    """Pass on the citizen's words: the answer to a question moves the ticket on, anything else is an addition.

    Words about an answer are no silence, whatever they say.
    """
    to = next_status(ticket.status, "replied")
    answer = ticket.status == "menunggu_pelapor" and command.answers
    moved = book.move(ticket, to, now) if answer else ticket
    kind: Thread = "answer" if answer else "addition"
    return in_conversation(book, said_in_thread(book, moved, kind, command.text, command.evidence, command.pin), now)


def in_conversation(book: CaseBook, change: Change, now: datetime) -> Change:
    """Count the citizen's silence anew from now, and show it on the card, where it was counted at all."""
    if FACTS[change.ticket.status].clock != "silence":
        return change
    ticket = structs.replace(book.count(change.ticket, CONFIRMATION, now), spoke_at=now)
    return replace(change, ticket=ticket, show=True)


def confirmed(book: CaseBook, ticket: TicketState, command: Confirmed, now: datetime) -> Change | None:
    """Finish a ticket that the citizen calls fixed; said again it changes nothing, too early it is refused.

    Whoever handled the ticket cannot confirm it as its citizen.
    """
    if ticket.status == "selesai":
        return None
    if is_own_work(ticket, command.accounts):
        return _own_work(book, ticket)
    try:
        moved = book.move(ticket, next_status(ticket.status, "confirmed"), now)
    except NotAllowed:
        return refused(book, ticket, "confirmation_refused")
    update = book.update(moved, Update(moved.number, "finished", moved.status))
    files = book.clean_files(command.evidence[:MAX_EVIDENCE])
    coming = tuple(item for item in files if not item.media)
    moved = structs.replace(moved, awaited=(*moved.awaited, *coming)[-MAX_AWAITED:])
    here = tuple(item for item in files if item.media)
    relay = Relay(moved.number, book.desk_key(moved), "confirmed", evidence=here)
    return Change(moved, "confirmed", REPORTER, update=update, relays=(relay,))


def _own_work(book: CaseBook, ticket: TicketState) -> Change:
    """Refuse a confirmation by one of those who did the work, and note it: the first time on the card, too."""
    note = book.say("note.own_work", "")
    known = note in ticket.notes
    update = book.update(ticket, Update(ticket.number, "own_work", ticket.status))
    noted = ticket if known else with_note(ticket, note)
    return Change(noted, "confirmation_by_handler", REPORTER, update=update, show=not known)


def rated(book: CaseBook, ticket: TicketState, command: Rated, now: datetime) -> Change | None:
    """Keep the citizen's mark of a finished ticket; the last one counts, a mark outside 1 to 5 is ignored."""
    if not 1 <= command.rating <= 5 or command.rating == ticket.rating:
        return None
    try:
        next_status(ticket.status, "rated")
    except NotAllowed:
        return refused(book, ticket, "rating_refused")
    mark = str(command.rating)
    relay = Relay(ticket.number, book.desk_key(ticket), "rated", text=mark)
    return Change(
        structs.replace(ticket, rating=command.rating), "rated", REPORTER, details={"rating": mark}, relays=(relay,)
    )


def evidence_arrived(book: CaseBook, ticket: TicketState, command: EvidenceArrived, now: datetime) -> Change | None:
    """Put a file that has come into its place, or drop one that never will; a file nobody waits for is ignored."""
    kept, arrived = _settle(ticket.report.evidence, command)
    awaited, later = _settle(ticket.awaited, command)
    found = arrived or later
    if found is None:
        return None
    changed = arrived_with(structs.replace(ticket.reporting(evidence=kept), awaited=awaited), found)
    shown = arrived is not None
    details = {"kind": found.kind, **({"telltale": "yes"} if found.telltale else {})}
    if not command.media:
        changed = structs.replace(changed, lost=changed.lost + 1)
        return Change(changed, "evidence_lost", SYSTEM, details=details)
    relay = Relay(ticket.number, book.desk_key(ticket), "evidence", evidence=(found,))
    elsewhere = passed_on(changed, "", (found,), None)
    return Change(changed, "evidence", REPORTER, details=details, relays=(relay,), show=shown, elsewhere=elsewhere)


def reach(book: CaseBook, ticket: TicketState, command: Reach, now: datetime) -> Change | None:
    """Note on the card whether pushes arrive; the same news again is ignored.

    An answer that arrives late begins the citizen's silence only then.
    """
    known = known_of(ticket)
    reason = "" if command.reached else book.clean(command.reason or "unreachable", known, LINE_CHARACTERS)
    told_late = command.reached and FACTS[ticket.status].clock == "silence" and _counts_since(ticket, now) > _TOLD_LATE
    if reason == ticket.unreached and not told_late:
        return None
    what = "reached" if command.reached else "unreached"
    changed = structs.replace(ticket, unreached=reason)
    return Change(book.count(changed, CONFIRMATION, now) if told_late else changed, what, SYSTEM, reason)


def _counts_since(ticket: TicketState, now: datetime) -> timedelta:
    return now - (ticket.counted_from or now)


def window_closing(book: CaseBook, ticket: TicketState, command: WindowClosing, now: datetime) -> Change:
    """Remind the officials that the citizen waits and that free text is possible only for a while yet."""
    locale = book.texts.say(LOCALE, book.city.group_language)
    when = date_and_time(command.closes_at, ZoneInfo(book.city.timezone), book.city.timezone_label, locale)
    relay = Relay(ticket.number, book.desk_key(ticket), "window", text=when)
    return Change(ticket, "window_closing", SYSTEM, relays=(relay,), show=False)


def answered_by_hand(book: CaseBook, ticket: TicketState, command: AnsweredByHand, now: datetime) -> Change | None:
    """Write down what one of the city told the citizen past us, and show it to the group: it moves no status."""
    words = book.clean(command.text, known_of(ticket))
    if command.files:
        words = f"{words}\n{book.say('note.by_hand_files', str(command.files), count=str(command.files))}".strip()
    if not words:
        return None
    relay = Relay(ticket.number, book.desk_key(ticket), "by_hand", text=words)
    return Change(ticket, "by_hand", SYSTEM, words, relays=(relay,), show=False)


def refused(book: CaseBook, ticket: TicketState, what: str, words: str = "") -> Change | None:
    """Tell the citizen that something cannot be done now and where the ticket is; words are passed on all the same."""
    return told_refusal(book, ticket, what, words, (), Update(ticket.number, "refused", ticket.status))


def told_refusal(
    book: CaseBook, ticket: TicketState, what: str, text: str, evidence: tuple[Evidence, ...], update: Update | None
) -> Change | None:
    """Tell the citizen an update that moves nothing; words and files are passed on all the same."""
    if not text.strip() and not evidence:
        return _told(book, ticket, what, update)
    return with_update(book, said_in_thread(book, ticket, "addition", text, evidence, None), update)


def said_in_thread(
    book: CaseBook, ticket: TicketState, kind: Thread, text: str, evidence: tuple[Evidence, ...], pin: Pin | None
) -> Change:
    """Relay redacted words and the files that are here; remember the files that are still coming."""
    known = known_of(ticket)
    words = book.clean(text, known, 2 * len(text) + LINE_CHARACTERS)  # whole: redaction may make them longer
    files = book.clean_files(evidence[:MAX_EVIDENCE])
    here = tuple(item for item in files if item.media)
    coming = tuple(item for item in files if not item.media)
    ticket = structs.replace(ticket, awaited=(*ticket.awaited, *coming)[-MAX_AWAITED:])
    relay = Relay(ticket.number, book.desk_key(ticket), kind, text=words, evidence=here, pin=_pin(book, pin, known))
    what = {"answer": "replied", "addition": "addition", "dispute": "disputed"}[kind]
    elsewhere = passed_on(ticket, words, here, relay.pin)
    return Change(ticket, what, REPORTER, words, relays=(relay,), show=kind != "addition", elsewhere=elsewhere)


def passed_on(ticket: TicketState, words: str, files: tuple[Evidence, ...], pin: Pin | None) -> Tell | None:
    """Tell the ticket that this one is merged into what its reporter says: there the matter is worked on.

    What is confidential since it was merged stays here.
    """
    if not ticket.duplicate_of or hides_contents(ticket) or not (words or files or pin):
        return None
    return Tell(ticket_lane(ticket.duplicate_of), SaidByMerged(ticket.number, words, files, pin))


def _told(book: CaseBook, ticket: TicketState, what: str, update: Update | None) -> Change | None:
    """Tell the citizen that nothing changed, and why the ticket is where it is."""
    if update is None:
        return None
    return Change(ticket, what, REPORTER, update=book.update(ticket, update), show=False)


def with_update(book: CaseBook, change: Change, update: Update | None, *, show: bool | None = None) -> Change:
    """Add a push to a change."""
    pushed = None if update is None else book.update(change.ticket, update)
    return replace(change, update=pushed, show=change.show if show is None else show)


def _settle(files: tuple[Evidence, ...], command: EvidenceArrived) -> tuple[tuple[Evidence, ...], Evidence | None]:
    """Fill in or take out the first file of this ref that is still on its way; give the files and the one found."""
    for place, item in enumerate(files):
        if item.ref == command.ref and not item.media:
            done = structs.replace(item, media=command.media, mime=command.mime or item.mime)
            middle = (done,) if command.media else ()
            return (*files[:place], *middle, *files[place + 1 :]), done
    return files, None


def known_of(ticket: TicketState) -> tuple[str, ...]:
    """List what gives the reporter of a ticket away in words that come later."""
    return tuple(_known(ticket.report.name))


def _known(name: str) -> Iterator[str]:
    """List strings that give the reporter away: the name and each word of it, also of one that is shown.

    A name that is shown stands on the card and nowhere else: the journal keeps words for good, and the citizen may hide
    it later. A chat cuts its own address out of what it passes on: nobody else knows it.
    """
    if name.strip():
        yield name
        yield from (word for word in name.split() if len(word) >= _SHORTEST_NAME)


def _kelurahan(book: CaseBook, name: str, known: tuple[str, ...]) -> str:
    """Keep a kelurahan of the city as it is; anything else is the citizen's own words."""
    if book.city.area(name) is not None:
        return name
    return book.clean(name, known, PLACE_CHARACTERS)


def _pin(book: CaseBook, pin: Pin | None, known: tuple[str, ...]) -> Pin | None:
    return None if pin is None else structs.replace(pin, title=book.clean(pin.title, known, PLACE_CHARACTERS))
