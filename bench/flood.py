"""Write the documents of many tickets in bulk: what the program would have written had they all been lived."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, Final

import msgspec
from bson.raw_bson import RawBSONDocument

from bench.counts import Copies, check, counted, listings
from bench.lives import MONDAY, WEEK, Lives, moved
from bench.stamps import Copy, Stamps, lane_written
from core.city.calendar import WorkingCalendar
from core.docket.standing import with_standing
from core.docket.state import DocketState, listed, unlisted
from core.ticket.number import format_number
from core.ticket.registry import RegistryState
from core.vocabulary.docket import Listed, Unlisted
from core.vocabulary.effects import Publish
from core.vocabulary.errors import StoreDown
from core.vocabulary.lane_names import registry_lane
from storage.mongo.connection import Connection, insert_new
from storage.mongo.documents import encode, pack, unpack
from storage.mongo.public import entry_document, lists_of

WEEKS: Final = 150
"""The tickets of each size come over as many weeks, until a month ago; the open ones in the week before last."""
_ENDED_WEEKS_AGO, _OPEN_WEEKS_AGO = 4, 2
AT_ONCE: Final = 500
TRIES: Final = 20
STRIDE: Final = 389
"""A prime: one ticket after the other is of another kind, place and way."""
LATELY: Final = 3000
"""So many of the last tickets tell the lists of desks, which know the 200 that ended last."""
SAMPLE: Final = 40
_DIGEST: Final = re.compile(rb"\b[0-9a-f]{64}\b")
Passed = Callable[[int], None]


@dataclass
class Flood:
    """So many tickets, of which as many are open at any size: that says how a city works, and not how old it is.

    The newest ones, as many as ``journals``, have their journal, too.
    """

    lives: Lives
    tickets: int
    opened: int
    journals: int
    now: datetime
    serials: Counter[int] = field(default_factory=Counter)

    def copies(self) -> Iterator[Copy]:
        """Yield all tickets in the order of their numbers."""
        self.serials.clear()
        last, ended = (self.now - MONDAY) // WEEK, self.tickets - self.opened
        for n in range(ended):
            week = last - _ENDED_WEEKS_AGO - WEEKS + n * WEEKS // ended
            yield self._copy(n * STRIDE % self.lives.ended, week)
        for n in range(self.opened):
            yield self._copy(self.lives.ended + n * STRIDE % self.lives.ended, last - _OPEN_WEEKS_AGO)

    def _copy(self, place: int, weeks: int) -> Copy:
        year = (self.lives.lived[place].begin + weeks * WEEK).year
        self.serials[year] += 1
        return Copy(format_number(self.lives.city.prefix, year, self.serials[year]), place, weeks)

    async def write(self, connection: Connection, passed: Passed) -> str:
        """Write everything; give a line that says what was checked. Raises AssertionError where a check fails."""
        left, copies, stamps = self.tickets, Copies(), Stamps(self.lives)
        dockets, lengths = defaultdict[str, DocketState](DocketState), Counter[str]()
        every = self.copies()
        while some := list(islice(every, AT_ONCE)):
            documents = defaultdict[str, list[RawBSONDocument]](list)
            for one in some:
                left -= 1
                copies[one.place, one.weeks] += 1
                written = stamps.written(one, journal=left < self.journals)
                documents["lanes"].append(written.lane)
                documents["journal"] += written.journal
                documents["public"] += [self._listed(effect, lengths) for effect in written.public]
                if left < LATELY:
                    self.list_on(dockets, one)
            for name, found in documents.items():
                if found:
                    await _insert(connection, name, found)
            passed(len(some))
        counts = counted(self.lives, copies, WorkingCalendar(self.lives.city).local_day(self.now))
        registries = {registry_lane(self.lives.city.prefix, y % 100): RegistryState(n) for y, n in self.serials.items()}
        office = self.lives.city.verification_unit
        lists = {lane: with_standing(docket, self.now, office) for lane, docket in dockets.items()}
        states = (*counts.documents(), *lists.items(), *registries.items())
        last = [lane_written(name, pack(state)) for name, state in states]
        await _insert(connection, "lanes", last)
        await _insert(connection, "public_lists", [encode({"_id": name, "n": n}) for name, n in lengths.items()])
        day = sorted(counts.days)[len(counts.days) // 2]
        told, same = check(self.lives, copies, day), self._same()
        return (
            f"{len(counts.days)} days, {len(counts.months)} published months; the real steps count {day} and its month "
            f"the same ({told} changes), and make {same} of {SAMPLE} tickets the same (others meet a holiday)"
        )

    def _listed(self, effect: Publish, lengths: Counter[str]) -> RawBSONDocument:
        """Make the document of a line of the public list, which is the last of its lists as yet."""
        assert effect.report is not None
        names = lists_of(effect.report)
        lengths.update(names)
        return encode(entry_document(effect, {name: lengths[name] for name in names}))

    def list_on(self, dockets: dict[str, DocketState], one: Copy) -> None:
        """Let the lists of desks hear of a ticket what they heard of the life."""
        life = self.lives.lived[one.place]
        for tell in listings(self.lives, one.place):
            document = moved(pack(tell.command), life.ticket.number, one.number, one.weeks * WEEK)
            if isinstance(tell.command, Listed):
                body = unpack(document, Listed)
                dockets[tell.lane] = listed(dockets[tell.lane], body, body.row.changed_at)
            elif isinstance(tell.command, Unlisted):
                dockets[tell.lane] = unlisted(dockets[tell.lane], unpack(document, Unlisted))

    def _same(self) -> int:
        """Count tickets of a sample that are, with their journal, what the steps make of them; digests aside."""
        every, same = max(1, self.tickets // SAMPLE), 0
        for n, one in enumerate(self.copies()):
            if n % every == 0 and n < every * SAMPLE:
                place = (one.place, one.number, one.weeks)
                same += _plain(self.lives.copy(*place)) == _plain(self.lives.again(*place))
        return same


async def _insert(connection: Connection, name: str, documents: list[RawBSONDocument]) -> None:
    """Insert documents, again where a busy server did not answer in time; those that are there stay as they are.

    Raises ``StoreDown`` after so many tries.
    """
    for left in reversed(range(TRIES)):
        try:
            missed = await insert_new(connection[name], documents)
        except StoreDown:
            if not left:
                raise
        else:
            assert not any(missed.values()), name
            return


def _plain(documents: list[Any]) -> bytes:
    return _DIGEST.sub(b"", msgspec.json.encode(documents))
