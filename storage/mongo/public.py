"""The public list: a line for each released report, read in pages by kind and kelurahan."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from pymongo import ReturnDocument, UpdateOne
from pymongo.errors import DuplicateKeyError

from core.vocabulary.effects import Publish
from core.vocabulary.errors import StoreDown
from core.vocabulary.publishing import Placed, PublicReport
from core.vocabulary.steps import Clock
from storage.mongo.connection import Connection, reaching
from storage.mongo.documents import encode, pack, unpack

MOST_ASKED: Final = 512
"""Places that one question names."""
_AT_ONCE: Final = 500
_TRIES: Final = 50
_MILLISECOND: Final = timedelta(milliseconds=1)
"""BSON keeps no less of a time."""
_MOMENT: Final = 20
"""Digits with which the order of a former line begins: year to microsecond."""
_FORMER_INDEX: Final = "lists"
_FIRST_YEAR: Final = 2020
"""Nothing was released before."""


class PublicReports:
    """Keep and read lines of the public list. Of one that left it nothing is kept but its number and revision.

    A line stands in four lists: of all, of its kind, of its kelurahan, of both. In each it has a place, counted up as
    lines are released, and the list with the place is one term. A page names the terms that it wants: the same work at
    any length of the list and any number of lines a day, also where a server reads all that fits before it sorts.
    """

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._public = connection["public"]
        self._lengths = connection["public_lists"]
        self._clock = clock

    async def publish(self, effect: Publish) -> None:
        """Keep or take away a line; an older revision than the known one changes nothing."""
        with reaching():
            known = await self._public.find_one({"_id": effect.number}, {"revision": 1, "lists": 1, "line.at": 1})
        if known is not None and known["revision"] >= effect.revision:
            return
        document = encode(entry_document(effect, await self._places(effect.report, known)))
        older = {"_id": effect.number, "revision": {"$lt": effect.revision}}
        with reaching():
            if (await self._public.replace_one(older, document)).matched_count:
                return
            try:
                await self._public.insert_one(document)
            except DuplicateKeyError:  # as new or newer already
                return

    async def of(self, number: str) -> PublicReport | None:
        """Give a ticket's line; None where it has none, or left the list."""
        with reaching():
            found = await self._public.find_one({"_id": number}, {"line": 1})
        return unpack(found["line"], PublicReport) if found and "line" in found else None

    async def newest(self, category: str, kelurahan: str, after: int, limit: int) -> Sequence[Placed]:
        """Give lines of a kind and a kelurahan (empty for all), those released last first, behind a place (0 for all).

        Lines that left have left their places empty, so the question goes back until there are enough.
        """
        name, found, span = _list(category, kelurahan), list[Placed](), min(limit, MOST_ASKED)
        with reaching():
            length = await self._lengths.find_one({"_id": name})
        upper = length["n"] + 1 if length is not None else 1
        upper = min(after, upper) if after else upper
        while len(found) < limit and upper > 1:
            lower = max(1, upper - span)
            terms = [_term(name, place) for place in range(lower, upper)]
            with reaching():
                lines = await self._public.find({"lists": {"$in": terms}}, {"lists": 1, "line": 1}).to_list(None)
            placed = (Placed(_placed(one["lists"])[name], unpack(one["line"], PublicReport)) for one in lines)
            found += sorted(placed, key=lambda one: one.place, reverse=True)
            upper, span = lower, min(2 * span, MOST_ASKED)
        return found[:limit]

    async def place_former(self) -> None:
        """Give lines from before there were places theirs, in the order in which they were released."""
        with reaching():
            known = await self._public.index_information()
        if _FORMER_INDEX not in known:
            return
        for year in range(_FIRST_YEAR, self._clock.now().year + 2):
            for month in range(1, 13):
                await self._place_month(f"{year}{month:02d}")
        with reaching():
            await self._public.drop_index(_FORMER_INDEX)

    async def _place_month(self, month: str) -> None:
        """Place what was released in a month, day by day: as much as one answer of a slow server may have."""
        with reaching():
            some = await self._public.find_one(_released_in(month), {"_id": 1})
        for day in range(1, 32) if some is not None else ():
            await self._place_day(f"{month}{day:02d}")

    async def _place_day(self, day: str) -> None:
        with reaching():
            former = await self._public.find(_released_in(day), {"order": 1, "lists": 1}).to_list(None)
        more = Counter(name for one in former for name in one["lists"])
        last = {name: await self._longer(name, count) - count for name, count in more.items()}
        changes = []
        for one in sorted(former, key=lambda one: str(one["order"])):
            last |= {name: last[name] + 1 for name in one["lists"]}
            terms = [_term(name, last[name]) for name in one["lists"]]
            same = {"_id": one["_id"], "order": one["order"]}
            changes.append(UpdateOne(same, {"$set": {"lists": terms}, "$unset": {"order": ""}}))
        for first in range(0, len(changes), _AT_ONCE):
            with reaching():
                await self._public.bulk_write(changes[first : first + _AT_ONCE], ordered=False)

    async def _places(self, line: PublicReport | None, known: Mapping[str, Any] | None) -> Mapping[str, int]:
        """Give the places of a line: those that it has, as long as it is the same release, and new ones at the end."""
        if line is None:
            return {}
        old: Mapping[str, int] = {}
        if known is not None and "line" in known and abs(known["line"]["at"] - line.at) < _MILLISECOND:
            old = _placed(known["lists"])
        names = lists_of(line)
        fresh = [name for name in names if name not in old]
        places = await asyncio.gather(*(self._longer(name) for name in fresh))
        return {name: old[name] for name in names if name in old} | dict(zip(fresh, places, strict=True))

    async def _longer(self, name: str, count: int = 1) -> int:
        """Make a list longer; give its length."""
        query, more = {"_id": name}, {"$inc": {"n": count}}
        for _ in range(_TRIES):
            # Where others begin the list in the same moment one is refused, and on the embedded server gets nothing.
            with reaching(), contextlib.suppress(DuplicateKeyError):
                found = await self._lengths.find_one_and_update(
                    query, more, upsert=True, return_document=ReturnDocument.AFTER
                )
                if found is not None:
                    return int(found["n"])
        raise StoreDown("no place in the public list was given")


def _released_in(span: str) -> dict[str, Any]:
    """Give the condition for lines from before there were places, released in a month or a day (by its digits)."""
    return {"lists": _list("", ""), "order": {"$gte": span.ljust(_MOMENT, "0"), "$lt": span.ljust(_MOMENT, "9")}}


def entry_document(effect: Publish, places: Mapping[str, int]) -> dict[str, Any]:
    """Make the document of a line with its places by list, or of one that left."""
    document: dict[str, Any] = {"_id": effect.number, "revision": effect.revision}
    if effect.report is not None:
        document |= {"lists": [_term(*one) for one in places.items()], "line": pack(effect.report)}
    return document


def lists_of(line: PublicReport) -> list[str]:
    """Name the lists in which a line stands."""
    kinds, areas = ("", line.category), ("", line.kelurahan)
    return sorted({_list(category, kelurahan) for category in kinds for kelurahan in areas})


def _list(category: str, kelurahan: str) -> str:
    return f"{category}|{kelurahan}"


def _term(name: str, place: int) -> str:
    return f"{name}#{place}"


def _placed(terms: Iterable[str]) -> dict[str, int]:
    found = (term.rpartition("#") for term in terms)
    return {name: int(place) for name, _, place in found}
