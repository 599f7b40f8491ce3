"""The line that bodies come by, one item of a chat on it, and how events are named."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote

from channels.meta.messaging.platform import Platform
from channels.raw import Json, text, whole
from core.vocabulary.events import Event, Happening, Person
from core.vocabulary.lane_names import chat_lane


@dataclass(frozen=True)
class Line:
    """Whose mailbox is read, and when the body came; ``app_id`` is empty while it is not known."""

    platform: Platform
    account: str
    received: datetime
    app_id: str = ""
    lost: list[str] = field(default_factory=list)
    ignored: set[str] = field(default_factory=set)
    others: set[str] = field(default_factory=set)

    def event_id(self, *parts: object) -> str:
        """Name an event by the platform's own ids."""
        return ":".join((self.platform.name, self.account, *map(str, parts)))


@dataclass(frozen=True)
class Parsed:
    """What a body became: its events; what names nobody, so that the body must be kept; what else is in it, by name.

    ``others`` are the fields that came for another Page or account of the app.
    """

    events: tuple[Event, ...]
    lost: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def ident(value: object) -> str:
    """Read an id, which may come as a number."""
    return text(value).strip() or str(whole(value) or "")


def chat_with(platform: Platform, address: str) -> str:
    """Name the lane of the chat with a person."""
    return chat_lane(platform.name, quote(address, safe="+@=~"))


@dataclass(frozen=True)
class Item:
    """One item: the person at the other end, when, and the line that it came by."""

    person: str
    at: datetime
    stamp: object
    line: Line

    @property
    def sender(self) -> Person:
        """Give the person as an author; the name is asked for apart, where it is needed."""
        return Person(id=self.person)

    def event(self, body: Happening, *parts: object) -> Event:
        """Put what happened on the lane of the chat; ``parts`` make its id."""
        line = self.line
        return Event(
            id=line.event_id(*parts),
            lane=chat_with(line.platform, self.person),
            at=self.at,
            body=body,
            channel=line.platform.name,
            address=self.person,
        )

    def own_id(self, value: Json) -> str:
        """Give the id of something that has one, or make it of what does not change when it is repeated."""
        return text(value.get("mid")) or f"{self.person}:{self.stamp}:{digest(value)}"


def digest(value: object) -> str:
    """Stand in for what has no id of its own: the same whenever it is repeated."""
    plain = repr(sorted(value.items(), key=lambda pair: str(pair[0]))) if isinstance(value, Mapping) else repr(value)
    return hashlib.sha256(plain.encode("utf-8", "backslashreplace")).hexdigest()[:16]
