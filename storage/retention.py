"""Delete what is no longer needed: done events and receipts, in small bounded steps."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from storage.connection import Connection, reaching

if TYPE_CHECKING:
    from storage.connection import Documents

STEP = 200
"""Documents per delete: the database serves others in between."""


class Retention:
    """Purge the inbox and the receipts by age."""

    def __init__(self, connection: Connection) -> None:
        self._aged: tuple[tuple[Documents, str], ...] = ((connection["inbox"], "done"), (connection["receipts"], "at"))

    async def purge(self, before: datetime, limit: int = 2_000) -> int:
        """Delete events done and receipts made before a moment, at most ``limit`` of each; give how many went.

        An event that is purged would be new again if its platform repeated it: keep longer than any platform repeats.
        """
        deleted = 0
        for collection, field in self._aged:
            deleted += await self._purge(collection, field, before, limit)
        return deleted

    async def _purge(self, collection: Documents, field: str, before: datetime, limit: int) -> int:
        query = {field: {"$lt": before}}
        with reaching():
            documents = await collection.find(query, {"_id": 1}).sort(field, 1).limit(limit).to_list(None)
        deleted = 0
        for start in range(0, len(documents), STEP):
            ids = [document["_id"] for document in documents[start : start + STEP]]
            with reaching():
                result = await collection.delete_many({"_id": {"$in": ids}, field: {"$lt": before}})
            deleted += result.deleted_count
        return deleted
