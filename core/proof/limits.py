"""Recount every limit from the lines alone: written from the rules in words, not from what a ticket says of itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from core.city.calendar import WorkingCalendar
from core.city.city import City
from core.proof.lines import Finding, Line

PAUSED: Final = frozenset({"menunggu_pelapor", "ditunda"})
STOPPED: Final = frozenset({"selesai", "lewat", "bukan_wewenang", "diarsipkan", "duplikat", "ditarik"})
ANSWERED: Final = "ditindaklanjuti"
CONVERSATION: Final = frozenset({"addition", "replied", "spoke", "amended", "retracted"})
"""What the citizen says about an answer begins the time to confirm anew."""
BESIDE: Final = frozenset({"lihat", "buka", "menu", "catatan", "siap", "terbitkan"})
"""Acts that leave the one before them as it is, to be taken back still."""
TAKEN_BACK: Final = frozenset(
    {"arsip", "duplikat", "bukan_wewenang", "disposisi", "selesai", "balas", "progres", "tanya", "closing_held"}
)
VERIFY, FOLLOW, CONFIRM = "verifikasi", "tindak_lanjut", "konfirmasi"
LEEWAY: Final = timedelta(days=1)
"""A limit that passed is written down within minutes, and after a machine stood still when it runs again."""
_NOBODY: Final = ("pelapor", "sistem", "pengikut")
_LONG_AGO: Final = timedelta(hours=1)


@dataclass
class Clock:
    """A report's clock as its lines make it; moments are UTC."""

    city: City
    calendar: WorkingCalendar
    status: str = ""
    category: str = ""
    unit: str = ""
    kind: str = ""
    start: datetime | None = None
    days: int = 0
    pauses: tuple[tuple[datetime, datetime], ...] = ()
    due: datetime | None = None
    late: bool = False
    paused: datetime | None = None
    last: Clock | None = None

    def take(self, line: Line, at: datetime) -> None:
        """Apply a line."""
        if line.what == "urungkan":
            self._take_back()
            return
        was, old, unit = copy(self), self.status, self.unit
        self._move(line, at)
        if line.what in ("opened", "kategori", "verifikasi", "disposisi"):
            self.category = line.says("details.category") or self.category
        if line.what == "late":
            self.late = True
        self._count(line, at, old, unit)
        if line.says("actor") not in _NOBODY and line.what not in BESIDE:
            self.last = was if line.what in TAKEN_BACK else None

    def _take_back(self) -> None:
        was, category, late = self.last, self.category, self.late
        if was is not None:
            same = was.due == self.due
            self.__dict__.update(was.__dict__)
            self.category, self.late, self.last = category, was.late or (late and same), None

    def _move(self, line: Line, at: datetime) -> None:
        old, new = self.status, line.status
        self.status = new
        if old == new:
            return
        if old in PAUSED and new not in PAUSED:
            self._resume(at)
        if new in PAUSED and self.paused is None:
            self.paused = at
        if new in STOPPED:
            self.due, self.kind, self.start, self.late = None, "", None, False
        if self.kind == CONFIRM and new != ANSWERED:
            self.due, self.kind = None, ""
        self.last = None

    def _resume(self, at: datetime) -> None:
        since, self.paused = self.paused, None
        if since is not None and self.due is not None and self.start is not None:
            self.pauses = (*self.pauses, (since, at))
            self.due = self._ends(self.start)
            self.late = self.late and self.due <= at

    def _count(self, line: Line, at: datetime, old: str, unit: str) -> None:
        new, what = line.status, line.what
        if what == "disposisi":
            self.unit = line.says("details.unit")
        leaves_unit = new == "terverifikasi" and what in ("bukan_wewenang", "disputed", "buka_kembali")
        if leaves_unit:
            self.unit = ""
        if what == "opened" or leaves_unit:
            self._begin(VERIFY, at)
        elif (what == "disposisi" and not unit) or (what in ("disputed", "buka_kembali") and old != new):
            self._begin(FOLLOW, at)
        elif what in ("gabung_lepas", "released_from") and old == "duplikat":
            self._begin(FOLLOW if self.unit else VERIFY, at)
        elif new == ANSWERED and (old != new or what in CONVERSATION or self._told_late(what, at)):
            self._begin(CONFIRM, at)

    def _told_late(self, what: str, at: datetime) -> bool:
        return what == "reached" and self.start is not None and at - self.start > _LONG_AGO

    def _begin(self, kind: str, at: datetime) -> None:
        limits = self.city.limits_for(self.category, self.unit)
        days = {
            VERIFY: limits.verification_days,
            FOLLOW: limits.follow_up_days,
            CONFIRM: limits.confirmation_silence_days,
        }
        self.kind, self.start, self.pauses, self.late, self.days = kind, at, (), False, days[kind]
        self.due = self._ends(at)

    def _ends(self, start: datetime) -> datetime:
        """Give the end of the last day of a limit: each pause that began before it costs its working days."""
        days, end = self.days, self.calendar.add_working_days(start, self.days)
        for since, until in self.pauses:
            if since > end:
                break
            days += self.calendar.stood_still(since, until)
            end = self.calendar.add_working_days(start, days)
        return end


