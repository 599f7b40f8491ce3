"""Receipts: which outbox entries were delivered, and under which platform message ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from core.engine.deliveries import log_of
from core.vocabulary.deliveries import DeliveryLine
from core.vocabulary.lanes import Receipt
from storage.mongo.batch import Coalescer
from storage.mongo.connection import Connection, insert_new, reaching
from storage.mongo.documents import encode, pack, unpack

FOUND_AT_MOST = 200
"""A draft's bubble is posted anew with each turn, a platform reuses a message id never: far below this."""


LINES_READ = 2_000
"""Far more than a ticket's messages and edits in the half year for which they are kept."""


class Receipts:
    """Record deliveries and find them by entry, by platform message id and by the name of a message.

    Both lookups, by message id and by name, go through one list field of ready-made search terms, so that a receipt
    costs one insert and one index however it may be looked for.
    """

    def __init__(self, connection: Connection) -> None:
        self._receipts = connection["receipts"]
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
            if document.get("about"):  # the message is gone, what became of it stays known
                left = {"$set": {"finds": _logs(as_receipt(document))}, "$unset": {"message_ids": "", "key": ""}}
                await self._receipts.update_one({"_id": receipt_id}, left)
            else:
                await self._receipts.delete_one({"_id": receipt_id})
            if document.get("key"):
                name = _name(document["lane"], document["key"])
                named = await self._receipts.find({"finds": name}).limit(FOUND_AT_MOST).to_list(None)
                older = [one["_id"] for one in named if one["at"] <= document["at"]]
                await self._receipts.update_many({"_id": {"$in": older}}, {"$pull": {"finds": name}})

    async def receipts(self, entry_ids: Sequence[str]) -> Mapping[str, Receipt]:
        """Read receipts by entry id."""
        if not entry_ids:
            return {}
        return await self._reads.call(entry_ids)

    async def by_key(self, lane: str, key: str) -> Receipt | None:
        """Read the newest receipt of a lane's message named ``key``."""
        return await self._newest(_name(lane, key))

    async def by_message(self, lane: str, message_id: str) -> Receipt | None:
        """Read the receipt of a platform message id in a lane; the newest if the platform reused the id."""
        return await self._newest(_message(lane, message_id))

    async def deliveries(self, number: str) -> Sequence[DeliveryLine]:
        """Read the newest lines of a ticket's delivery log, oldest first."""
        with reaching():
            found = await self._receipts.find({"finds": _log(number)}).limit(LINES_READ).to_list(None)
        return log_of((as_receipt(document) for document in found), number)

    async def _newest(self, term: str) -> Receipt | None:
        with reaching():
            documents = await self._receipts.find({"finds": term}).limit(FOUND_AT_MOST).to_list(None)
        found = [as_receipt(document) for document in documents]
        return max(found, key=lambda receipt: (receipt.at, receipt.id), default=None)

    async def close(self) -> None:
        """Flush what is queued."""
        await self._records.close()
        await self._reads.close()

    async def _insert(self, receipts: Sequence[Receipt]) -> list[Exception | None]:
        missed = await insert_new(self._receipts, [encode(_document(receipt)) for receipt in receipts])
        return [missed.get(index) for index in range(len(receipts))]

    async def _find(self, calls: Sequence[Sequence[str]]) -> list[Mapping[str, Receipt] | Exception]:
        ids = list({entry_id for entry_ids in calls for entry_id in entry_ids})
        with reaching():
            if len(ids) == 1:
                one = await self._receipts.find_one({"_id": ids[0]})
                documents = [one] if one is not None else []
            else:
                documents = await self._receipts.find({"_id": {"$in": ids}}).to_list(None)
        found = {document["_id"]: as_receipt(document) for document in documents}
        return [{one: found[one] for one in entry_ids if one in found} for entry_ids in calls]


def _name(lane: str, key: str) -> str:
    return f"{lane}\nkey\n{key}"


def _message(lane: str, message_id: str) -> str:
    return f"{lane}\nmessage\n{message_id}"


def _log(number: str) -> str:
    return f"log\n{number}"


def _logs(receipt: Receipt) -> list[str]:
    """Name the delivery logs in which a receipt is a line, each once."""
    return [_log(number) for number in dict.fromkeys(one.number for one in receipt.about)]


def _document(receipt: Receipt) -> dict[str, Any]:
    packed = pack(receipt)
    finds = [_message(receipt.lane, message_id) for message_id in receipt.message_ids]
    if receipt.key:
        finds.append(_name(receipt.lane, receipt.key))
    finds += _logs(receipt)
    return {"_id": packed.pop("id"), **packed, **({"finds": finds} if finds else {})}


def span_of(lane: str) -> dict[str, str]:
    """Name every search term of a lane's messages, as a condition."""
    return {"$gte": f"{lane}\n", "$lt": f"{lane}\v"}


def as_receipt(document: Mapping[str, Any]) -> Receipt:
    """Read a receipt's document."""
    return unpack({**document, "id": document["_id"]}, Receipt)
