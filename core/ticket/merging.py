"""Merge a ticket into one that says the same, so that its reporter hears of that one; and take it out again.

What a merged ticket tells the other of who hears by way of it is a state, so that told twice or late it is the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from msgspec import structs

from core.near.alike import are_unlikely
from core.ticket.casebook import CaseBook
from core.ticket.change import SYSTEM, Change, Refused
from core.ticket.erasing import NOBODY
from core.ticket.followers import FOLLOWER, about, persons_of
from core.ticket.lifecycle import FACTS
from core.ticket.number import find_numbers, is_valid
from core.ticket.reporter import in_conversation, said_in_thread
from core.ticket.secrecy import hides_contents
from core.ticket.state import FOLLOW_UP, MAX_FOLLOWERS, VERIFICATION, Follower, TicketState, load, with_note
from core.vocabulary.citizen import Update
from core.vocabulary.effects import Effect, Tell
from core.vocabulary.lane_names import ticket_lane
from core.vocabulary.near import FollowedBy, FollowerUpdate, Released, SaidByMerged
from core.vocabulary.officials import Act
from core.vocabulary.ticket import TicketStatus

MERGED: Final[TicketStatus] = "duplikat"
_MOST_HOPS: Final = 5
"""Tickets that were merged into each other at one moment pass words on in a circle no longer than this."""


def other_of(prefix: str, act: Act) -> str:
    """Give the number of the ticket to merge into, as it was chosen or else written; empty when there is none."""
    if is_valid(act.other, prefix):
        return act.other
    return next(iter(find_numbers(f"{act.other} {act.text}", prefix)), "")


def lanes_of(prefix: str, act: Act) -> tuple[str, ...]:
    """Name the lane of the other ticket, which is looked at before merging."""
    other = other_of(prefix, act) if act.action == MERGED else ""
    return (ticket_lane(other),) if other else ()


def check(book: CaseBook, ticket: TicketState, act: Act, documents: Mapping[str, Any], now: datetime) -> None:
    """Raise Refused unless a ticket can be merged into the other: surely, or because the official insists."""
    other = other_of(book.city.prefix, act)
    if act.action != MERGED or not other or other == ticket.number:
        return
    if hides_contents(ticket):
        raise Refused("merge_secret")
    into = load(documents[ticket_lane(other)])
    if into is None:
        raise Refused("no_such_ticket", other=other)
    if into.duplicate_of == ticket.number:
        raise Refused("merged_here", other=other)
    if into.duplicate_of:
        raise Refused("merged_already", other=other, into=into.duplicate_of)
    if hides_contents(into):
        raise Refused("merge_closed", other=other)
    if len(into.followers) + len(persons_of(ticket)) + 1 > MAX_FOLLOWERS:
        raise Refused("merge_full", other=other)
    if act.sure:
        return
    if FACTS[into.status].clock in ("silence", "stopped"):
        raise Refused("merge_ended", other=other, state=book.say(f"status.{into.status}", into.status))
    if are_unlikely(book.city, ticket.report, into.report, now):
        area = book.city.area(into.report.kelurahan)
        about_it = book.city.category_name(into.report.category, book.city.group_language)
        raise Refused("merge_unlikely", other=other, about=", ".join((about_it, *([area.name] if area else []))))


def unmerge(book: CaseBook, ticket: TicketState, act: Act, to: TicketStatus, now: datetime) -> Change:
    """Let a merged ticket stand by itself again, where it was before."""
    who = {"name": act.by.name, "by_unit": act.by.unit}
    return _separated(book, ticket, to, now, act.action, act.by.id, who)


def released(book: CaseBook, ticket: TicketState, command: Released, now: datetime) -> Change | None:
    """Let a ticket stand by itself again because the one it was merged into has ended without it."""
    if ticket.status != MERGED or ticket.duplicate_of != command.by:
        return None
    return _separated(book, ticket, ticket.before or "baru", now, "released_from", SYSTEM, {})


def _separated(
    book: CaseBook,
    ticket: TicketState,
    to: TicketStatus,
    now: datetime,
    what: str,
    actor: str,
    details: Mapping[str, str],
) -> Change:
    other = ticket.duplicate_of
    moved = structs.replace(book.move(ticket, to, now), duplicate_of="", alike=())
    moved = book.count(moved, FOLLOW_UP if moved.unit else VERIFICATION, now)
    moved = with_note(moved, book.say("note.separated", other, other=other))
    update = book.update(moved, Update(moved.number, "unmerged", moved.status, other=other))
    return Change(moved, what, actor, details={**details, "other": other}, update=update)


# --- the ticket that it was merged into -------------------------------------------------------------------------------


def followed_by(book: CaseBook, ticket: TicketState, command: FollowedBy, now: datetime) -> Change | None:
    """Take in who hears of this ticket by way of another; said again it changes nothing.

    Of two that were merged into each other at one moment the older one stands by itself again.
    """
    here, theirs = command.persons, command.number
    if here and ticket.duplicate_of == theirs and ticket.number < theirs:
        ticket = structs.replace(ticket, followers=_joined(ticket, theirs, here))
        return _separated(book, ticket, ticket.before or "baru", now, "released_from", SYSTEM, {})
    followers = _joined(ticket, theirs, here)
    if followers == ticket.followers:
        return None
    known = any(one.via == theirs for one in ticket.followers)
    changed = structs.replace(ticket, followers=followers)
    if known != bool(here):
        changed = with_note(changed, book.say("note.joined" if here else "note.left", theirs, other=theirs))
    return Change(changed, "joined" if here else "left", SYSTEM, details={"other": theirs, "persons": str(len(here))})


def said_by_merged(book: CaseBook, ticket: TicketState, command: SaidByMerged, now: datetime) -> Change:
    """Show what the reporter of a merged ticket says where the matter is worked on; such words are no silence."""
    other = command.number
    if ticket.duplicate_of and command.hops < _MOST_HOPS:
        further = Tell(ticket_lane(ticket.duplicate_of), structs.replace(command, hops=command.hops + 1))
        return Change(ticket, "addition", FOLLOWER, command.text, {"other": other}, show=False, elsewhere=further)
    words = f"{book.say('note.said_by_merged', other, other=other)}\n{command.text}".strip()
    said = said_in_thread(book, ticket, "addition", words, command.evidence, command.pin)
    relays = tuple(structs.replace(one, via=other) for one in said.relays)
    changed = in_conversation(book, said, now)
    return replace(changed, actor=FOLLOWER, details={"other": other}, relays=relays, elsewhere=None)


def _joined(ticket: TicketState, via: str, persons: Iterable[str]) -> tuple[Follower, ...]:
    others = tuple(one for one in ticket.followers if one.via != via)
    return (*others, *(Follower(person, via) for person in persons))[:MAX_FOLLOWERS]


# --- rows of `core.ticket.telling` ------------------------------------------------------------------------------------


def tell_merged(
    book: CaseBook, before: TicketState | None, after: TicketState, change: Change, now: datetime
) -> tuple[Effect, ...]:
    """Tell the ticket that this one is merged into who hears by way of it, and the former one that nobody does."""
    if before is None:
        return ()
    effects: list[Effect] = []
    if before.duplicate_of and before.duplicate_of != after.duplicate_of:
        effects.append(Tell(ticket_lane(before.duplicate_of), FollowedBy(after.number)))
    here = _through(after)
    if after.duplicate_of and (before.duplicate_of, _through(before)) != (after.duplicate_of, here):
        effects.append(Tell(ticket_lane(after.duplicate_of), FollowedBy(after.number, here)))
    if after.status == "ditarik" != before.status:
        merged = dict.fromkeys(one.via for one in after.followers if one.via)
        effects += [Tell(ticket_lane(number), Released(after.number)) for number in merged]
    return tuple(effects)


def _through(ticket: TicketState) -> tuple[str, ...]:
    """Give who hears by way of a ticket; of one whose reporter was erased nobody is left but its followers."""
    return (*((ticket.reporter,) if ticket.reporter != NOBODY else ()), *persons_of(ticket))


def tell_joined(
    book: CaseBook, before: TicketState | None, after: TicketState, change: Change, now: datetime
) -> tuple[Effect, ...]:
    """Let the chats of who joined or left by a merge know it, without a word: their own ticket says what happened."""
    if before is None or change.what not in ("joined", "left", "released_from"):
        return ()
    old, new = persons_of(before), persons_of(after)
    known = about(book, after, "known")
    gone = FollowerUpdate(after.number, "gone")
    came = [Tell(person, known) for person in new if person not in old]
    return (*came, *(Tell(person, gone) for person in old if person not in new))
