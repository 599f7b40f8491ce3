"""Small facts that processes share: address aliases, leases, channels that are down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pymongo.errors import DuplicateKeyError

from storage.connection import Connection, reaching

if TYPE_CHECKING:
    from storage.connection import Documents

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class Aliases:
    """Which lane a platform address belongs to: the first binding wins and stays."""

    def __init__(self, connection: Connection) -> None:
        self._aliases = connection["aliases"]

    async def alias(self, key: str, lane: str) -> str:
        """Bind an address to a lane if it is free; give the lane that it is bound to."""
        if await _inserted(self._aliases, {"_id": key, "lane": lane}):
            return lane
        with reaching():
            document = await self._aliases.find_one({"_id": key})
        return str(document["lane"]) if document else lane

    async def resolve(self, keys: Sequence[str]) -> Mapping[str, str]:
        """Read which lanes addresses are bound to."""
        if not keys:
            return {}
        with reaching():
            documents = await self._aliases.find({"_id": {"$in": list(keys)}}).to_list(None)
        return {document["_id"]: document["lane"] for document in documents}


class Leases:
    """What must run in one process at a time. The clocks of the processes must roughly agree."""

    def __init__(self, connection: Connection) -> None:
        self._leases = connection["leases"]

    async def acquire(self, name: str, worker: str, until: datetime, now: datetime) -> bool:
        """Take or renew a lease if it is free, ours or expired."""
        change = {"$set": {"worker": worker, "until": until}}
        for query in ({"_id": name, "worker": worker}, {"_id": name, "until": {"$lte": now}}):
            with reaching():
                result = await self._leases.update_one(query, change)
            if result.matched_count:
                return True
        return await _inserted(self._leases, {"_id": name, "worker": worker, "until": until})

    async def release(self, name: str, worker: str) -> None:
        """Give a lease back; one that another worker holds stays."""
        with reaching():
            await self._leases.delete_one({"_id": name, "worker": worker})


class Channels:
    """Which channels are down, and why."""

    def __init__(self, connection: Connection) -> None:
        self._channels = connection["channels"]

    async def down(self, channel: str, reason: str, at: datetime) -> bool:
        """Note that a channel is down; True for the first to say so."""
        return await _inserted(self._channels, {"_id": channel, "reason": reason, "at": at})

    async def up(self, channel: str) -> bool:
        """Note that it works again; True for the first to say so."""
        with reaching():
            result = await self._channels.delete_one({"_id": channel})
        return result.deleted_count == 1

    async def all_down(self) -> Mapping[str, str]:
        """Read the channels that are down, with the reason."""
        with reaching():
            documents = await self._channels.find({"at": {"$gte": _LONG_AGO}}).limit(100).to_list(None)
        return {document["_id"]: document["reason"] for document in documents}


async def _inserted(collection: Documents, document: dict[str, Any]) -> bool:
    with reaching():
        try:
            await collection.insert_one(document)
        except DuplicateKeyError:
            return False
    return True
