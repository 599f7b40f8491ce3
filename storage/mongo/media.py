"""Files, in GridFS's own format (MongoDB manual, "GridFS"): ``media.files`` and ``media.chunks``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pymongo.errors import DuplicateKeyError

from core.vocabulary.media import Content, Media
from core.vocabulary.steps import Clock
from storage.errors import MediaTooLarge
from storage.mongo.chunks import CHUNK_BYTES, Chunks, StoredContent
from storage.mongo.connection import Connection, reaching
from storage.mongo.documents import mended

MEDIA_LIMIT_BYTES = 20 * 1024 * 1024
"""Bot API, getFile: bots can download files of up to 20 MB; no other platform's photos are larger."""
Drawn = Callable[[str], Media | None]
"""Gives a file that is drawn whenever it is read, by its id; None for every other id."""


def nothing_drawn(_media_id: str) -> None:
    """Draw nothing: every file is one that was stored."""
    return


class MediaStore:
    """Store and read files under ids that their owner chose."""

    def __init__(
        self,
        connection: Connection,
        clock: Clock,
        limit_bytes: int = MEDIA_LIMIT_BYTES,
        drawn: Drawn = nothing_drawn,
    ) -> None:
        self._files = connection["media.files"]
        self._chunks = Chunks(connection["media.chunks"])
        self._clock = clock
        self._limit = limit_bytes
        self._drawn = drawn

    async def put(self, content: Content, mime: str, name: str, media_id: str) -> None:
        """Store a file; an id that exists already keeps its first content. Raises ``MediaTooLarge``."""
        if content.size > self._limit:
            raise MediaTooLarge(content.size, self._limit)
        if await self._file(media_id) is not None:
            return
        digest = await self._chunks.write(media_id, content, {})
        file = {
            "_id": media_id,
            "length": content.size,
            "chunkSize": CHUNK_BYTES,
            "uploadDate": self._clock.now(),
            "filename": mended(name),
            "metadata": {"mime": mime, "sha256": digest},
        }
        with reaching():
            try:
                await self._files.insert_one(file)
            except DuplicateKeyError:
                await self._drop_other_chunks(media_id, self._chunks.content(media_id, content.size, digest))

    async def get(self, media_id: str) -> Media | None:
        """Give a file, whose bytes are read when they are wanted; None if it was never stored to its end.

        Some are drawn and never stored.
        """
        if drawn := self._drawn(media_id):
            return drawn
        file = await self._file(media_id)
        if file is None:
            return None
        content = self._chunks.content(media_id, file["length"], file["metadata"]["sha256"], file["chunkSize"])
        return Media(content, file["metadata"]["mime"], file["filename"]) if await content.is_whole() else None

    async def _file(self, media_id: str) -> dict[str, Any] | None:
        with reaching():
            return await self._files.find_one({"_id": media_id})

    async def _drop_other_chunks(self, media_id: str, ours: StoredContent) -> None:
        """Remove what we wrote when another process stored other content under the same id first."""
        file = await self._file(media_id)
        if file is not None and file["metadata"]["sha256"] != await ours.digest():
            await self._chunks.drop(ours)
