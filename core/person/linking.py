"""Several chats of one person: they join when all who have to agree did, and part again with what each brought.

A person who joins another stays who they are, and passes on whatever comes; so a ticket never changes whose it is, and
when the two part each has what it had. Where a chat is lost its reports stay with the person, and the chat begins anew.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from msgspec import structs

from core.person.state import Contact, Pending, PersonState
from core.vocabulary.citizen import Update
from core.vocabulary.effects import Effect, Record, Tell
from core.vocabulary.lane_names import digest, person_lane
from core.vocabulary.linking import (
    Accounts,
    BeginAnew,
    Claimed,
    Join,
    JoinAnswered,
    JoinAsked,
    JoinedPerson,
    JoinEnd,
    JoinEnded,
    JoinWanted,
    OtherChat,
    PageLinkChanged,
    Parted,
    Renounced,
    Shared,
    Shares,
    TellTickets,
    Unlink,
    Unshared,
)
from core.vocabulary.person import BelongsTo

Step = tuple[PersonState, tuple[Effect, ...]]
LINKED_MOST: Final = 5
"""Chats of one person: one for each kind of channel."""
PENDING_MOST: Final = 3
ACCOUNTS_KEPT: Final = 40
FORMER_KEPT: Final = 20


def mark_of(lane: str) -> str:
    """Give the mark by which another chat is named without its address."""
    return digest(f"mark:{lane}")[:8]


def belonging(person: PersonState, contact: Contact, own: str) -> Tell:
    """Tell a chat whose it is, and which other chats that person has."""
    others = tuple(OtherChat(mark_of(one.lane), one.channel) for one in person.contacts if one.lane != contact.lane)
    several = len(person.contacts) > 1 or bool(person.members)
    return Tell(contact.lane, BelongsTo(contact.person or own, several, others if person.members else ()))


# --- joining ----------------------------------------------------------------------------------------------------------


def wanted(person: PersonState, body: JoinWanted, own: str, now: datetime) -> Step:
    """Ask who gave the code, and where there are other chats already one of those too; refuse what cannot be."""
    person = structs.replace(person, pending=tuple(one for one in person.pending if one.until > now))
    end: JoinEnd | None = None
    if body.until <= now or person.contact(body.giver) is None:
        end = "late"
    elif body.person == own or body.person in person.members or person.contact(body.lane) is not None:
        end = "not_possible"
    elif len(person.contacts) >= LINKED_MOST or len(person.pending) >= PENDING_MOST:
        end = "full"
    if end is not None:
        return person, (Tell(body.lane, JoinEnded(body.link, end)),)
    others = [one for one in person.contacts if one.lane != body.giver and one.status == "open"]
    newest = max(others, key=lambda one: one.used_at, default=None)
    asked = (body.giver, *((newest.lane,) if newest is not None else ()))
    pending = Pending(body.link, body.lane, body.person, body.channel, body.giver, body.until, asked)
    person = structs.replace(person, pending=(*person.pending, pending))
    return person, tuple(Tell(lane, JoinAsked(body.link, body.channel, body.until)) for lane in asked)


def claimed(person: PersonState, body: Claimed, own: str, now: datetime) -> Step:
    """Ask a person who has no chat to join; a chat that is linked itself takes nothing over, for it might part."""
    person = structs.replace(person, pending=tuple(one for one in person.pending if one.until > now))
    full = len(person.pending) >= PENDING_MOST
    if person.joined or full or body.until <= now or person.contact(body.lane) is None or body.person == own:
        end: JoinEnd = "late" if body.until <= now else "full" if full else "not_possible"
        return person, (Tell(body.lane, JoinEnded(body.link, end)),)
    pending = Pending(body.link, body.lane, body.person, "", body.lane, body.until)
    person = structs.replace(person, pending=(*person.pending, pending))
    return person, (Tell(body.person, Join(body.link, own, _accounts(person, ()))),)


def answered(person: PersonState, body: JoinAnswered, own: str, now: datetime) -> Step:
    """Take a yes or a no; after the last yes the other person is to join, after a no nothing is left of the wish."""
    found = next((one for one in person.pending if one.link == body.link and body.lane in one.asked), None)
    if found is None:
        return person, (Tell(body.lane, JoinEnded(body.link, "late")),) if body.agrees else ()
    rest = tuple(one for one in person.pending if one is not found)
    if not body.agrees or found.until <= now:
        end: JoinEnd = "late" if body.agrees else "declined"
        others = dict.fromkeys((found.lane, found.giver, body.lane))
        return structs.replace(person, pending=rest), tuple(Tell(lane, JoinEnded(body.link, end)) for lane in others)
    left = tuple(lane for lane in found.asked if lane != body.lane)
    if left:
        return structs.replace(person, pending=(*rest, structs.replace(found, asked=left))), ()
    waiting = structs.replace(found, asked=())
    return structs.replace(person, pending=(*rest, waiting)), (
        Tell(found.person, Join(found.link, own, _accounts(person, ()))),
    )


def joins(person: PersonState, body: Join, own: str) -> Step:
    """Join another person with one's only chat, or without any; who has joined, or was joined, does not.

    What nobody could be told so far goes along.
    """
    alone = not person.joined and not person.members and len(person.contacts) <= 1
    if not alone or own == body.into:
        return person, (Tell(body.into, JoinedPerson(body.link, own, done=False)),)
    accounts = _accounts(person, body.accounts)
    person = structs.replace(person, joined=body.into, accounts=accounts, pending=())
    kept = [one.body for one in person.news if isinstance(one.body, Update)] if not person.contacts else []
    told = (Tell(body.into, structs.replace(one, person=own, missed=True)) for one in kept)
    return person, (Tell(body.into, JoinedPerson(body.link, own, accounts=accounts)), *told)


def joined(person: PersonState, body: JoinedPerson, own: str, now: datetime) -> Step:
    """Take in the chat of who has joined; all chats of the person learn of it, and of each other's reports."""
    found = next((one for one in person.pending if one.link == body.link and one.person == body.person), None)
    if found is None:
        return person, (Tell(body.person, Parted()),) if body.done else ()
    person = structs.replace(person, pending=tuple(one for one in person.pending if one is not found))
    if not body.done:
        told = dict.fromkeys((found.lane, found.giver))
        return person, tuple(Tell(lane, JoinEnded(body.link, "not_possible")) for lane in told)
    if not found.channel:
        return _took_over(person, body, own, found.lane, now)
    contact = Contact(found.lane, found.channel, now, person=body.person)
    before = person.contacts
    person = structs.replace(
        person,
        contacts=(*before, contact),
        members=(*person.members, body.person),
        accounts=_accounts(person, body.accounts),
    )
    giver = person.contact(found.giver)
    effects: list[Effect] = [belonging(person, one, own) for one in person.contacts]
    effects += [Tell(one.lane, TellTickets()) for one in person.contacts]
    effects.append(Tell(found.lane, JoinEnded(body.link, "joined", giver.channel if giver is not None else "")))
    effects += [Tell(one.lane, JoinEnded(body.link, "joined", found.channel)) for one in before]
    effects += [Tell(member, Accounts(person.accounts)) for member in person.members]
    effects.append(_record(own, "linked", now, found.channel))
    return person, tuple(effects)


