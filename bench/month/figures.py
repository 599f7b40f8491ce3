"""Count anew what reports are made of, from the journal alone, and hold the counts of every day against it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from bench.month.bells import Fault
from bench.month.replay import ANSWERED, Line, Recounted, Rules
from bench.month.town import MonthTown

Json = dict[str, Any]
TABLES = ("category", "unit", "channel")
"""How the counts of a day are divided; where it was is in no journal, so that these are only added up."""
_TO_THE_CITIZEN = frozenset({"tanya", "progres", "balas", "arsip"})
_ENDS: Mapping[str, str] = {
    "lewat": "silent",
    "bukan_wewenang": "rejected",
    "diarsipkan": "rejected",
    "duplikat": "merged",
    "ditarik": "withdrawn",
}
_STAGES: Mapping[str, str] = {
    "baru": "sorting",
    "terverifikasi": "sorting",
    "didisposisikan": "taking",
    "diproses": "working",
    "disanggah": "working",
    "menunggu_pelapor": "asking",
    "ditunda": "holding",
    ANSWERED: "judging",
}
_TIMED = frozenset({"first_answer", "fixed", *_STAGES.values()})
_BILLED = frozenset({"message", "template", "spent"})
"""What messages cost is in no journal, and has no place: it is added up by channel."""


class Figures:
    """The counts of all days: by day, by table and its line, by fact."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[date, str, str, str]] = Counter()

    def ticket(self, ticket: Recounted, lines: Sequence[Line]) -> None:
        """Count what happened to one ticket."""
        channel = lines[0].details["channel"]
        answered, last = False, (_Counted(), _Counted())
        for line in lines:
            if line.what == "urungkan":
                _as_it_stands(last[0], ticket)
                self._add(last, -1)
                answered = answered and "first_answer" not in last[0].facts
                ticket.take(line)
                continue
            was, unreached = (ticket.status, ticket.unit, ticket.due, ticket.paused), ticket.unreached
            ticket.take(line)
            facts = list(_facts(line, ticket, was[0], was[2] is None or (was[3] or line.at) <= was[2]))
            if ticket.status == was[0] == ANSWERED and ticket.unreached != unreached:
                facts.append("unreached" if ticket.unreached else "reached")
            if not answered and _says_something(line, was[0]):
                facts.append("first_answer")
                answered = True
            unit = ticket.unit or was[1] or ticket.city.verification_unit
            day, before = ticket.days.day_of(line.at), was[1] or ticket.city.verification_unit
            over = [_STAGES[was[0]]] if was[0] in _STAGES and _STAGES[was[0]] != _STAGES.get(ticket.status) else []
            counted = (
                _Counted(facts, day, ticket.category, unit, channel),
                _Counted(over, day, ticket.category, before, channel),
            )
            self._add(counted, 1)
            last = counted if line.actor.isdigit() and ticket.last is not None else last

    def _add(self, both: Sequence[_Counted], times: int) -> None:
        for counted in both:
            for fact in counted.facts:
                rows = [("city", ""), ("category", counted.category), ("channel", counted.channel)]
                rows += [("unit", counted.unit)] if fact != "received" else []
                for table, name in rows:
                    self.counts[counted.day, table, name, fact] += times


class _Counted:
    """What one line adds, and where."""

    def __init__(
        self,
        facts: Sequence[str] = (),
        day: date = date.min,
        category: str = "",
        unit: str = "",
        channel: str = "",
    ) -> None:
        self.facts, self.day, self.category, self.unit, self.channel = facts, day, category, unit, channel


def _as_it_stands(undone: _Counted, ticket: Recounted) -> None:
    """Take an answer back as it stands by then: its citizen may have become unreachable since, or reachable again."""
    if "answered" in undone.facts:
        kept = [fact for fact in undone.facts if fact != "unreached"]
        undone.facts = [*kept, "unreached"] if ticket.unreached else kept


def _says_something(line: Line, before: str) -> bool:
    """Tell whether a line is the word of an official to the citizen that may have been the first."""
    ended = line.what == "bukan_wewenang" and line.status == "bukan_wewenang"
    return line.what in _TO_THE_CITIZEN or ended or (line.status == ANSWERED != before)


def _facts(line: Line, ticket: Recounted, before: str, in_time: bool) -> Iterator[str]:
    what, status = line.what, line.status
    if what == "opened":
        yield "received"
    elif what == "disposisi":
        yield "assigned"
    elif what == "late":
        yield "late"
    elif what == "closing_held":
        yield "flagged"
    if what == "opened" or status == before:
        return
    if what == "disputed":
        yield "disputed"
    elif what == "buka_kembali":
        yield "reopened"
    elif what == "bukan_wewenang" and status == "terverifikasi":
        yield "returned"
    elif status == "selesai":
        yield "fixed" if line.details.get("outcome") == "fixed" else "content"
    elif status == ANSWERED:
        yield from ("answered", *(("in_time",) if in_time else ()), *(("unreached",) if ticket.unreached else ()))
    elif status in _ENDS:
        yield _ENDS[status]


def figures(town: MonthTown, rules: Rules, journal: Mapping[str, Sequence[Line]]) -> Iterator[Fault]:
    """Compare the counts of every day, divided by category, unit and channel."""
    wanted = Figures()
    for number, lines in journal.items():
        wanted.ticket(Recounted(number, rules), lines)
    stored: Counter[tuple[date, str, str, str]] = Counter()
    for lane in town.database["lanes"].find({"_id": {"$gte": "tally:", "$lt": "tally;"}}):
        day, state = date.fromisoformat(lane["_id"].partition(":")[2]), lane["state"]
        parts = {("city", ""): state.get("city", {})}
        parts |= {(table, name): part for table in TABLES for name, part in state.get(table, {}).items()}
        for (table, name), part in parts.items():
            facts = part.get("facts", {}).items()
            stored.update({(day, table, name, fact): count for fact, count in facts if fact not in _BILLED})
        yield from _adds_up(day, state)
    for key in sorted(stored.keys() | wanted.counts.keys()):
        if stored[key] != wanted.counts[key]:
            day, table, name, fact = key
            yield Fault(f"{day} {table} {name}", f"{fact} {stored[key]}, and by the journal {wanted.counts[key]}")


def _adds_up(day: date, state: Json) -> Iterator[Fault]:
    """See that places add up to the city, and that each time taken belongs to something that happened."""
    city = state.get("city", {})
    for table, whole in (("kelurahan", False), ("channel", True)):
        parts: Counter[str] = Counter()
        for part in state.get(table, {}).values():
            parts.update(part.get("facts", {}))
        wanted = Counter({fact: n for fact, n in city.get("facts", {}).items() if whole or fact not in _BILLED})
        if +parts != +wanted:
            yield Fault(str(day), f"{table} adds up to {dict(parts)} and the city has {dict(wanted)}")
    for fact in _TIMED:
        times = sum(city.get("minutes", {}).get(fact, {}).values())
        if times != city.get("facts", {}).get(fact, 0):
            yield Fault(str(day), f"{times} times of {fact}, {city.get('facts', {}).get(fact, 0)} of them")
