"""Recount every limit from the lines alone: written from the rules in words, not from what a ticket says of itself."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property, partial
from typing import Final

from core.city.calendar import WorkingCalendar
from core.city.city import City
from core.city.limits import Limits
from core.proof.awaited import BY_TIME, Awaited, missing, wrong
from core.proof.lines import Finding, Line

PAUSED: Final = frozenset({"menunggu_pelapor", "ditunda"})
STOPPED: Final = frozenset({"selesai", "lewat", "bukan_wewenang", "diarsipkan", "duplikat", "ditarik"})
ANSWERED: Final = "ditindaklanjuti"
CONVERSATION: Final = frozenset({"addition", "replied", "spoke", "amended", "retracted"})
"""What the citizen says about an answer begins the time to confirm anew."""
BESIDE: Final = frozenset({"lihat", "buka", "menu", "catatan", "siap", "terbitkan"})
"""Acts that leave the one before them as it is, to be taken back still."""
TAKEN_BACK: Final = frozenset(
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
VERIFY, FOLLOW, CONFIRM = "verifikasi", "tindak_lanjut", "konfirmasi"
LEEWAY: Final = timedelta(days=1)
"""A limit that passed is written down within minutes, and after a machine stood still when it runs again."""
_NOBODY: Final = ("pelapor", "sistem", "pengikut")
_CATEGORY: Final = "details.category"
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
    awaits: Awaited = field(default_factory=Awaited)

    @property
    def limits(self) -> Limits:
        """Give the limits of its category at the unit that has it."""
        return self.city.limits_for(self.category, self.unit)

    @property
    def setting(self) -> tuple[object, ...]:
        """Give what a call depends on besides time: another one begins to count anew when this changes."""
        return self.status, self.start, self.due, self.category, self.unit

    def take(self, line: Line, at: datetime, category: str) -> None:
        """Apply a line; ``category`` is the one that it gives, empty where it gives none."""
        if line.what == "urungkan":
            self._take_back(at)
            return
        was, old, unit = copy(self), self.status, self.unit
        self._move(line, at)
        if line.what in ("opened", "kategori", "verifikasi", "disposisi"):
            self.category = category or self.category
        if line.what == "late":
            self.late = True
        self._count(line, at, old, unit)
        self.awaits = was.awaits.after(line, at, was, self)
        if line.says("actor") not in _NOBODY and line.what not in BESIDE:
            self.last = was if line.what in TAKEN_BACK else None

    @property
    def standing(self) -> tuple[object, ...]:
        """Give what tells one clock of a report from another: of which kind it may be, and what follows from that."""
        last = (self.last.category, self.last.due, self.last.late) if self.last is not None else None
        return self.category, self.kind, self.start, self.days, self.due, self.late, self.awaits, last

    def _take_back(self, at: datetime) -> None:
        was, category, late, awaits = self.last, self.category, self.late, self.awaits
        if was is not None:
            same = was.due == self.due
            self.__dict__.update(was.__dict__)
            self.category, self.late, self.last = category, was.late or (late and same), None
            self.awaits = awaits.taken_back(was.awaits, at)

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
        limits = self.limits
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
    hidden: int = 0
    """Reports among them of which the kind is hidden."""
    left_out: int = 0
    """Reports that began before there were chains."""

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """Name one category of each sort: those of a sort have the same limits at every unit."""
        sorts: dict[tuple[Limits, ...], str] = {}
        units = ("", *(unit.code for unit in self.city.tree))
        for one in self.city.categories:
            sorts.setdefault(tuple(self.city.limits_for(one.code, unit) for unit in units), one.code)
        return tuple(sorts.values())

    def of_report(self, lines: Sequence[Line], until: datetime) -> Iterator[Finding]:
        """Find what is not as the limits say, in the lines of one report up to a moment.

        Where a line hides the category every sort of categories is tried, and goes on as long as the lines agree with
        it: wrong is what agrees with none. What is found at several lines is told once.
        """
        told: set[str] = set()
        for flaw in self._flaws(lines, until):
            if flaw.words not in told:
                told.add(flaw.words)
                yield flaw

    def _flaws(self, lines: Sequence[Line], until: datetime) -> Iterator[Finding]:
        if not lines or lines[0].what != "opened" or _CATEGORY not in lines[0].fields:
            self.left_out += 1
            return
        self.counted += 1
        self.hidden += not lines[0].says(_CATEGORY)
        moved = max((n for n, line in enumerate(lines) if line.what == "recounted"), default=-1)
        clocks = [Clock(self.city, self.calendar)]
        for place, line in enumerate(lines):
            at = datetime.fromisoformat(line.at)
            if place > moved and line.what != "late":
                clocks = yield from _agreeing(clocks, partial(_overdue, subject=line.subject, n=line.n, at=at))
            if place >= moved:
                clocks = yield from _agreeing(clocks, partial(_stated, line=line, at=at))
            if moved < 0:
                clocks = yield from _agreeing(clocks, partial(_awaited, line=line, at=at))
            self._keep_answer(clocks[0], line, at)
            begun = line.what == "opened" and line.says("details.filed_at")
            clocks = self._taken(clocks, line, datetime.fromisoformat(begun) if begun else at)
            if line.what == "late" and clocks[0].unit:
                self.units.setdefault(clocks[0].unit, Kept()).passed += 1
        last = partial(_overdue, subject=lines[-1].subject, n=lines[-1].n, at=until)
        clocks = yield from _agreeing(clocks, last)
        if moved < 0:
            yield from _agreeing(clocks, partial(_awaited, line=lines[-1], at=until, ends=True))

    def _taken(self, clocks: Sequence[Clock], line: Line, at: datetime) -> list[Clock]:
        """Apply a line to every clock; one that hides its category to one clock for each sort of them."""
        said = line.says(_CATEGORY)
        found: dict[tuple[object, ...], Clock] = {}
        for clock in clocks:
            for category in self.kinds if _CATEGORY in line.fields and not said else (said,):
                moved = copy(clock)
                moved.take(line, at, category)
                found.setdefault(moved.standing, moved)
        return list(found.values())

    def _keep_answer(self, clock: Clock, line: Line, at: datetime) -> None:
        answer = line.status == ANSWERED and line.what in ("selesai", "sahkan") and clock.status != ANSWERED
        if answer and clock.unit:
            kept = self.units.setdefault(clock.unit, Kept())
            in_time = clock.due is None or (clock.paused or at) <= clock.due
            kept.in_time, kept.late = kept.in_time + in_time, kept.late + (not in_time)


def _agreeing(
    clocks: Sequence[Clock], flaws: Callable[[Clock], list[Finding]]
) -> Generator[Finding, None, list[Clock]]:
    """Go on with the clocks with which a line agrees; where it agrees with none, find what is wrong."""
    found = [(clock, flaws(clock)) for clock in clocks]
    right = [clock for clock, wrong in found if not wrong]
    if not right:
        yield from found[0][1]
    return right or list(clocks)


def _overdue(clock: Clock, *, subject: str, n: int, at: datetime) -> list[Finding]:
    runs = clock.status not in PAUSED | STOPPED and clock.kind in (VERIFY, FOLLOW) and not clock.late
    if not runs or clock.due is None or clock.due + LEEWAY >= at:
        return []
    clock.late = True
    return [Finding(subject, n, "limit", f"the limit passed {clock.due:%Y-%m-%d} and no line says so")]


def _stated(clock: Clock, *, line: Line, at: datetime) -> list[Finding]:
    stated, flaws = line.says("details.due"), []
    if line.what == "late" and (clock.due is None or at < clock.due):
        flaws.append("called late before the limit had passed")
    if line.what == "silence" and (clock.due is None or at < clock.due):
        flaws.append("closed by silence before the citizen's time was over")
    if stated and line.what in ("late", "reminded", "selesai", "sahkan") and not _same(stated, clock.due):
        found = f"{clock.due:%Y-%m-%d}" if clock.due is not None else "none"
        flaws.append(f"the date is given as {stated[:10]}, and it is {found}")
    return [Finding(line.subject, line.n, "limit", words) for words in flaws]


def _awaited(clock: Clock, *, line: Line, at: datetime, ends: bool = False) -> list[Finding]:
    """Find what time should have done before a line, or the end of the file, and what the line may not do."""
    flaws = [*missing(clock, at)] if ends or line.what not in BY_TIME else []
    flaws += [] if ends else [*wrong(clock, line, at)]
    return [Finding(line.subject, line.n, "limit", words) for words in flaws]


def _same(stated: str, due: datetime | None) -> bool:
    return due is not None and abs(datetime.fromisoformat(stated) - due) < timedelta(seconds=2)
