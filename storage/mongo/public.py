"""The public list: a line for each released report, read in pages by kind and place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from pymongo.errors import DuplicateKeyError

from core.vocabulary.effects import Publish
from core.vocabulary.publishing import MARK_TIME, PublicReport
from core.vocabulary.steps import Clock
from storage.mongo.connection import Connection, reaching
from storage.mongo.documents import encode, pack, unpack

_FIRST_SPAN: Final = timedelta(hours=6)
_BEGINNING: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""No line is older."""
_LAST: Final = "~"
"""Behind every mark."""


class PublicReports:
    """Keep and read lines of the public list. Of one that left it nothing is kept but its number and revision.

    The lists in which a line stands are in one field, so that one index finds and orders all of them.
    """

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._public = connection["public"]
        self._clock = clock

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

    async def of(self, number: str) -> PublicReport | None:
        """Give a ticket's line; None where it has none, or left the list."""
        with reaching():
            found = await self._public.find_one({"_id": number}, {"line": 1})
        return unpack(found["line"], PublicReport) if found and "line" in found else None

    async def newest(self, category: str, kelurahan: str, after: str, limit: int) -> Sequence[PublicReport]:
        """Give lines of a kind and a place (empty for all), the newest first, those behind a mark (empty for all).

        The embedded server reads all that a question fits before it sorts, so the question goes back in time by
        stretches, each twice as long as the one before: a page costs the same however long the list is.
        """
        found: list[PublicReport] = []
        upper, moment, span = after or _LAST, _moment_of(after, self._clock.now()), _FIRST_SPAN
        while len(found) < limit and moment > _BEGINNING:
            moment, span = max(moment - span, _BEGINNING), 2 * span
            lower = f"{moment:{MARK_TIME}}"  # a whole time: behind a short one the embedded server finds nothing
            query = {"lists": _list(category, kelurahan), "order": {"$gte": lower, "$lt": upper}}
            with reaching():
                lines = await self._public.find(query).sort("order", -1).limit(limit - len(found)).to_list(None)
            found += [unpack(one["line"], PublicReport) for one in lines]
            upper = lower
        return found


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


def _moment_of(mark: str, now: datetime) -> datetime:
    """Give from when lines are looked for: the time of a mark, and nothing later than now."""
    try:
        return min(datetime.strptime(mark[:20], MARK_TIME).replace(tzinfo=UTC), now)
    except ValueError:
        return now
