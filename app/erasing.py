"""Erase a report's personal words, or all of a person, while the bridge runs.

Lanes erase by their own steps, told by events; what no lane takes care of goes from the store when they are done. A
note keeps what an erasure is about until it has ended, so that one that was killed goes on with the same command.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

import msgspec

from app.export.walk import BATCH, Passed, Stretch
from core.city.city import City
from core.person.linking import mark_of
from core.person.state import PersonState
from core.person.state import load as load_person
from core.proof.lines import ADDITION
from core.ticket.erasing import NOBODY, ended
from core.ticket.merging import MERGED
from core.ticket.number import format_number
from core.ticket.state import TicketState
from core.ticket.state import load as load_ticket
from core.vocabulary.citizen import Withdrawn
from core.vocabulary.eraser import Eraser, Remains, Scope
from core.vocabulary.erasing import Erase, EraseMerged, ErasureReason, ForgetPerson
from core.vocabulary.events import Body, Event
from core.vocabulary.lane_names import person_lane, ticket_lane
from core.vocabulary.near import Unfollow
from core.vocabulary.report import Evidence
from core.vocabulary.store import Store

NOTE: Final = "erasing:"
_OF_MERGED: Final = 1_000
"""From here on is the order of events in tickets that others were merged into; before it that of followers."""


class Erases(Store, Eraser, Protocol):
    """A store that can erase."""

    async def excerpts(self, lanes: Sequence[str], fields: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        """Read some fields of the states of lanes, by lane. Raises ``StoreDown``."""
        ...


class Plan(msgspec.Struct, frozen=True):
    """What is to be erased by way of the report ``number``, and what has to happen first.

    ``open`` are tickets that have not ended, ``followed`` those of others that the person follows.
    """

    number: str
    scope: Scope
    open: tuple[str, ...] = ()
    followed: tuple[str, ...] = ()


async def begun(store: Erases, number: str) -> Plan | None:
    """Read an erasure that was begun and has not ended; None when there is none."""
    kept = await store.read_note(NOTE + number)
    return msgspec.json.decode(kept, type=Plan) if kept else None


async def plan_of_ticket(store: Erases, number: str) -> Plan | None:
    """Find what is to be erased of one report; None when there is none such."""
    ticket = await ticket_of(store, number)
    if ticket is None:
        return None
    person = await _Person.of(store, ticket.reporter)
    return await _plan(store, number, [ticket], person, whole=False)


async def plan_of_person(
    store: Erases, city: City, number: str, where: Sequence[Stretch], passed: Passed
) -> Plan | None:
    """Find everything of the reporter of a report, among all tickets; None when nobody is known for it."""
    ticket = await ticket_of(store, number)
    if ticket is None or ticket.reporter == NOBODY:
        return None
    person = await _Person.of(store, ticket.reporter)
    own, followed = list[TicketState](), list[str]()
    for lanes in _batches(city, where):
        found = await store.excerpts(lanes, ("reporter", "followers"))
        for lane in (one for one in lanes if one in found):
            if found[lane].get("reporter") in person.lanes:
                theirs = await ticket_of(store, lane.partition(":")[2])
                own += [theirs] if theirs is not None else []
            elif any(one.get("person") in person.lanes for one in found[lane].get("followers", ())):
                followed.append(lane.partition(":")[2])
        passed(len(lanes))
    return await _plan(store, number, own, person, followed, whole=True)


async def ticket_of(store: Store, number: str) -> TicketState | None:
    """Read a ticket."""
    lane = await store.load(ticket_lane(number))
    return load_ticket(lane.state) if lane is not None else None


async def begin(store: Erases, plan: Plan, why: ErasureReason, now: datetime) -> None:
    """Tell all lanes, once however often it is begun; what has not ended is taken back in its citizen's name first."""
    await store.write_note(NOTE + plan.number, msgspec.json.encode(plan).decode())
    await store.accept(list(_events(plan, why, now)))


async def take_leave(store: Erases, plan: Plan, now: datetime) -> None:
    """Have the chats of a person forget everything, after the tickets have: no news of those comes any more."""
    chats = plan.scope.chats if plan.scope.whole else ()
    await store.accept([_event(plan, lane, ForgetPerson(), 0, now) for lane in chats])


async def is_taken(store: Erases, plan: Plan) -> bool:
    """Tell whether the bridge has done its part: what was told is done, and nothing of it is on its way."""
    for number in plan.scope.tickets:
        ticket = await ticket_of(store, number)
        if ticket is not None and (ticket.erased is None or (plan.scope.whole and not ticket.erased.reporter)):
            return False
    numbers = (*plan.scope.tickets, *(into for into, _merged in plan.scope.passed_on))
    lanes = [*map(ticket_lane, numbers), *plan.scope.persons, *plan.scope.chats]
    states = await asyncio.gather(*(store.load(lane) for lane in lanes))
    if any(lane is not None and lane.outbox for lane in states):
        return False
    return not any(await asyncio.gather(*(store.pending(lane) for lane in lanes)))


