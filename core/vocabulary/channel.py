"""A platform as the engine sends through it, and what it says of itself."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal, Protocol

import msgspec

from core.vocabulary.effects import Answer, OpenTopic, Send
from core.vocabulary.events import File
from core.vocabulary.media import Media


class Capabilities(msgspec.Struct, frozen=True):
    """What a platform can show. Lengths in characters; 0 means it cannot."""

    text: int
    caption: int
    buttons: int
    button_label: int
    rows: int = 0
    row_label: int = 0
    row_detail: int = 0
    album: int = 1
    edits: bool = False
    topics: bool = False
    asks_location: bool = False
    asks_contact: bool = False
    paid: bool = False
    window: timedelta | None = None


class Template(msgspec.Struct, frozen=True):
    """An approved message of the platform that may go out when the window is closed (city pack, ``templates.toml``).

    ``values`` fill the places of its body in order.
    """

    name: str
    language: str
    values: tuple[str, ...] = ()


class Target(msgspec.Struct, frozen=True):
    """Where a message goes, in the platform's ids. ``message_ids`` are those of the message to edit.

    With a ``template`` that goes out in place of the message's own words.
    """

    address: str
    thread: str = ""
    message_ids: tuple[str, ...] = ()
    reply_to: str = ""
    entry_id: str = ""
    template: Template | None = None


Share = Literal["group", "push", "first", "rest"]
"""``group``: cards and notices of the city's own group; ``push``: words about a ticket; ``first``: the first answer to
somebody new; ``rest``: everything else. Each has a part of a channel's rate, and what one leaves the others use."""


class Channel(Protocol):
    """One platform, as the engine sends through it."""

    name: str
    capabilities: Capabilities

    async def send(self, target: Target, message: Send, media: Sequence[Media]) -> tuple[str, ...]:
        """Send one message; give the platform's message ids. Raises a ``SendError``."""
        ...

    async def edit(self, target: Target, message: Send) -> None:
        """Make a sent message read like ``message``; unchanged content is success. Raises a ``SendError``."""
        ...

    async def delete(self, target: Target) -> tuple[str, ...]:
        """Take messages away; give the ids of those that have to stay. Raises a ``SendError``."""
        ...

    async def answer(self, answer: Answer) -> None:
        """End a button's spinner; a query that is too old is success. Raises a ``SendError``."""
        ...

    async def open_topic(self, address: str, topic: OpenTopic) -> str:
        """Create a group topic; give its thread id. Raises a ``SendError``."""
        ...

    async def fetch(self, file: File) -> Media:
        """Download a file. Raises ``FetchError`` (will never come) or ``Retry``/``ChannelDown``."""
        ...

    def recall(self, address: str, sent: Sequence[datetime]) -> None:
        """Take note of what reached a group lately, whoever sent it; called only where ``topics`` are possible."""
        ...

    def reserve(self, address: str, now: datetime, share: Share = "rest") -> float:
        """Give 0 and keep a place for the next message to this chat, or the seconds after which to ask again.

        ``share`` is the class of the message: where the rate is short, each class has a part of it.
        """
        ...
