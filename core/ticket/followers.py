"""Who follows a ticket of somebody else, and what they hear of it: where it stands, and nobody's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from msgspec import structs

from core.near.alike import alike, lane_of, row_of
from core.near.state import load
from core.ticket.casebook import CaseBook
from core.ticket.change import Change
from core.ticket.lifecycle import FACTS
from core.ticket.matrix import tells_followers
from core.ticket.secrecy import hides_contents
from core.ticket.state import MAX_FOLLOWERS, Follower, TicketState
from core.vocabulary.effects import Effect, Tell
from core.vocabulary.lane_names import ticket_lane
from core.vocabulary.near import (
    Follow,
    FollowerUpdate,
    FollowerUpdateKind,
    ForgottenNear,
    KnownNear,
    Unfollow,
)

FOLLOWER: Final = "pengikut"
"""Who it was that followed stands in no journal."""


def is_open_to_others(ticket: TicketState) -> bool:
    """Tell whether others may learn that the ticket is there: nothing of a confidential one, nothing that is done."""
    return not hides_contents(ticket) and FACTS[ticket.status].clock in ("runs", "paused")


def persons_of(ticket: TicketState) -> tuple[str, ...]:
    """List who follows, each once, without the reporter."""
    found = dict.fromkeys(one.person for one in ticket.followers)
    return tuple(person for person in found if person != ticket.reporter)


def may_see(ticket: TicketState, person: str) -> bool:
    """Tell whether somebody who is not the reporter follows the ticket."""
    return any(one.person == person for one in ticket.followers)


def about(book: CaseBook, ticket: TicketState, kind: FollowerUpdateKind, *, late: bool = False) -> FollowerUpdate:
    """Say where a ticket stands, to somebody who did not report it."""
    shown = not hides_contents(ticket) and book.city.area(ticket.report.kelurahan) is not None
    return FollowerUpdate(
        ticket.number,
        kind,
        ticket.status,
        category=ticket.report.category,
        kelurahan=ticket.report.kelurahan if shown else "",
        unit=ticket.unit,
        due_at=ticket.due_at if ticket.paused_since is None else None,
        late=ticket.late or late,
        other=ticket.duplicate_of,
    )


def followed(
    book: CaseBook, ticket: TicketState | None, command: Follow, number: str
) -> tuple[Change | None, tuple[Effect, ...]]:
    """Take in a follower; whoever may not is told no more than that, whether there is such a ticket or not."""
    if ticket is not None and ticket.duplicate_of:
        return None, (Tell(ticket_lane(ticket.duplicate_of), command),)
    if ticket is not None and may_see(ticket, command.person):
        return None, (Tell(command.lane, about(book, ticket, "followed")),)
    full = ticket is not None and len(ticket.followers) >= MAX_FOLLOWERS
    if ticket is None or full or command.person == ticket.reporter or not is_open_to_others(ticket):
        return None, (Tell(command.lane, FollowerUpdate(number, "refused")),)
    joined = structs.replace(ticket, followers=(*ticket.followers, Follower(command.person)))
    return Change(joined, "followed", FOLLOWER, elsewhere=Tell(command.lane, about(book, joined, "followed"))), ()


def unfollowed(book: CaseBook, ticket: TicketState, command: Unfollow, now: datetime) -> Change | None:
    """Tell somebody nothing more; said again it changes nothing."""
    left = tuple(one for one in ticket.followers if one.person != command.person)
    if left == ticket.followers:
        return None
    return Change(structs.replace(ticket, followers=left), "unfollowed", FOLLOWER)


def compared(book: CaseBook, change: Change, documents: Mapping[str, Any], now: datetime) -> Change:
    """Note on a new ticket which open ones may say the same; nothing on a confidential one, which that would place."""
    ticket = change.ticket
    lane = lane_of(book.city, ticket.report)
    if hides_contents(ticket) or lane not in documents:
        return change
    asked = row_of(book.city, ticket.report, ticket.number, _filed(ticket))
    found = alike(book.city, lane, load(documents[lane]), asked, now)
    return replace(change, ticket=structs.replace(ticket, alike=tuple(row.number for row in found)))


# --- rows of `core.ticket.telling` ------------------------------------------------------------------------------------

_BETWEEN_TWO: Final = frozenset(("menunggu_pelapor",))
"""What passes between an official and the reporter alone."""


def tell_followers(
    book: CaseBook, before: TicketState | None, after: TicketState, change: Change, now: datetime
) -> tuple[Effect, ...]:
    """Tell each follower of another status; of a question to the reporter, and the way back from it, nothing."""
    if before is None or before.status == after.status or {before.status, after.status} & _BETWEEN_TWO:
        return ()
    if not tells_followers(book, change):
        return ()
    news = about(book, after, "news")
    return tuple(Tell(person, news) for person in persons_of(after))


def tell_near(
    book: CaseBook, before: TicketState | None, after: TicketState, change: Change, now: datetime
) -> tuple[Effect, ...]:
    """Say where the ticket is open to be found by who reports the same, and where it is not any more."""
    known = before is not None and is_open_to_others(before)
    found = is_open_to_others(after)
    if known == found and (not found or (before is not None and before.report is after.report)):
        return ()
    city = book.city
    old = KnownNear(row_of(city, before.report, before.number, _filed(before))) if before and known else None
    new = KnownNear(row_of(city, after.report, after.number, _filed(after))) if found else None
    old_lane = lane_of(city, before.report) if before and known else ""
    new_lane = lane_of(city, after.report) if found else ""
    effects: list[Effect] = []
    if old is not None and old_lane != new_lane:
        effects.append(Tell(old_lane, ForgottenNear(after.number)))
    if new is not None and (new != old or old_lane != new_lane):
        effects.append(Tell(new_lane, new))
    return tuple(effects)


def _filed(ticket: TicketState) -> datetime:
    return ticket.report.filed_at or ticket.opened_at
