"""Files on their way: as a channel fetched them, as the store keeps them, and by what one is known again."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractContextManager
from typing import Literal, Protocol

import msgspec

from core.vocabulary.events import File
from core.vocabulary.report import Alike, Facts

PIECE_BYTES = 256 * 1024
"""So much of a file is in memory at a time while it goes from one place to another."""


class Content(Protocol):
    """The bytes of a file, wherever they lie: nobody needs all of them in memory. They can be read several times."""

    @property
    def size(self) -> int:
        """Give how many bytes there are."""
        ...

    def pieces(self) -> AsyncIterator[bytes]:
        """Give them from the first to the last. Raises what the place raises where they lie."""
        ...

    async def digest(self) -> str:
        """Give their SHA-256 in hexadecimal digits."""
        ...


class Spool(Content, Protocol):
    """Where the bytes of one file on its way are put, and are gone when it ends."""

    async def write(self, piece: bytes) -> None:
        """Put bytes behind those that are there. Raises ``HelperDown`` where there is no room."""
        ...

    async def clear(self) -> None:
        """Begin anew."""
        ...


class Held:
    """Bytes in memory: for what is small and our own, and where no better place is known."""

    def __init__(self, content: bytes = b"") -> None:
        self._content = bytearray(content)

    def __eq__(self, other: object) -> bool:
        """Tell whether the bytes are the same."""
        return isinstance(other, Held) and self._content == other._content

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        """Say how many bytes these are."""
        return f"Held({self.size} bytes)"

    def __enter__(self) -> Held:
        """Take bytes on their way."""
        return self

    def __exit__(self, *_ended: object) -> None:
        """Forget them with the last who knows them."""

    @property
    def size(self) -> int:
        """Give how many bytes there are."""
        return len(self._content)

    async def pieces(self) -> AsyncIterator[bytes]:
        """Give them from the first to the last."""
        for start in range(0, self.size, PIECE_BYTES):
            yield bytes(self._content[start : start + PIECE_BYTES])

    async def digest(self) -> str:
        """Give their SHA-256 in hexadecimal digits."""
        return hashlib.sha256(self._content).hexdigest()

    async def write(self, piece: bytes) -> None:
        """Put bytes behind those that are there."""
        self._content += piece

    async def clear(self) -> None:
        """Begin anew."""
        self._content.clear()


async def copy(content: Content, into: Spool) -> None:
    """Put a file into a spool."""
    await into.clear()
    async for piece in content.pieces():
        await into.write(piece)


Spooling = Callable[[], AbstractContextManager[Spool]]
"""Opens a place for one file, to be left when the file has gone on."""


class Media(msgspec.Struct, frozen=True):
    """A stored file, or one on its way."""

    content: Content
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


Tidy = Callable[[Media, File, Spool], Awaitable[Tidied]]
"""Takes out of a file what is not its content: a file that it cannot read is marked. What is made of it is put into the
spool, which is another than the file's. Raises ``HelperDown``."""

Recognise = Callable[[Known], Awaitable[tuple[Alike, ...]]]
"""Finds among the evidence of all tickets what a new file is like. Raises ``StoreDown``."""

Hear = Callable[[Media], Awaitable[str]]
"""Writes down what is said in a sound, empty for nothing. Raises ``HelperDown``."""
