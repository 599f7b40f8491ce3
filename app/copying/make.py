"""Gather what a database holds about the reporter of a report, by the same search that an erasure makes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, Protocol

from msgspec import structs

from app.copying.chats import Reason, chat_copy, why_left_out
from app.copying.copy import ChatCopy, LinkLine, MessageCopy, PersonalCopy, ReportCopy
from app.copying.messages import channel_of, from_events, from_letters, from_receipts
from app.copying.reports import own_files, report_copy
from app.erasing import Erases, had_by_another, plan_of_person, ticket_of
from app.export.walk import Passed, Stretch
from bots.citizen.state import ChatState
from bots.citizen.state import load as load_chat
from core.city.city import City
from core.city.texts import Texts
from core.person.state import PersonState
from core.person.state import load as load_person
from core.register.state import load as load_register
from core.vocabulary.eraser import Scope
from core.vocabulary.feed import Feed
from core.vocabulary.holdings import Holdings
from core.vocabulary.lane_names import REGISTER_LANE
from core.vocabulary.letters import Letters

_LETTERS: Final = 10_000
"""More than a private page ever had."""


class Copies(Erases, Holdings, Letters, Feed, Protocol):
    """A store from which a copy can be made."""


async def copy_of(
    store: Copies, city: City, number: str, where: Sequence[Stretch], passed: Passed, now: datetime
) -> PersonalCopy | None:
    """Copy everything of the reporter of a report; None when nobody is known for it. Raises ``StoreDown``."""
    plan = await plan_of_person(store, city, number, where, passed)
    if plan is None:
        return None
    scope = plan.scope
    persons = [await _person(store, lane) for lane in scope.persons]
    states = {lane: await _chat(store, lane) for lane in scope.chats}
    why = {lane: await _why(store, lane, chat) for lane, chat in states.items()}
    language = next((one.language for one in persons if one.language), "") or city.languages[0]
    return PersonalCopy(
        about=Texts(city.texts).below("copy.about", language),
        made_at=now,
        consented_at=min((one.consented_at for one in persons if one.consented_at), default=None),
        language=language,
        privacy=next((one.privacy for one in persons if one.privacy), ""),
        chats=tuple([await _copied(store, lane, chat, persons, why[lane]) for lane, chat in states.items()]),
        links=await _links(store, scope),
        reports=tuple([await _report(store, city, one, states) for one in scope.tickets]),
        messages=await _messages(store, [lane for lane in scope.chats if not why[lane]]),
    )


async def _person(store: Copies, lane: str) -> PersonState:
    found = await store.load(lane)
    return load_person(found.state if found is not None else None)


async def _chat(store: Copies, lane: str) -> ChatState:
    found = await store.load(lane)
    return load_chat(found.state if found is not None else None)


async def _why(store: Copies, lane: str, chat: ChatState) -> Reason:
    register = await store.load(REGISTER_LANE)
    members = load_register(register.state if register is not None else None)
    return why_left_out(lane, chat, members, handed_on=await had_by_another(store, lane))


async def _copied(store: Copies, lane: str, chat: ChatState, persons: Sequence[PersonState], why: Reason) -> ChatCopy:
    contact = next((found for one in persons if (found := one.contact(lane)) is not None), None)
    links = await store.links_to([lane.split(":", 2)[2]])
    return chat_copy(lane, chat, contact, await store.names_of([lane]), links, why)


async def _links(store: Copies, scope: Scope) -> tuple[LinkLine, ...]:
    found = [line for lane in scope.persons for line in await store.journal_of(lane)]
    lines = (LinkLine(line.at, line.what, line.details.get("channel", "")) for line in found)
    return tuple(sorted(lines, key=lambda line: line.at))


async def _report(store: Copies, city: City, number: str, states: Mapping[str, ChatState]) -> ReportCopy:
    ticket = await ticket_of(store, number)
    if ticket is None:
        raise RuntimeError(f"{number} was there a moment ago")
    media = [one.media for one in own_files(ticket) if one.media]
    stored = {one.id: one for one in await store.stored_files(media)}
    records, deliveries = await store.journal_of(number), await store.deliveries(number)
    written = report_copy(city, ticket, records, deliveries, stored)
    filed = await store.report_of(number)
    known = (one for chat in states.values() if (one := chat.ticket(number)) is not None)
    return structs.replace(
        written,
        filed_by_system=filed.client if filed is not None else "",
        photo_origins_allowed=next((one.origins for one in known if one.origins), ""),
    )


async def _messages(store: Copies, chats: Sequence[str]) -> tuple[MessageCopy, ...]:
    found = [*from_events(await store.events_in(chats)), *from_receipts(await store.messages_to(chats))]
    for lane in chats:
        letters = await store.letters(lane.split(":", 2)[2], _LETTERS)
        found += from_letters(letters, channel_of(lane))
    return tuple(sorted(found, key=lambda one: one.at))
