"""Recount what time has to do to a report, and what it may not: calls, questions, holds, offers, silence, disputes.

Written from the rules in words, from the lines alone. What had to be done is asked for when another line shows that the
machine ran, or the file ends; a machine that stood still does it when it runs again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, Protocol

from core.city.calendar import WorkingCalendar
from core.city.limits import Limits
from core.proof.lines import Line

BY_TIME: Final = frozenset(
    ("late", "reminded", "silence", "unanswered", "hold_over", "offer_lapsed", "asked_again", "date_told")
)
"""Lines that time itself writes: after a machine stood still they come one after the other."""
_LOUD: Final = BY_TIME - {"late", "silence"}
"""People are called by these, in office hours unless it is urgent."""
_STAGES: Final[Mapping[str, str]] = {
    "half": "half", "last": "last", "limit": "head", "coordinator": "coordinator", "secretary": "secretary",
}  # fmt: skip
_ENDED: Final = frozenset(("selesai", "lewat", "bukan_wewenang", "diarsipkan", "duplikat", "ditarik"))
_WORKED_ON: Final = frozenset(("diproses", "menunggu_pelapor", "disanggah"))
_ASKED, _HELD, _ANSWERED = "menunggu_pelapor", "ditunda", "ditindaklanjuti"
_RUN: Final = frozenset(("baru", "terverifikasi", "didisposisikan", "diproses", "disanggah"))
_OFFER_LASTS: Final = timedelta(days=1)
_LEEWAY: Final = timedelta(days=1)
"""A call is made within minutes, and after a machine stood still when it runs again."""
_SOON: Final = timedelta(hours=1)
"""A call that the next one follows this soon may have been overtaken by it."""
_EXACT: Final = timedelta(seconds=1)
_DAY: Final = timedelta(days=1)


class Clock(Protocol):
    """A report's clock as its lines make it, as far as it is asked here."""

    calendar: WorkingCalendar
    status: str
    start: datetime | None
    days: int
    pauses: tuple[tuple[datetime, datetime], ...]
    due: datetime | None
    awaits: Awaited

    @property
    def limits(self) -> Limits:
        """Give the limits of its category at the unit that has it."""
        ...

    @property
    def setting(self) -> tuple[object, ...]:
        """Give what a call depends on besides time."""
        ...


@dataclass(frozen=True, slots=True)
class Awaited:
    """What a report waits for, as its lines say; moments are UTC. ``since`` is when its date, place or state changed.

    ``rung`` are calls that were made, each with the beginning or the end of the limit that it was about.
    """

    since: datetime | None = None
    asked: datetime | None = None
    held: datetime | None = None
    offered: datetime | None = None
    ended: datetime | None = None
    unreached: bool = False
    urgent: bool = False
    disputes: int = 0
    rung: frozenset[tuple[str, datetime]] = field(default_factory=frozenset)

    def after(self, line: Line, at: datetime, was: Clock, now: Clock) -> Awaited:
        """Apply a line that led from one clock to another."""
        old, new, what = was.status, line.status, line.what
        state = replace(self, since=at) if was.setting != now.setting else self
        if old != new:
            state = replace(
                state,
                asked=at if new == _ASKED else None,
                held=None,
                ended=(self.ended or at) if new in _ENDED else None,
                offered=self.offered if new in _WORKED_ON else None,
            )
        return state._done(line, at, what, now)

    def _done(self, line: Line, at: datetime, what: str, now: Clock) -> Awaited:
        match what:
            case "opened":
                return replace(self, urgent=bool(line.says("details.urgent")))
            case "tanya":
                return replace(self, asked=at)
            case "tunda":
                until = line.says("details.until")
                return replace(self, held=datetime.fromisoformat(until) if until else None)
            case "serahkan":
                return replace(self, offered=at + _OFFER_LASTS)
            case "terima" | "tolak" | "offer_lapsed" | "offer_gone":
                return replace(self, offered=None)
            case "unreached" | "reached":
                return replace(self, unreached=what == "unreached")
            case "disputed":
                return replace(self, disputes=self.disputes + 1, urgent=True)
            case "prioritas":
                return replace(self, urgent=line.says("details.priority") == "tinggi")
            case "reminded":
                return self._called(line, now)
            case _:
                return self

    def _called(self, line: Line, now: Clock) -> Awaited:
        stage = _STAGES.get(line.says("details.stage"), "")
        about = _about(stage, now)
        return self if about is None else replace(self, rung=self.rung | {(stage, about)})

    def taken_back(self, before: Awaited, at: datetime) -> Awaited:
        """Put back what an act changed that is taken back; what was called or said stays."""
        return replace(self, since=at, asked=before.asked, held=before.held, ended=before.ended, offered=None)


def _about(stage: str, clock: Clock) -> datetime | None:
    """Name the limit that a call is about: the first two by its beginning, the others by its end."""
    return clock.start if stage in ("half", "last") else clock.due


# --- what is missing --------------------------------------------------------------------------------------------------


