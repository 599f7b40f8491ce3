"""The step of a person lane: news of tickets goes to the contact that the person used last, or is kept until one opens.

While a person has one chat, that chat keeps what it cannot tell and tells it when the person is back; the person's own
document is asked only where there is a choice, or no chat at all.
"""

from __future__ import annotations

from typing import Any

from msgspec import structs

from core.person.state import (
    CONTACTS_KEPT,
    FILINGS_KEPT,
    HELD,
    NO_CONTACT,
    Contact,
    FiledIn,
    News,
    PersonState,
    load,
    with_news,
)
from core.vocabulary.citizen import Reach, Update
from core.vocabulary.effects import Effect, Tell
from core.vocabulary.events import Event, person_lane, ticket_lane
from core.vocabulary.near import FollowerUpdate
from core.vocabulary.officials import DeskAnswer
from core.vocabulary.person import Arrival, BelongsTo, Disowned, Introduced, ToldElsewhere
from core.vocabulary.steps import Moment, Outcome

Step = tuple[PersonState, tuple[Effect, ...]]


class PersonSteps:
    """The behaviour of `person:<id>` lanes."""

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Apply one event; a body that is not for persons changes nothing."""
        person, body = load(state), event.body
        effects: tuple[Effect, ...] = ()
        if isinstance(body, Introduced):
            person, effects = introduced(person, body, moment.lane or event.lane)
        elif isinstance(body, Disowned):
            contacts = tuple(one for one in person.contacts if one.lane != body.lane)
            person, effects = structs.replace(person, contacts=contacts), (Tell(body.lane, BelongsTo("")),)
        elif isinstance(body, Update):
            person, effects = updated(person, body)
        elif isinstance(body, FollowerUpdate):
            effects = followed(person, body)
        elif isinstance(body, DeskAnswer):
            person, effects = answered(person, body, event.id)
        elif isinstance(body, Arrival):
            person, effects = arrived(person, body)
        return Outcome(person, effects)


# --- contacts ---------------------------------------------------------------------------------------------------------


def introduced(person: PersonState, body: Introduced, own_lane: str) -> Step:
    """Take in how a contact stands: one that opens is told what nobody could tell, one that closes hands it on."""
    known = person.contact(body.lane)
    others = tuple(one for one in person.contacts if one.lane != body.lane)
    contact = Contact(body.lane, body.channel, body.used_at, body.status)
    person = structs.replace(
        person,
        contacts=(*others, contact)[-CONTACTS_KEPT:],
        language=body.language,
        privacy=body.privacy or person.privacy,
        consented_at=person.consented_at or (body.used_at if body.filing and body.status == "open" else None),
        filings=_with_filing(person.filings, body),
    )
    if body.status == "open" and (known is None or known.status != "open"):
        person = structs.replace(person, news=tuple(_to_be_tried_again(one, body.lane) for one in person.news))
    told = [] if known is not None else _owned(others, contact, own_lane)
    for news in person.news:
        holder = person.contact(news.lane)
        if news.missed not in ("", HELD) and (holder is None or holder.status != "open"):
            person, effects = _handed_on(person, news)
            told += effects
    return person, tuple(told)


def _owned(others: tuple[Contact, ...], contact: Contact, own_lane: str) -> list[Effect]:
    """Tell a new contact whom it belongs to, unless it is their first chat, which knows; and that it is not alone."""
    if not others and person_lane(contact.lane) == own_lane:
        return []
    newly = (*others, contact) if len(others) == 1 else (contact,)
    return [Tell(one.lane, BelongsTo(own_lane, several=bool(others))) for one in newly]


def _to_be_tried_again(news: News, lane: str) -> News:
    return structs.replace(news, tried=tuple(one for one in news.tried if one != lane))


def _with_filing(filings: tuple[FiledIn, ...], body: Introduced) -> tuple[FiledIn, ...]:
    return (*filings, FiledIn(body.filing, body.lane))[-FILINGS_KEPT:] if body.filing else filings


def arrived(person: PersonState, body: Arrival) -> Step:
    """Tell the ticket whether its news reaches the person; what one contact cannot tell goes to another."""
    news = person.news_of(body.number)
    reach = Tell(ticket_lane(body.number), Reach(body.arrived, body.reason))
    if body.arrived:
        known = person if news is None else with_news(person, structs.replace(news, missed=""))
        return known, (reach,)
    if news is None:
        return person, (reach,)
    if news.lane != body.lane:  # it was handed on meanwhile
        return person, ()
    missed = structs.replace(news, missed=body.reason, tried=(*news.tried, body.lane))
    person = with_news(person, missed)
    if body.reason != HELD and person.reachable(besides=missed.tried) is not None:
        return _handed_on(person, missed)
    return person, (reach,)


# --- news -------------------------------------------------------------------------------------------------------------


def updated(person: PersonState, update: Update) -> Step:
    """Route news of a ticket: a new number to the chat that filed, everything else to where the person is."""
    before = person.news_of(update.number)
    missed = before.missed if before is not None else ""
    lane = _filed_in(person, update)
    if lane:
        filings = tuple(one for one in person.filings if one.filing != update.filing)
        person = structs.replace(person, filings=filings)
    elif contact := person.reachable() or person.last_used():
        lane = contact.lane
    else:
        person = with_news(person, News(update.number, update, missed=NO_CONTACT))
        return person, (Tell(ticket_lane(update.number), Reach(False, NO_CONTACT)),)
    if missed and before is not None and before.lane != lane:
        update = structs.replace(update, missed=True)
    return with_news(person, News(update.number, update, lane, missed)), (Tell(lane, update),)


def _filed_in(person: PersonState, update: Update) -> str:
    """Name the chat that waits for this number; only that one knows the filing's words and files."""
    if update.kind != "filed":
        return ""
    return next((one.lane for one in person.filings if one.filing == update.filing), "")


def answered(person: PersonState, answer: DeskAnswer, event_id: str) -> Step:
    """Route what the coordinator's desk answers."""
    contact = person.reachable() or person.last_used()
    if contact is None:
        return with_news(person, News(event_id, answer, missed=NO_CONTACT)), ()
    return person, (Tell(contact.lane, answer),)


def followed(person: PersonState, update: FollowerUpdate) -> tuple[Effect, ...]:
    """Route news of a report of somebody else; who has no contact asks for it when there is one."""
    contact = person.reachable() or person.last_used()
    return () if contact is None else (Tell(contact.lane, update),)


def _handed_on(person: PersonState, news: News) -> Step:
    """Give to the contact used last what others could not tell, or what was kept while there was none."""
    tried = (*news.tried, news.lane)
    contact = person.reachable(besides=tried)
    if contact is None:
        return person, ()
    if isinstance(news.body, DeskAnswer):
        kept = tuple(one for one in person.news if one.key != news.key)
        return structs.replace(person, news=kept), (Tell(contact.lane, news.body),)
    person = with_news(person, structs.replace(news, lane=contact.lane))
    effects: tuple[Effect, ...] = (Tell(contact.lane, structs.replace(news.body, missed=True)),)
    if news.lane:
        effects = (Tell(news.lane, ToldElsewhere(news.key)), *effects)
    return person, effects
