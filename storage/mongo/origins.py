"""When and where citizens' photos were taken: apart from all else, and never for long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from core.vocabulary.report import Origin
from core.vocabulary.steps import Clock
from storage.mongo.connection import Connection, insert_new, reaching
from storage.mongo.documents import encode, pack, unpack

WAITS = timedelta(days=3)
"""For the word of who sent it: longer than a draft is kept."""
KEPT = timedelta(days=180)
"""At most, for a report that nobody ends."""


class Origins:
    """One document for each file, under its id: ``until`` is when it goes, ``agreed`` that its sender allows it."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._origins = connection["origins"]
        self._clock = clock

    async def put(self, media_id: str, origin: Origin) -> None:
        """Let an origin wait for its sender's word; what is there already stays as it is."""
        until = self._clock.now() + WAITS
        document = {"_id": media_id, **pack(origin), "agreed": False, "until": until}
        failed = await insert_new(self._origins, [encode(document)])
        if (error := failed.get(0)) is not None:
            raise error

    async def keep(self, media_ids: Sequence[str]) -> None:
        """Keep those that wait; those that are gone, or are kept already, stay so."""
        waiting = {**_of(media_ids), "agreed": False, "until": {"$gt": self._clock.now()}}
        change = {"agreed": True, "until": self._clock.now() + KEPT}
        with reaching():
            await self._origins.update_many(encode(waiting), {"$set": encode(change)})

    async def drop(self, media_ids: Sequence[str]) -> None:
        """Forget them."""
        with reaching():
            await self._origins.delete_many(_of(media_ids))

    async def read(self, media_ids: Sequence[str]) -> Mapping[str, Origin]:
        """Give those that may be kept, by file."""
        with reaching():
            found = await self._origins.find({**_of(media_ids), "agreed": True}).to_list(None)
        now: datetime = self._clock.now()
        return {one["_id"]: unpack(one, Origin) for one in found if one["until"] > now}


def _of(media_ids: Sequence[str]) -> dict[str, Any]:
    return {"_id": {"$in": list(media_ids)}}
