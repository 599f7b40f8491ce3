"""What a channel is: addresses that take raw requests and say what to answer, and a way to send (`core.vocabulary`).

Nothing here knows the server or the bridge. What not every platform has are the protocols at the end: a channel offers
what it has, and nobody asks it for more. What a folder under ``channels/`` brings besides is in `channels.kit`.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, runtime_checkable

from core.vocabulary import channel as core_channel
from core.vocabulary.events import Event


@dataclass(frozen=True)
class Request:
    """One request as a channel sees it: names of headers in lower case; no body yet while it is being admitted.

    ``remote`` is the caller's address; ``below`` what the path has below the route's address, where the route takes
    that; ``raw_query`` the query as it came, for platforms whose queries are not UTF-8.
    """

    method: str
    headers: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes
    received: datetime
    remote: str = ""
    below: str = ""
    raw_query: str = ""


@dataclass(frozen=True)
class Reply:
    """What the platform is answered: some want a word, some nothing at all, some a challenge."""

    body: str = ""
    status: int = 200
    content_type: str = "text/plain"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Received:
    """What a request holds: events, and what to answer when they are stored; None is the route's own reply.

    ``lost`` says why something in it cannot be read: the whole request is kept as a dead letter.
    """

    events: Sequence[Event] = ()
    reply: Reply | None = None
    lost: str = ""


def nothing_more(_request: Request) -> None:
    """Take a request whose admission has proven everything."""


@dataclass(frozen=True)
class Route:
    """One address below ``/webhooks/<name>``, asked in this order: ``admit``, ``verify``, ``take``.

    ``admit`` turns away by method, headers and query a request whose body is not worth reading, ``verify`` by the body;
    both raise ``Forged``. ``take`` only reads: also a request that was kept, proven long ago. It raises ``Malformed``
    when nothing in it can be read. ``reply`` is the answer to what is stored or kept. ``proofs`` names what of a query
    only proves where it comes from: that is kept nowhere. With ``below`` the address stands for all below it too, where
    a platform without signatures puts a secret; that is kept nowhere either.
    """

    admit: Callable[[Request], None]
    take: Callable[[Request], Received]
    verify: Callable[[Request], None] = nothing_more
    suffix: str = ""
    methods: tuple[str, ...] = ("POST",)
    reply: Reply = Reply()
    proofs: tuple[str, ...] = ()
    below: bool = False

    def fits(self, suffix: str) -> bool:
        """Tell whether a path below the channel's address is this route's."""
        return suffix == self.suffix or (self.below and suffix.startswith(f"{self.suffix}/"))


class Channel(core_channel.Channel, Protocol):
    """A channel that is switched on."""

    @property
    def routes(self) -> Sequence[Route]:
        """Name the addresses at which the platform calls us."""
        ...

    async def close(self) -> None:
        """Close connections."""
        ...


# --- what some platforms have --------------------------------------------------------------------------------------


@runtime_checkable
class Registers(Protocol):
    """A platform that is told at start where we are and what we offer."""

    async def register(self, public_url: str) -> None:
        """Register what it lets us register. Raises ``SendError``; safe to repeat."""
        ...


@runtime_checkable
class Checks(Protocol):
    """A platform that can be asked whether all is well."""

    async def check(self) -> Sequence["Finding"]:
        """Look at credentials and rights without sending anything to a person."""
        ...


@runtime_checkable
class Acknowledges(Protocol):
    """A platform that shows people that we have read what they wrote."""

    def stored(self, events: Sequence[Event]) -> None:
        """Take note of events of ours that are stored now and were not known before."""
        ...


@runtime_checkable
class Profiles(Protocol):
    """A platform where we have an address of our own that can be given to people."""

    def private_chat(self) -> str:
        """Give the link with which a person opens a private chat with us; empty while our name is not known."""
        ...


@runtime_checkable
class Invites(Protocol):
    """A platform whose links into a private chat with us can bring a word along."""

    def entry(self, word: str) -> str:
        """Give the link that opens a private chat with us and brings a word along; empty without a name of ours."""
        ...


@runtime_checkable
class Entrances(Protocol):
    """A platform where a link opens a private chat with us that knows by which material somebody comes."""

    def entrance(self) -> str:
        """Give that link; empty while our name is not known.

        In it ``{word}`` stands for a word that it brings along unseen, ``{words}`` for words that stand ready in the
        field (`core.sources.marks`).
        """
        ...


Handle = Callable[[Sequence[Event]], Awaitable[object]]
"""Stores events; raises ``StoreDown``."""


@runtime_checkable
class Polls(Protocol):
    """A platform that is asked for news, by one process at a time; it needs no address of ours."""

    async def poll(self, handle: Handle, stop: asyncio.Event) -> None:
        """Ask again and again until ``stop`` is set."""
        ...


@dataclass(frozen=True)
class Finding:
    """One line of ``kanal doctor``: what was looked at, whether it is well, and what to do when it is not."""

    subject: str
    ok: bool
    detail: str
    advice: str = ""