def _took_over(person: PersonState, body: JoinedPerson, own: str, lane: str, now: datetime) -> Step:
    """Take in a person without a chat: the chats learn that there is somebody besides, and of reports by their news."""
    accounts = _accounts(person, body.accounts)
    person = structs.replace(person, members=(*person.members, body.person), accounts=accounts)
    effects: list[Effect] = [belonging(person, one, own) for one in person.contacts]
    effects += [Tell(lane, JoinEnded(body.link, "claimed")), Tell(body.person, Accounts(person.accounts))]
    effects.append(_record(own, "claimed", now, ""))
    return person, tuple(effects)


def _accounts(person: PersonState, others: tuple[str, ...]) -> tuple[str, ...]:
    own = (person_lane(one.lane) for one in person.contacts)
    return tuple(dict.fromkeys((*person.accounts, *own, *others)))[-ACCOUNTS_KEPT:]


def knows_accounts(person: PersonState, body: Accounts) -> Step:
    """Remember all chats that were ever linked: who handled a ticket by one of them is no citizen of it."""
    return structs.replace(person, accounts=_accounts(person, body.accounts)), ()


def shares(person: PersonState, body: Shares) -> Step:
    """Pass on what was filed or is followed in one chat to the others."""
    if person.contact(body.lane) is None:
        return person, ()
    others = [one for one in person.contacts if one.lane != body.lane and one.status != "lost"]
    return person, tuple(Tell(one.lane, Shared(body.tickets, body.followed)) for one in others)


