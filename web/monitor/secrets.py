"""Passwords and second factors: argon2id (RFC 9106) beside the event loop, and codes by time (RFC 6238)."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Final

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST: Final = 12
"""Characters of a password at least; long ones are better than odd ones (NIST SP 800-63B, 5.1.1.2)."""
LONGEST: Final = 128
STEP_SECONDS: Final = 30
EARLIER_OR_LATER: Final = 1
"""Steps by which a phone's clock may be wrong."""
DIGITS: Final = 6
INVITED_FOR: Final = timedelta(days=3)
_AT_ONCE: Final = 2
"""Each hash takes 64 MiB for a tenth of a second."""
_FEW: Final = 5
"""So many different characters a password has at least: `aaaaaaaaaaaa` is none."""
_ROWS: Final = (
    "abcdefghijklmnopqrstuvwxyz" * 6,
    "0123456789" * 14,
    "1234567890" * 14,
    "qwertyuiopasdfghjklzxcvbnm" * 6,
)
"""What fingers type by themselves."""


class Hasher:
    """Make and check hashes of passwords, each in a thread of its own, few at a time."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        """Take how costly a hash is; by default as RFC 9106 advises where memory is scarce."""
        self._hasher = hasher or PasswordHasher()
        self._room = asyncio.Semaphore(_AT_ONCE)
        self._nobody = ""

    async def make(self, password: str) -> str:
        """Give the hash of a password."""
        async with self._room:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def fits(self, hashed: str, password: str) -> bool:
        """Tell whether a password has this hash; with an empty hash it takes as long, and does not."""
        self._nobody = self._nobody or await self.make("nobody's")
        async with self._room:
            return await asyncio.to_thread(self._fits, hashed or self._nobody, password) and bool(hashed)

    def _fits(self, hashed: str, password: str) -> bool:
        try:
            return self._hasher.verify(hashed, password)
        except (VerificationError, InvalidHashError):
            return False


def weakness(password: str, name: str) -> str:
    """Name what is wrong with a new password; empty where nothing is."""
    if not SHORTEST <= len(password) <= LONGEST:
        return "short" if len(password) < SHORTEST else "long"
    plain = password.casefold()
    if len(set(plain)) < _FEW or name in plain or any(plain in row for row in _ROWS):
        return "easy"
    return ""


def new_secret() -> str:
    """Give a secret for a second factor."""
    return pyotp.random_base32()


def address_of(secret: str, name: str, issuer: str) -> str:
    """Give what an app for codes reads (Key URI Format)."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=issuer)


def step_of(secret: str, code: str, now: datetime, after: int) -> int:
    """Give the time step to which a code belongs, of those later than the one used last; 0 for a wrong one."""
    if not secret:
        return 0
    made, present, found = pyotp.TOTP(secret, interval=STEP_SECONDS), int(now.timestamp()) // STEP_SECONDS, 0
    for step in range(present - EARLIER_OR_LATER, present + EARLIER_OR_LATER + 1):
        # All of them are compared, so that the time it takes tells nothing.
        right = hmac.compare_digest(made.generate_otp(step).encode(), code.encode())
        if right and step > after:
            found = step
    return found


def digest_of(word: str) -> str:
    """Give what is stored in place of a word that opens something."""
    return hashlib.sha256(word.encode()).hexdigest()


def token_of(word: str, purpose: str) -> str:
    """Derive a token for forms from the word of a browser: who does not have the one cannot make the other."""
    return hmac.new(word.encode(), purpose.encode(), hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Compare in a time that tells nothing."""
    return hmac.compare_digest(one.encode(), other.encode())
