"""Who holds a ticket, told to the lane of that official; and what becomes of it when the official's rights end."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from msgspec import structs

from core.ticket.casebook import CaseBook
from core.ticket.change import SYSTEM, Change
from core.ticket.lifecycle import allowed, next_status
from core.ticket.state import TicketState, with_note
from core.vocabulary.citizen import Update
from core.vocabulary.effects import Effect, Tell
from core.vocabulary.lane_names import official_lane
from core.vocabulary.officials import Relay
from core.vocabulary.register import Holds, RightsNow
from core.vocabulary.ticket import TicketStatus

RIGHTS_ENDED: Final = "rights_ended"
"""What the journal calls it."""
_WORKED_ON: Final[frozenset[TicketStatus]] = frozenset(("disanggah",))
"""Statuses that a ticket comes into without its holder's doing: it is asked anew whether the holder still may."""


def told_holders(
    _book: CaseBook, before: TicketState | None, after: TicketState, _change: Change, _now: datetime
) -> tuple[Effect, ...]:
    """Tell officials which tickets they hold, whenever that changes or somebody has to work on one again."""
    was = before.holder.id if before is not None and before.holder is not None else ""
    now = after.holder.id if after.holder is not None else ""
    again = before is not None and before.status != after.status and after.status in _WORKED_ON
    effects: list[Effect] = []
    if was and was != now:
        effects.append(Tell(official_lane(was), Holds(after.number, held=False)))
    if now and (was != now or again):
        effects.append(Tell(official_lane(now), Holds(after.number)))
    return tuple(effects)


def rights_now(book: CaseBook, ticket: TicketState, body: RightsNow, now: datetime) -> Change | None:
    """Offer a ticket to its unit when whoever holds it may not work on it any more; an answered one stays as it is."""
    holder = ticket.holder
    if holder is None or holder.id != body.official.id:
        return None
    if body.may_act and book.city.tree.works_for(body.official, ticket.unit):
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
