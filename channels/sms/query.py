"""Read the gateway's queries: bytes in a coding that the query itself names, under names that may be others'."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote_to_bytes

import gsm0338

from channels.raw import clean

OUR_NAMES = (
    "id", "from", "to", "text", "charset", "coding", "time", "udh", "ref", "entry", "state", "answer",
)  # fmt: skip
"""What `deploy/kannel` puts into the addresses, beside what the gateway may add; other gateways have other names."""

FIRST_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
AHEAD_MOST = timedelta(days=1)
"""A clock that is further ahead is not believed."""
_ALPHABET = gsm0338.Codec()
_CHARSETS = {
    "utf-8": "utf-8", "utf8": "utf-8", "us-ascii": "utf-8",
    "utf-16be": "utf-16-be", "ucs-2": "utf-16-be", "ucs2": "utf-16-be", "iso-10646-ucs-2": "utf-16-be",
    "utf-16le": "utf-16-le", "utf-16": "utf-16",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "windows-1252": "cp1252", "iso-8859-15": "iso-8859-15",
}  # fmt: skip
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Fields:
    """The values of one query by our names, as bytes."""

    values: Mapping[str, bytes]

    def word(self, name: str) -> str:
        """Give a value that is ASCII by nature: a number, an id, a code."""
        return clean(self.values.get(name, b"").decode("utf-8", "replace")).strip()

    def raw(self, name: str) -> bytes:
        """Give a value as it came."""
        return self.values.get(name, b"")


def names(setting: str) -> Mapping[str, str]:
    """Read how another gateway calls what we need: ``id=msgid,text=message``; raises ``ValueError``."""
    pairs = dict(entry.partition("=")[::2] for entry in (one.strip() for one in setting.split(",")) if entry)
    if unknown := [name for name, theirs in pairs.items() if name not in OUR_NAMES or not theirs.strip()]:
        raise ValueError(f"{', '.join(unknown)}: must be of {', '.join(OUR_NAMES)}, each with another name behind =")
    return {theirs.strip(): name for name, theirs in pairs.items()}


def read(query: str, theirs: Mapping[str, str]) -> Fields:
    """Read a query string; of a name that comes twice the first counts. Other names than ours are left out."""
    found: dict[str, bytes] = {}
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        called = unquote_to_bytes(name.replace("+", " ")).decode("utf-8", "replace")
        ours = theirs.get(called, called)
        if ours in OUR_NAMES and (ours not in theirs.values() or called in theirs):
            found.setdefault(ours, unquote_to_bytes(value.replace("+", " ")))
    return Fields(found)


def words_of(fields: Fields) -> str | None:
    """Give what a person wrote, by coding and charset; None for what is no text."""
    content, coding = fields.raw("text"), fields.word("coding")
    if coding == "2" and not fields.word("charset"):
        return _tidy(content.decode("utf-16-be", "replace"))
    charset = _CHARSETS.get(fields.word("charset").lower())
    if charset is not None:
        return _tidy(content.decode(charset, "replace"))
    found = _guessed(content)
    return None if coding == "1" and _CONTROLS.search(found) else _tidy(found)


def _guessed(content: bytes) -> str:
    """Read what has no charset that says anything: ``GSM`` and ``8-BIT`` name the coding on the air, not this one's."""
    try:
        found = content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
    if not _CONTROLS.search(found):
        return found
    try:
        return str(_ALPHABET.decode(content)[0])
    except UnicodeError:
        return found


def _tidy(text: str) -> str:
    return _CONTROLS.sub("", clean(text.replace("\r\n", "\n").replace("\r", "\n"))).replace("\ufeff", "").strip()


def moment(told: str, received: datetime) -> datetime:
    """Read epoch seconds or ``YYYY-MM-DD HH:MM[:SS]``, both UTC; ``received`` for what cannot be."""
    found = received
    if told.isascii() and told.isdecimal() and len(told) <= 13:
        seconds = int(told) / (1000 if len(told) > 11 else 1)
        found = datetime.fromtimestamp(seconds, UTC)
    else:
        try:
            found = datetime.fromisoformat(told).replace(tzinfo=UTC)
        except ValueError:
            return received
    return found if FIRST_MOMENT <= found <= received + AHEAD_MOST else received
