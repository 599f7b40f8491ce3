"""Files, in GridFS's own format (MongoDB manual, "GridFS"): ``media.files`` and ``media.chunks``.

Chunks are written by us and not through a bucket, because their ids are made from the file's id and content: storing
the same file twice, at once or after a kill in the middle, meets its own chunks and leaves one whole file.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from typing import Any

from bson.binary import Binary
from bson.raw_bson import RawBSONDocument
from pymongo.errors import DuplicateKeyError

from core.vocabulary.media import Media
from core.vocabulary.steps import Clock
from storage.errors import MediaTooLarge
from storage.mongo.connection import Connection, insert_new, reaching
from storage.mongo.documents import encode, mended

MEDIA_LIMIT_BYTES = 20 * 1024 * 1024
"""Bot API, getFile: bots can download files of up to 20 MB; no other platform's photos are larger."""
CHUNK_BYTES = 255 * 1024
"""MongoDB manual, "GridFS": the default chunk size."""
_CHUNKS_PER_COMMAND = 8
"""Two megabytes: so much of a file is in memory besides the file itself while it is stored or read."""
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
        self._chunks = connection["media.chunks"]
        self._clock = clock
        self._limit = limit_bytes
        self._drawn = drawn

    async def put(self, content: bytes, mime: str, name: str, media_id: str) -> None:
        """Store a file; an id that exists already keeps its first content. Raises ``MediaTooLarge``."""
        if len(content) > self._limit:
            raise MediaTooLarge(len(content), self._limit)
        if await self._file(media_id) is not None:
            return
        digest = hashlib.sha256(content).hexdigest()
        count = -(-len(content) // CHUNK_BYTES)
        for start in range(0, count, _CHUNKS_PER_COMMAND):
            numbers = range(start, min(start + _CHUNKS_PER_COMMAND, count))
            documents = [_chunk(media_id, digest, n, content) for n in numbers]
            missed = await insert_new(self._chunks, documents)
            if failed := next((error for error in missed.values() if error is not None), None):
                raise failed
        file = {
            "_id": media_id,
            "length": len(content),
            "chunkSize": CHUNK_BYTES,
            "uploadDate": self._clock.now(),
            "filename": mended(name),
            "metadata": {"mime": mime, "sha256": digest},
        }
        with reaching():
            try:
                await self._files.insert_one(file)
            except DuplicateKeyError:
                await self._drop_other_chunks(media_id, digest, count)

    async def get(self, media_id: str) -> Media | None:
        """Read a file; None if it was never stored to its end. Some are drawn and never stored."""
        if drawn := self._drawn(media_id):
            return drawn
        file = await self._file(media_id)
        if file is None:
            return None
        digest = file["metadata"]["sha256"]
        count = -(-file["length"] // file["chunkSize"])
        read = io.BytesIO()  # gives its bytes in the end without a copy
        for start in range(0, count, _CHUNKS_PER_COMMAND):
            ids = [_chunk_id(media_id, digest, n) for n in range(start, min(start + _CHUNKS_PER_COMMAND, count))]
            with reaching():
                documents = await self._chunks.find({"_id": {"$in": ids}}).to_list(None)
            read.writelines(document["data"] for document in sorted(documents, key=lambda item: int(item["n"])))
        if read.tell() != file["length"]:
            return None
        return Media(read.getvalue(), file["metadata"]["mime"], file["filename"])

    async def _file(self, media_id: str) -> dict[str, Any] | None:
        with reaching():
            return await self._files.find_one({"_id": media_id})

    async def _drop_other_chunks(self, media_id: str, digest: str, count: int) -> None:
        """Remove what we wrote when another process stored other content under the same id first."""
        file = await self._file(media_id)
        if file is None or file["metadata"]["sha256"] == digest:
            return
        ids = [_chunk_id(media_id, digest, n) for n in range(count)]
        with reaching():
            await self._chunks.delete_many({"_id": {"$in": ids}})


def _chunk(media_id: str, digest: str, n: int, content: bytes) -> RawBSONDocument:
    data = Binary(content[n * CHUNK_BYTES : (n + 1) * CHUNK_BYTES])
    return encode({"_id": _chunk_id(media_id, digest, n), "files_id": media_id, "n": n, "data": data})


def _chunk_id(media_id: str, digest: str, n: int) -> str:
    return f"{media_id}:{digest[:16]}:{n}"
