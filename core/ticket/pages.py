"""What the pages of a card offer: the first one by the status, the others by what whoever opened them may do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from core.city.units import UnitTree
from core.ticket.canned import fitting
from core.ticket.casebook import CaseBook
from core.ticket.lifecycle import SECONDARY, WORKED_ON, allowed, buttons, rule_for
from core.ticket.publishing import may_list
from core.ticket.rights import decides, may
from core.ticket.state import TicketState
from core.ticket.undoing import can_undo
from core.vocabulary.ticket import Action, Official, TicketStatus

UNITS, MORE, CATEGORIES, ANSWERS, LISTING = "units", "more", "categories", "answers", "listing"
PAGES: Final = (UNITS, MORE, CATEGORIES, ANSWERS, LISTING)
"""Pages of a card besides the first: units to give it to, what is done seldom, other categories, canned answers, and
the words as they would stand in the public list."""
_OPENS: Final[Mapping[str, Action]] = {
    UNITS: "disposisi",
    CATEGORIES: "kategori",
    ANSWERS: "siap",
    LISTING: "terbitkan",
}
"""Page -> the action that is chosen there."""


def offered_actions(book: CaseBook, ticket: TicketState, now: datetime) -> tuple[Action, ...]:
    """List the buttons of the page that is open."""
    if ticket.menu == MORE and ticket.menu_by is not None:
        return second_page(book, ticket, ticket.menu_by)
    first = first_page(ticket.status)
    if "menu" in first and not _anything_seldom(book, ticket):
        first = tuple(action for action in first if action != "menu")
    if "disposisi" in first and not _anybody_disposes(book, ticket):
        first = tuple(action for action in first if action != "disposisi")
    taken_over: tuple[Action, ...] = ("terima", "tolak") if ticket.offered is not None else ()
    undone: tuple[Action, ...] = ("urungkan",) if can_undo(ticket, now) is not None else ()
    seconded: tuple[Action, ...] = ("sahkan",) if ticket.closing is not None else ()
    return (*seconded, *taken_over, *first, *undone)


def first_page(status: TicketStatus) -> tuple[Action, ...]:
    """List the buttons of the first page in a status; `menu` stands for the second, where there is one."""
    seldom = _seldom(status)
    first = tuple(action for action in buttons(status) if action not in seldom)
    more = len(first) < len(buttons(status)) and "menu" in allowed(status)
    return (*first, "menu") if more else first


def second_page(book: CaseBook, ticket: TicketState, by: Official) -> tuple[Action, ...]:
    """List what an official may do on the second page of a ticket's card."""
    possible = buttons(ticket.status)
    return tuple(one for one in _seldom(ticket.status) if one in possible and _offers(book, ticket, by, one))


def _anything_seldom(book: CaseBook, ticket: TicketState) -> bool:
    """Tell whether the second page has something for somebody at the ticket's desk: of what ended, the public list."""
    seldom = [one for one in _seldom(ticket.status) if one in buttons(ticket.status)]
    return seldom != ["terbitkan"] or (may_list(ticket) and _coordinator_reads(book, ticket))


def _seldom(status: TicketStatus) -> tuple[Action, ...]:
    """List what stands on the second page: of a ticket that is worked on also giving it to another unit."""
    return (*SECONDARY, "disposisi") if status in WORKED_ON else SECONDARY


def _offers(book: CaseBook, ticket: TicketState, by: Official, action: Action) -> bool:
    """Tell whether an action of the second page makes sense for this ticket and is allowed to this official."""
    if action == "siap" and not fitting(book, ticket):
        return False
    if action == "terbitkan" and not may_list(ticket):
        return False
    if action == "disposisi" and not targets(book, ticket, by):
        return False
    if action in ("lokasi", "pecah") and ticket.report.privacy == "rahasia":
        return False
    return may(book.city.tree, ticket, by, rule_for(ticket.status, action).who)


def may_open(book: CaseBook, ticket: TicketState, by: Official, page: str) -> bool:
    """Tell whether a page has something to choose for an official; the first page is for everybody."""
    if not page:
        return True
    if page == MORE:
        return bool(second_page(book, ticket, by))
    if page == LISTING and not may_list(ticket):
        return False
    action = _OPENS[page]
    if action not in buttons(ticket.status) or not may(book.city.tree, ticket, by, rule_for(ticket.status, action).who):
        return False
    return page in (CATEGORIES, LISTING) or bool(chosen_from(book, ticket, by, page))


def chosen_from(book: CaseBook, ticket: TicketState, by: Official, page: str) -> tuple[str, ...]:
    """List what a page lets an official choose from: codes of units or categories, keys of answers."""
    if page == UNITS:
        return targets(book, ticket, by)
    if page == CATEGORIES:
        return tuple(one.code for one in book.city.categories if one.code != ticket.report.category)
    return tuple(one.key for one in fitting(book, ticket)) if page == ANSWERS else ()


def targets(book: CaseBook, ticket: TicketState, by: Official) -> tuple[str, ...]:
    """List the units to which an official may give a ticket, in the order of the pack."""
    tree = book.city.tree
    return tuple(unit.code for unit in tree if unit.code != ticket.unit and may_dispose_to(tree, ticket, by, unit.code))


def may_dispose_to(tree: UnitTree, ticket: TicketState, by: Official, unit: str) -> bool:
    """Tell whether an official may give this ticket to a unit: the secretary, once it decides, to any."""
    return tree.may_dispose_to(by, unit) or decides(tree, ticket, by)


def _anybody_disposes(book: CaseBook, ticket: TicketState) -> bool:
    """Tell whether somebody at the ticket's desk may give it to another unit."""
    here, city = book.desk(ticket).lane, book.city
    if _coordinator_reads(book, ticket):
        return True
    units = (ticket.unit, *(unit.code for unit in city.tree.ancestors(ticket.unit)))
    people = (Official("", "", code, role="penghubung") for code in units if city.desk_for_unit(code).lane == here)
    return any(targets(book, ticket, one) for one in people)


def _coordinator_reads(book: CaseBook, ticket: TicketState) -> bool:
    """Tell whether the coordinator reads the ticket's desk: every topic of the common group, no unit's own group."""
    return book.desk(ticket).lane == book.city.desk_for_unit("").lane
