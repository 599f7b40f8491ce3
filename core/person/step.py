"""The step of a person lane: news of tickets goes to the contact that the person used last, or is kept until one opens.

While a person has one chat, that chat keeps what it cannot tell and tells it when the person is back; the person's own
document is asked only where there is a choice, or no chat at all.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from msgspec import structs

from core.person import linking
from core.person.state import (
    CONTACTS_KEPT,
    FILINGS_KEPT,
    HELD,
    LATE,
    NO_CONTACT,
    WAITING,
    Contact,
    FiledIn,
    News,
    PersonState,
    load,
    with_news,
)
from core.vocabulary.citizen import Reach, Update
from core.vocabulary.deliveries import About
from core.vocabulary.effects import Effect, Tell, Trace
from core.vocabulary.events import Body, Event
from core.vocabulary.lane_names import person_lane, ticket_lane
from core.vocabulary.linking import (
    Accounts,
    Claimed,
    Join,
    JoinAnswered,
    JoinedPerson,
    JoinWanted,
    PageLinkChanged,
    Parted,
    Renounced,
    Shares,
    TakeBack,
    Unlink,
)
from core.vocabulary.near import FollowerUpdate
from core.vocabulary.officials import DeskAnswer
from core.vocabulary.person import Arrival, BelongsTo, Disowned, Introduced, ToldElsewhere
from core.vocabulary.steps import Moment, Outcome

Step = tuple[PersonState, tuple[Effect, ...]]


class PersonSteps:
    """The behaviour of `person:<id>` lanes."""

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Apply one event; a body that is not for persons changes nothing."""
        person, body, own = load(state), event.body, moment.lane or event.lane
        if person.joined and isinstance(body, _PASSED_ON):
            return Outcome(*_passed_on(person, body, own))
        effects: tuple[Effect, ...] = ()
        if isinstance(body, Introduced):
            person, effects = introduced(person, body, own, moment.now)
        elif isinstance(body, Disowned):
            contacts = tuple(one for one in person.contacts if one.lane != body.lane)
            person, effects = structs.replace(person, contacts=contacts), (Tell(body.lane, BelongsTo("")),)
        elif isinstance(body, Update):
            person, effects = updated(person, body, own, moment.now)
        elif isinstance(body, FollowerUpdate):
            effects = followed(person, body, own, moment.now)
        elif isinstance(body, DeskAnswer):
            person, effects = answered(person, body, event.id, moment.now)
        elif isinstance(body, Arrival):
            person, effects = arrived(person, body, moment.now)
        else:
            person, effects = _linking(person, body, own, event.id, moment.now)
        return Outcome(person, effects)


_PASSED_ON: Final = (
    Update,
    FollowerUpdate,
    DeskAnswer,
    Arrival,
    JoinWanted,
    JoinAnswered,
    Shares,
    Unlink,
    PageLinkChanged,
)
"""What is for whoever the person has joined."""


def _passed_on(person: PersonState, body: Body, own: str) -> Step:
    """Pass on what comes for somebody who has joined another; a number goes to the chat that waits for it at once."""
    if isinstance(body, FollowerUpdate):
        return person, (Tell(person.joined, structs.replace(body, person=body.person or own)),)
    if not isinstance(body, Update):
        return person, (Tell(person.joined, body),)  # type: ignore[arg-type]  # one of the above
    update = structs.replace(body, person=body.person or own)
    lane = _filed_in(person, body)
    if not lane:
        return person, (Tell(person.joined, update),)
    filings = tuple(one for one in person.filings if one.filing != body.filing)
    return structs.replace(person, filings=filings), (Tell(lane, body),)


def _linking(person: PersonState, body: Body, own: str, event_id: str, now: datetime) -> Step:
    """Apply what is about several chats of one person."""
    if isinstance(body, JoinWanted):
        return linking.wanted(person, body, own, now)
    if isinstance(body, Claimed):
        return linking.claimed(person, body, own, now)
    if isinstance(body, JoinAnswered):
        return linking.answered(person, body, own, now)
    if isinstance(body, Join):
        return linking.joins(person, body, own)
    if isinstance(body, JoinedPerson):
        return linking.joined(person, body, own, now)
    if isinstance(body, Accounts):
        return linking.knows_accounts(person, body)
    if isinstance(body, Shares):
        return linking.shares(person, body)
    if isinstance(body, PageLinkChanged):
        return linking.link_changed(person, body)
    if isinstance(body, Unlink):
        return linking.unlinked(person, body, own, event_id, now)
    if isinstance(body, Renounced):
        return _renounced(person, body, own, now)
    if isinstance(body, Parted):
        return structs.replace(person, joined=""), ()
    return person, ()


def _renounced(person: PersonState, body: Renounced, own: str, now: datetime) -> Step:
    """Forget a chat, and have whoever this person has joined forget it."""
    person, effects = linking.renounced(person, body, own, now)
    return person, (*effects, Tell(person.joined, body)) if person.joined else effects


# --- contacts ---------------------------------------------------------------------------------------------------------