@dataclass
class Kept:
    """How a unit kept its limits."""

    in_time: int = 0
    late: int = 0
    passed: int = 0
    """Limits that passed while it had the report, answered or not."""


@dataclass
class LimitCount:
    """Recount the limits of report after report; ``units`` is what came of it."""

    city: City
    calendar: WorkingCalendar
    units: dict[str, Kept] = field(default_factory=dict)
    counted: int = 0
    left_out: int = 0
    """Reports of which the kind is hidden, or that began before there were chains."""

    def of_report(self, lines: Sequence[Line], until: datetime) -> Iterator[Finding]:
        """Find what is not as the limits say, in the lines of one report up to a moment."""
        if not lines or lines[0].what != "opened" or not lines[0].says("details.category"):
            self.left_out += 1
            return
        self.counted += 1
        moved = max((n for n, line in enumerate(lines) if line.what == "recounted"), default=-1)
        clock = Clock(self.city, self.calendar)
        for place, line in enumerate(lines):
            at = datetime.fromisoformat(line.at)
            if place > moved and line.what != "late":
                yield from self._overdue(clock, line.subject, line.n, at)
            if place >= moved:
                yield from self._stated(clock, line, at)
            begun = line.what == "opened" and line.says("details.filed_at")
            clock.take(line, datetime.fromisoformat(begun) if begun else at)
            if line.what == "late" and clock.unit:
                self.units.setdefault(clock.unit, Kept()).passed += 1
        yield from self._overdue(clock, lines[-1].subject, lines[-1].n, until)

    def _overdue(self, clock: Clock, subject: str, n: int, at: datetime) -> Iterator[Finding]:
        runs = clock.status not in PAUSED | STOPPED and clock.kind in (VERIFY, FOLLOW) and not clock.late
        if runs and clock.due is not None and clock.due + LEEWAY < at:
            clock.late = True
            yield Finding(subject, n, "limit", f"the limit passed {clock.due:%Y-%m-%d} and no line says so")

    def _stated(self, clock: Clock, line: Line, at: datetime) -> Iterator[Finding]:
        stated = line.says("details.due")
        answer = line.status == ANSWERED and line.what in ("selesai", "sahkan") and clock.status != ANSWERED
        if answer and clock.unit:
            kept = self.units.setdefault(clock.unit, Kept())
            in_time = clock.due is None or (clock.paused or at) <= clock.due
            kept.in_time, kept.late = kept.in_time + in_time, kept.late + (not in_time)
        if line.what == "late" and (clock.due is None or at < clock.due):
            yield Finding(line.subject, line.n, "limit", "called late before the limit had passed")
        if line.what == "silence" and (clock.due is None or at < clock.due):
            yield Finding(line.subject, line.n, "limit", "closed by silence before the citizen's time was over")
        if stated and line.what in ("late", "reminded", "selesai", "sahkan") and not _same(stated, clock.due):
            found = f"{clock.due:%Y-%m-%d}" if clock.due is not None else "none"
            yield Finding(line.subject, line.n, "limit", f"the date is given as {stated[:10]}, and it is {found}")


def _same(stated: str, due: datetime | None) -> bool:
    return due is not None and abs(datetime.fromisoformat(stated) - due) < timedelta(seconds=2)
