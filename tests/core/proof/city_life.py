"""A few reports that live for some days, chained by their own lanes; the roots of these days, and the file of all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import msgspec

from core.city.calendar import WorkingCalendar
from core.proof.audit import Audit, audit
from core.proof.chain import stamp
from core.proof.export import VERSION, Day, End, Header, Keys, Part, Report, read, write
from core.proof.keys import Signer
from core.proof.limits import LimitCount
from core.proof.lines import Finding, line_of
from core.proof.roots import Gathered, Published, begin_of, key_of, made
from core.proof.showing import shown
from core.ticket.number import format_number
from core.ticket.secrecy import hides_contents
from core.ticket.step import TicketSteps
from core.vocabulary.citizen import Confirmed, Opened
from core.vocabulary.effects import Record
from core.vocabulary.events import Event
from core.vocabulary.lane_names import ticket_lane
from core.vocabulary.proof import DayRoot, HeadMark
from core.vocabulary.seal import sealed_by
from core.vocabulary.steps import Moment
from tests.core.ticket.lane import COORDINATOR, DISHUB, MONDAY, PHOTO, TicketLane, city, filing

ZONE = ZoneInfo("Asia/Makassar")
SIGNER = Signer.of("A" * 43)
KEYS = (key_of(SIGNER, MONDAY, None),)
SEAL = sealed_by(b"the city")
END = (MONDAY + timedelta(days=12)).astimezone(UTC)


class Life(TicketLane):
    """One report with a number of its own."""

    def __init__(self, serial: int) -> None:
        super().__init__()
        self.number = format_number("KPG", 2026, serial)
        self.steps = TicketSteps(city(), WorkingCalendar(city()), seal=SEAL, signer=SIGNER)

    def happens(self, body: object) -> Life:
        """Step one event on its own lane."""
        self._count += 1
        event = Event(f"{self.number}:{self._count}", ticket_lane(self.number), self.now, body)  # type: ignore[arg-type]
        outcome = self.steps.step(self.state, event, Moment(self.now, lane=event.lane))
        self.state = msgspec.to_builtins(outcome.state, builtin_types=(datetime,))
        self.effects, self.wake_at = outcome.effects, outcome.wake_at
        self.all_effects += outcome.effects
        return self

    def begins(self, **changes: object) -> Life:
        """Open it."""
        return self.happens(Opened(self.number, filing(**changes)))

    def lasts(self, until: datetime) -> Life:
        """Let every timer come that is due until a moment."""
        while self.wake_at is not None and self.wake_at <= until:
            self.rings()
        self.now = until
        return self

    @property
    def records(self) -> list[Record]:
        """List all its lines."""
        return [effect for effect in self.all_effects if isinstance(effect, Record)]


@cache
def lives() -> tuple[Life, ...]:
    """Give a report that was solved, one that nobody touched, a confidential one, and one that was sent back."""
    solved = Life(1).begins()
    solved.waits(hours=2).does("verifikasi", COORDINATOR).does("disposisi", COORDINATOR, unit="dishub")
    solved.waits(hours=30).does("ambil", DISHUB).does("tanya", DISHUB, "Tiang yang mana?")
    solved.waits(hours=40).says("tiang nomor lima")
    solved.waits(hours=5).does("selesai", DISHUB, "Lampu diganti", evidence=(PHOTO,)).calms()
    solved.happens(Confirmed())
    alone = Life(2).begins(text="Sampah menumpuk", category="sampah", kelurahan="Lasiana")
    secret = Life(3).begins(text="Pungli oleh pegawai", category="pegawai", privacy="rahasia")
    back = Life(4).begins()
    back.does("verifikasi", COORDINATOR).does("disposisi", COORDINATOR, unit="dishub").waits(hours=1)
    back.does("bukan_wewenang", DISHUB, "bukan lampu kami").waits(hours=3)
    back.does("disposisi", COORDINATOR, unit="dishub").does("urungkan", COORDINATOR)
    back.does("disposisi", COORDINATOR, unit="dishub").does("ambil", DISHUB)
    return tuple(life.lasts(END) for life in (solved, alone, secret, back))


@cache
def days() -> tuple[Day, ...]:
    """Make the roots of the days."""
    found: list[Day] = []
    last: DayRoot | None = None
    known: set[bytes] = set()
    day = date(2026, 7, 6)
    while begin_of(day + timedelta(days=1), ZONE) < END:
        until = begin_of(day + timedelta(days=1), ZONE)
        gathered = Gathered()
        for life in lives():
            for record in life.records:
                if record.at < until and record.chain is not None:
                    said, chain = record.details, record.chain
                    words, key = said.get("words", ""), said.get("slip_key", "")
                    gathered.add(HeadMark(record.subject, record.at, chain.n, chain.head, words, key))
        leaves = gathered.leaves(known)
        known |= set(leaves)
        last = made("KPG", day, until, last, leaves, until, SIGNER)
        found.append(Day(last, tuple(leaf.hex() for leaf in leaves)))
        day += timedelta(days=1)
    return tuple(found)


def published() -> list[Published]:
    """Give the days as they were published."""
    return [Published(day.root, day.leaves, KEYS) for day in days()]


@cache
def export() -> tuple[Part, ...]:
    """Give the file of all reports."""
    parts: list[Part] = [Header(VERSION, "KPG", stamp(END), whole=True), Keys(KEYS), *days()]
    count = 0
    for life in lives():
        ticket = life.ticket
        closed = hides_contents(ticket)
        parts.append(Report(ticket.number, ticket.history_count, ticket.head, ticket.status, ticket.unit, closed))
        parts += [line_of(record, shown(confidential=closed)) for record in life.records]
        count += len(life.records)
    return (*parts, End(len(lives()), count))


def audited(parts: Sequence[Part], outside: Sequence[Published] = ()) -> tuple[list[Finding], Audit]:
    """Write the file, read it, check it; give what was found, and what was counted."""
    state = Audit(LimitCount(city(), WorkingCalendar(city())), outside)
    return list(audit((read(write(part)) for part in parts), state)), state
