"""Files on their way: as a channel fetched them, as the store keeps them, and by what one is known again."""

from collections.abc import Awaitable, Callable
from typing import Literal

import msgspec

from core.vocabulary.events import File
from core.vocabulary.report import Alike, Facts


class Media(msgspec.Struct, frozen=True):
    """A stored file."""

    content: bytes
    mime: str
    name: str


class Likeness(msgspec.Struct, frozen=True):
    """By what a picture is known again: ``keys`` find it, ``grey`` shows that it is the same.

    ``view`` is a small grey picture of it, from which it is looked for; it is not stored.
    """

    keys: tuple[int, ...]
    grey: bytes
    view: bytes = b""


class Known(msgspec.Struct, frozen=True):
    """A stored file as it is known again; ``number`` is the ticket of which it is evidence, empty while of none.

    ``sha256`` is of its bytes; ``likeness`` is there of pictures.
    """

    media: str
    sha256: str
    number: str = ""
    likeness: Likeness | None = None


Rejection = Literal["", "empty", "kind", "pixels", "packed", "broken", "virus"]


class Tidied(msgspec.Struct, frozen=True):
    """A file on its way into the store.

    ``telltale``: nobody could take out of it what tells who made it; ``torn``: because it is not whole. ``rejected``
    says why it is not to be stored at all, empty when it is. ``facts`` and ``likeness`` are there where it has such.
    """

    media: Media
    telltale: bool = False
    torn: bool = False
    rejected: Rejection = ""
    facts: Facts | None = None
    likeness: Likeness | None = None


Tidy = Callable[[Media, File], Awaitable[Tidied]]
"""Takes out of a file what is not its content: a file that it cannot read is marked. Raises ``HelperDown``."""

Recognise = Callable[[Known], Awaitable[tuple[Alike, ...]]]
"""Finds among the evidence of all tickets what a new file is like. Raises ``StoreDown``."""

Hear = Callable[[Media], Awaitable[str]]
"""Writes down what is said in a sound, empty for nothing. Raises ``HelperDown``."""
