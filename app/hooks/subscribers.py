"""Who is told: names and addresses out of the settings, and the secret that each shares with us."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from core.vocabulary.events import Event, Placed
from core.vocabulary.lane_names import hook_lane

CHANNEL: Final = "hooks"
SECRET_CHARACTERS: Final = 32
"""The shortest secret of which those of the subscribers are made."""
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
_ADDRESS = re.compile(r"https?://[^\s/@]+(?:/\S*)?")


class NoSubscriber(ValueError):
    """Raised for words that name no subscriber."""


@dataclass(frozen=True)
class Subscribers:
    """All systems that are told, by name; without any nothing is told and nothing is kept."""

    urls: Mapping[str, str] = field(default_factory=dict)
    secret: str = field(default="", repr=False)

    @property
    def names(self) -> tuple[str, ...]:
        """Name them, in the order of the settings."""
        return tuple(self.urls)

    def key_of(self, name: str) -> bytes:
        """Give the key by which one subscriber knows us: no other can make it."""
        return hmac.digest(self.secret.encode(), f"hook:{name}".encode(), hashlib.sha256)

    def secret_of(self, name: str) -> str:
        """Write that key as Standard Webhooks does ("Symmetric signatures")."""
        return f"whsec_{base64.b64encode(self.key_of(name)).decode()}"

    def greetings(self, worker: str, now: datetime) -> list[Event]:
        """Give what each subscriber's lane is told when a process starts: by which channel it sends, and where."""
        stamp = now.isoformat()
        return [
            Event(f"start:{worker}:{stamp}:hook:{name}", hook_lane(name), now, Placed(name, CHANNEL))
            for name in self.names
        ]


def read_subscribers(words: str, secret: str) -> Subscribers:
    """Read ``name=https://… name=https://…``. Raises ``NoSubscriber``."""
    urls: dict[str, str] = {}
    for word in words.split():
        name, _, url = word.partition("=")
        if not _NAME.fullmatch(name) or not _ADDRESS.fullmatch(url) or name in urls:
            raise NoSubscriber("KANAL_HOOKS: each is written name=https://address, with a name of its own")
        urls[name] = url
    if urls and len(secret) < SECRET_CHARACTERS:
        raise NoSubscriber(f"KANAL_HOOKS_SECRET has to have {SECRET_CHARACTERS} characters or more")
    return Subscribers(urls, secret)
