"""Honest closing: a photo that may not show what was done asks for a second officer before the citizen is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import structs

from core.city.city import City
from core.city.dates import LOCALE, date_and_time
from core.city.texts import Texts
from core.ticket.casebook import CaseBook
from core.ticket.change import Change, Refused
from core.ticket.origins import Scene, metres_between, scene_of
from core.ticket.outcome import COMPLAINT
from core.ticket.state import CONFIRMATION, MAX_FLAGGED, Closing, Flagged, TicketState, with_note
from core.vocabulary.citizen import Update
from core.vocabulary.effects import Effect, Exhibit
from core.vocabulary.officials import Act, Doubt
from core.vocabulary.report import Evidence, Facts, Origin
from core.vocabulary.ticket import TicketStatus

FAR_METRES: Final = 300
"""Between a pin set by hand and a phone's position in a street of houses there are seldom more than 100."""
MAX_HANDLERS: Final = 50
HANDLING: Final = frozenset(("catatan", "lihat", "buka", "menu", "terbitkan"))
"""What is no handling of a ticket: to look at it, and to write to colleagues."""


# --- what a photo tells -----------------------------------------------------------------------------------------------


def asks_for_photo(book: CaseBook, ticket: TicketState) -> bool:
    """Tell whether a ticket is closed with a photo: a complaint of a category where there is something to see."""
    category = book.city.category(ticket.report.category)
    return ticket.report.classification == COMPLAINT and (category is None or category.photo)


def doubts_about(ticket: TicketState, proof: Sequence[Evidence], origins: Mapping[str, Origin]) -> tuple[Doubt, ...]:
    """List why what an official closes a ticket with may not show that it is done; each reason once.

    ``origins`` say of the complaint's photos when and where they were taken, where their sender allows that.
    """
    scene = scene_of(ticket, origins)
    found = dict.fromkeys(doubt for item in proof if item.facts for doubt in _doubts(ticket, scene, item.facts))
    return tuple(found)


def _doubts(ticket: TicketState, scene: Scene, facts: Facts) -> Iterator[Doubt]:
    said = (ticket.report.evidence, *(one.evidence for one in ticket.spoken))
    complained = {item.media for files in said for item in files if item.media}
    for earlier in facts.alike:
        if earlier.media in complained:
            yield Doubt("complaint")
        elif earlier.number == ticket.number:
            yield Doubt("evidence")
        else:
            yield Doubt("other", number=earlier.number)
    if facts.taken_at is not None and facts.taken_at < scene.since:
        yield Doubt("before", at=facts.taken_at)
    if facts.latitude is not None and facts.longitude is not None:
        yield from _far(scene, facts.latitude, facts.longitude)


def _far(scene: Scene, latitude: float, longitude: float) -> Iterator[Doubt]:
    """Doubt a photo that was taken far from every place of the complaint.

    How far is said from the pin alone, which officials see: three distances would give away where a citizen stood.
    """
    metres = scene.metres_from(latitude, longitude)
    if metres is None or metres <= FAR_METRES:
        return
    if scene.pin is None:
        yield Doubt("elsewhere")
    else:
        yield Doubt("far", metres=metres_between(scene.pin, latitude, longitude))


def worded(city: City, texts: Texts, doubts: Sequence[Doubt], language: str) -> str:
    """Say why a photo is doubted: what follows after "The photo"."""
    return ", ".join(_worded(city, texts, doubt, language) for doubt in doubts)


def _worded(city: City, texts: Texts, doubt: Doubt, language: str) -> str:
    when = ""
    if doubt.at is not None:
        locale = texts.say(LOCALE, language)
        when = date_and_time(doubt.at, ZoneInfo(city.timezone), city.timezone_label, locale)
    key = f"officials.verdict.doubt.{doubt.kind}"
    return texts.say(key, language, number=doubt.number, distance=_distance(doubt.metres), when=when)


def _distance(metres: int) -> str:
    return f"{metres} m" if metres < 1000 else f"{metres / 1000:.1f} km".replace(".", ",")


# --- what is done about it --------------------------------------------------------------------------------------------


