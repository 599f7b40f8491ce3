"""Check an export of chains: every line, root and limit, with one report in memory at a time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from core.proof.chain import canonical
from core.proof.checking import keys_in, read_digest
from core.proof.export import Day, End, Header, Keys, Part, Register, Report
from core.proof.leaves import Leaves
from core.proof.limits import LimitCount
from core.proof.lines import ERASED, MERGED_ERASED, WHY, Finding, Line, flaws
from core.proof.merkle import leaf, packed, unpacked
from core.proof.roots import LATE, Published, flaws_of_leaves, flaws_of_roots, head_leaf, trusted
from core.proof.slip import SIGNED, body_of, slip_time
from core.vocabulary.lane_names import REGISTER_LANE
from core.vocabulary.proof import CityKey, DayRoot

_WORDS: Final = "details.words"
_KEY: Final = "details.slip_key"


@dataclass
class Audit:
    """What is known while the file is read; ``outside`` are days that were published and kept elsewhere."""

    limits: LimitCount
    outside: Sequence[Published] = ()
    pinned: bytes = b""
    reports: int = 0
    lines: int = 0
    register: int = 0
    """Lines among them that say who may act for the city."""
    unchained: int = 0
    """Lines from before the chain, for which nothing vouches."""
    open_heads: int = 0
    """Reports whose last line is in no root yet."""
    erased: list[Line] = field(default_factory=list)
    """Lines that say that what was personal in a report was erased, when and why."""
    days: list[DayRoot] = field(default_factory=list)
    _keys: tuple[CityKey, ...] = ()
    _header: Header | None = None
    _ended: bool = False
    _report: Report | None = None
    _rows: list[Line] = field(default_factory=list)
    _given: list[tuple[DayRoot, bytes]] = field(default_factory=list)
    """Roots of the file, each with its leaves one behind the other, until they are checked."""
    _leaves: Leaves = field(default_factory=Leaves)
    _ends: list[str] = field(default_factory=list)
    _checked_days: bool = False

    def take(self, part: Part) -> Iterator[Finding]:
        """Check the next line of the file, as far as it can be by then."""
        late = isinstance(part, Keys | Day) and self._checked_days
        if self._ended or late or (self._header is None) != isinstance(part, Header):
            yield Finding("export", 0, "broken", "lines stand where none may be")
        if isinstance(part, Header):
            self._header = part
        elif isinstance(part, Keys):
            self._keys = part.keys
        elif isinstance(part, Day):
            self._given.append((part.root, _packed(part)))
        elif isinstance(part, Report | Register):
            yield from self._close()
            self._report = part if isinstance(part, Report) else _as_report(part)
        elif isinstance(part, Line):
            self._rows.append(part)
        else:
            yield from self._close()
            yield from self._end(part)

    def finish(self) -> Iterator[Finding]:
        """Say what the end of the file says."""
        if not self._ended:
            yield from self._close()
            yield Finding("export", 0, "missing", "the end of the file is missing")
        yield from self._days_checked()
        if self._header is not None and self._header.whole:
            for place, count in self._leaves.unseen():
                words = f"{count} leaves of this root belong to no line of the export: lines or reports are missing"
                yield Finding(f"root {self.days[place].day}", self.days[place].number, "missing", words)

    # --- one report ---------------------------------------------------------------------------------------------------

    def _close(self) -> Iterator[Finding]:
        """Check the report whose lines have all been read."""
        yield from self._days_checked()
        report, rows = self._report, self._rows
        self._report, self._rows = None, []
        if report is None:
            if rows:
                yield Finding(rows[0].subject, rows[0].n, "inserted", "lines that belong to no report")
            return
        of_register = report.number == REGISTER_LANE
        self.reports, self.lines = self.reports + (not of_register), self.lines + len(rows)
        self.register += len(rows) if of_register else 0
        self.unchained += sum(not line.n for line in rows)
        self.erased += [line for line in rows if line.what in (ERASED, MERGED_ERASED) and line.says(WHY)]
        found = [*flaws(report.number, rows), *self._count(report, rows)]
        yield from found
        yield from self._rooted(rows)
        if not found and not of_register and self._header is not None:
            yield from self.limits.of_report(rows, datetime.fromisoformat(self._header.made_at))

    def _count(self, report: Report, rows: Sequence[Line]) -> Iterator[Finding]:
        head = rows[-1].head if rows else ""
        if len(rows) != report.lines:
            words = f"{report.lines} lines were written, here are {len(rows)}"
            yield Finding(report.number, len(rows), "missing", words)
        elif head != report.head:
            yield Finding(report.number, len(rows), "altered", "the last line is not the one that the report knows")
        elif rows and rows[-1].status != report.status:
            yield Finding(report.number, len(rows), "altered", f"it is called {report.status}, its lines say otherwise")

    def _rooted(self, rows: Sequence[Line]) -> Iterator[Finding]:
        """Find lines that should be in a root and are not; take those that are off the list."""
        for place, line in enumerate(rows):
            if not line.n:
                if self._ends and line.at >= self._ends[0]:
                    yield Finding(line.subject, place + 1, "unchained", "written without a chain when there were roots")
                continue
            yield from self._slip_rooted(line)
            own = head_leaf(line.subject, line.n, line.head)
            day = bisect_right(self._ends, line.at)
            self._leaves.see(own, day, day + LATE.days)
            last = place + 1 == len(rows) or bisect_right(self._ends, rows[place + 1].at) > day
            if not last:
                continue
            if day >= len(self._ends):
                self.open_heads += 1
            elif day and not self._in_root(own, day) and not self._late(rows[place + 1 :], day):
                yield Finding(line.subject, line.n, "unrooted", f"not in the root of {self.days[day].day}")

    def _slip_rooted(self, line: Line) -> Iterator[Finding]:
        words, key = line.says(_WORDS), line.says(_KEY)
        if not words or not key:
            return
        at = datetime.fromisoformat(line.at)
        own = leaf(SIGNED + canonical(body_of(line.subject, slip_time(at), key, words)))
        day = bisect_right(self._ends, line.at)
        self._leaves.see(own, day, day + LATE.days)
        if 0 < day < len(self._ends) and not self._in_root(own, day):
            words = f"its receipt is not in the root of {self.days[day].day}"
            yield Finding(line.subject, line.n, "unrooted", words)

    def _in_root(self, own: bytes, day: int) -> bool:
        return self._leaves.has(own, day, day + LATE.days)

    def _late(self, rest: Sequence[Line], day: int) -> bool:
        """Tell whether a later line stands for it: of what was written late only the last is in the next root."""
        return any(self._in_root(head_leaf(line.subject, line.n, line.head), day) for line in rest)

    # --- roots --------------------------------------------------------------------------------------------------------

    def _days_checked(self) -> Iterator[Finding]:
        if self._checked_days:
            return
        self._checked_days = True
        keys = trusted(tuple(keys_in(self.outside)) or self._keys, self.pinned)
        kept_keys = {key.id: key for key in keys_in(self.outside)}
        if any(key not in self._keys for key in kept_keys.values()):
            yield Finding("keys", 0, "altered", "a key that was published is not in the file as it was")
        own = {root.day: (root, leaves) for root, leaves in self._given}
        if len(own) != len(self._given):
            yield Finding("roots", 0, "inserted", "a day has two roots in the file")
        for kept in self.outside:
            given, published = own.get(kept.root.day), (kept.root, _packed(kept))
            if given is None:
                if self._header is not None and kept.root.at < self._header.made_at:
                    yield Finding(f"root {kept.root.day}", kept.root.number, "missing", "it was published")
            elif given != published:
                yield Finding(f"root {kept.root.day}", kept.root.number, "altered", "it is not what was published")
            own[kept.root.day] = published
        self._given = []
        self.days = [own[day][0] for day in sorted(own)]
        self._ends = [root.until for root in self.days]
        yield from flaws_of_roots(self.days, keys)
        for root in self.days:
            leaves = unpacked(own.pop(root.day)[1])
            yield from flaws_of_leaves(root, leaves)
            self._leaves.add(leaves)

    def _end(self, end: End) -> Iterator[Finding]:
        self._ended = True
        if (end.reports, end.lines) != (self.reports, self.lines):
            here = f"here are {self.reports} with {self.lines}"
            words = f"{end.reports} reports with {end.lines} lines were written, {here}"
            yield Finding("export", 0, "missing", words)


def _packed(day: Day | Published) -> bytes:
    return packed([read_digest(text) for text in day.leaves])


def _as_report(register: Register) -> Report:
    return Report(REGISTER_LANE, register.lines, register.head, "", "", confidential=True)


def audit(parts: Iterable[Part], state: Audit) -> Iterator[Finding]:
    """Check an export part by part; what was counted is in ``state`` afterwards."""
    for part in parts:
        yield from state.take(part)
    yield from state.finish()
