"""Documents of copies: what is the same for all of one week is encoded once, and only the number is put in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from bson.raw_bson import RawBSONDocument
from msgspec import structs

from bench.lives import WEEK, Lives, moved
from core.city.calendar import WorkingCalendar
from core.vocabulary.effects import Publish
from core.vocabulary.lane_names import ticket_lane
from core.vocabulary.lanes import Lane
from storage.mongo.documents import encode, lane_document, pack, unpack

MOST_KEPT: Final = 3000


@dataclass(frozen=True, slots=True)
class Copy:
    """A ticket: under which number which life is lived how many weeks later."""

    number: str
    place: int
    weeks: int


@dataclass(frozen=True, slots=True)
class Written:
    """The encoded documents of a ticket: its lane, its lines in the journal; and its line of the public list."""

    lane: RawBSONDocument
    journal: tuple[RawBSONDocument, ...]
    public: tuple[Publish, ...]


class Stamps:
    """Give documents of copies, which come week by week.

    A number stands in BSON as text behind its length, so one of the same length takes its place byte by byte.
    """

    def __init__(self, lives: Lives) -> None:
        self._lives = lives
        self._calendar = WorkingCalendar(lives.city)
        self._known: dict[tuple[int, int, int, bool], tuple[bytes, Written]] = {}

    def written(self, one: Copy, *, journal: bool) -> Written:
        """Give the documents of a copy."""
        key = (one.place, one.weeks, len(one.number), journal)
        if key not in self._known:
            if len(self._known) >= MOST_KEPT:
                self._known.clear()
            self._known[key] = one.number.encode(), self.encoded(one, journal=journal)
        former, made = self._known[key]
        number = one.number.encode()

        def again(documents: tuple[RawBSONDocument, ...]) -> tuple[RawBSONDocument, ...]:
            return tuple(RawBSONDocument(bytes(each.raw).replace(former, number)) for each in documents)

        return Written(again((made.lane,))[0], again(made.journal), tuple(_called(each, one) for each in made.public))

    def encoded(self, one: Copy, *, journal: bool) -> Written:
        """Encode the documents of a copy by themselves: what a stamp has to be."""
        ticket, *records = self._lives.copy(one.place, one.number, one.weeks, journal=journal)
        lane = lane_written(ticket_lane(one.number), ticket)
        return Written(lane, tuple(map(encode, records)), self._entry(one))

    def _entry(self, one: Copy) -> tuple[Publish, ...]:
        """Give the line of a ticket in the public list, where it has one."""
        life = self._lives.lived[one.place]
        if life.listed is None:
            return ()
        document = moved(pack(life.listed), life.ticket.number, one.number, one.weeks * WEEK)
        begin = self._calendar.local_day(life.begin + one.weeks * WEEK)
        document["report"]["month"] = f"{begin:%Y-%m}"
        return (unpack(document, Publish),)


def _called(effect: Publish, one: Copy) -> Publish:
    assert effect.report is not None
    return structs.replace(effect, number=one.number, report=structs.replace(effect.report, number=one.number))


def lane_written(name: str, state: Any) -> RawBSONDocument:
    """Encode a lane in which nothing waits."""
    return encode(lane_document(Lane(name, state=state), 1, "fill"))