def answered(
    book: CaseBook, ticket: TicketState, closing: Closing, to: TicketStatus, now: datetime, what: str, actor: Act
) -> Change:
    """Tell the citizen the answer, with its photos, and count the time to confirm."""
    details = {"due": ticket.due_at.isoformat()} if ticket.due_at else {}
    details |= {"evidence": str(len(closing.evidence)), **_who(actor)}
    if closing.doubts:
        details |= {"closed_by": closing.by.id, "doubts": ",".join(doubt.kind for doubt in closing.doubts)}
    moved = book.count(book.move(ticket, to, now), CONFIRMATION, now)
    bare = Update(moved.number, "answered", moved.status, text=closing.text, evidence=closing.evidence)
    return Change(moved, what, actor.by.id, closing.text, details, book.update(moved, bare))


def held_back(book: CaseBook, ticket: TicketState, closing: Closing, act: Act, now: datetime) -> Change:
    """Keep an answer whose photo is doubted until another officer has looked; a new answer takes its place."""
    details = {"doubts": ",".join(doubt.kind for doubt in closing.doubts), **_who(act)}
    reasons = worded(book.city, book.texts, closing.doubts, book.city.group_language)
    flag = Flagged(now, tuple(dict.fromkeys(doubt.kind for doubt in closing.doubts)), act.by.unit)
    waiting = structs.replace(ticket, closing=closing, menu="", flagged=(*ticket.flagged, flag)[-MAX_FLAGGED:])
    told = {"reasons": reasons}
    return Change(waiting, "closing_held", act.by.id, closing.text, details, verdict="held_back", values=told)


def confirmed_by_second(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    """Let an answer go that a second officer found honest; who that was stays on the card."""
    closing = ticket.closing
    if closing is None:
        raise Refused("nothing_waits")
    if act.by.id == closing.by.id or _is_no_other(ticket, act):
        raise Refused("who_may.second")
    reasons = worded(book.city, book.texts, closing.doubts, book.city.group_language)
    note = book.say("note.second", reasons, name=act.by.name, closer=closing.by.name, reason=reasons, unit="")
    return answered(book, with_note(_signed(ticket, act, now), note), closing, to, now, "sahkan", act)


def _is_no_other(ticket: TicketState, act: Act) -> bool:
    """Tell whether who acts is the reporter, or handled the ticket by another account of the same person."""
    others = set(act.accounts) - {act.account}
    return ticket.reporter in {act.account, *others} or bool(others & set(ticket.handlers))


def _signed(ticket: TicketState, act: Act, now: datetime) -> TicketState:
    """Note at the evidence that was doubted last who let it go."""
    signed = (structs.replace(one, second=act.by.unit, signed_at=now) for one in ticket.flagged[-1:])
    return structs.replace(ticket, flagged=(*ticket.flagged[:-1], *signed))


def exhibits(
    book: CaseBook, before: TicketState | None, after: TicketState, change: Change, now: datetime
) -> tuple[Effect, ...]:
    """Let the files of a change be known again as this ticket's: the citizen's, and what went to the citizen."""
    sent = change.update.evidence if change.update is not None else ()
    files = (*sent, *(item for relay in change.relays for item in relay.evidence))
    return tuple(Exhibit(media, after.number) for media in dict.fromkeys(item.media for item in files if item.media))


def _who(act: Act) -> Mapping[str, str]:
    return {"name": act.by.name, "by_unit": act.by.unit}


def bare_files(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Take off files what they told: a citizen gets the photo, and not where its photographer stood."""
    return tuple(structs.replace(item, facts=None) for item in evidence)


# --- who may confirm as the citizen -----------------------------------------------------------------------------------


def handled_by(ticket: TicketState, act: Act) -> TicketState:
    """Remember whose account handled a ticket."""
    if act.action in HANDLING or not act.account or act.account in ticket.handlers:
        return ticket
    return structs.replace(ticket, handlers=(*ticket.handlers, act.account)[-MAX_HANDLERS:])


def is_own_work(ticket: TicketState, accounts: Sequence[str]) -> bool:
    """Tell whether one of a reporter's accounts handled the ticket."""
    return bool({ticket.reporter, *accounts} & set(ticket.handlers))
