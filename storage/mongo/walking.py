"""Look through a collection from one end to the other, some documents at a time, by an index of moments."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any, Final

from bson.raw_bson import RawBSONDocument

from storage.mongo.connection import Connection, reaching
from storage.mongo.documents import CODEC

PAGE: Final = 500
"""Documents read at once."""
_BEGINNING: Final = datetime(2000, 1, 1, tzinfo=UTC)
_RAW: Final = CODEC.with_options(document_class=RawBSONDocument)


async def walked(connection: Connection, name: str, moment: str) -> AsyncIterator[RawBSONDocument]:
    """Give the documents of a collection by a moment in them: an event comes before those that it caused."""
    collection: Any = connection[name].with_options(codec_options=_RAW)
    since, known = _BEGINNING, frozenset[str]()
    while True:
        most = PAGE + len(known)
        with reaching():
            found = collection.find({moment: {"$gte": since}}).sort(moment, 1).limit(most)
            page = await found.to_list(None)
        for one in sorted(page, key=lambda one: (one[moment], one["_id"])):
            if one["_id"] not in known:
                yield one
        if len(page) < most:
            return
        since = page[-1][moment]
        known = frozenset(one["_id"] for one in page if one[moment] == since)
