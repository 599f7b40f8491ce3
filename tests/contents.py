"""Read a file whole, wherever its bytes lie."""

from __future__ import annotations

import asyncio

from msgspec import structs

from core.vocabulary.events import File, FileKind
from core.vocabulary.media import Content, Held, Media, Tidied, copy
from storage.files import TemporarySpool, Tidier


async def whole(content: Content) -> bytes:
    """Give all bytes."""
    return b"".join([piece async for piece in content.pieces()])


async def here(media: Media | None) -> Media | None:
    """Give a file with its bytes in memory."""
    return media and structs.replace(media, content=Held(await whole(media.content)))


def bytes_of(content: Content) -> bytes:
    """Give all bytes, where no loop runs."""
    return asyncio.run(whole(content))


async def tidied_by(tidier: Tidier, content: bytes, mime: str, kind: FileKind = "photo") -> Tidied:
    """Tidy a file as it would come in, and give it with its bytes in memory."""
    with TemporarySpool() as raw, TemporarySpool() as made:
        await copy(Held(content), raw)
        found = await tidier(Media(raw, mime, "x"), File(kind, "r"), made)
        return structs.replace(
            found, media=structs.replace(found.media, content=Held(await whole(found.media.content)))
        )
