"""Whole lives of tickets by the real steps, and copies of them that are lived some weeks later under other numbers."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from msgspec import structs

from core.city.calendar import WorkingCalendar
from core.city.city import City
from core.ticket.number import format_number
from core.ticket.state import TicketState
from core.ticket.step import TicketSteps
from core.vocabulary.citizen import Confirmed, Opened, Withdrawn
from core.vocabulary.effects import Publish, Record, Tell
from core.vocabulary.events import Body, Event, Timer
from core.vocabulary.lane_names import person_lane, ticket_lane
from core.vocabulary.officials import Act
from core.vocabulary.report import Evidence, Filing, Report
from core.vocabulary.steps import Moment
from core.vocabulary.ticket import Official
from storage.mongo.documents import pack
from storage.mongo.journal import line_document

WEEK: Final = timedelta(days=7)
MONDAY: Final = datetime(2026, 7, 6, 2, tzinfo=UTC)
"""A Monday morning with no holiday in the three weeks after it: lives are first lived from here."""
ADMIN: Final = Official("1", "Admin", admin=True)
REPORTER: Final = person_lane("chat:telegram:1")
PHOTO: Final = Evidence(kind="photo", ref="f1", media="m1", mime="image/jpeg")
_TAKEN: Final = (Act("verifikasi", ADMIN), Act("disposisi", ADMIN), Act("ambil", ADMIN))
_DONE: Final = (*_TAKEN, Act("selesai", ADMIN, text="Lampu su diganti.", evidence=(PHOTO,)))
OPEN: Final[dict[str, tuple[Body, ...]]] = {"new": (), "working": _TAKEN, "answered": _DONE}
ENDED: Final[dict[str, tuple[Body, ...]]] = {
    "fixed": (*_DONE, Confirmed()),
    "silent": _DONE,
    "listed": (*_TAKEN, Act("terbitkan", ADMIN, choice="ya"), *_DONE[3:], Confirmed()),
    "withdrawn": (_TAKEN[0], Withdrawn("sudah tidak perlu")),
}
_CHANNELS: Final = ("telegram", "whatsapp", "web", "sms")
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]{8,15}\+00:00")
_MOST_BELLS: Final = 20


@dataclass(frozen=True)
class Life:
    """What a ticket became, and all that it did on its way; ``begin`` is when it was filed."""

    ticket: TicketState
    begin: datetime
    records: tuple[Record, ...]
    told: tuple[tuple[datetime, Tell], ...]
    listed: Publish | None


@dataclass(frozen=True)
class Plan:
    """What is lived: the name of a way in `OPEN` or `ENDED`, what is reported, and on which day of the week."""

    way: str
    report: Report
    weekday: int


def plans_of(city: City, ways: Sequence[str]) -> list[Plan]:
    """Give a plan for each kind of matter in each place: all lines and cells that tables of the city can have."""
    cells = itertools.product([kind.code for kind in city.categories], [area.name for area in city.kelurahan])
    found = []
    for n, (kind, place) in enumerate(cells):
        way = ways[n % len(ways)]
        words = f"Lampu jalan mati su {n % 9 + 2} hari di depan SD"
        channel = _CHANNELS[n % len(_CHANNELS)]
        report = Report(words, "pengaduan", kind, kelurahan=place, channel=channel, listable=way == "listed")
        found.append(Plan(way, report, n % 5))
    return found


def live(steps: TicketSteps, plan: Plan, number: str, monday: datetime = MONDAY) -> Life:
    """Let a ticket live by its steps, an act an hour later than the one before; of ended ones until the end."""
    state: Any = None
    begin = now = monday + timedelta(days=plan.weekday)
    records, told, listed, bell = list[Record](), list[tuple[datetime, Tell]](), None, None
    bodies: list[Body] = [Opened(number, Filing(REPORTER, plan.report)), *(OPEN | ENDED)[plan.way]]
    for n in range(len(bodies) + _MOST_BELLS):
        body: Body
        if n >= len(bodies):
            if bell is None or (plan.way in OPEN and state.last_act is None):
                break
            now, body = max(now, bell), Timer(bell)
        else:
            now, body = begin + timedelta(hours=n), bodies[n]
        event = Event(f"{number}:{n}", ticket_lane(number), now, body)
        outcome = steps.step(state, event, Moment(now, documents=dict.fromkeys(steps.reads(event))))
        state, bell = outcome.state, outcome.wake_at
        records += [effect for effect in outcome.effects if isinstance(effect, Record)]
        told += [(now, effect) for effect in outcome.effects if isinstance(effect, Tell)]
        listed = next((effect for effect in outcome.effects if isinstance(effect, Publish)), listed)
    assert isinstance(state, TicketState)
    return Life(state, begin, tuple(records), tuple(told), listed)


@dataclass(frozen=True)
class Lives:
    """One life for each plan, each of which is copied by the thousand."""

    city: City
    steps: TicketSteps
    plans: tuple[Plan, ...]
    lived: tuple[Life, ...]
    packed: tuple[tuple[Any, ...], ...]
    """Of each life the documents of its ticket and of its lines in the journal."""

    @classmethod
    def of(cls, city: City) -> Lives:
        """Live them: first those that end."""
        steps = TicketSteps(city, WorkingCalendar(city))
        plans = (*plans_of(city, tuple(ENDED)), *plans_of(city, tuple(OPEN)))
        numbers = (format_number(city.prefix, MONDAY.year, n) for n in itertools.count(1))
        lived = tuple(live(steps, plan, number) for plan, number in zip(plans, numbers, strict=False))
        return cls(city, steps, plans, lived, tuple(_documents(one) for one in lived))

    @property
    def ended(self) -> int:
        """Count those that end: they are the first."""
        return len(self.plans) // 2

    def copy(self, place: int, number: str, weeks: int, *, journal: bool = True) -> list[Any]:
        """Give the documents of a life lived so many weeks later: of its ticket, and of its lines in the journal."""
        old, span, documents = self.lived[place].ticket.number, weeks * WEEK, self.packed[place]
        return [moved(one, old, number, span) for one in (documents if journal else documents[:1])]

    def again(self, place: int, number: str, weeks: int) -> list[Any]:
        """Give the same documents as the steps make them then: what `copy` has to be."""
        return list(_documents(live(self.steps, self.plans[place], number, MONDAY + weeks * WEEK)))


def _documents(life: Life) -> tuple[Any, ...]:
    """Give the documents of a ticket and of its lines; without links between these, as before there were any."""
    bare = (structs.replace(line, chain=None) for line in life.records)
    lines = (line_document(f"{life.ticket.number}:{n}", line) for n, line in enumerate(bare))
    return (pack(life.ticket), *lines)


def moved(value: Any, old: str, new: str, span: timedelta) -> Any:
    """Move every time in a document, and call the ticket by another number."""
    if isinstance(value, datetime):
        return value + span
    if isinstance(value, str):
        if len(value) > 20 and value[4] == "-" and _TIME.fullmatch(value):
            return (datetime.fromisoformat(value) + span).isoformat()
        return value.replace(old, new)
    if isinstance(value, dict):
        return {key: moved(one, old, new, span) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [moved(one, old, new, span) for one in value]
    return value
