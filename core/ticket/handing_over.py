"""Hand a ticket from one official to another: who holds it stays the holder until the other has taken it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from msgspec import structs

from core.ticket.acting import changed, noted
from core.ticket.casebook import CaseBook
from core.ticket.change import Change, Refused
from core.ticket.state import TicketState
from core.vocabulary.officials import Act, Relay
from core.vocabulary.ticket import TicketStatus

OFFER_LIFE: Final = timedelta(days=1)
"""So long a colleague has to take what is offered; afterwards it is as if nobody had offered it."""


def offer(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    """Offer the ticket to a colleague who may work on it; a later offer takes the place of an earlier one."""
    colleague = act.to
    if colleague is None:
        raise Refused("stale")
    if ticket.holder is not None and colleague.id == ticket.holder.id:
        raise Refused("offer_self")
    if not book.city.tree.works_for(colleague, ticket.unit):
        raise Refused("offer_other_unit", name=colleague.name)
    offered = structs.replace(ticket, offered=colleague, offered_until=now + OFFER_LIFE, menu="", menu_by=None)
    holder = ticket.holder.name if ticket.holder is not None else act.by.name
    relay = Relay(ticket.number, book.desk_key(ticket), "offered", text=holder, calls=(colleague,))
    return _with_relay(book, offered, act, relay, {"to": colleague.id})


def accept(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    """Take over what was offered; the citizen is told nothing, because the office that works on it is the same."""
    if ticket.offered is None or ticket.offered_until is None or now >= ticket.offered_until:
        raise Refused("offer_over")
    before = ticket.holder.name if ticket.holder is not None else ""
    taken = structs.replace(without_offer(ticket), holder=act.by)
    return changed(book, noted(book, taken, "handed_over", act, other=before), act, details={"from": before})


def decline(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    """End an offer: by the colleague who does not want it, or by the holder who keeps the ticket."""
    if ticket.offered is None:
        raise Refused("offer_over")
    relay = None
    if ticket.holder is not None and act.by.id != ticket.holder.id:
        relay = Relay(ticket.number, book.desk_key(ticket), "declined", text=act.by.name, calls=(ticket.holder,))
    return _with_relay(book, without_offer(ticket), act, relay)


def _with_relay(
    book: CaseBook, ticket: TicketState, act: Act, relay: Relay | None, details: Mapping[str, str] | None = None
) -> Change:
    """Wrap a change of which a colleague is told in the group."""
    change = changed(book, ticket, act, details=details)
    return change if relay is None else replace(change, relays=(relay,))


def without_offer(ticket: TicketState) -> TicketState:
    """Give the ticket as if it were offered to nobody."""
    return structs.replace(ticket, offered=None, offered_until=None)
