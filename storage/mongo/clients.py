"""Machines that may use the bridge: one document each, with the digest of its key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pymongo.errors import DuplicateKeyError

from core.vocabulary.clients import Client
from storage.mongo.connection import Connection, reaching
from storage.mongo.documents import encode, pack, unpack

LISTED_AT_MOST = 1000


class ClientKeys:
    """Add, read and revoke; a name is given once."""

    def __init__(self, connection: Connection) -> None:
        self._clients = connection["clients"]

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


def _client(document: dict[str, Any]) -> Client:
    return unpack({**document, "id": document["_id"]}, Client)
