"""Count the days again from the journal alone, by other means than the tickets do: nothing of theirs is called here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from zoneinfo import ZoneInfo

from core.vocabulary.effects import Record

Line = tuple[date, str, str, str]
"""Day, table (`city`, or the table's name and line), fact, and minutes to two digits where they are kept."""

TWO_DIGITS = Context(prec=2, rounding=ROUND_HALF_UP)
PAUSED = ("menunggu_pelapor", "ditunda")
ENDS = {
    "lewat": "silent",
    "bukan_wewenang": "rejected",
    "diarsipkan": "rejected",
    "duplikat": "merged",
    "ditarik": "withdrawn",
}
STAGES = {
    "baru": "sorting",
    "terverifikasi": "sorting",
    "didisposisikan": "taking",
    "diproses": "working",
    "disanggah": "working",
    "menunggu_pelapor": "asking",
    "ditunda": "holding",
    "ditindaklanjuti": "judging",
}
SPEAKING = ("tanya", "progres", "balas", "arsip")
"""Acts whose words go to the citizen whatever comes of them; others do where they lead somewhere."""


@dataclass
class Case:
    """What the lines of one ticket have said so far."""

    category: str
    kelurahan: str
    channel: str
    opened_at: datetime
    filed_at: datetime
    complaint: bool
    unit: str = ""
    status: str = "baru"
    paused_at: datetime | None = None
    spoken_to: bool = False
    unreached: bool = False
    done: list[tuple[Line, int]] = field(default_factory=list)
    undone_unit: str = ""
    undone_spoken: bool = False
    undone_status: str = "baru"
    undone_paused: datetime | None = None
    stage_since: datetime | None = None
    undone_since: datetime | None = None


def recount(records: Iterable[Record], zone: ZoneInfo, desk: str) -> Counter[Line]:
    """Count what the journal's lines of one or more tickets say; `desk` is the unit that verifies."""
    counts: Counter[Line] = Counter()
    cases: dict[str, Case] = {}
    for record in records:
        if record.what == "opened":
            cases[record.subject] = case = _opened(record)
            _count(counts, case, record.at.astimezone(zone).date(), "received")
        else:
            _follow(counts, cases[record.subject], record, zone, desk)
    return Counter({line: count for line, count in counts.items() if count})


def _opened(record: Record) -> Case:
    said = record.details
    filed_at = datetime.fromisoformat(said["filed_at"])
    complaint = said["classification"] == "pengaduan"
    case = Case(said["category"], said["kelurahan"], said["channel"], record.at, filed_at, complaint)
    case.stage_since = record.at
    return case


def _follow(counts: Counter[Line], case: Case, record: Record, zone: ZoneInfo, desk: str) -> None:
    day, moved = record.at.astimezone(zone).date(), record.status != case.status
    if record.what == "urungkan":
        for line, times in case.done:
            counts[line] -= times
        case.unit, case.spoken_to = case.undone_unit, case.undone_spoken
        case.status, case.paused_at, case.done = case.undone_status, case.undone_paused, []
        case.stage_since = case.undone_since
        return
    before = Counter(counts)
    was = (case.unit, case.spoken_to, case.status, case.paused_at, case.stage_since)
    facts = list(_facts(case, record, moved=moved))
    _sorted_anew(counts, case, record, zone)
    sorted_anew = counts - before + Counter()  # what was sorted anew is no part of what an act did
    unit = _unit_after(case, record)
    of = unit if "assigned" in facts else case.unit or unit or desk
    for fact in facts:
        minutes = _digits(record.at - case.filed_at) if fact in ("first_answer", "fixed") else ""
        _count(counts, case, day, fact, of, minutes)
    _stage(counts, case, record, day, case.unit or desk)
    case.unit, case.spoken_to = unit, case.spoken_to or "first_answer" in facts
    _pause(case, record)
    if record.what in UNDOABLE:
        case.done = [(line, n) for line, n in _difference(counts, before) if line not in sorted_anew]
        case.undone_unit, case.undone_spoken, case.undone_status, case.undone_paused, case.undone_since = was
    case.status = record.status


UNDOABLE = (
    "arsip", "duplikat", "bukan_wewenang", "disposisi", "selesai", "closing_held", "sahkan", "balas", "progres",
    "tanya",
)  # fmt: skip


def _difference(after: Counter[Line], before: Counter[Line]) -> list[tuple[Line, int]]:
    return [(line, after[line] - before[line]) for line in after if after[line] != before[line]]


def _facts(case: Case, record: Record, *, moved: bool) -> Iterable[str]:
    what, status = record.what, record.status
    answer = status == "ditindaklanjuti" and what in ("selesai", "sahkan") and moved
    refusal = what == "bukan_wewenang" and status == "bukan_wewenang"
    if not case.spoken_to and (answer or refusal or what in SPEAKING):
        yield "first_answer"
    if what in ("late", "disputed") or what == "disposisi":
        yield "assigned" if what == "disposisi" else what
    elif what == "closing_held":
        yield "flagged"
    elif what == "buka_kembali":
        yield "reopened"
    elif what == "bukan_wewenang" and not refusal:
        yield "returned"
    elif what == "confirmed":
        yield "fixed" if case.complaint else "content"
    elif answer:
        yield "answered"
        due = record.details.get("due")
        if due is None or (case.paused_at or record.at) <= datetime.fromisoformat(due):
            yield "in_time"
        if case.unreached:
            yield "unreached"
    elif moved and status in ENDS:
        yield ENDS[status]
    if what in ("unreached", "reached"):
        changed, case.unreached = case.unreached != (what == "unreached"), what == "unreached"
        if changed and status == "ditindaklanjuti":
            yield what


def _sorted_anew(counts: Counter[Line], case: Case, record: Record, zone: ZoneInfo) -> None:
    category = record.details.get("category", case.category)
    kelurahan = record.details.get("kelurahan", case.kelurahan)
    if (category, kelurahan) != (case.category, case.kelurahan):
        day = case.opened_at.astimezone(zone).date()
        _count(counts, case, day, "received", times=-1)
        case.category, case.kelurahan = category, kelurahan
        _count(counts, case, day, "received")


def _unit_after(case: Case, record: Record) -> str:
    if record.what == "disposisi":
        return record.details["unit"]
    sent_back = record.status == "terverifikasi" and record.what in ("bukan_wewenang", "disputed", "buka_kembali")
    return "" if sent_back else case.unit


def _stage(counts: Counter[Line], case: Case, record: Record, day: date, unit: str) -> None:
    """Count a stage that ended, for the unit that had the ticket in it."""
    old, new = STAGES.get(case.status), STAGES.get(record.status)
    if old == new:
        return
    if old is not None and case.stage_since is not None:
        _count(counts, case, day, old, unit, _digits(record.at - case.stage_since))
    case.stage_since = record.at


def _pause(case: Case, record: Record) -> None:
    if record.status not in PAUSED:
        case.paused_at = None
    elif case.paused_at is None:
        case.paused_at = record.at


def _count(
    counts: Counter[Line], case: Case, day: date, fact: str, unit: str = "", minutes: str = "", times: int = 1
) -> None:
    tables = ["city", f"category {case.category}", f"kelurahan {case.kelurahan}", f"channel {case.channel}"]
    tables += [f"unit {unit}"] if unit else []
    if fact == "received":
        tables.append(f"cell {case.category}/{case.kelurahan}")
    for table in tables:
        counts[day, table, fact, ""] += times
        if minutes:
            counts[day, table, fact, minutes] += times


def _digits(span: timedelta) -> str:
    return f"{Decimal(max(0, int(span.total_seconds() // 60))).normalize(TWO_DIGITS):f}"
