"""Receipts: which outbox entries were delivered, and under which platform message ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pymongo import ReplaceOne

from core.ports import Receipt
from storage.batch import Coalescer
from storage.connection import Connection, insert_new, reaching
from storage.documents import encode, pack, unpack


class Receipts:
    """Record deliveries and find them by entry, by platform message id and by the name of a message.

    The newest receipt of a named message is kept a second time in ``keys`` under an id made of lane and key: a
    lookup by name is one read by ``_id`` however often the message was posted anew. It is written before the receipt
    itself, so that a receipt that exists can always be found by its key.
    """

    def __init__(self, connection: Connection) -> None:
        self._receipts = connection["receipts"]
        self._keys = connection["keys"]
        self._records: Coalescer[Receipt, None] = Coalescer(self._insert)
        self._reads: Coalescer[Sequence[str], Mapping[str, Receipt]] = Coalescer(self._find, weigh=len)

    async def record(self, receipt: Receipt) -> None:
        """Insert a receipt; one that exists already is left as it is."""
        await self._records.call(receipt)

    async def forget(self, receipt_id: str) -> None:
        """Remove a receipt; its message's name is then unknown until it is posted again."""
        with reaching():
            document = await self._receipts.find_one({"_id": receipt_id})
            if document is None:
                return
            if document.get("key"):
                name = _name(document["lane"], document["key"])
                await self._keys.delete_one({"_id": name, "id": receipt_id})
            await self._receipts.delete_one({"_id": receipt_id})

    async def receipts(self, entry_ids: Sequence[str]) -> Mapping[str, Receipt]:
        """Read receipts by entry id."""
        if not entry_ids:
            return {}
        return await self._reads.call(entry_ids)

    async def by_key(self, lane: str, key: str) -> Receipt | None:
        """Read the newest receipt of a lane's message named ``key``."""
        with reaching():
            document = await self._keys.find_one({"_id": _name(lane, key)})
        return unpack(document, Receipt) if document else None

    async def by_message(self, lane: str, message_id: str) -> Receipt | None:
        """Read the receipt of a platform message id in a lane; the newest if the platform reused the id."""
        with reaching():
            query = {"lane": lane, "message_ids": message_id}
            documents = await self._receipts.find(query).limit(10).to_list(None)
        found = [_receipt(document) for document in documents]
        return max(found, key=lambda receipt: (receipt.at, receipt.id), default=None)

    async def close(self) -> None:
        """Flush what is queued."""
        await self._records.close()
        await self._reads.close()

    async def _insert(self, receipts: Sequence[Receipt]) -> list[Exception | None]:
        await self._name_all(receipts)
        missed = await insert_new(self._receipts, [encode(_document(receipt)) for receipt in receipts])
        return [missed.get(index) for index in range(len(receipts))]

    async def _name_all(self, receipts: Iterable[Receipt]) -> None:
        newest: dict[str, Receipt] = {}
        for receipt in receipts:
            name = _name(receipt.lane, receipt.key)
            if receipt.key and (name not in newest or newest[name].at <= receipt.at):
                newest[name] = receipt
        if not newest:
            return
        documents = [{"_id": name, **pack(receipt)} for name, receipt in newest.items()]
        known = await insert_new(self._keys, [encode(document) for document in documents])
        changes: list[Any] = [
            ReplaceOne({"_id": documents[index]["_id"], "at": {"$lte": documents[index]["at"]}}, documents[index])
            for index in known
        ]
        with reaching():
            if len(changes) == 1:
                document = documents[next(iter(known))]
                await self._keys.replace_one({"_id": document["_id"], "at": {"$lte": document["at"]}}, document)
            elif changes:
                await self._keys.bulk_write(changes, ordered=False)

    async def _find(self, calls: Sequence[Sequence[str]]) -> list[Mapping[str, Receipt] | Exception]:
        ids = list({entry_id for entry_ids in calls for entry_id in entry_ids})
        with reaching():
            if len(ids) == 1:
                one = await self._receipts.find_one({"_id": ids[0]})
                documents = [one] if one is not None else []
            else:
                documents = await self._receipts.find({"_id": {"$in": ids}}).to_list(None)
        found = {document["_id"]: _receipt(document) for document in documents}
        return [{one: found[one] for one in entry_ids if one in found} for entry_ids in calls]


def _name(lane: str, key: str) -> str:
    return f"{lane}\n{key}"


def _document(receipt: Receipt) -> dict[str, Any]:
    packed = pack(receipt)
    return {"_id": packed.pop("id"), **packed}


def _receipt(document: Mapping[str, Any]) -> Receipt:
    return unpack({**document, "id": document["_id"]}, Receipt)
