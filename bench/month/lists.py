"""Hold what the bridge keeps of tickets against the recount: the tickets themselves, desks' lists, pinned counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from bench.month.bells import Fault
from bench.month.replay import ANSWERED, PAUSED, STOPPED, Recounted
from bench.month.told import unnoted
from bench.month.town import MonthTown
from core.city.texts import Texts
from tests.journeys.reading import is_card, text_of

Json = dict[str, Any]
_NEW = frozenset({"baru", "terverifikasi", "didisposisikan"})
_HELD = frozenset({"diproses", "menunggu_pelapor", "disanggah"})
_COUNTED_STATUS = {"menunggu_pelapor": "citizen", "ditunda": "hold", "disanggah": "disputed"}
COUNTS = ("new", "working", "answered", "late")


def tickets(town: MonthTown, found: Mapping[str, Recounted]) -> Iterator[Fault]:
    """Compare status, date, unit and holder of every ticket."""
    stored = {one["_id"].partition(":")[2]: one["state"] for one in town.database["lanes"].find({"_id": _of("ticket")})}
    for number in sorted(stored.keys() ^ found.keys()):
        yield Fault(number, "a ticket without a journal, or a journal without a ticket")
    for number in stored.keys() & found.keys():
        state, ticket = stored[number], found[number]
        for name, wanted, here in _fields(ticket, state):
            if wanted != here:
                yield Fault(number, f"{name} is {here} and by the journal {wanted}")


def _fields(ticket: Recounted, state: Json) -> Iterator[tuple[str, object, object]]:
    yield "status", ticket.status, state["status"]
    yield "due", ticket.due, state.get("silence_due") or state.get("due_at")
    yield "late", ticket.late, state.get("late", False)
    yield "unit", ticket.unit, state.get("unit", "")
    yield "paused", ticket.paused is not None, state.get("paused_since") is not None
    yield "priority", ticket.priority, state.get("priority", False)
    if ticket.status in _HELD:
        yield "holder", ticket.holder, (state.get("holder") or {}).get("id")


def desk_of(ticket: Recounted) -> str:
    """Name the desk on which a ticket lies."""
    return ticket.unit or ("eskalasi" if ticket.escalated else "verifikasi")


def stage_of(ticket: Recounted) -> str:
    """Sort a status by who has something to do."""
    if ticket.status in _NEW:
        return "new"
    if ticket.status in STOPPED:
        return "ended"
    return "answered" if ticket.status == ANSWERED else "working"


def is_late(ticket: Recounted, now: datetime) -> bool:
    """Tell whether a limit that officials have to keep has passed."""
    if ticket.status in PAUSED or stage_of(ticket) not in ("new", "working") or ticket.due is None:
        return False
    return ticket.late or ticket.due <= now


def counted(found: Mapping[str, Recounted], now: datetime) -> dict[str, Counter[str]]:
    """Count the open tickets of every desk."""
    counts: dict[str, Counter[str]] = {}
    for ticket in found.values():
        if ticket.status not in STOPPED:
            of_desk = counts.setdefault(desk_of(ticket), Counter())
            of_desk[stage_of(ticket)] += 1
            of_desk["late"] += is_late(ticket, now)
    return counts


def dockets(town: MonthTown, found: Mapping[str, Recounted]) -> Iterator[Fault]:
    """Compare the rows of every desk's list, and what its group was told."""
    counts = counted(found, town.clock.now())
    stored = {one["_id"].partition(":")[2]: one["state"] for one in town.database["lanes"].find({"_id": _of("docket")})}
    for desk in sorted(stored.keys() | counts.keys()):
        state = stored.get(desk, {})
        wanted = {
            number: _row(ticket)
            for number, ticket in found.items()
            if desk_of(ticket) == desk and ticket.status not in STOPPED
        }
        rows = {number: (row["status"], row.get("due_at")) for number, row in state.get("open", {}).items()}
        for number in sorted(wanted.keys() | rows.keys()):
            if wanted.get(number) != rows.get(number):
                yield Fault(f"{desk} {number}", f"the list has {rows.get(number)}, the journal {wanted.get(number)}")
        told = state.get("told") or {}
        for name in COUNTS:
            here, counted_ = told.get(name, 0), counts.get(desk, Counter())[name]
            if here != counted_:
                yield Fault(desk, f"its group was told {name} {here}, the journal counts {counted_}")


