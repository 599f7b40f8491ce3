"""Delete what is no longer needed: done events and receipts, in small bounded steps."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from storage.mongo.connection import Connection, reaching

if TYPE_CHECKING:
    from storage.mongo.connection import Documents

RECEIPTS_KEPT_LONGER = timedelta(days=180)
"""Officials and citizens reply to messages for as long as a ticket lives; events only have to outlive repeats."""
FOUND_AT_ONCE = 2_000
STEP = 200
"""Documents per delete: the database serves others in between."""
_ROUNDS = 25


class Retention:
    """Purge the inbox and the receipts by age."""

    def __init__(self, connection: Connection) -> None:
        self._inbox = connection["inbox"]
        self._receipts = connection["receipts"]
        self._uploads = connection["uploads"]
        self._upload_chunks = connection["uploads.chunks"]
        self._sessions = connection["sessions"]
        self._news = connection["machine_news"]
        self._origins = connection["origins"]

    async def purge(self, before: datetime) -> int:
        """Delete done events stored before a moment, and receipts half a year older; give how many documents went.

        At most 50,000 of each at a time. An event that is purged would be new again if its platform repeated it: keep
        longer than any platform repeats.
        """
        events = await self._purge(self._inbox, "since", before, keep="wait")
        return events + await self._purge(self._receipts, "at", before - RECEIPTS_KEPT_LONGER)

    async def purge_uploads(self, before: datetime) -> int:
        """Delete files on their way in that came before a moment; give how many went."""
        gone = await self._purge(self._uploads, "at", before)
        await self._purge(self._upload_chunks, "at", before)
        return gone

    async def purge_news(self, before: datetime) -> int:
        """Delete news of machines that came before a moment, fetched or not; give how much went."""
        return await self._purge(self._news, "at", before)

    async def purge_origins(self, before: datetime) -> int:
        """Delete when and where photos were taken whose time ended before a moment; give of how many."""
        return await self._purge(self._origins, "until", before)

    async def purge_sessions(self, before: datetime) -> int:
        """Delete sessions that were used last before a moment; give how many went."""
        return await self._purge(self._sessions, "seen_at", before)

    async def _purge(self, collection: Documents, field: str, before: datetime, keep: str = "") -> int:
        """Delete by age in steps; a document that has the field ``keep`` stays."""
        query: dict[str, Any] = {field: {"$lt": before}}
        deleted = 0
        fields = {"_id": 1, keep: 1} if keep else {"_id": 1}
        for _ in range(_ROUNDS):
            with reaching():
                documents = await collection.find(query, fields).sort(field, 1).limit(FOUND_AT_ONCE).to_list(None)
            old = [document["_id"] for document in documents if not keep or keep not in document]
            for start in range(0, len(old), STEP):
                with reaching():
                    result = await collection.delete_many({"_id": {"$in": old[start : start + STEP]}})
                deleted += result.deleted_count
            if len(documents) < FOUND_AT_ONCE or not old:
                break
        return deleted
