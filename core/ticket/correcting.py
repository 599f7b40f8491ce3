"""Correct what a report says: its category, its place. The citizen's own words are never changed."""

from __future__ import annotations

import re
from datetime import datetime

from msgspec import structs

from core.city.city import City, Kelurahan
from core.language.phrases import any_phrase
from core.language.shorten import shorten
from core.language.visible import trimmed
from core.reading.nowhere import says_no_place
from core.reading.understand import Understander
from core.ticket.acting import changed, noted
from core.ticket.casebook import CaseBook
from core.ticket.change import Change, Refused
from core.ticket.secrecy import hides_contents
from core.ticket.state import PLACE_CHARACTERS, TicketState
from core.ticket.tallying import place_of
from core.vocabulary.officials import Act
from core.vocabulary.ticket import TicketStatus


def categorised(book: CaseBook, act: Act, ticket: TicketState) -> TicketState:
    """Give the ticket with the category of an act; the same where the act names none."""
    if not act.category or act.category == ticket.report.category:
        return ticket
    if not book.city.has_category(act.category):
        raise Refused("unknown_category")
    return ticket.reporting(category=act.category)


def category(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    """Put a ticket into another category. The limit that runs stays: other words buy no new days."""
    if not act.category:
        raise Refused("stale")
    corrected = categorised(book, act, ticket)
    if corrected is ticket:
        raise Refused("same_category")
    before = book.city.category_name(ticket.report.category, book.city.group_language)
    corrected = structs.replace(corrected, menu="", menu_by=None)
    details = {"category": act.category, "before": ticket.report.category}
    return changed(book, noted(book, corrected, "category", act, other=before), act, details=details)


def place(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    """Put the place right: by a position that was sent, by a kelurahan and a landmark in words, or by both.

    The place of a confidential report is not talked about where others read it.
    """
    if hides_contents(ticket):
        raise Refused("closed_place")
    words = trimmed(act.text)
    if not words and act.pin is None:
        raise Refused("need_text.lokasi")
    report = ticket.report
    kelurahan, landmark = report.kelurahan, report.landmark
    if words:
        read = Understander.of(book.city).read(words)
        if not (read.kelurahan or read.kecamatan or read.landmark) and says_no_place(book.city, words):
            raise Refused("need_place")
        kelurahan = read.kelurahan or kelurahan
        area = book.city.area(kelurahan)
        rest = words if area is None else _without(book.city, area, words)
        landmark = book.clean(rest, (), PLACE_CHARACTERS) if rest else landmark
    # A position of before belongs to the place of before.
    pin = act.pin if act.pin is not None else None if kelurahan != report.kelurahan else report.pin
    corrected = structs.replace(
        ticket.reporting(kelurahan=kelurahan, landmark=landmark, pin=pin), menu="", menu_by=None
    )
    before = shorten(" · ".join(part for part in (report.kelurahan, report.landmark) if part), PLACE_CHARACTERS)
    details = {"kelurahan": place_of(book, corrected)}
    return changed(book, noted(book, corrected, "place", act, other=before or "-"), act, details=details)


def _without(city: City, area: Kelurahan, words: str) -> str:
    """Leave a kelurahan out of words where they name it alone or as one: the card shows it already.

    What has its seat there (an office named by it) is a landmark.
    """
    names = any_phrase((area.name, *area.spellings))
    if re.fullmatch(names, words, re.IGNORECASE):
        return ""
    kinds, before = (any_phrase(city.language.plain_words("place_words", one)) for one in ("kelurahan", "prepositions"))
    named = rf"(?:^|\s*[,;]\s*|\s*\b{before}\s+){kinds}\.?\s+{names}\b[\s,;]*"
    rest = re.sub(named, ", ", words, flags=re.IGNORECASE)
    return rest.strip(" ,;.")
