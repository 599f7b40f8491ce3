"""Machines at the door: whose key a request carries, and whether it still has requests left.

A key is the client's name, a dot and 32 random bytes. With so many of them a plain digest is enough to keep, and a
constant-time comparison to look at.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from typing import Final

from cachetools import TTLCache

from core.vocabulary.clients import Client, Clients, Scope
from core.vocabulary.errors import KanalError
from core.vocabulary.steps import Clock

NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{1,38}[a-z0-9])")
"""A client's name: it stands in addresses of chats and in lines of the log."""
SECRET_BYTES: Final = 32
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")
_MINUTE = 60
_CLIENTS = 10_000
_NOBODY = "0" * 64


class NoKey(KanalError):
    """Raise for a request without a key, or with one that does not open what is asked; ``given``: there was one."""

    def __init__(self, *, given: bool) -> None:
        super().__init__("key")
        self.given = given


class TooMany(KanalError):
    """Raise for a request beyond a client's limit; ``seconds`` until there is room again."""

    def __init__(self, seconds: int) -> None:
        super().__init__("limit")
        self.seconds = seconds


def key_of(client_id: str, secret: str) -> str:
    """Write the key that a client is given, once; ``secret`` is what `secrets.token_urlsafe` makes of 32 bytes."""
    return f"{client_id}.{secret}"


def digest_of(key: str) -> str:
    """Give what is kept of a key."""
    return hashlib.sha256(f"key:{key}".encode()).hexdigest()


def key_in(headers: Mapping[str, str], parameter: str = "") -> str:
    """Read a key: the parameter, ``X-API-Key``, or ``Authorization`` as bearer or as the password of Basic (RFC 7617).

    A key in a header stays out of the logs of proxies, in which addresses stand.
    """
    if parameter:
        return parameter.strip()
    if own := headers.get("X-API-Key", ""):
        return own.strip()
    kind, _, value = headers.get("Authorization", "").strip().partition(" ")
    if kind.casefold() == "bearer":
        return value.strip()
    if kind.casefold() == "basic":
        try:
            return base64.b64decode(value.strip(), validate=True).decode().partition(":")[2]
        except ValueError:  # no base64, or none of a text
            return ""
    return ""


class Keys:
    """Know clients by their keys. Limits by the minute hold for all processes; one that is full is remembered here."""

    def __init__(self, clients: Clients, clock: Clock) -> None:
        self._clients = clients
        self._clock = clock
        self._full: TTLCache[tuple[str, int], bool] = TTLCache(
            _CLIENTS, 2 * _MINUTE, timer=lambda: clock.now().timestamp()
        )

    async def client(self, key: str, scope: Scope) -> Client:
        """Give the client of a key, and take one of its requests.

        Raises ``NoKey``, ``TooMany``, ``StoreDown``.
        """
        name, _, secret = key.rpartition(".")
        if not NAME.fullmatch(name) or not _SECRET.fullmatch(secret):
            raise NoKey(given=bool(key))
        client = await self._clients.get_client(name)
        right = hmac.compare_digest(client.digest if client is not None else _NOBODY, digest_of(key))
        if client is None or not right or client.revoked_at is not None or scope not in client.scopes:
            raise NoKey(given=True)
        await self._spend(client)
        return client

    async def _spend(self, client: Client) -> None:
        now = int(self._clock.now().timestamp())
        minute = now // _MINUTE
        if (client.id, minute) not in self._full:
            if await self._clients.count_request(client.id, minute) <= client.requests_per_minute:
                return
            self._full[client.id, minute] = True  # whoever goes on asking costs the database nothing
        raise TooMany(_MINUTE - now % _MINUTE)
