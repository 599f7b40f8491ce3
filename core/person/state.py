"""The document of a person lane: by which contacts somebody can be told, and what still has to be told them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, Final, Literal

import msgspec

from core.vocabulary.citizen import Update
from core.vocabulary.officials import DeskAnswer
from core.vocabulary.person import ContactStatus
from core.vocabulary.report import Privacy

CONTACTS_KEPT: Final = 20
FILINGS_KEPT: Final = 20
NEWS_KEPT: Final = 20
"""Tickets of which the newest news is remembered, as many as a chat remembers."""

NO_CONTACT: Final = "no_contact"
"""Why news does not arrive when a person has no chat: reported at a counter, or by somebody else."""
HELD: Final = "window"
"""Why news does not arrive yet although nothing is lost: it waits in its chat until the person writes there again."""

LATE: Final = "late"
"""Why news has not arrived yet that was to be sent a while ago: its channel is down, or the platform turns it away."""
WAITING: Final = frozenset((HELD, LATE))
"""Reasons that may end by themselves: nothing is lost, but another contact may be quicker."""


class Contact(msgspec.Struct, frozen=True, omit_defaults=True):
    """One chat of a person, known by its lane: the chat's own document has the address, which may change."""

    lane: str
    channel: str
    used_at: datetime
    status: ContactStatus = "open"
    open_until: datetime | None = None
    """When free text there ends, None where it never does."""
    person: str = ""
    """Whose chat it is, where that person has joined this one."""

    def takes_words(self, now: datetime) -> bool:
        """Tell whether words can go there now."""
        return self.status == "open" and (self.open_until is None or self.open_until > now)


class FiledIn(msgspec.Struct, frozen=True, omit_defaults=True):
    """A filing whose number has not come, and the chat where it is awaited."""

    filing: str
    lane: str


class News(msgspec.Struct, frozen=True, omit_defaults=True):
    """The newest that is to be told of a ticket: ``lane`` is the chat that was given it, empty while there is none.

    ``missed`` says why news of the ticket did not arrive, empty while nothing is known against it; ``tried`` are the
    chats that could not tell this. ``key`` is the ticket's number; for an answer of a desk, of which each is told by
    itself, the id of the event that brought it.
    """

    key: str
    body: Update | DeskAnswer
    lane: str = ""
    missed: str = ""
    tried: tuple[str, ...] = ()


class Pending(msgspec.Struct, frozen=True, omit_defaults=True):
    """A chat that wants to join: the chats that have not agreed yet, and where it is told what came of it.

    Without a ``channel`` it is no chat that joins, but a person who has none, and ``lane`` asked for it.
    """

    link: str
    lane: str
    person: str
    channel: str
    giver: str
    until: datetime
    asked: tuple[str, ...] = ()


class PersonState(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who reports. Nothing of the person's words or names is here; the contacts are the only way to a platform.

    ``language`` and ``privacy`` are how the person wrote and filed last; ``consented_at`` is when they first confirmed
    that a report goes to the city, after they were told what happens with it. ``joined`` is the person to whom all that
    comes for this one goes, ``members`` are persons of whom all comes here (`core.person.linking`); ``accounts`` are
    all chats that ever were linked, each as the lane that it would have as a person.
    """

    contacts: tuple[Contact, ...] = ()
    language: str = ""
    privacy: Privacy | Literal[""] = ""
    consented_at: datetime | None = None
    filings: tuple[FiledIn, ...] = ()
    news: tuple[News, ...] = ()
    joined: str = ""
    members: tuple[str, ...] = ()
    pending: tuple[Pending, ...] = ()
    accounts: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    """Marks of chats that were the person's and are somebody else's now."""

    def contact(self, lane: str) -> Contact | None:
        """Find a contact by its chat."""
        return next((contact for contact in self.contacts if contact.lane == lane), None)

    def reachable(self, now: datetime, besides: Collection[str] = ()) -> Contact | None:
        """Give the contact used last of those that take words now, else of all that take messages.

        Chats ``besides`` are passed over.
        """
        others = [one for one in self.contacts if one.status == "open" and one.lane not in besides]
        return _last_used(one for one in others if one.takes_words(now)) or _last_used(others)

    def last_used(self) -> Contact | None:
        """Give the contact used last, whether it takes messages or not."""
        return _last_used(self.contacts)

    def news_of(self, key: str) -> News | None:
        """Find what is to be told of a ticket."""
        return next((news for news in self.news if news.key == key), None)


def _last_used(contacts: Iterable[Contact]) -> Contact | None:
    """Give the contact used last; of two used at one moment the one of which was heard last."""
    return max(reversed(tuple(contacts)), key=lambda contact: contact.used_at, default=None)


def load(state: Any) -> PersonState:
    """Read a stored state (builtins or a struct); who is not known yet has no contact. Raises ValidationError."""
    if state is None:
        return PersonState()
    return state if isinstance(state, PersonState) else msgspec.convert(state, PersonState)


def with_news(person: PersonState, news: News) -> PersonState:
    """Keep the newest of a ticket in place of what was kept of it; the oldest beyond the cap are forgotten."""
    others = (one for one in person.news if one.key != news.key)
    return msgspec.structs.replace(person, news=(*others, news)[-NEWS_KEPT:])
