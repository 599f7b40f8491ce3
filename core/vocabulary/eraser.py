"""The store's part of an erasure: documents of which no lane takes care by itself."""

from collections.abc import AsyncIterator
from typing import Protocol

import msgspec


class Scope(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an erasure is about: these ``tickets``, and the lanes where they were spoken about.

    ``chats`` and ``persons`` are the reporter's; where the erasure is of the ``whole`` person they go, too. ``files``
    are the citizen's, by their ids in the media store and by those under which they came. ``passed_on`` says where
    else their words went: a ticket of somebody else, and the one of these that was merged into it.
    """

    tickets: tuple[str, ...]
    chats: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    whole: bool = False
    passed_on: tuple[tuple[str, str], ...] = ()


class Remains(msgspec.Struct, frozen=True):
    """In how many documents of a collection something was ``found``; ``waiting`` of them could not go yet."""

    collection: str
    found: int
    waiting: int = 0


class Eraser(Protocol):
    """Where an erasure ends. Every method raises ``StoreDown``; all of it is harmless when it is done again."""

    def erase(self, scope: Scope, *, dry: bool) -> AsyncIterator[Remains]:
        """Erase what there is in one collection after the other, or with ``dry`` only count it."""
        ...

    async def drop_note(self, name: str) -> None:
        """Forget a note."""
        ...
