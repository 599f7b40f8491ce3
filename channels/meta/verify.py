"""Is a webhook call from Meta: the body is signed with the app's secret, and the address is verified once by GET."""

import hashlib
import hmac
import re
from collections.abc import Mapping

from core.vocabulary.errors import Forged

HEADER = "X-Hub-Signature-256"
PREFIX = "sha256="


def signature(body: bytes, app_secret: str) -> str:
    """Sign a body as Meta does: ``sha256=`` and the HMAC-SHA256 of the raw bytes in lower-case hex.

    Meta, Webhooks, Validating payloads.
    """
    return PREFIX + hmac.new(app_secret.encode(), body, hashlib.sha256).hexdigest()


def admit(headers: Mapping[str, str]) -> None:
    """Raise ``Forged`` unless there is a signature to look at: without one the body need not be read."""
    given = next((value for name, value in headers.items() if name.lower() == HEADER.lower()), "")
    if not re.fullmatch(PREFIX + "[0-9a-f]{64}", given):
        raise Forged("wrong or missing signature")


def verify(headers: Mapping[str, str], body: bytes, app_secret: str) -> None:
    """Raise ``Forged`` unless the header signs exactly these bytes; an empty ``app_secret`` lets nobody in.

    ``body`` is what came over the wire: JSON that was read and written again has other bytes.
    """
    given = next((value for name, value in headers.items() if name.lower() == HEADER.lower()), "")
    same = hmac.compare_digest(given.encode(errors="surrogateescape"), signature(body, app_secret).encode())
    if not app_secret or not same:
        raise Forged("wrong or missing signature")


def challenge(query: Mapping[str, str], verify_token: str) -> str:
    """Give the challenge that proves the address to be ours (Webhooks, Verification Requests); raises ``Forged``."""
    given = query.get("hub.verify_token", "").encode(errors="surrogateescape")
    same = hmac.compare_digest(given, verify_token.encode())
    if not verify_token or not same or query.get("hub.mode") != "subscribe" or "hub.challenge" not in query:
        raise Forged("wrong or missing verify token")
    return query["hub.challenge"]
