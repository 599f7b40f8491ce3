"""Answers that the city pack has ready: filled with a ticket's facts, and shown to the official before they go."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from msgspec import structs

from core.city.answers import CannedAnswer
from core.city.dates import LOCALE, long_date
from core.ticket.acting import changed
from core.ticket.casebook import CaseBook
from core.ticket.change import Change, Refused
from core.ticket.secrecy import hides_contents
from core.ticket.state import TicketState
from core.vocabulary.effects import Tell
from core.vocabulary.lane_names import OFFICIALS_LANE
from core.vocabulary.officials import Act, AnswerReady
from core.vocabulary.ticket import TicketStatus


def fitting(book: CaseBook, ticket: TicketState) -> tuple[CannedAnswer, ...]:
    """List the answers of the pack that are for a ticket's category."""
    category = ticket.report.category
    return tuple(answer for answer in book.city.answers if not answer.categories or category in answer.categories)


def choose(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    """Fill a canned answer and show it to the official who chose it; nothing goes to the citizen yet."""
    answer = next((one for one in fitting(book, ticket) if one.key == act.choice), None)
    if answer is None:
        raise Refused("stale")
    ready = AnswerReady(
        ticket.number, book.desk_key(ticket), filled(book, ticket, answer), structs.replace(act, evidence=())
    )
    closed = structs.replace(ticket, menu="", menu_by=None)
    return replace(changed(book, closed, act), elsewhere=Tell(act.group or OFFICIALS_LANE, ready))


def filled(book: CaseBook, ticket: TicketState, answer: CannedAnswer) -> str:
    """Write an answer in the citizen's language; of a confidential report no place is named, for the group sees it."""
    report, language = ticket.report, ticket.report.language
    place = "" if hides_contents(ticket) else report.landmark or report.kelurahan
    unit = book.city.tree[ticket.unit].name if ticket.unit in book.city.tree else book.unit_name(ticket.unit)
    filed = book.calendar.local_day(report.filed_at or ticket.opened_at)
    facts = {
        "number": ticket.number,
        "category": book.city.category_name(report.category, language),
        "place": place or book.texts.say("officials.verdict.answer_place", language),
        "unit": unit,
        "filed": long_date(filed, book.texts.say(LOCALE, language)),
    }
    return answer.fill(language, facts)
