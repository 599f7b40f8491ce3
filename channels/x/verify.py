"""Is a webhook call from X: the body is signed with the app's secret, and the address answers challenges by GET."""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Mapping

from core.vocabulary.errors import Forged

HEADER = "x-twitter-webhooks-signature"
PREFIX = "sha256="
_TOKEN = re.compile(r"[\w+/=.~ -]{1,200}", re.ASCII)
"""What a challenge is made of. Challenges and bodies are signed alike: whoever had a body signed as a challenge could
forge it, and no body is of these characters alone."""


def signature(body: bytes, api_secret: str) -> str:
    """Sign as X does: ``sha256=`` and the HMAC-SHA256 of the raw bytes in base64 (X API v2, Webhooks)."""
    return PREFIX + base64.b64encode(hmac.new(api_secret.encode(), body, hashlib.sha256).digest()).decode()


def admit(headers: Mapping[str, str]) -> None:
    """Raise ``Forged`` unless there is a signature to look at: without one the body need not be read."""
    if not re.fullmatch(PREFIX + r"[A-Za-z0-9+/]{43}=", _given(headers)):
        raise Forged("wrong or missing signature")


def verify(headers: Mapping[str, str], body: bytes, api_secret: str) -> None:
    """Raise ``Forged`` unless the header signs exactly these bytes; an empty ``api_secret`` lets nobody in."""
    given = _given(headers).encode(errors="surrogateescape")
    if not api_secret or not hmac.compare_digest(given, signature(body, api_secret).encode()):
        raise Forged("wrong or missing signature")


def challenged(query: Mapping[str, str]) -> str:
    """Give the token of a challenge; raises ``Forged`` for what is none."""
    token = query.get("crc_token", "")
    if not _TOKEN.fullmatch(token):
        raise Forged("a challenge without a token")
    return token


def response(token: str, api_secret: str) -> str:
    """Answer a challenge, as JSON (X API v2, Webhooks, CRC check)."""
    return json.dumps({"response_token": signature(token.encode(errors="surrogateescape"), api_secret)})


def _given(headers: Mapping[str, str]) -> str:
    return next((value for name, value in headers.items() if name.lower() == HEADER), "")
