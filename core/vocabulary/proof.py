"""What binds the lines of a journal together, and what the city signs of them each day."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import msgspec


class Chained(msgspec.Struct, frozen=True, omit_defaults=True):
    """What chains a line: its number ``n`` from 1 on, the digest ``prev`` of the line before it, and its own, ``head``.

    Out of the ``salt`` each field of the line has a salt of its own. Where words were erased it is empty, ``salts`` are
    those of the fields that are left, and ``erased`` the digests of those that are gone.
    """

    n: int
    prev: str
    head: str
    salt: str = ""
    salts: dict[str, str] = {}
    erased: dict[str, str] = {}


class HeadMark(msgspec.Struct, frozen=True):
    """Of a journal's line what a day's root needs: whose it is, its number and digest, and when it was written (UTC).

    A line without a chain has the number 0. ``words`` and ``key`` are those of the slip, on the first line of a report
    that was given one.
    """

    subject: str
    at: datetime
    n: int
    head: str
    words: str = ""
    key: str = ""


class DayRoot(msgspec.Struct, frozen=True):
    """The signed root of a local day: over so many leaves (``size``), after the root before it (``previous``).

    ``number`` counts the city's roots from 1; ``until`` is when the day ended and ``at`` when the root was made, both
    as they are hashed; ``signature`` is by ``key``.
    """

    city: str
    day: str
    until: str
    number: int
    previous: str
    size: int
    root: str
    at: str
    key: str
    signature: str = ""


class CityKey(msgspec.Struct, frozen=True, omit_defaults=True):
    """A key that signs, or once did: its public part, since when (UTC), and who vouches for it: the key ``before``.

    The first key of a city has none before it; ``signature`` is by the one before.
    """

    id: str
    public: str
    since: datetime
    before: str = ""
    signature: str = ""


class RootKeeper(Protocol):
    """Where roots and keys are kept. Every method raises ``StoreDown``."""

    async def head_marks(self, since: datetime, until: datetime) -> Sequence[HeadMark]:
        """Read what was written from ``since`` to before ``until``, in no order."""
        ...

    async def last_root(self) -> DayRoot | None:
        """Read the newest root."""
        ...

    async def put_root(self, root: DayRoot, leaves: bytes) -> bool:
        """Keep a root with the digests of its leaves, 32 bytes each; False where its day has one."""
        ...

    async def root_of(self, day: str) -> DayRoot | None:
        """Read the root of a day."""
        ...

    async def leaves_of(self, day: str) -> bytes:
        """Read the digests of a day's leaves, in their order."""
        ...

    async def roots_of(self, year: str) -> Sequence[DayRoot]:
        """Read the roots of a year (four digits), the oldest first."""
        ...

    async def put_key(self, key: CityKey) -> bool:
        """Keep a public key; False where it is known."""
        ...

    async def city_keys(self) -> Sequence[CityKey]:
        """Read all keys, the oldest first."""
        ...
