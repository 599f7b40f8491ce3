"""Who holds a ticket, told to the lane of that official; and what becomes of it when the official's rights end."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from msgspec import structs

from core.ticket.casebook import CaseBook
from core.ticket.change import SYSTEM, Change
from core.ticket.handing_over import without_offer
from core.ticket.lifecycle import allowed, next_status
from core.ticket.state import TicketState, with_note
from core.vocabulary.citizen import Update
from core.vocabulary.effects import Effect, Tell
from core.vocabulary.lane_names import official_lane
from core.vocabulary.officials import Relay
from core.vocabulary.register import Holds, RightsNow
from core.vocabulary.ticket import Official, TicketStatus

RIGHTS_ENDED: Final = "rights_ended"
OFFER_GONE: Final = "offer_gone"
"""What the journal calls it."""
_WORKED_ON: Final[frozenset[TicketStatus]] = frozenset(("disanggah",))
"""Statuses that a ticket comes into without its holder's doing: it is asked anew whether the holder still may."""


def told_holders(
    _book: CaseBook, before: TicketState | None, after: TicketState, _change: Change, _now: datetime
) -> tuple[Effect, ...]:
    """Tell officials which tickets they hold or are offered, whenever that changes or one has to be worked on again."""
    was, now = _holder(before), _holder(after)
    called, calls = _offered(before), _offered(after)
    again = before is not None and before.status != after.status and after.status in _WORKED_ON
    gone = [one for one in dict.fromkeys((was, called)) if one and one not in (now, calls)]
    come = [now] if now and (was != now or again) else []
    come += [calls] if calls and calls != called else []
    return (
        *(Tell(official_lane(one), Holds(after.number, held=False)) for one in gone),
        *(Tell(official_lane(one), Holds(after.number)) for one in come),
    )


def _holder(ticket: TicketState | None) -> str:
    return ticket.holder.id if ticket is not None and ticket.holder is not None else ""


def _offered(ticket: TicketState | None) -> str:
    return ticket.offered.id if ticket is not None and ticket.offered is not None else ""


def rights_now(book: CaseBook, ticket: TicketState, body: RightsNow, now: datetime) -> Change | None:
    """Offer a ticket to its unit when whoever holds it may not work on it any more; an answered one stays as it is.

    An offer to such a colleague is over.
    """
    holder = ticket.holder
    if body.may_act and book.city.tree.works_for(body.official, ticket.unit):
        return None
    if _offered(ticket) == body.official.id:
        return _offer_gone(book, ticket, body.official)
    if holder is None or holder.id != body.official.id:
        return None
    resting = ticket.status == "ditunda" and ticket.before is not None
    held_in = ticket.before if resting and ticket.before is not None else ticket.status
    if "lepas" not in allowed(held_in):
        return None
    to = next_status(held_in, "lepas")
    note = book.say("note.rights_ended", holder.name, name=holder.name)
    if resting:
        freed = structs.replace(ticket, before=to, holder=None)
    else:
        freed = structs.replace(book.move(ticket, to, now), holder=None)
    update = None if resting else book.update(freed, Update(ticket.number, "released", freed.status))
    relay = Relay(ticket.number, book.desk_key(freed), "freed")
    details = {"name": holder.name, "by_unit": holder.unit}
    return Change(with_note(freed, note), RIGHTS_ENDED, SYSTEM, details=details, update=update, relays=(relay,))


def _offer_gone(book: CaseBook, ticket: TicketState, gone: Official) -> Change:
    """End an offer that nobody can take any more, and tell the holder, who still has the ticket."""
    name = ticket.offered.name if ticket.offered is not None else gone.name
    relay = None
    if ticket.holder is not None:
        relay = Relay(ticket.number, book.desk_key(ticket), "offer_gone", text=name, calls=(ticket.holder,))
    details = {"name": name}
    relays = () if relay is None else (relay,)
    return Change(without_offer(ticket), OFFER_GONE, SYSTEM, details=details, relays=relays)
