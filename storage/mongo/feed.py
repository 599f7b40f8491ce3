"""Reports that machines filed, and the news that waits for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pymongo.errors import DuplicateKeyError

from core.vocabulary.feed import MachineNews, MachineReport
from storage.mongo.connection import Connection, reaching
from storage.mongo.documents import encode, pack, unpack

if TYPE_CHECKING:
    from storage.mongo.connection import Documents


class MachineFeed:
    """One document for each report, by its number, and for each message, by its outbox entry."""

    def __init__(self, connection: Connection) -> None:
        self._reports = connection["machine_reports"]
        self._news = connection["machine_news"]

    async def put_report(self, report: MachineReport) -> None:
        """Note that a client's report has its number."""
        body = pack(report)
        await self._insert(self._reports, {"_id": body.pop("number"), **body})

    async def report_of(self, number: str) -> MachineReport | None:
        """Read by its number which client filed a report."""
        with reaching():
            found = await self._reports.find_one({"_id": number})
        return _report(found) if found else None

    async def report_at(self, address: str) -> MachineReport | None:
        """Read the first report of a chat."""
        with reaching():
            found = await self._reports.find({"address": address}).sort("at", 1).limit(1).to_list(None)
        return _report(found[0]) if found else None

    async def reports_by(
        self, clients: Sequence[str], since: datetime, until: datetime, skip: int, limit: int
    ) -> Sequence[MachineReport]:
        """Read reports of these clients, the newest first.

        Each client is asked for by itself, so that the index gives its rows in order, however many there are.
        """
        if len(clients) == 1:
            return await self._some(clients[0], since, until, skip, limit)
        found = [one for client in clients for one in await self._some(client, since, until, 0, skip + limit)]
        found.sort(key=lambda one: (one.at, one.number), reverse=True)
        return found[skip : skip + limit]

    async def _some(self, client: str, since: datetime, until: datetime, skip: int, limit: int) -> list[MachineReport]:
        query = {"client": client, "at": {"$gte": since, "$lt": until}}
        with reaching():
            found = await self._reports.find(query).sort("at", -1).skip(skip).limit(limit).to_list(None)
        return [_report(one) for one in found]

    async def put_news(self, news: MachineNews) -> None:
        """Keep a message for its client."""
        body = pack(news)
        await self._insert(self._news, {"_id": body.pop("id"), **body})

    async def news_for(
        self, client: str, since: datetime, until: datetime, skip: int, limit: int
    ) -> Sequence[MachineNews]:
        """Read a client's news, the oldest first."""
        query = {"client": client, "at": {"$gte": since, "$lt": until}}
        with reaching():
            found = await self._news.find(query).sort("at", 1).skip(skip).limit(limit).to_list(None)
        return [unpack({**one, "id": one["_id"]}, MachineNews) for one in found]

    async def mark_fetched(self, news_ids: Sequence[str]) -> None:
        """Note that news was fetched."""
        if news_ids:
            with reaching():
                await self._news.update_many({"_id": {"$in": list(news_ids)}}, {"$set": {"fetched": True}})

    async def _insert(self, collection: Documents, document: dict[str, Any]) -> None:
        with reaching():
            try:
                await collection.insert_one(encode(document))
            except DuplicateKeyError:
                return


def _report(document: Mapping[str, Any]) -> MachineReport:
    return unpack({**document, "number": document["_id"]}, MachineReport)
