"""Send news of tickets to the city's systems: signed with the time (Standard Webhooks 1.0), redirected nowhere."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from typing import Final

import aiohttp

from app.hooks.subscribers import CHANNEL, Subscribers
from channels.contract import Finding, Route
from channels.outgoing import read_limited, request, unanswered
from core.vocabulary.channel import Capabilities, Target
from core.vocabulary.effects import Send
from core.vocabulary.errors import ChannelDown, Rejected, Retry, SendError, Unknown, Unreachable
from core.vocabulary.media import Media
from core.vocabulary.steps import Clock

TRY_SECONDS: Final = 10.0
"""A system that has to think longer stores first and thinks then."""
ANSWER_BYTES: Final = 64 * 1024
CAPABILITIES: Final = Capabilities(
    text=100_000, caption=0, buttons=0, button_label=0, files_in=False, files_out=False, audiences=frozenset({"public"})
)
REFUSED: Final = frozenset((400, 410, 413, 415, 422))
"""The system has read it and will never take it: a dead letter, and the next one goes out."""
LATER: Final = frozenset((408, 425, 429, 500, 502, 503, 504))
"""Passing trouble (RFC 9110, "Status Codes")."""


def signature(key: bytes, message_id: str, timestamp: str, body: bytes) -> str:
    """Sign what is sent (Standard Webhooks, "Signature scheme"): id, time and body, joined by dots."""
    signed = b".".join((message_id.encode(), timestamp.encode(), body))
    return f"v1,{base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()}"


def message_id_of(entry_id: str) -> str:
    """Name a message, the same at every try: of what caused it, which may be a person's message, nothing is in it."""
    return f"msg_{hashlib.sha256(entry_id.encode()).hexdigest()[:32]}"


def meaning(name: str, status: int, retry_after: str | None) -> SendError | None:
    """Name what an answer means; None for taken."""
    if 200 <= status < 300:
        return None
    if status in REFUSED:
        return Rejected(f"{name} refuses it with {status}")
    if status in LATER:
        return Retry(f"{name} answers {status}", retry_after)
    return Unknown(f"{name} answers {status}", f"{name} {status}")


class HookChannel:
    """All subscribers: the address of a lane is the name of one."""

    name = CHANNEL
    capabilities = CAPABILITIES
    routes: Sequence[Route] = ()

    def __init__(self, subscribers: Subscribers, clock: Clock) -> None:
        self._subscribers = subscribers
        self._clock = clock
        self._session: aiohttp.ClientSession | None = None

    async def send(self, target: Target, message: Send, media: Sequence[Media]) -> tuple[str, ...]:
        """Post one message; give its id. Raises a ``SendError``."""
        name = target.address
        url = self._subscribers.urls.get(name)
        if url is None:
            raise Unreachable("no system of this name is told any more")
        body, message_id = message.text.encode(), message_id_of(target.entry_id)
        timestamp = str(int(self._clock.now().timestamp()))
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Kanal",
            "webhook-id": message_id,
            "webhook-timestamp": timestamp,
            "webhook-signature": signature(self._subscribers.key_of(name), message_id, timestamp, body),
        }
        try:
            async with request(self._open(), "POST", url, data=body, headers=headers) as answer:
                await read_limited(answer, ANSWER_BYTES, aiohttp.ClientPayloadError)
                error = meaning(name, answer.status, answer.headers.get("Retry-After"))
        except (aiohttp.ClientError, OSError, ValueError) as reason:
            error = unanswered(reason, "")
            if isinstance(error, ChannelDown):  # one wrong address is no reason to stop telling the others
                error = Retry(f"the address of {name} cannot be called")
        if error is not None:
            raise error
        return (message_id,)

    async def check(self) -> Sequence[Finding]:
        """Name who is told."""
        return tuple(Finding(f"webhook {name}", True, url) for name, url in self._subscribers.urls.items())

    async def close(self) -> None:
        """Close connections."""
        if self._session is not None:
            await self._session.close()

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TRY_SECONDS))
        return self._session