def introduced(person: PersonState, body: Introduced, own_lane: str, now: datetime) -> Step:
    """Take in how a contact stands: one that opens is told what nobody could tell, one that closes hands it on."""
    known = person.contact(body.lane)
    if (body.person and known is None) or linking.mark_of(body.lane) in person.former:
        return person, ()  # told before it was known that the chat is this person's no more
    others = tuple(one for one in person.contacts if one.lane != body.lane)
    contact = Contact(body.lane, body.channel, body.used_at, body.status, body.open_until, body.person)
    person = structs.replace(
        person,
        contacts=(*others, contact)[-CONTACTS_KEPT:],
        language=body.language,
        privacy=body.privacy or person.privacy,
        consented_at=person.consented_at or (body.used_at if body.filing and body.status == "open" else None),
        filings=_with_filing(person.filings, body),
    )
    if person.joined:
        return person, (Tell(person.joined, structs.replace(body, person=own_lane)),)
    if body.status == "open" and (known is None or known.status != "open"):
        person = structs.replace(person, news=tuple(_to_be_tried_again(one, body.lane) for one in person.news))
    told = [] if known is not None else _owned(others, contact, own_lane)
    for news in person.news:
        holder = person.contact(news.lane)
        if news.missed not in ("", HELD) and (holder is None or holder.status != "open"):
            person, effects = _handed_on(person, news, now)
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


def arrived(person: PersonState, body: Arrival, now: datetime) -> Step:
    """Tell the ticket whether its news reaches the person; what one contact cannot tell goes to another.

    What waits there unsent is taken back first, so that nobody is told twice: it comes back as not arrived.
    """
    news = person.news_of(body.number)
    reach = Tell(ticket_lane(body.number), Reach(body.arrived, body.reason))
    if body.arrived:
        known = person if news is None else with_news(person, structs.replace(news, missed=""))
        return known, (reach,)
    if news is None:
        return person, (reach,)
    if news.lane != body.lane:  # it was handed on meanwhile
        return person, ()
    other = person.reachable(now, besides=(*news.tried, body.lane))
    if body.reason in WAITING and other is not None and other.takes_words(now):
        return with_news(person, structs.replace(news, missed=body.reason)), (Tell(body.lane, TakeBack(body.number)),)
    if body.reason == LATE:
        return person, ()
    missed = structs.replace(news, missed=body.reason, tried=(*news.tried, body.lane))
    person = with_news(person, missed)
    if body.reason != HELD and other is not None:
        return _handed_on(person, missed, now)
    return person, (reach,)


# --- news -------------------------------------------------------------------------------------------------------------


def updated(person: PersonState, update: Update, own: str, now: datetime) -> Step:
    """Route news of a ticket: a new number to the chat that filed, everything else to where the person is.

    The other linked chats learn of it without a word, so that each knows how the ticket stands.
    """
    if person.members:
        update = structs.replace(update, person=update.person or own)
    before = person.news_of(update.number)
    missed = before.missed if before is not None else ""
    lane = _filed_in(person, update)
    if lane:
        filings = tuple(one for one in person.filings if one.filing != update.filing)
        person = structs.replace(person, filings=filings)
    elif contact := person.reachable(now) or person.last_used():
        lane = contact.lane
    else:
        person = with_news(person, News(update.number, update, missed=NO_CONTACT))
        skipped = Trace((About(update.number, f"reporter.{update.kind}"),), "skipped", "no_contact")
        return person, (Tell(ticket_lane(update.number), Reach(False, NO_CONTACT)), skipped)
    if missed and before is not None and before.lane != lane:
        update = structs.replace(update, missed=True)
    effects = (Tell(lane, update), *_quietly(person, update, lane))
    return with_news(person, News(update.number, update, lane, missed)), effects


def _quietly(person: PersonState, update: Update, lane: str) -> tuple[Effect, ...]:
    """Let the other linked chats know how a ticket stands; a new one is told them by the chat that filed it."""
    if not person.members or update.kind == "filed":
        return ()
    words = update.text if update.kind == "question" and not update.secret else ""
    quiet = structs.replace(update, quiet=True, text=words, evidence=(), missed=False, reckoning=None)
    return tuple(Tell(one.lane, quiet) for one in person.contacts if one.lane != lane and one.status != "lost")


def _filed_in(person: PersonState, update: Update) -> str:
    """Name the chat that waits for this number; only that one knows the filing's words and files."""
    if update.kind != "filed":
        return ""
    return next((one.lane for one in person.filings if one.filing == update.filing), "")


def answered(person: PersonState, answer: DeskAnswer, event_id: str, now: datetime) -> Step:
    """Route what the coordinator's desk answers."""
    contact = person.reachable(now) or person.last_used()
    if contact is None:
        return with_news(person, News(event_id, answer, missed=NO_CONTACT)), ()
    return person, (Tell(contact.lane, answer),)


def followed(person: PersonState, update: FollowerUpdate, own: str, now: datetime) -> tuple[Effect, ...]:
    """Route news of a report of somebody else; who has no contact asks for it when there is one.

    The other linked chats learn of it without a word.
    """
    contact = person.reachable(now) or person.last_used()
    if contact is None:
        return ()
    if not person.members:
        return (Tell(contact.lane, update),)
    update = structs.replace(update, person=update.person or own)
    quiet = update if update.kind == "gone" else structs.replace(update, kind="known")
    others = (one.lane for one in person.contacts if one.lane != contact.lane and one.status != "lost")
    return (Tell(contact.lane, update), *(Tell(lane, quiet) for lane in others))


def _handed_on(person: PersonState, news: News, now: datetime) -> Step:
    """Give to the contact used last what others could not tell, or what was kept while there was none."""
    tried = (*news.tried, news.lane)
    contact = person.reachable(now, besides=tried)
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