def link_changed(person: PersonState, body: PageLinkChanged) -> Step:
    """Tell the other chats that the link to a private page is another one: perhaps it was not the person."""
    if person.contact(body.lane) is None:
        return person, ()
    others = (one for one in person.contacts if one.lane != body.lane and one.status == "open")
    return person, tuple(Tell(one.lane, body) for one in others)


# --- parting ----------------------------------------------------------------------------------------------------------


def unlinked(person: PersonState, body: Unlink, own: str, event_id: str, now: datetime) -> Step:
    """Let a chat part with what it brought, or where it is lost without it; only a chat of the person may say so."""
    gone = next((one for one in person.contacts if mark_of(one.lane) == body.mark), None)
    if gone is None or person.contact(body.lane) is None or not person.members:
        return person, ()
    if body.lost:
        return _lost(person, gone, own, event_id, now)
    if gone.person:
        return _parted(person, (gone,), own, now)
    return _parted(person, tuple(one for one in person.contacts if one.person), own, now)


def _parted(person: PersonState, gone: tuple[Contact, ...], own: str, now: datetime) -> Step:
    """Part with members; where the chat that was first goes, all do, for what the others filed is not its to keep."""
    persons = {one.person for one in gone}
    left = tuple(one for one in person.contacts if one.person not in persons)
    person = structs.replace(
        person,
        contacts=left,
        members=tuple(one for one in person.members if one not in persons),
        news=tuple(one for one in person.news if getattr(one.body, "person", "") not in persons),
        pending=(),
    )
    effects: list[Effect] = []
    for one in gone:
        effects += [Tell(one.person, Parted()), Tell(one.lane, BelongsTo(one.person)), Tell(one.lane, Unshared())]
    for one in left:
        effects.append(belonging(person, one, own))
        effects += [Tell(one.lane, Unshared(member)) for member in sorted(persons)]
    effects += [_record(own, "unlinked", now, one.channel) for one in gone]
    return person, tuple(effects)


def _lost(person: PersonState, gone: Contact, own: str, event_id: str, now: datetime) -> Step:
    """Keep what was filed in a chat that is somebody else's now, and let that chat begin anew."""
    person = _without(person, gone)
    effects: list[Effect] = [Tell(gone.lane, BeginAnew(fresh(gone.lane, event_id)))]
    if gone.person:
        effects.append(Tell(gone.person, Renounced(gone.lane)))
    effects += [belonging(person, one, own) for one in person.contacts]
    effects.append(_record(own, "contact_lost", now, gone.channel))
    return person, tuple(effects)


def _without(person: PersonState, gone: Contact) -> PersonState:
    """Forget a chat for good: what it told of itself before it knew comes too late."""
    return structs.replace(
        person,
        contacts=tuple(one for one in person.contacts if one is not gone),
        accounts=_accounts(person, ()),
        filings=tuple(one for one in person.filings if one.lane != gone.lane),
        pending=tuple(one for one in person.pending if gone.lane not in (one.giver, *one.asked)),
        former=(*person.former, mark_of(gone.lane))[-FORMER_KEPT:],
    )


def fresh(lane: str, cause: str) -> str:
    """Name the person who has a chat after somebody else had it: never the same as before."""
    return person_lane(f"{lane}#{cause}")


def renounced(person: PersonState, body: Renounced, own: str, now: datetime) -> Step:
    """Forget a chat that is somebody else's now: whoever was known by it is told elsewhere, or nowhere."""
    gone = person.contact(body.lane)
    if gone is None:
        return person, ()
    person = _without(person, gone)
    left = tuple(belonging(person, one, own) for one in person.contacts)
    return person, (*left, _record(own, "contact_lost", now, gone.channel))


def _record(own: str, what: str, now: datetime, channel: str) -> Record:
    """Write down that chats were linked or parted, by the kind of channel alone."""
    return Record(own, "reporter", what, "", now, "", {"channel": channel})
