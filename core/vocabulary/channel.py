"""A platform as the engine sends through it, and what it says of itself."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal, Protocol, runtime_checkable

import msgspec

from core.vocabulary.audience import Audience
from core.vocabulary.effects import Answer, OpenTopic, Send
from core.vocabulary.events import File, Posted
from core.vocabulary.media import Media, Spool


class Capabilities(msgspec.Struct, frozen=True):
    """What a platform can show, as channels draw by it and steps may look at it. Lengths in characters; 0: it cannot.

    ``terse``: few plain words, no emoji, choices as numbers; ``files_in`` and ``files_out``: people can send us files,
    and we them; ``paid``: each message of ours costs money; ``window``: free text is allowed so long after the person
    last wrote, and ``typed_window``: the words that an official typed still are; ``audiences``: whom chats there can
    reach. ``answers_in_private``: the author of a public post can be answered in private, so long after it was posted;
    ``public_ids``: authors of public posts have there the ids of their private chats. ``waits``: what is sent waits
    where the person comes to look, and a status says when they did. ``reports``: statuses say later what became of a
    message, by its name here. ``numbers``: chats are telephone numbers, which operators give to somebody else one day.
    """

    text: int
    caption: int
    buttons: int
    button_label: int
    rows: int = 0
    row_label: int = 0
    row_detail: int = 0
    album: int = 1
    asks_location: bool = False
    asks_contact: bool = False
    terse: bool = False
    files_in: bool = True
    files_out: bool = True
    paid: bool = False
    window: timedelta | None = None
    typed_window: timedelta | None = None
    audiences: frozenset[Audience] = frozenset({"private"})
    answers_in_private: timedelta | None = None
    public_ids: bool = False
    waits: bool = False
    reports: bool = False
    numbers: bool = False


RICH = Capabilities(text=4096, caption=1024, buttons=8, button_label=64)
"""A chat with buttons and nothing special: what a step may count on where no channel says more."""


class Template(msgspec.Struct, frozen=True):
    """An approved message of the platform that may go out when the window is closed (city pack, ``templates.toml``).

    ``values`` fill the places of its body in order.
    """

    name: str
    language: str
    values: tuple[str, ...] = ()


class Target(msgspec.Struct, frozen=True):
    """Where a message goes, in the platform's ids. ``message_ids`` are those of the message to edit.

    With a ``template`` that goes out in place of the message's own words; ``typed``: they are an official's own, sent
    while only those may go. ``public``: ``address`` is a public post, and the answer stands under it for everybody.
    """

    address: str
    thread: str = ""
    message_ids: tuple[str, ...] = ()
    reply_to: str = ""
    entry_id: str = ""
    template: Template | None = None
    typed: bool = False
    public: bool = False


Share = Literal["group", "push", "first", "rest"]
"""``group``: cards and notices of the city's own group; ``push``: words about a ticket; ``first``: the first answer to
somebody new; ``rest``: everything else. Each has a part of a channel's rate, and what one leaves the others use."""


class Channel(Protocol):
    """One platform, as the engine sends through it. What not every platform has are the protocols below."""

    name: str
    capabilities: Capabilities

    async def send(self, target: Target, message: Send, media: Sequence[Media]) -> tuple[str, ...]:
        """Send one message; give the platform's message ids. Raises a ``SendError``."""
        ...


@runtime_checkable
class Edits(Protocol):
    """A channel whose messages can be changed; elsewhere the engine posts anew."""

    async def edit(self, target: Target, message: Send) -> None:
        """Make a sent message read like ``message``; unchanged content is success. Raises a ``SendError``."""
        ...


@runtime_checkable
class Parts(Protocol):
    """A channel whose provider bills the parts of a message; elsewhere it bills messages."""

    def parts(self, message: Send) -> int:
        """Count the parts of a message as it goes out."""
        ...


@runtime_checkable
class Deletes(Protocol):
    """A channel whose messages can be taken back; elsewhere they stay."""

    async def delete(self, target: Target) -> tuple[str, ...]:
        """Take messages away; give the ids of those that have to stay. Raises a ``SendError``."""
        ...


@runtime_checkable
class Links(Protocol):
    """A channel whose messages have addresses of their own; elsewhere a link is only its text."""

    def link(self, address: str, message_id: str) -> str:
        """Give the address of a message, empty where this chat's have none."""
        ...


@runtime_checkable
class Pins(Protocol):
    """A channel whose chats keep chosen messages in sight; elsewhere they scroll away."""

    async def pin(self, target: Target) -> None:
        """Keep the message of ``target.message_ids`` in sight, without a sound. Raises a ``SendError``."""
        ...


@runtime_checkable
class Presses(Protocol):
    """A channel whose buttons wait for an answer; elsewhere a press is a message like any other."""

    async def answer(self, answer: Answer) -> None:
        """End a button's spinner; a query that is too old is success. Raises a ``SendError``."""
        ...


@runtime_checkable
class Topics(Protocol):
    """A channel whose groups have topics; elsewhere opening one is our bug."""

    async def open_topic(self, address: str, topic: OpenTopic) -> str:
        """Create a group topic; give its thread id. Raises a ``SendError``."""
        ...


@runtime_checkable
class Fetches(Protocol):
    """A channel that brings people's files; elsewhere a file never comes."""

    async def fetch(self, file: File, into: Spool) -> Media:
        """Download a file piece by piece; what is given has its content in the spool.

        Raises ``FetchError`` (will never come) or ``Retry``/``ChannelDown``.
        """
        ...


@runtime_checkable
class Paced(Protocol):
    """A channel with a rate to keep; elsewhere messages go out at once."""

    def reserve(self, address: str, now: datetime, share: Share = "rest") -> float:
        """Give 0 and a place in the rate for the next message to this chat, or the seconds after which to ask again.

        ``share`` is the class of the message: where the rate is short, each class has a part of it.
        """
        ...


@runtime_checkable
class Recalls(Protocol):
    """A paced channel with groups, to which several processes send by turns."""

    def recall(self, address: str, sent: Sequence[datetime]) -> None:
        """Take note of what reached a group lately, whoever sent it."""
        ...


class PrivateReply(msgspec.Struct, frozen=True):
    """What a private answer to a public post became: its message ids, and the address of the author's private chat."""

    message_ids: tuple[str, ...]
    address: str


@runtime_checkable
class AnswersInPrivate(Protocol):
    """A channel where the author of a public post can be answered in private, once for each post."""

    async def answer_in_private(self, target: Target, message: Send) -> PrivateReply:
        """Answer the post of ``target.address``. Raises a ``SendError``; ``Unreachable`` when it cannot be any more."""
        ...


@runtime_checkable
class ReadsPosts(Protocol):
    """A channel that has to be asked what some public posts say; elsewhere each comes with its words."""

    async def read_post(self, post: str, parent: str) -> Posted | None:
        """Read a post as it is now; None when it is gone. Raises a ``SendError``."""
        ...


@runtime_checkable
class Names(Protocol):
    """A channel that has to be asked what a person is called; elsewhere each message says so."""

    async def name_of(self, address: str) -> str:
        """Give the name that a person shows, empty when the person shows none. Raises a ``SendError``."""
        ...
