"""Signing keys: Ed25519 (RFC 8032), whose signatures are no dice, so that a step may sign."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from core.vocabulary.errors import KanalError

KEY_BYTES: Final = 32
"""RFC 8032: a private key, and a public one."""
SIGNATURE_BYTES: Final = 64


class BadKey(KanalError):
    """Raised when a signing key is not 32 bytes in base64."""


def written(content: bytes) -> str:
    """Write bytes as text that can be typed into an address: base64 for addresses, without its padding (RFC 4648)."""
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def read(text: str) -> bytes:
    """Read what `written` wrote; empty for anything else, also for another spelling of the same bytes."""
    try:
        content = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""
    return content if written(content) == text else b""


def key_id(public: bytes) -> str:
    """Name a public key by eight digits of its digest."""
    return hashlib.sha256(public).hexdigest()[:8]


@dataclass(frozen=True)
class Signer:
    """Signs in the city's name."""

    private: Ed25519PrivateKey

    @classmethod
    def of(cls, secret: str) -> Signer:
        """Take the setting: 32 bytes in base64. Raises ``BadKey``."""
        content = read(secret.strip().rstrip("=").translate(str.maketrans("+/", "-_")))
        if len(content) != KEY_BYTES:
            raise BadKey("a signing key is 32 bytes in base64: `kanal key new` makes one")
        return cls(Ed25519PrivateKey.from_private_bytes(content))

    @property
    def public(self) -> bytes:
        """Give the public key, 32 bytes."""
        return self.private.public_key().public_bytes_raw()

    @property
    def key(self) -> str:
        """Name the key."""
        return key_id(self.public)

    def sign(self, message: bytes) -> bytes:
        """Sign a message; the same message has the same signature."""
        return self.private.sign(message)


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether a signature is that of a key's owner over a message."""
    if len(public) != KEY_BYTES or len(signature) != SIGNATURE_BYTES:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
