"""Bytes in chunks as GridFS lays them out (MongoDB manual, "GridFS"), written and read a few at a time.

Chunks are written by us and not through a bucket, because their ids are made from the file's id and content: storing
the same file twice, at once or after a kill in the middle, meets its own chunks and leaves one whole file.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import TYPE_CHECKING, Any

from bson.binary import Binary
from bson.raw_bson import RawBSONDocument

from core.vocabulary.errors import StoreDown
from core.vocabulary.media import Content
from storage.mongo.connection import insert_new, reaching
from storage.mongo.documents import encode

if TYPE_CHECKING:
    from storage.mongo.connection import Documents

CHUNK_BYTES = 255 * 1024
"""MongoDB manual, "GridFS": the default chunk size."""
_CHUNKS_PER_COMMAND = 4
"""A megabyte: so much of a file is in memory while it is stored or read."""


class Chunks:
    """The chunks of one collection."""

    def __init__(self, collection: Documents) -> None:
        self._collection = collection

    async def write(self, owner: str, content: Content, beside: Mapping[str, Any]) -> str:
        """Store the bytes of a file with what stands ``beside`` them in each chunk; give their digest."""
        digest = await content.digest()
        batch: list[RawBSONDocument] = []
        number = 0
        async for data in _cut(content):
            key = _chunk_id(owner, digest, number)
            batch.append(encode({"_id": key, "files_id": owner, "n": number, "data": Binary(data), **beside}))
            number += 1
            if len(batch) == _CHUNKS_PER_COMMAND:
                await self._insert(batch)
                batch = []
        if batch:
            await self._insert(batch)
        return digest

    def content(self, owner: str, size: int, digest: str, chunk_bytes: int = CHUNK_BYTES) -> StoredContent:
        """Give the bytes of a file that was stored to its end."""
        return StoredContent(self._collection, owner, size, digest, chunk_bytes)

    async def drop(self, content: StoredContent) -> None:
        """Delete the bytes of a file."""
        with reaching():
            await self._collection.delete_many({"_id": {"$in": content.keys}})

    async def _insert(self, batch: list[RawBSONDocument]) -> None:
        missed = await insert_new(self._collection, batch)
        if failed := next((error for error in missed.values() if error is not None), None):
            raise failed


class StoredContent:
    """The bytes of a stored file: read when they are asked for."""

    def __init__(self, collection: Documents, owner: str, size: int, digest: str, chunk_bytes: int) -> None:
        self._collection = collection
        self._digest = digest
        self.size = size
        self.keys = [_chunk_id(owner, digest, n) for n in range(-(-size // chunk_bytes))]

    async def pieces(self) -> AsyncIterator[bytes]:
        """Give the bytes from the first to the last. Raises ``StoreDown``, also for a file that is not whole."""
        for start in range(0, len(self.keys), _CHUNKS_PER_COMMAND):
            keys = self.keys[start : start + _CHUNKS_PER_COMMAND]
            with reaching():
                found = await self._collection.find({"_id": {"$in": keys}}).to_list(None)
            if len(found) < len(keys):
                raise StoreDown("a part of a file is not there")
            for document in sorted(found, key=lambda item: int(item["n"])):
                yield document["data"]

    async def digest(self) -> str:
        """Give the SHA-256 that was found when they were stored."""
        return self._digest

    async def is_whole(self) -> bool:
        """Tell whether every part is there."""
        with reaching():
            found = await self._collection.find({"_id": {"$in": self.keys}}, {"_id": 1}).to_list(None)
        return len(found) == len(self.keys)


async def _cut(content: Content) -> AsyncIterator[bytes]:
    """Cut bytes into chunks."""
    rest = bytearray()
    async for piece in content.pieces():
        rest += piece
        while len(rest) >= CHUNK_BYTES:
            yield bytes(rest[:CHUNK_BYTES])
            del rest[:CHUNK_BYTES]
    if rest:
        yield bytes(rest)


def _chunk_id(owner: str, digest: str, n: int) -> str:
    return f"{owner}:{digest[:16]}:{n}"
