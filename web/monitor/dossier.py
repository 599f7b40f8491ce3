"""What those outside see of a ticket: its clocks and its way, words without persons, and of a confidential one less.

Everything that reaches a page is named here field by field: what a ticket gains later stays hidden until it is added.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from core.archive.past import past_of, paused_until
from core.engine.looks import OFFICE, UNIT
from core.ticket.casebook import CaseBook
from core.ticket.change import REPORTER, SYSTEM
from core.ticket.due import shown_due
from core.ticket.followers import FOLLOWER
from core.ticket.lifecycle import FACTS
from core.ticket.secrecy import hides_contents
from core.ticket.state import Flagged, TicketState
from core.vocabulary.effects import Record
from core.vocabulary.ticket import TicketStatus

QUOTED: Final = frozenset(
    (
        "disputed", "replied", "addition", "amended", "withdrawn", "tanya", "progres", "selesai", "sahkan",
        "closing_held", "tunda", "bukan_wewenang", "arsip", "buka_kembali", "balas", "prioritas", "by_hand",
    )
)  # fmt: skip
"""Of these the words are shown: what the citizen and the office said to each other, and reasons. Colleagues' notes to
each other are not."""
UNSEEN: Final = frozenset(("menu", "joined", "left", "followed", "unfollowed", "spoke", "privacy_again", "status"))
"""What is only housekeeping, or tells of other persons than the reporter."""
CLOCKS: Final = frozenset(("opened", "late", "reminded", "lihat"))
"""Of a confidential ticket these are shown besides changes of its status: when, and who was reminded."""


@dataclass(frozen=True, slots=True)
class Happening:
    """A line of a ticket's history; ``who`` is a unit's code, an office, ``pelapor``, ``pengikut`` or ``sistem``."""

    at: datetime
    what: str
    status: TicketStatus | str
    who: str
    office: bool = False
    unit: str = ""
    stage: str = ""
    words: str = ""
    doubts: tuple[str, ...] = ()
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A ticket in a list. Of a ``closed`` one nothing but number, units and clocks is filled in.

    ``waits`` says what the unit cannot hurry, ``since`` when that began and ``until`` when it ends. ``called`` are the
    reminders of the limit that runs, ``called_at`` the last of all. ``doubts`` are of all evidence that was ever
    flagged, whoever let it go. ``said`` are the words of disputes.
    """

    number: str
    status: TicketStatus
    closed: bool
    unit: str
    path: tuple[str, ...]
    opened_at: datetime
    due_at: datetime | None
    due_kind: str
    late: bool
    waits: str = ""
    until: datetime | None = None
    since: datetime | None = None
    called: tuple[str, ...] = ()
    called_at: datetime | None = None
    category: str = ""
    kelurahan: str = ""
    returns: int = 0
    disputes: int = 0
    doubts: tuple[str, ...] = ()
    said: tuple[tuple[datetime, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Dossier:
    """A ticket with its whole history."""

    row: Row
    happenings: tuple[Happening, ...]
    words: str = ""
    classification: str = ""
    rating: int = 0
    waiting: timedelta = timedelta()
    on_hold: timedelta = timedelta()
    evidence: int = 0
    unreached: str = ""
    flagged: tuple[Flagged, ...] = ()


@dataclass(frozen=True)
class Dossiers:
    """Makes rows and dossiers of one city's tickets."""

    book: CaseBook

    def redacted(self, text: str, known: Sequence[str] = ()) -> str:
        """Take out of words what may name somebody or somebody's home, once more than the ticket did.

        ``known`` are names that are known to stand in it: the reporter's, and those of the officials of this ticket.
        """
        return self.book.outside(text, tuple(known)).strip()

    def row(self, ticket: TicketState, *, disputes: bool = False) -> Row:
        """Give a ticket's line in a list; with ``disputes`` what the citizen said of what is not fixed."""
        due_at, due_kind = shown_due(ticket)
        closed = hides_contents(ticket)
        clocks = Row(
            number=ticket.number,
            status=ticket.status,
            closed=closed,
            unit=ticket.unit or self.book.city.verification_unit,
            path=ticket.path,
            opened_at=ticket.opened_at,
            due_at=due_at,
            due_kind=due_kind,
            late=ticket.late,
            waits=_waits(ticket),
            until=ticket.held_until,
            since=ticket.paused_since or (ticket.counted_from if _waits(ticket) == "verdict" else None),
            called=_called(ticket),
            called_at=max((line.at for line in ticket.history if line.what == "reminded"), default=None),
        )
        return clocks if closed else self._filled(clocks, ticket, disputes=disputes)

    def _filled(self, row: Row, ticket: TicketState, *, disputes: bool) -> Row:
        waiting = (one.kind for one in ticket.closing.doubts) if ticket.closing else ()
        doubts = tuple(dict.fromkeys((*(kind for one in ticket.flagged for kind in one.doubts), *waiting)))
        area = self.book.city.area(ticket.report.kelurahan)
        known = _names(ticket)
        spoken = (one for one in ticket.spoken if one.kind == "dispute" and one.text)
        said = tuple((one.at, self.redacted(one.text, known)) for one in spoken)
        return replace(
            row,
            category=ticket.report.category,
            kelurahan=area.name if area is not None else "",
            returns=ticket.returns,
            disputes=ticket.disputes,
            doubts=doubts,
            said=said if disputes else (),
        )

    def dossier(self, ticket: TicketState, records: Sequence[Record], now: datetime) -> Dossier:
        """Give a ticket with all that happened to it."""
        row, closed = self.row(ticket), hides_contents(ticket)
        past = past_of(records, now)
        spans = paused_until(past, now) if past is not None else None
        times = (spans.waiting, spans.on_hold) if spans is not None else (timedelta(), timedelta())
        known = (*_names(ticket), *_names_in(records))
        happenings = tuple(self._happenings(records, known, closed=closed))
        if closed:
            return Dossier(row, happenings, waiting=times[0], on_hold=times[1])
        return Dossier(
            row,
            happenings,
            words=self.redacted(ticket.report.text, known),
            classification=ticket.report.classification,
            rating=ticket.rating,
            waiting=times[0],
            on_hold=times[1],
            evidence=sum(bool(item.media) for item in ticket.report.evidence),
            unreached=ticket.unreached,
            flagged=ticket.flagged,
        )

    def _happenings(self, records: Sequence[Record], known: Sequence[str], *, closed: bool) -> Iterable[Happening]:
        status = ""
        for record in records:
            moved, status = record.status != status, record.status
            if record.what in UNSEEN or (closed and not moved and record.what not in CLOCKS):
                continue
            yield self._happening(record, known, moved=moved, closed=closed)

    def _happening(self, record: Record, known: Sequence[str], *, moved: bool, closed: bool) -> Happening:
        said = record.details
        who = said.get(OFFICE) or said.get(UNIT) or (record.actor if record.actor in NOBODY else "")
        doubts = tuple(one for one in said.get("doubts", "").split(",") if one)
        quoted = record.what in QUOTED and not closed
        what = record.what if not closed or record.what in CLOCKS else "moved"
        return Happening(
            at=record.at,
            what=what,
            status=record.status,
            who=who,
            office=OFFICE in said,
            unit=said.get("unit", ""),
            stage=said.get("stage", ""),
            words=self.redacted(record.reason, known) if quoted else "",
            doubts=() if closed else doubts,
            moved=moved,
        )


_SHORTEST: Final = 3
"""Letters of a part of a name that is taken for one by itself at least."""
NOBODY: Final = frozenset((REPORTER, SYSTEM, FOLLOWER))
"""Actors who are no persons."""
REMINDERS: Final = ("half", "last", "head", "coordinator", "secretary")
"""Alarms that call people by name (`core.ticket.deadlines`)."""


def _names(ticket: TicketState) -> tuple[str, ...]:
    """List the names that a ticket knows: the reporter's where it is shown to officials, and who holds it."""
    names = (ticket.report.name, ticket.holder.name if ticket.holder else "")
    return tuple(part for name in names for part in _parts(name))


def _names_in(records: Iterable[Record]) -> tuple[str, ...]:
    """List the names of officials in a journal."""
    named = dict.fromkeys(record.details.get(key, "") for record in records for key in ("name", "from", "other"))
    # What has digits is the number of another ticket.
    return tuple(part for name in named if not any(map(str.isdigit, name)) for part in _parts(name))


def _parts(name: str) -> tuple[str, ...]:
    """Give a name whole and in its words, so that half of it goes too."""
    return (name, *(word for word in name.split() if len(word) > _SHORTEST)) if name.strip() else ()


def _called(ticket: TicketState) -> tuple[str, ...]:
    """Name the reminders that rang for the limit that runs."""
    here = {mark.name for mark in ticket.rung if mark.due in (ticket.due_at, ticket.counted_from)}
    return tuple(name for name in REMINDERS if name in here)


def _waits(ticket: TicketState) -> str:
    """Name whom or what a ticket waits for that its unit cannot hurry: the citizen, or a hold that has a reason."""
    if ticket.status == "menunggu_pelapor":
        return "citizen"
    if ticket.status == "ditunda":
        return "hold"
    return "verdict" if FACTS[ticket.status].clock == "silence" else ""
