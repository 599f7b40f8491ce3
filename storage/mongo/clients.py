"""Machines that may use the bridge: one document each, with the digest of its key."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from core.vocabulary.clients import Client
from core.vocabulary.errors import StoreDown
from storage.mongo.connection import Connection, reaching
from storage.mongo.documents import encode, pack, unpack

LISTED_AT_MOST = 1000
_TRIES = 5


class ClientKeys:
    """Add, read and revoke; a name is given once."""

    def __init__(self, connection: Connection) -> None:
        self._clients = connection["clients"]
        self._minutes = connection["client_minutes"]

    async def add(self, client: Client) -> bool:
        """Keep a new client; False where its name was ever used."""
        body = pack(client)
        with reaching():
            try:
                await self._clients.insert_one(encode({"_id": body.pop("id"), **body}))
            except DuplicateKeyError:
                return False
        return True

    async def get(self, client_id: str) -> Client | None:
        """Read a client."""
        with reaching():
            found = await self._clients.find_one({"_id": client_id})
        return _client(found) if found else None

    async def all(self) -> Sequence[Client]:
        """Read all clients by name."""
        with reaching():
            found = await self._clients.find({}).sort("added_at", -1).limit(LISTED_AT_MOST).to_list(None)
        return sorted((_client(one) for one in found), key=lambda client: client.id)

    async def revoke(self, client_id: str, at: datetime) -> bool:
        """Close a client's key for good; False where there is none that is open."""
        with reaching():
            changed = await self._clients.update_one(
                {"_id": client_id, "revoked_at": None}, {"$set": {"revoked_at": at}}
            )
        return changed.matched_count > 0

    async def count_request(self, client_id: str, minute: int) -> int:
        """Count a request in a minute; each client has one document, which begins anew with each minute."""
        same, more = {"_id": client_id, "minute": {"$gte": minute}}, {"$inc": {"asked": 1}}
        older = {"_id": client_id, "minute": {"$lt": minute}}
        for _ in range(_TRIES):
            with reaching():
                found = await self._minutes.find_one_and_update(same, more, return_document=ReturnDocument.AFTER)
                if found is not None:
                    return int(found["asked"])
                fresh = {"minute": minute, "asked": 1}
                if (await self._minutes.update_one(older, {"$set": fresh})).matched_count:
                    return 1
                # Where another process begins it in the same moment it is there by now.
                with contextlib.suppress(DuplicateKeyError):
                    await self._minutes.insert_one({"_id": client_id, **fresh})
                    return 1
        raise StoreDown("a request could not be counted")


def _client(document: dict[str, Any]) -> Client:
    return unpack({**document, "id": document["_id"]}, Client)
