"""Small facts that processes share: address aliases, leases, channels that are down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pymongo.errors import DuplicateKeyError

from storage.mongo.batch import Coalescer
from storage.mongo.connection import Connection, insert_new, reaching
from storage.mongo.documents import encode

if TYPE_CHECKING:
    from storage.mongo.connection import Documents

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class Aliases:
    """Which lane a platform address belongs to: the first binding wins and stays."""

    def __init__(self, connection: Connection) -> None:
        self._aliases = connection["aliases"]
        self._binds: Coalescer[tuple[str, str], str] = Coalescer(self._bind)
        self._reads: Coalescer[Sequence[str], Mapping[str, str]] = Coalescer(self._find, weigh=len)

    async def alias(self, key: str, lane: str) -> str:
        """Bind an address to a lane if it is free; give the lane that it is bound to."""
        return await self._binds.call((key, lane))

    async def resolve(self, keys: Sequence[str]) -> Mapping[str, str]:
        """Read which lanes addresses are bound to."""
        return await self._reads.call(keys) if keys else {}

    async def close(self) -> None:
        """Flush what is queued."""
        await self._binds.close()
        await self._reads.close()

    async def _bind(self, calls: Sequence[tuple[str, str]]) -> list[str | Exception]:
        wanted: dict[str, str] = {}
        for key, lane in calls:
            wanted.setdefault(key, lane)
        documents = [encode({"_id": key, "lane": lane}) for key, lane in wanted.items()]
        missed = await insert_new(self._aliases, documents)
        taken = [key for index, key in enumerate(wanted) if index in missed and missed[index] is None]
        failed = {key: error for index, key in enumerate(wanted) if (error := missed.get(index)) is not None}
        bound: dict[str, str | Exception] = {**wanted, **(await self._read(taken) if taken else {}), **failed}
        return [bound[key] for key, _lane in calls]

    async def _find(self, calls: Sequence[Sequence[str]]) -> list[Mapping[str, str] | Exception]:
        found = await self._read(sorted({key for keys in calls for key in keys}))
        return [{key: found[key] for key in keys if key in found} for keys in calls]

    async def _read(self, keys: Sequence[str]) -> dict[str, str]:
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