def missing(clock: Clock, at: datetime) -> Iterator[str]:
    """Name what had to be done before a moment and was not."""
    state, limits = clock.awaits, clock.limits
    if state.asked is not None and clock.status == _ASKED:
        due = clock.calendar.add_working_days(state.asked, limits.citizen_answer_days)
        if _over(clock, due, at):
            yield f"the question is open beyond {due:%Y-%m-%d} and no line says so"
    if state.held is not None and clock.status == _HELD and _over(clock, state.held, at):
        yield f"it was held until {state.held:%Y-%m-%d} and did not come back"
    if state.offered is not None and _over(clock, state.offered, at):
        yield f"an offer lapsed {state.offered:%Y-%m-%d} and no line says so"
    silent = clock.status == _ANSWERED and not state.unreached and clock.due is not None
    if silent and clock.due is not None and clock.due + _LEEWAY < at:
        yield f"the citizen's time was over {clock.due:%Y-%m-%d} and it is still open"
    yield from (f"the call {stage!r} of {due:%Y-%m-%d} is missing" for stage, due in _uncalled(clock, at))


def _over(clock: Clock, due: datetime, at: datetime) -> bool:
    return clock.calendar.next_open(due + _LEEWAY) < at


def _uncalled(clock: Clock, at: datetime) -> Iterator[tuple[str, datetime]]:
    """Yield the calls of the limit that runs which had to be made by now, each with when."""
    state = clock.awaits
    if clock.status not in _RUN or state.since is None:
        return
    dues = _dues(clock)
    for stage, after in zip(dues, (*[*dues][1:], ""), strict=True):
        due, about = dues[stage], _about(stage, clock)
        if about is None or (stage, about) in state.rung:
            continue
        called = clock.calendar.next_open(max(due, state.since))
        overtaken = stage in ("half", "last") and dues.get(_next(stage, after), called) <= called + _SOON
        if not overtaken and clock.calendar.next_open(called + _LEEWAY) < at:
            yield stage, due


def _next(stage: str, after: str) -> str:
    return "head" if stage == "last" else after


def _dues(clock: Clock) -> dict[str, datetime]:
    """Give when each call about the limit that runs is to be made, in their order; nothing where none runs."""
    if clock.due is None or clock.start is None:
        return {}
    limits, calendar = clock.limits, clock.calendar
    return {
        "half": _part(clock, limits.remind_percent),
        "last": _part(clock, limits.remind_again_percent),
        "head": clock.due,
        "coordinator": calendar.add_working_days(clock.due, limits.coordinator_after_days),
        "secretary": calendar.add_working_days(clock.due, limits.secretary_after_days),
    }


def _part(clock: Clock, percent: int) -> datetime:
    """Give when a part of a limit is gone, a part of a day from its midnight on; in office hours before it ends."""
    assert clock.start is not None
    assert clock.due is not None
    calendar = clock.calendar
    whole, rest = divmod(clock.days * percent, 100)
    into, number = _DAY * rest / 100, whole + 1
    moment = calendar.start_of_working_day(clock.start, number) + into
    for since, until in clock.pauses:
        if since > moment:
            break
        number += calendar.stood_still(since, until)
        moment = calendar.start_of_working_day(clock.start, number) + into
    in_time = clock.awaits.urgent or calendar.next_open(moment) < clock.due
    return moment if in_time else calendar.last_open(moment)


# --- what may not be --------------------------------------------------------------------------------------------------


def wrong(clock: Clock, line: Line, at: datetime) -> Iterator[str]:
    """Name what a line does that the rules do not allow, or not yet; ``clock`` is as it stood before it."""
    state, limits, calendar = clock.awaits, clock.limits, clock.calendar
    if line.what in _LOUD and not state.urgent and calendar.next_open(at) > at + _EXACT:
        yield "people were called outside of office hours"
    match line.what:
        case "unanswered":
            due = calendar.add_working_days(state.asked, limits.citizen_answer_days) if state.asked else None
            yield from _too_early("the question was given up", due, at)
        case "hold_over":
            yield from _too_early("the hold was ended", state.held, at)
        case "offer_lapsed":
            yield from _too_early("the offer was ended", state.offered, at)
        case "silence" if state.unreached:
            yield "closed by silence although the news did not reach the citizen"
        case "reminded":
            yield from _called_wrongly(clock, line, at)
        case "disputed" | "dispute_late":
            yield from _disputed_wrongly(clock, line, at, limits)


def _too_early(what: str, due: datetime | None, at: datetime) -> Iterator[str]:
    if due is None:
        yield f"{what} and there was none"
    elif at + _EXACT < due:
        yield f"{what} before {due:%Y-%m-%d}"


def _called_wrongly(clock: Clock, line: Line, at: datetime) -> Iterator[str]:
    stage = _STAGES.get(line.says("details.stage"), "")
    due, about = _dues(clock).get(stage), _about(stage, clock)
    if clock.status not in _RUN or due is None or about is None:
        yield "people were called about a limit that does not run"
    elif (stage, about) in clock.awaits.rung:
        yield f"the call {stage!r} was made twice"
    elif at + _EXACT < due:
        yield f"the call {stage!r} was made before {due:%Y-%m-%d}"


def _disputed_wrongly(clock: Clock, line: Line, at: datetime, limits: Limits) -> Iterator[str]:
    state, calendar = clock.awaits, clock.calendar
    last = calendar.local_day(state.ended) + limits.dispute_days * _DAY if state.ended is not None else None
    over = last is not None and calendar.local_day(at) > last
    if line.what == "dispute_late":
        if not over:
            yield "a dispute was turned away in time"
        return
    if over:
        yield f"a dispute was taken after {last}"
    above = state.disputes >= limits.disputes_before_coordinator
    if above != (line.status == "terverifikasi"):
        yield f"dispute {state.disputes + 1} went {'back to the unit' if above else 'to the coordinator'}"
