"""Words that open something once: made from what caused them and a secret, and kept only as digests."""

import base64
import re
from datetime import datetime

from core.vocabulary.lane_names import digest
from core.vocabulary.seal import Seal

INVITATION = "u_"
"""How the word of an invitation begins; a link carries at most 64 letters, digits, ``_`` and ``-`` (Bot API, deep
links)."""
_TOKEN = re.compile(r"u_[A-Za-z0-9_-]{22,40}")
_CODE = re.compile(r"[A-Z2-7]{4}-?[A-Z2-7]{4}")


def invitation_token(seal: Seal, cause: str) -> str:
    """Make the word of an invitation out of what caused it: 144 bits."""
    return INVITATION + base64.urlsafe_b64encode(seal(f"invitation:{cause}")[:18]).decode()


def is_invitation(word: str) -> bool:
    """Tell whether a word looks like that of an invitation."""
    return _TOKEN.fullmatch(word.strip()) is not None


def binding_code(seal: Seal, cause: str, at: datetime) -> str:
    """Make a code that people can type: eight letters and digits of an alphabet without look-alikes, 40 bits."""
    word = base64.b32encode(seal(f"code:{cause}:{at.isoformat()}")[:5]).decode()
    return f"{word[:4]}-{word[4:]}"


def read_code(text: str) -> str:
    """Read a code as people type it; empty when it is none."""
    word = text.strip().upper()
    return word.replace("-", "") if _CODE.fullmatch(word) else ""


def known_by(word: str) -> str:
    """Give the digest under which a word is kept."""
    return digest(f"word:{word}")
