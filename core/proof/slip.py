"""The slip that a citizen keeps: the city's signature on number, time and a digest of the words as they were filed.

It says nothing of anybody: the words cannot be guessed from their digest without the salt, which is on the slip alone.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from typing import Final

import msgspec

from core.proof.chain import SALT_BYTES, canonical, digest_of
from core.proof.keys import Signer, is_signed, read, written
from core.vocabulary.seal import Seal

MARK: Final = "KANAL1"
SIGNED: Final = b"kanal:slip:v1\n"
"""Stands before what is signed."""
PICTURE: Final = "slip-"
"""How the id of a file begins that is the code of the slip behind it: such a file is drawn, and never stored."""
_FORM: Final = re.compile(
    rf"({MARK})\.([A-Z]{{2,8}}-[0-9]{{2}}-[0-9]+-[0-9])\.([0-9]{{8}}T[0-9]{{6}}Z)\.([0-9a-f]{{8}})"
    r"\.([\w-]{43})\.([\w-]{22})\.([\w-]{86})",
    re.ASCII,
)
_TIME: Final = "%Y%m%dT%H%M%SZ"


class Slip(msgspec.Struct, frozen=True):
    """A slip: the ticket's ``number``, when it was opened (UTC), the signing ``key``, digest and salt of the words.

    All but time and number are as `core.proof.keys.written` writes bytes; the salt is not signed by itself.
    """

    number: str
    at: str
    key: str
    words: str
    salt: str
    signature: str

    @property
    def text(self) -> str:
        """Write it in one line, which fits into two text messages and into a square code."""
        return ".".join((MARK, self.number, self.at, self.key, self.words, self.salt, self.signature))

    @property
    def message(self) -> bytes:
        """Give what is signed."""
        return SIGNED + canonical(body_of(self.number, self.at, self.key, self.words))

    @property
    def moment(self) -> datetime:
        """Give when the report was taken in. Raises ValueError for a time that there is not."""
        return datetime.strptime(self.at, _TIME).replace(tzinfo=UTC)

    def is_signed(self, public: bytes) -> bool:
        """Tell whether the owner of a key signed it."""
        return is_signed(public, self.message, read(self.signature))

    def is_about(self, words: str) -> bool:
        """Tell whether these are the words that were filed."""
        return digest_of_words(self.number, words, self.salt) == self.words


def body_of(number: str, at: str, key: str, words: str) -> dict[str, str]:
    """Give what a slip says beside salt and signature: the journal's first line has it, too."""
    return {"number": number, "at": at, "key": key, "words": words}


def slip_time(moment: datetime) -> str:
    """Write a moment as slips have it: UTC, to the second."""
    return moment.astimezone(UTC).strftime(_TIME)


def plain(words: str) -> str:
    """Give words as they are compared: composed letters, and any run of spaces and line breaks is one space."""
    return " ".join(unicodedata.normalize("NFC", words).split())


def digest_of_words(number: str, words: str, salt: str) -> str:
    """Give the digest of what was filed."""
    return written(bytes.fromhex(digest_of("words", {"number": number, "salt": salt, "words": plain(words)})))


def slip_for(number: str, words: str, at: datetime, seal: Seal, signer: Signer) -> Slip:
    """Make the slip of a report that has just been given its number."""
    salt = written(seal(f"slip:{number}:{slip_time(at)}")[:SALT_BYTES])
    bare = Slip(number, slip_time(at), signer.key, digest_of_words(number, words, salt), salt, "")
    return msgspec.structs.replace(bare, signature=written(signer.sign(bare.message)))


def read_slip(text: str) -> Slip | None:
    """Find a slip in a text, however it was broken into lines; None where there is none, or not a whole one."""
    found = _FORM.search("".join(text.split()))
    return Slip(*found.groups()[1:]) if found is not None else None
