"""What a ticket's journal says of its clock: written from the rules in words, without the program's own clock."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.month.holidays import Calendars, WorkDays
from bench.month.rights import Rights
from core.city.city import City

PAUSED = frozenset({"menunggu_pelapor", "ditunda"})
STOPPED = frozenset({"selesai", "lewat", "bukan_wewenang", "diarsipkan", "duplikat", "ditarik"})
ANSWERED = "ditindaklanjuti"
WORKED_ON = frozenset({"diproses", "menunggu_pelapor", "disanggah"})
_CONVERSATION = frozenset({"addition", "replied", "spoke", "amended", "retracted"})
"""What the citizen says about an answer begins the time to confirm anew."""
_LEAVES_LAST = frozenset({"lihat", "buka", "menu", "catatan", "siap", "terbitkan"})
_TAKEN_BACK = frozenset(
    {
        "arsip",
        "duplikat",
        "bukan_wewenang",
        "disposisi",
        "selesai",
        "sahkan",
        "balas",
        "progres",
        "tanya",
        "closing_held",
    }
)
_VERIFY, _FOLLOW, _CONFIRM = "verifikasi", "tindak_lanjut", "konfirmasi"
_LONG_AGO = timedelta(hours=1)
_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Line:
    """One line of the journal."""

    at: datetime
    actor: str
    what: str
    status: str
    details: Mapping[str, str]
    reason: str = ""

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Line:
        """Read it as the database keeps it."""
        details, reason = document.get("details") or {}, document.get("reason", "")
        return cls(document["at"], document["actor"], document["what"], document["status"], details, reason)


@dataclass(frozen=True)
class Rules:
    """What a recount goes by: the pack, the days on which work was done, and who was an official when."""

    city: City
    calendars: Calendars
    rights: Rights


@dataclass
class Recounted:
    """A ticket as its journal makes it; ``rung`` holds what time has done already, by name and what it was for.

    ``moving`` is when the calendar changed and which date it made of this one, until that was written down;
    ``promised`` the date that the citizen knows, until another one was told that ``moved`` then.
    """

    number: str
    rules: Rules
    days: WorkDays = field(init=False)
    status: str = ""
    category: str = ""
    unit: str = ""
    holder: str = ""
    kind: str = ""
    start: datetime | None = None
    limit: int = 0
    pauses: tuple[tuple[datetime, datetime], ...] = ()
    due: datetime | None = None
    late: bool = False
    paused: datetime | None = None
    asked: datetime | None = None
    held_until: datetime | None = None
    offered: str = ""
    offered_until: datetime | None = None
    moving: tuple[datetime, datetime] | None = None
    promised: datetime | None = None
    moved: datetime | None = None
    unreached: bool = False
    priority: bool = False
    escalated: bool = False
    returns: int = 0
    opened: datetime | None = None
    since: datetime | None = None
    before: str = ""
    rung: set[tuple[str, datetime]] = field(default_factory=set)
    last: Recounted | None = None

    # --- one line -----------------------------------------------------------------------------------------------------

    def __post_init__(self) -> None:
        self.days = self.rules.calendars.at(_BEFORE_ALL)

    @property
    def city(self) -> City:
        """Give the pack."""
        return self.rules.city

    def turn(self, at: datetime, days: WorkDays) -> None:
        """Go by another calendar from now on: a date that it moves is to be written down."""
        self.days, self.since = days, at
        if self.due is not None and self.start is not None:
            due = days.due(self.start, self.limit, self.pauses)
            self.moving = (at, due) if due != self.due else None

    def take(self, line: Line) -> None:
        """Apply a line; raise ValueError for one that cannot follow those before it."""
        if self.since is not None:
            for at, days in self.rules.calendars.changes(self.since, line.at):
                self.turn(at, days)
        else:
            self.days = self.rules.calendars.at(line.at)
        self.since = line.at
        if line.what == "urungkan":
            self._take_back()
            return
        was = copy(self)
        old, unit = self.status, self.unit
        self._move(line)
        self._heard(line, old)
        self._counted(line, old, unit)
        if line.actor.isdigit() and line.what not in _LEAVES_LAST:
            self.last = was if line.what in _TAKEN_BACK else None

    def _take_back(self) -> None:
        """Put back what the last act found; what was called meanwhile is not called again."""
        was, rung, since = self.last, self.rung, self.since
        if was is None:
            raise ValueError("something was taken back that nobody had done")
        kept = self.unreached, self.priority, self.category, self.days
        self.__dict__.update(was.__dict__)
        self.rung, self.since, self.last = rung, since, None
        self.unreached, self.priority, self.category, self.days = kept
        self._no_offer()

    def _no_offer(self) -> None:
        self.offered, self.offered_until = "", None

    def _move(self, line: Line) -> None:
        old, new = self.status, line.status
        self.status = new
        if old == new:
            return
        if old in PAUSED and new not in PAUSED:
            self._resume(line.at)
        if new in PAUSED and self.paused is None:
            self.paused = line.at
        if new in STOPPED:
            self.due, self.kind, self.start, self.late = None, "", None, False
            self.moving = self.promised = None
        if self.kind == _CONFIRM and new != ANSWERED:
            self.due, self.kind, self.moving = None, "", None
        if new not in WORKED_ON:
            self._no_offer()
        self.asked = line.at if new == "menunggu_pelapor" else None
        self.held_until = None
        self.before = old if new in ("ditunda", "duplikat") else ""
        self.last = None

    def _resume(self, at: datetime) -> None:
        since, self.paused = self.paused, None
        if since is None or self.due is None or self.start is None:
            return
        self.pauses = (*self.pauses, (since, at))
        self.due = self.days.due(self.start, self.limit, self.pauses)
        self.late = self.late and self.due <= at
        self.moving = self.promised = None

    def _recounted(self, at: datetime) -> None:
        """Take the date that another calendar makes of this one; the citizen is told of it unless it has no date."""
        if self.moving is None or self.due is None:
            return
        promised = self.promised or self.due
        _, self.due = self.moving
        self.moving, self.late = None, self.late and self.due <= at
        if promised == self.due or self.paused is not None:
            self.promised = self.moved = None
        else:
            self.promised, self.moved = promised, self.moved or at

    def _heard(self, line: Line, old: str) -> None:
        """Take what a line says besides the status."""
        match line.what:
            case "opened" | "kategori" | "verifikasi":
                self.category = line.details.get("category", self.category)
                self.opened = self.opened or line.at
            case "ambil" | "terima":
                self.holder = line.actor
                self._no_offer()
            case "lepas" | "rights_ended":
                self.holder = ""
            case "tanya":
                self.asked = line.at
            case "tunda":
                self.held_until = datetime.fromisoformat(line.details["until"])
            case "serahkan":
                self.offered, self.offered_until = line.details["to"], line.at + timedelta(days=1)
            case "tolak" | "offer_lapsed" | "offer_gone":
                self._no_offer()
            case "recounted":
                self._recounted(line.at)
            case "date_told":
                self.promised = self.moved = None
            case "prioritas":
                self.priority = line.details["priority"] == "tinggi"
            case "late":
                self.late = True
            case "unreached" | "reached":
                self.unreached = line.what == "unreached"
            case _:
                pass

    def _counted(self, line: Line, old: str, unit: str) -> None:
        """Begin a limit where the rules say so."""
        new, what = line.status, line.what
        if what == "disposisi":
            self.unit, self.escalated = line.details["unit"], False
        leaves_unit = new == "terverifikasi" and what in ("bukan_wewenang", "disputed", "buka_kembali")
        if leaves_unit:
            self.unit = ""
        if what == "disputed":
            self.priority = True
        if what == "bukan_wewenang" and leaves_unit:
            self.returns += 1
            self.escalated = self.returns >= self._limits().returns_before_escalation
        if what == "opened" or leaves_unit:
            self._begin(_VERIFY, line.at)
        elif (what == "disposisi" and not unit) or (what in ("disputed", "buka_kembali") and old != new):
            self._begin(_FOLLOW, line.at)
        elif what in ("gabung_lepas", "released_from") and old == "duplikat":
            self._begin(_FOLLOW if self.unit else _VERIFY, line.at)
        elif new == ANSWERED and (old != new or what in _CONVERSATION or self._told_late(line)):
            self._begin(_CONFIRM, line.at)

    def _told_late(self, line: Line) -> bool:
        return line.what == "reached" and self.start is not None and line.at - self.start > _LONG_AGO

    def _begin(self, kind: str, at: datetime) -> None:
        limits = self._limits()
        self.limit = {
            _VERIFY: limits.verification_days,
            _FOLLOW: limits.follow_up_days,
            _CONFIRM: limits.confirmation_silence_days,
        }[kind]
        self.kind, self.start, self.pauses, self.late = kind, at, (), False
        self.due = self.days.due(at, self.limit)
        self.moving = self.promised = self.moved = None

    def _limits(self) -> Any:
        return self.city.limits_for(self.category, self.unit)

    # --- what time is to do -------------------------------------------------------------------------------------------

    @property
    def urgent(self) -> bool:
        """Tell whether people are called at any hour."""
        return self.priority
