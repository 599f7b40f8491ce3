"""Erase what is left of a report or a person in documents of which no lane takes care.

What stays is what others rely on: ids by which a repeat is known, digests of the chain, counts. Done again it is
harmless; what is still on its way is left for the next time.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from bson.raw_bson import RawBSONDocument

from core.proof.chain import erased
from core.proof.lines import ADDITION, ERASED, MERGED_ERASED
from core.proof.showing import passing
from core.vocabulary.effects import Record
from core.vocabulary.eraser import Remains, Scope
from storage.mongo.connection import Connection, reaching
from storage.mongo.documents import encode, unpack
from storage.mongo.journal import line_document
from storage.mongo.receipts import span_of
from storage.mongo.walking import PAGE, walked

if TYPE_CHECKING:
    from storage.mongo.connection import Documents

_CHILD: Final = re.compile(r":\d+$")
"""What an event's id has more than that of the event that caused it (`core.engine.outbox`)."""
_FIRST_LETTER: Final = "push:{}:filed"
"""The letter that says a report's number: its page is known by it, and it says nothing else of the report."""

Part = Callable[[Scope, bool], AsyncIterator[Remains]]


class Erasures:
    """Erase by collection."""

    def __init__(self, connection: Connection) -> None:
        self._of = connection
        self._parts: tuple[Part, ...] = (
            self._inbox,
            self._dead,
            self._journal,
            self._receipts,
            self._letters,
            self._news,
            self._files,
            self._addresses,
            self._lanes,
        )

    async def erase(self, scope: Scope, *, dry: bool) -> AsyncIterator[Remains]:
        """Erase what there is in one collection after the other, or with ``dry`` only count it."""
        for part in self._parts:
            async for left in part(scope, dry):
                yield left

    async def drop_note(self, name: str) -> None:
        """Forget a note."""
        with reaching():
            await self._of["notes"].delete_one({"_id": name})

    # --- events and what failed -----------------------------------------------------------------------------------

    async def _inbox(self, scope: Scope, dry: bool) -> AsyncIterator[Remains]:
        """Leave of events that are done only their ids, which the platform may repeat."""
        inbox, found, waiting = self._of["inbox"], dict[str, None](), 0
        marks = _marks(scope)
        async for one in walked(self._of, "inbox", "since"):
            if "event" not in one or not (_says(one, marks) or any(up in found for up in _above(one["_id"]))):
                continue
            found[one["_id"]] = None
            waiting += "wait" in one
        everything = dict.fromkeys((*found, *(up for one in found for up in _above(one))))
        for ids in _some(everything) if not dry else ():
            done = {"_id": {"$in": ids}, "wait": {"$exists": False}}
            named = [one for one in ids if scope.whole and any(lane in one for lane in scope.chats)]
            with reaching():
                await inbox.delete_many({**done, "_id": {"$in": named}})
                await inbox.update_many(done, {"$unset": {"event": "", "lane": ""}})
        yield Remains("inbox", len(found), waiting)

    async def _dead(self, scope: Scope, dry: bool) -> AsyncIterator[Remains]:
        marks = _marks(scope)
        found = [one["_id"] async for one in walked(self._of, "dead", "at") if _says(one, marks)]
        yield await self._delete("dead", {"_id": {"$in": found}}, dry)

    # --- history --------------------------------------------------------------------------------------------------

    async def _journal(self, scope: Scope, dry: bool) -> AsyncIterator[Remains]:
        """Take words out of the lines of tickets, whose chain stands; the lines of a person go."""
        changed = 0
        for number in scope.tickets:
            records = await self._lines_of(number)
            said = max((_place(one) for one in records.values() if one.what == ERASED), default=0)
            # Behind the line that says why nobody's words come in any more.
            behind = {name: one for name, one in records.items() if dry or _place(one) <= said}
            changed += await self._bared(behind, dry)
        for number, merged in scope.passed_on:
            changed += await self._merged(number, merged, dry)
        persons = scope.persons if scope.whole else ()
        gone = await self._delete("journal", {"subject": {"$in": list(persons)}}, dry)
        yield Remains("journal", changed + gone.found)

    async def _merged(self, number: str, merged: str, dry: bool) -> int:
        """Take the words of a merged ticket out of the lines of the one that it was merged into."""
        records = await self._lines_of(number)
        theirs = {name: one for name, one in records.items() if one.details.get("other") == merged}
        said = max((_place(one) for one in theirs.values() if one.what == MERGED_ERASED), default=0)
        words = {name: one for name, one in theirs.items() if one.what == ADDITION and (dry or _place(one) <= said)}
        return await self._bared(words, dry)

    async def _lines_of(self, number: str) -> dict[str, Record]:
        with reaching():
            lines = await self._of["journal"].find({"subject": number}).to_list(None)
        return {line["_id"]: unpack(line, Record) for line in lines}

    async def _bared(self, records: Mapping[str, Record], dry: bool) -> int:
        """Take out of lines what goes; count those in which there was something."""
        changed = 0
        for name, record in records.items():
            names = passing(record)
            changed += bool(names)
            if names and not dry:
                bare = encode(line_document(name, erased(record, names)))
                with reaching():
                    await self._of["journal"].replace_one({"_id": name}, bare)
        return changed

    # --- messages -------------------------------------------------------------------------------------------------

    async def _receipts(self, scope: Scope, dry: bool) -> AsyncIterator[Remains]:
        """Take the words out of what was sent to the citizen's chats; of a person all of it goes."""
        receipts, found = self._of["receipts"], dict[str, None]()
        spans = [{"finds": span_of(lane)} for lane in scope.chats]
        logs = [{"finds": f"log\n{number}"} for number in scope.tickets]
        for query in (*spans, *logs):
            with reaching():
                some = await receipts.find(query, {"lane": 1, "message": 1}).to_list(None)
            mine = (one for one in some if one["lane"] in scope.chats)
            found.update(dict.fromkeys(one["_id"] for one in mine if scope.whole or "message" in one))
        for ids in _some(found) if not dry else ():
            with reaching():
                if scope.whole:
                    await receipts.delete_many({"_id": {"$in": ids}})
                else:
                    await receipts.update_many({"_id": {"$in": ids}}, {"$unset": {"message": ""}})
        yield Remains("receipts", len(found))

    async def _letters(self, scope: Scope, dry: bool) -> AsyncIterator[Remains]:
        """Empty the boxes of private pages; of a report what is about it, and what its citizen wrote."""
        kept = {_FIRST_LETTER.format(number) for number in scope.tickets}
        found: list[str] = []
        for box in map(_address, scope.chats):
            with reaching():
                letters = await self._of["letters"].find({"box": box}).to_list(None)
            found += [one["_id"] for one in letters if scope.whole or _is_about(one, scope, kept)]
        yield await self._delete("letters", {"_id": {"$in": found}}, dry)

    async def _news(self, scope: Scope, dry: bool) -> AsyncIterator[Remains]:
        """Delete what machines that filed for the citizen have been told of it, except that it was erased."""
        found: list[str] = []
        for number in scope.tickets:
            with reaching():
                report = await self._of["machine_reports"].find_one({"_id": number})
                query = {"client": report["client"]} if report is not None else None
                news = await self._of["machine_news"].find(query).to_list(None) if query is not None else []
            found += [one["_id"] for one in news if one.get("number") == number and one.get("kind") != "erased"]
        yield await self._delete("machine_news", {"_id": {"$in": found}}, dry)

    # --- files ----------------------------------------------------------------------------------------------------

    async def _files(self, scope: Scope, dry: bool) -> AsyncIterator[Remains]:
        ids = {"_id": {"$in": list(scope.files)}}
        yield await self._delete("media.chunks", {"files_id": {"$in": list(scope.files)}}, dry)
        for name in ("media.files", "known", "origins", "uploads"):
            yield await self._delete(name, ids, dry)

    # --- addresses and lanes --------------------------------------------------------------------------------------

    async def _addresses(self, scope: Scope, dry: bool) -> AsyncIterator[Remains]:
        """Forget which addresses and links lead to the chats of a person."""
        if scope.whole:
            yield await self._delete("aliases", {"lane": {"$in": list(scope.chats)}}, dry)
            yield await self._delete("links", {"box": {"$in": [_address(lane) for lane in scope.chats]}}, dry)

    async def _lanes(self, scope: Scope, dry: bool) -> AsyncIterator[Remains]:
        """Delete the documents of a person's chats and person, each as it was read, if nothing leaves it any more."""
        if not scope.whole:
            return
        lanes, found, waiting = self._of["lanes"], 0, 0
        for lane in (*scope.chats, *scope.persons):
            with reaching():
                known = await lanes.find_one({"_id": lane}, {"version": 1, "outbox": 1})
            if known is None:
                continue
            found += 1
            if dry:
                continue
            gone = 0
            if not known.get("outbox"):
                with reaching():
                    gone = (await lanes.delete_one({"_id": lane, "version": known["version"]})).deleted_count
            waiting += not gone
        yield Remains("lanes", found, waiting)

    async def _delete(self, name: str, query: Mapping[str, Any], dry: bool) -> Remains:
        collection: Documents = self._of[name]
        with reaching():
            found = await collection.find(query, {"_id": 1}).to_list(None)
            if found and not dry:
                await collection.delete_many(query)
        return Remains(name, len(found))


def _place(record: Record) -> int:
    return record.chain.n if record.chain is not None else 0


def _marks(scope: Scope) -> tuple[bytes, ...]:
    return tuple(one.encode() for one in (*scope.tickets, *scope.chats, *scope.persons))


def _says(document: RawBSONDocument, marks: Iterable[bytes]) -> bool:
    return any(mark in document.raw for mark in marks)


def _above(event_id: str) -> list[str]:
    """Name the events that caused an event, the nearest first."""
    found = []
    while match := _CHILD.search(event_id):
        event_id = event_id[: match.start()]
        found.append(event_id)
    return found


def _address(lane: str) -> str:
    return lane.split(":", 2)[2]


def _is_about(letter: Mapping[str, Any], scope: Scope, kept: set[str]) -> bool:
    about = letter.get("ref", "") in ("", *scope.tickets)
    return (about or letter.get("own", False)) and letter.get("key") not in (*kept, *(_told(n) for n in scope.tickets))


def _told(number: str) -> str:
    return f"push:{number}:erased"


def _some(ids: Mapping[str, None]) -> list[list[str]]:
    every = list(ids)
    return [every[start : start + PAGE] for start in range(0, len(every), PAGE)]
