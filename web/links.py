"""Private links: an unguessable word in the address, of which only a digest is ever stored."""

from __future__ import annotations

import hashlib
import re

_WORD = re.compile(r"[A-Za-z0-9_-]{43}")
"""32 random bytes as `secrets.token_urlsafe` writes them."""
BOX_LETTERS = 24


def is_word(word: str) -> bool:
    """Tell whether this can be a word of ours."""
    return _WORD.fullmatch(word) is not None


def digest_of(word: str) -> str:
    """Give what is stored of a link: one way, and of nothing else."""
    return hashlib.sha256(f"link:{word}".encode()).hexdigest()


def box_of(word: str) -> str:
    """Name the box that a form with this word opens: another word of it, from which the link cannot be read."""
    return hashlib.sha256(f"box:{word}".encode()).hexdigest()[:BOX_LETTERS]


def event_id(channel: str, *parts: str) -> str:
    """Name what a post does after what was posted: the same post is the same event."""
    return f"{channel}:{hashlib.sha256('|'.join(parts).encode()).hexdigest()[:32]}"
