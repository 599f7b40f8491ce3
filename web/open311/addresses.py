"""Chats of machines' reports: where a report's news goes, and the token from which that can be found, but not back."""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import Final

from core.vocabulary.clients import Client

_TOKEN: Final = re.compile(r"([a-z0-9][a-z0-9-]{1,38}[a-z0-9])\.([A-Za-z0-9_-]{43})")
BOX_LETTERS: Final = 24


def token_of(client: Client, word: str) -> str:
    """Write a token: the client's name, a dot and an unguessable word."""
    return f"{client.id}.{word}"


def word_for(client: Client, external: str) -> str:
    """Make the word of a report that the client names itself: the same name is the same report.

    It is made with what is kept of the client's key, so that nobody guesses it from a number.
    """
    made = hmac.new(client.digest.encode(), external.encode(), hashlib.sha256).hexdigest()
    return made[:43]


def address_of(token: str) -> str:
    """Give the address of a token's chat, empty for what is no token."""
    found = _TOKEN.fullmatch(token)
    if found is None:
        return ""
    return f"{found[1]}.{hashlib.sha256(f'box:{token}'.encode()).hexdigest()[:BOX_LETTERS]}"


def event_id(channel: str, *parts: str) -> str:
    """Name what a request does after what makes it the same one when it comes again."""
    return f"{channel}:{hashlib.sha256('|'.join(parts).encode()).hexdigest()[:32]}"