def units(town: MonthTown, found: Mapping[str, Recounted]) -> Iterator[Fault]:
    """Compare what every desk's list counts of each unit, and how long its lists are."""
    now, wanted = town.clock.now(), dict[tuple[str, str], Counter[str]]()
    for ticket in found.values():
        if ticket.status not in STOPPED:
            counts = wanted.setdefault((desk_of(ticket), ticket.unit or town.city.verification_unit), Counter())
            late, status = is_late(ticket, now), _COUNTED_STATUS.get(ticket.status, "")
            counts.update([name for name in ("open", stage_of(ticket), "late" if late else "", status) if name])
    for one in town.database["lanes"].find({"_id": _of("docket")}):
        desk, state = one["_id"].partition(":")[2], one["state"]
        for unit, counts in state["counts"].items():
            kept, journal = {**counts}, wanted.pop((desk, unit), Counter())
            lengths = {name: len(marks) for name, marks in state["lists"].get(unit, {}).items()}
            if lengths != {name: kept[name] for name in ("open", "late", "disputed", "lapsed") if name in kept}:
                yield Fault(f"{desk} {unit}", f"its lists are {lengths} long, and it counts {kept}")
            kept.pop("lapsed", None)
            if kept != dict(journal):
                yield Fault(f"{desk} {unit}", f"counts {kept}, the journal {dict(journal)}")
    for (desk, unit), journal in wanted.items():
        yield Fault(f"{desk} {unit}", f"counts nothing, the journal {dict(journal)}")


def _row(ticket: Recounted) -> tuple[str, datetime | None]:
    shown = ticket.due
    if ticket.paused is not None or (ticket.status == ANSWERED and ticket.unreached):
        shown = None
    return ticket.status, shown


def pins(town: MonthTown, found: Mapping[str, Recounted]) -> Iterator[Fault]:
    """Compare what stands in the pinned message of every desk."""
    texts, language = Texts(town.city.texts), town.city.group_language
    counts = counted(found, town.clock.now())
    messages = [text_of(one) for chat in town.groups for one in town.telegram.messages(chat, from_bot=True)]
    for desk in sorted(counts):
        head = texts.say("officials.counts.head", language, desk=town.city.desk(desk).name(language))
        line = texts.say("officials.counts.line", language, **{name: counts[desk][name] for name in COUNTS})
        shown = [text for text in messages if text.startswith(head)]
        if [line] != [text.split("\n")[1] for text in shown]:
            yield Fault(
                desk, f"{len(shown)} pinned messages, {shown and shown[0].split(chr(10))[1]!r} and not {line!r}"
            )


def cards(town: MonthTown, found: Mapping[str, Recounted]) -> Iterator[Fault]:
    """See that every ticket has one card that is true, and where it has been signposts at most.

    A copy that was on its way when a process died is nobody's.
    """
    stray = {(address, message_id) for address, message_id, *_ in unnoted(town)}
    messages = [(chat, one) for chat in town.groups for one in town.telegram.messages(chat, from_bot=True)]
    shown: Counter[str] = Counter()
    for chat, message in messages:
        if (str(chat), str(message["message_id"])) in stray:
            continue
        first = text_of(message).partition("\n")[0]
        for number in found:
            if number in first and is_card(message, number):
                shown[number] += 1
    for number in found:
        if shown[number] != 1:
            yield Fault(number, f"{shown[number]} cards")


def _of(kind: str) -> Json:
    return {"$gte": f"{kind}:", "$lt": f"{kind};"}
