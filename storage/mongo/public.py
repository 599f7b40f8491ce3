"""The public list: a line for each released report, read in pages by kind and place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pymongo.errors import DuplicateKeyError

from core.vocabulary.effects import Publish
from core.vocabulary.publishing import PublicReport
from storage.mongo.connection import Connection, reaching
from storage.mongo.documents import encode, pack, unpack


class PublicReports:
    """Keep and read lines of the public list. Of one that left it nothing is kept but its number and revision.

    The lists in which a line stands are in one field, so that one index finds and orders all of them.
    """

    def __init__(self, connection: Connection) -> None:
        self._public = connection["public"]

    async def publish(self, effect: Publish) -> None:
        """Keep or take away a line; an older revision than the known one changes nothing."""
        document = entry_document(effect)
        with reaching():
            older = {"_id": effect.number, "revision": {"$lt": effect.revision}}
            done = await self._public.replace_one(older, encode(document))
            if done.matched_count:
                return
            try:
                await self._public.insert_one(encode(document))
            except DuplicateKeyError:  # as new or newer already
                return

    async def newest(self, category: str, kelurahan: str, after: str, limit: int) -> Sequence[PublicReport]:
        """Give lines of a kind and a place (empty for all), the newest first, those behind a mark (empty for all)."""
        query: dict[str, Any] = {"lists": _list(category, kelurahan)}
        if after:
            query["order"] = {"$lt": after}
        with reaching():
            found = await self._public.find(query).sort("order", -1).limit(limit).to_list(None)
        return [unpack(one["line"], PublicReport) for one in found]


def entry_document(effect: Publish) -> dict[str, Any]:
    """Make the document of a line, or of one that left."""
    document: dict[str, Any] = {"_id": effect.number, "revision": effect.revision}
    if (line := effect.report) is not None:
        lists = ("", line.category), ("", line.kelurahan)
        within = sorted({_list(category, kelurahan) for category in lists[0] for kelurahan in lists[1]})
        document |= {"lists": within, "order": line.mark, "line": pack(line)}
    return document


def _list(category: str, kelurahan: str) -> str:
    return f"{category}|{kelurahan}"
