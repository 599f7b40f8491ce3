"""Read what is kept of some chats beside their lanes, by the indexes that an erasure uses, too."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import bson

from core.vocabulary.events import Event
from core.vocabulary.holdings import StoredFile
from core.vocabulary.lanes import Receipt
from core.vocabulary.report import Origin
from storage.mongo.connection import Connection, reaching
from storage.mongo.documents import CODEC, unpack
from storage.mongo.receipts import as_receipt, span_of
from storage.mongo.walking import walked


class HeldThings:
    """Read by lane, by box and by file."""

    def __init__(self, connection: Connection) -> None:
        self._of = connection

    async def events_in(self, lanes: Sequence[str]) -> Sequence[Event]:
        """Read the events of lanes that are kept, the oldest first."""
        wanted, found = frozenset(lanes), list[Event]()
        async for one in walked(self._of, "inbox", "since"):
            if one.get("lane") in wanted and "event" in one:
                found.append(unpack(bson.decode(one.raw, CODEC)["event"], Event))
        return found

    async def messages_to(self, lanes: Sequence[str]) -> Sequence[Receipt]:
        """Read the receipts of lanes that keep their message, the oldest first."""
        found: dict[str, Receipt] = {}
        for lane in lanes:
            with reaching():
                documents = await self._of["receipts"].find({"finds": span_of(lane)}).to_list(None)
            found.update({one["_id"]: as_receipt(one) for one in documents if "message" in one})
        return sorted(found.values(), key=lambda one: (one.at, one.id))

    async def names_of(self, lanes: Sequence[str]) -> Sequence[str]:
        """Give the names by which platforms know who is on some lanes."""
        with reaching():
            found = await self._of["aliases"].find({"lane": {"$in": list(lanes)}}).to_list(None)
        return sorted(one["_id"] for one in found)

    async def links_to(self, boxes: Sequence[str]) -> Sequence[datetime]:
        """Give since when links lead to some boxes."""
        with reaching():
            found = await self._of["links"].find({"box": {"$in": list(boxes)}}).to_list(None)
        return sorted(one["at"] for one in found)

    async def stored_files(self, media_ids: Sequence[str]) -> Sequence[StoredFile]:
        """Describe stored files, those that are there."""
        wanted = {"_id": {"$in": list(media_ids)}}
        with reaching():
            files = await self._of["media.files"].find(wanted).to_list(None)
            origins = await self._of["origins"].find(wanted).to_list(None)
        told = {one["_id"]: one for one in origins}
        return [_stored(one, told.get(one["_id"])) for one in sorted(files, key=lambda one: one["_id"])]


def _stored(file: dict[str, Any], origin: dict[str, Any] | None) -> StoredFile:
    bare = StoredFile(file["_id"], file["metadata"]["mime"], file["length"], file["uploadDate"])
    if origin is None:
        return bare
    return StoredFile(bare.id, bare.mime, bare.size, bare.at, unpack(origin, Origin), origin["until"])