async def finish(store: Erases, plan: Plan) -> AsyncIterator[Remains]:
    """Erase the rest, and forget the erasure itself once nothing of it is left."""
    waiting = 0
    async for left in store.erase(plan.scope, dry=False):
        waiting += left.waiting
        yield left
    if not waiting:
        await store.drop_note(NOTE + plan.number)


# --- what belongs to whom ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Person:
    """A person's lanes: their own, of all with whom they are linked, and their chats."""

    lanes: tuple[str, ...]
    chats: tuple[str, ...]

    @classmethod
    async def of(cls, store: Store, lane: str) -> _Person:
        """Follow from a reporter to everybody who is the same person."""
        known: dict[str, PersonState] = {}
        coming = [lane] if lane != NOBODY else []
        while coming:
            one = coming.pop()
            if one and one not in known:
                found = await store.load(one)
                known[one] = load_person(found.state if found is not None else None)
                joined = (contact.person for contact in known[one].contacts)
                coming += [known[one].joined, *known[one].members, *joined]
        chats = tuple(dict.fromkeys(contact.lane for person in known.values() for contact in person.contacts))
        own = [person_lane(chat) for chat in chats if not await had_by_another(store, chat)]
        return cls(tuple(dict.fromkeys((*known, *own))), chats)


async def had_by_another(store: Store, chat: str) -> bool:
    """Tell whether a chat was somebody else's first, who is another person still: a number that was given on."""
    first = await store.load(person_lane(chat))
    return mark_of(chat) in load_person(first.state if first is not None else None).former


async def _plan(
    store: Erases,
    number: str,
    tickets: Sequence[TicketState],
    person: _Person,
    followed: Sequence[str] = (),
    *,
    whole: bool,
) -> Plan:
    files = dict.fromkeys(name for ticket in tickets for item in _files(ticket) for name in (item.media, item.ref))
    numbers = tuple(ticket.number for ticket in tickets)
    passed_on = [(into, one) for one in numbers for into in await _passed_on(store, one) if into not in numbers]
    found = tuple(name for name in files if name)
    scope = Scope(numbers, person.chats, person.lanes, found, whole, tuple(passed_on))
    return Plan(number, scope, tuple(ticket.number for ticket in tickets if not ended(ticket)), tuple(followed))


async def _passed_on(store: Erases, number: str) -> list[str]:
    """Find the tickets in which words of this one stand, because it is or was merged into them, or those further on."""
    seen, coming, found = {number}, [number], list[str]()
    while coming:
        for record in await store.journal_of(coming.pop()):
            other = record.details.get("other", "")
            if record.what == MERGED and other and other not in seen:
                seen.add(other)
                coming.append(other)
                lines = await store.journal_of(other)
                if any(one.what == ADDITION and one.details.get("other") == number for one in lines):
                    found.append(other)
    return found


def _files(ticket: TicketState) -> Iterator[Evidence]:
    yield from ticket.report.evidence
    yield from ticket.awaited
    for one in ticket.spoken:
        if not one.via:
            yield from one.evidence


def _batches(city: City, where: Iterable[Stretch]) -> Iterator[list[str]]:
    for one in where:
        for first in range(one.first, one.last + 1, BATCH):
            serials = range(first, min(first + BATCH, one.last + 1))
            yield [ticket_lane(format_number(city.prefix, one.year, serial)) for serial in serials]


def _events(plan: Plan, why: ErasureReason, now: datetime) -> Iterator[Event]:
    for number in plan.scope.tickets:
        lane = ticket_lane(number)
        if number in plan.open:
            yield _event(plan, lane, Withdrawn(), 0, now)
        yield _event(plan, lane, Erase(why, plan.scope.whole), 1, now)
    for place, (number, merged) in enumerate(plan.scope.passed_on, start=_OF_MERGED):
        yield _event(plan, ticket_lane(number), EraseMerged(merged, why), place, now)
    for number in plan.followed:
        for place, person in enumerate(plan.scope.persons):
            yield _event(plan, ticket_lane(number), Unfollow(person), place, now)


def _event(plan: Plan, lane: str, body: Body, order: int, now: datetime) -> Event:
    """Make an event by an id that is the same however often one report, or one person by it, is erased."""
    whose = "person" if plan.scope.whole else "ticket"
    return Event(f"erase:{plan.number}:{whose}:{lane}:{order}", lane, now, body, order=order)
