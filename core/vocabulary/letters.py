"""What waits on private pages: letters to people whom no platform reaches, links to them, and files on their way in."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from core.vocabulary.effects import Choice
from core.vocabulary.media import Content
from core.vocabulary.report import Evidence


class Letter(msgspec.Struct, frozen=True, omit_defaults=True):
    """One message in somebody's box, of ours or (``own``) of theirs; ``files`` counts theirs.

    ``id`` is the outbox entry's or the event's, ``ref`` the ticket it is about, ``read`` whether they have seen it.
    """

    id: str
    box: str
    at: datetime
    text: str
    own: bool = False
    choices: tuple[Choice, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    ref: str = ""
    key: str = ""
    files: int = 0
    read: bool = False


class PageLink(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is known of a link: the ``box`` that it leads to, empty when it leads nowhere any more.

    ``replaced_at`` is when another one took its place; ``renewed``: it took the place of an earlier one itself.
    """

    box: str = ""
    replaced_at: datetime | None = None
    renewed: bool = False


class Upload(msgspec.Struct, frozen=True):
    """A file as somebody sent it, kept for a day: until the one way for files has brought it into the media store."""

    id: str
    content: Content
    mime: str
    at: datetime


class Letters(Protocol):
    """Boxes of letters. Every method raises ``StoreDown``; everything said twice under one id is said once."""

    async def put_letter(self, letter: Letter) -> None:
        """Put a letter into its box."""
        ...

    async def letters(self, box: str, limit: int) -> Sequence[Letter]:
        """Give the newest letters of a box, the oldest of them first."""
        ...

    async def mark_read(self, letter_ids: Sequence[str]) -> None:
        """Note that letters were seen."""
        ...

    async def put_upload(self, upload: Upload) -> None:
        """Keep a file for a while."""
        ...

    async def get_upload(self, upload_id: str) -> Upload | None:
        """Read a file that is kept for a while; None when it is gone."""
        ...

    async def bind_link(self, digest: str, box: str, at: datetime) -> None:
        """Let a link, known by its digest alone, lead to a box; one that was closed stays closed."""
        ...

    async def link_of(self, digest: str) -> PageLink:
        """Give what is known of a link; of one that never was, that it leads nowhere."""
        ...

    async def renew_link(self, digest: str, new: str, at: datetime) -> bool:
        """Put a new link in the place of another; False where that one leads nowhere or was renewed once already.

        Said again with the same new link it is done; with another one it is not.
        """
        ...

    async def close_link(self, digest: str) -> None:
        """Let a link lead nowhere from now on."""
        ...
