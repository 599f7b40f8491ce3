"""What a channel brings to the bridge besides sending: how its webhooks are read, set up, polled and checked."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from core.vocabulary.channel import Channel
from core.vocabulary.events import Event


@dataclass(frozen=True)
class Finding:
    """One line of ``kanal doctor``: what was looked at, whether it is well, and what to do when it is not."""

    subject: str
    ok: bool
    detail: str
    advice: str = ""


@dataclass(frozen=True)
class Webhook:
    """One request as a channel sees it; header names are lower-case."""

    headers: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes
    received: datetime


Handle = Callable[[Sequence[Event]], Awaitable[object]]


class Wired(Protocol):
    """A channel that is switched on."""

    name: str
    channel: Channel

    def admit(self, headers: Mapping[str, str]) -> None:
        """Turn away by its headers (names lower-case) a POST whose body is not worth reading. Raises ``Forged``."""
        ...

    def read(self, body: bytes, received: datetime) -> Sequence[Event]:
        """Parse a body that was verified before: one that was parked. Raises ``Malformed``."""
        ...

    def receive(self, webhook: Webhook) -> Sequence[Event]:
        """Verify and parse a POST. Raises ``Forged`` or ``Malformed``."""
        ...

    def taken(self, events: Sequence[Event]) -> None:
        """Take note of events of ours that are stored now and were not known before."""
        ...

    def challenge(self, webhook: Webhook) -> str | None:
        """Answer a platform's GET verification; None when the platform has none. Raises ``Forged``."""
        ...

    async def start(self, public_url: str) -> None:
        """Register at the platform what it lets us register. Raises ``SendError``; safe to repeat."""
        ...

    def private_chat(self) -> str:
        """Give the link with which a person opens a private chat with us; empty while our name is not known."""
        ...

    async def stop(self) -> None:
        """Close connections."""
        ...

    def poller(self) -> "Poll | None":
        """Give what must run in one process at a time, or None."""
        ...

    async def check(self) -> Sequence[Finding]:
        """Look at credentials and rights without sending anything to a person."""
        ...


Poll = Callable[[Handle, asyncio.Event], Awaitable[None]]


@dataclass
class Group:
    """The officials' group: on which channel, at which configured address, and the names its platform uses."""

    channel: str = ""
    address: str = ""
    admin_ids: frozenset[str] = field(default_factory=frozenset)
