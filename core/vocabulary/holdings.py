"""What a database holds of a person beside the lanes, for the copy of their own data that everybody may ask for."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from core.vocabulary.events import Event
from core.vocabulary.lanes import Receipt
from core.vocabulary.report import Origin


class StoredFile(msgspec.Struct, frozen=True, omit_defaults=True):
    """A stored file, ``size`` in bytes; ``origin`` is when and where it was taken, kept until ``origin_until``."""

    id: str
    mime: str
    size: int
    at: datetime
    origin: Origin | None = None
    origin_until: datetime | None = None


class Holdings(Protocol):
    """Where all is read that belongs to some chats. Every method raises ``StoreDown``."""

    async def events_in(self, lanes: Sequence[str]) -> Sequence[Event]:
        """Read the events of lanes that are kept, the oldest first."""
        ...

    async def messages_to(self, lanes: Sequence[str]) -> Sequence[Receipt]:
        """Read the receipts of lanes that keep their message, the oldest first."""
        ...

    async def names_of(self, lanes: Sequence[str]) -> Sequence[str]:
        """Give the names (``<channel>:<id>``) by which platforms know who is on some lanes."""
        ...

    async def links_to(self, boxes: Sequence[str]) -> Sequence[datetime]:
        """Give since when links lead to some boxes: of a link only its digest is kept, which tells nothing."""
        ...

    async def stored_files(self, media_ids: Sequence[str]) -> Sequence[StoredFile]:
        """Describe stored files, those that are there."""
        ...
