"""Letters on private pages, the digests of the links to them, and files that wait for a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pymongo.errors import DuplicateKeyError

from core.vocabulary.letters import Letter, PageLink, Upload
from core.vocabulary.media import Held
from storage.mongo.chunks import Chunks
from storage.mongo.connection import Connection, reaching
from storage.mongo.documents import encode, pack, unpack

if TYPE_CHECKING:
    from storage.mongo.connection import Documents


class LetterBoxes:
    """One document for each letter, link and file; ids are their owners', so that repeats are harmless."""

    def __init__(self, connection: Connection) -> None:
        self._letters = connection["letters"]
        self._uploads = connection["uploads"]
        self._upload_chunks = Chunks(connection["uploads.chunks"])
        self._links = connection["links"]

    async def put_letter(self, letter: Letter) -> None:
        """Put a letter into its box; one that is there stays as it is."""
        body = pack(letter)
        await self._insert(self._letters, {"_id": body.pop("id"), **body})

    async def letters(self, box: str, limit: int) -> Sequence[Letter]:
        """Give the newest letters of a box, the oldest of them first."""
        with reaching():
            found = await self._letters.find({"box": box}).sort("at", -1).limit(limit).to_list(None)
        read = [unpack({"id": one.pop("_id"), **one}, Letter) for one in found]
        return sorted(read, key=lambda letter: (letter.at, letter.id))

    async def mark_read(self, letter_ids: Sequence[str]) -> None:
        """Note that letters were seen."""
        if letter_ids:
            with reaching():
                await self._letters.update_many({"_id": {"$in": list(letter_ids)}}, {"$set": {"read": True}})

    async def put_upload(self, upload: Upload) -> None:
        """Keep a file for a while."""
        with reaching():
            if await self._uploads.find_one({"_id": upload.id}, {"_id": 1}):
                return
        digest = await self._upload_chunks.write(upload.id, upload.content, {"at": upload.at})
        body = {"_id": upload.id, "size": upload.content.size, "sha256": digest, "mime": upload.mime, "at": upload.at}
        await self._insert(self._uploads, body)

    async def get_upload(self, upload_id: str) -> Upload | None:
        """Read a file that is kept for a while; None when it is gone."""
        with reaching():
            found = await self._uploads.find_one({"_id": upload_id})
        if found is None:
            return None
        if "content" in found:  # as it was written before chunks; such a document lasts a day
            return Upload(upload_id, Held(found["content"]), found["mime"], found["at"])
        content = self._upload_chunks.content(upload_id, found["size"], found["sha256"])
        return Upload(upload_id, content, found["mime"], found["at"])

    async def bind_link(self, digest: str, box: str, at: datetime) -> None:
        """Let a link lead to a box; one that was closed stays closed."""
        await self._insert(self._links, {"_id": digest, "box": box, "at": at})

    async def link_of(self, digest: str) -> PageLink:
        """Give what is known of a link; of one that never was, that it leads nowhere."""
        with reaching():
            found = await self._links.find_one({"_id": digest})
        if found is None:
            return PageLink()
        replaced = found.get("replaced_at") if not found["box"] else None
        return PageLink(str(found["box"]), replaced, bool(found.get("renewed")))

    async def renew_link(self, digest: str, new: str, at: datetime) -> bool:
        """Put a new link in the place of another, once: of two that try at one moment the first one wins."""
        free = {"_id": digest, "box": {"$ne": ""}, "renewed": {"$ne": True}, "next": {"$exists": False}}
        with reaching():
            await self._links.update_one(free, {"$set": encode({"next": new, "replaced_at": at})})
            found = await self._links.find_one({"_id": digest})
        if found is None or found.get("next") != new:
            return False
        if found["box"]:  # else it was done before
            await self._insert(self._links, {"_id": new, "box": found["box"], "at": at, "renewed": True})
            await self.close_link(digest)
        return True

    async def close_link(self, digest: str) -> None:
        """Let a link lead nowhere from now on."""
        with reaching():
            await self._links.update_one({"_id": digest}, {"$set": {"box": ""}})

    async def _insert(self, collection: Documents, document: dict[str, Any]) -> None:
        with reaching():
            try:
                await collection.insert_one(encode(document))
            except DuplicateKeyError:
                return
