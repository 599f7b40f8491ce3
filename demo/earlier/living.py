"""Let invented reports live by the real steps: their tickets, journals, lists of desks, counts and public lines."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from msgspec import structs

from core.city.calendar import WorkingCalendar
from core.city.city import City
from core.docket.state import DocketState, listed, unlisted
from core.tally.months import MonthSteps
from core.tally.periods import Period
from core.tally.release import month_code, month_of, released_months
from core.tally.shades import ShadesSteps
from core.tally.step import TallySteps
from core.ticket.number import format_number
from core.ticket.registry import RegistryState
from core.ticket.step import TicketSteps
from core.vocabulary.citizen import Opened
from core.vocabulary.docket import Listed, Unlisted
from core.vocabulary.effects import Effect, Publish, Record, Tell
from core.vocabulary.events import Body, Event, Timer
from core.vocabulary.lane_names import month_lane, registry_lane, tally_lane, ticket_lane
from core.vocabulary.lanes import Lane
from core.vocabulary.report import Filing
from core.vocabulary.seal import Seal
from core.vocabulary.steps import Moment
from core.vocabulary.tally import MonthOver
from demo.earlier.plans import Author, Course

MONTHS: Final = 4
"""So many whole months are there before the running one."""


@dataclass
class Earlier:
    """What is stored of the months: lanes, lines of the journal under their ids, and lines of the public list."""

    lanes: dict[str, Lane] = field(default_factory=dict)
    records: list[tuple[str, Record]] = field(default_factory=list)
    listed: list[Publish] = field(default_factory=list)


def invent(city: City, now: datetime, seal: Seal, dice: random.Random, months: int = MONTHS) -> Earlier:
    """Live through the months before ``now``; the same dice give the same."""
    calendar = WorkingCalendar(city)
    today = calendar.local_day(now)
    first = month_of(today)
    for _ in range(months):
        first = month_of(first.first - timedelta(days=1))
    living = _Living(city, calendar, now, seal)
    for course in Author.of(city, dice).courses(Period(first.first, today)):
        if course.at < now:
            living.live(course)
    living.close(months)
    return living.found


@dataclass
class _Ticket:
    """A ticket on its way: what its lane holds so far."""

    number: str
    state: Any = None
    bell: datetime | None = None
    seen: list[str] = field(default_factory=list)

    @property
    def lane(self) -> str:
        return ticket_lane(self.number)


class _Living:
    def __init__(self, city: City, calendar: WorkingCalendar, now: datetime, seal: Seal) -> None:
        self._city, self._calendar, self._now = city, calendar, now
        self._tickets = TicketSteps(city, calendar, seal=seal)
        self._counters = {"tally": TallySteps(city).step, "shades": ShadesSteps().step}
        self._counts: dict[str, Any] = {}
        self._desks: defaultdict[str, DocketState] = defaultdict(DocketState)
        self._serials: Counter[int] = Counter()
        self.found = Earlier()

    def live(self, course: Course) -> None:
        """Let one report live until now, with the bells that ring meanwhile."""
        year = self._calendar.local_day(course.at).year
        self._serials[year] += 1
        number = format_number(self._city.prefix, year, self._serials[year])
        one = _Ticket(number)
        self._take(one, course.at, Opened(number, Filing(course.reporter, course.report)))
        for at, body in course.steps:
            if at >= self._now:
                break
            self._ring(one, at)
            self._take(one, at, body)
        self._ring(one, self._now)
        self.found.lanes[one.lane] = Lane(one.lane, state=one.state, seen=tuple(one.seen), wake_at=one.bell)

    def _ring(self, one: _Ticket, until: datetime) -> None:
        while one.bell is not None and one.bell < until:
            self._take(one, one.bell, Timer(one.bell))

    def _take(self, one: _Ticket, at: datetime, body: Body) -> None:
        event = Event(f"invented:{one.number}:{len(one.seen)}", one.lane, at, body)
        documents = dict.fromkeys(self._tickets.reads(event))
        outcome = self._tickets.step(one.state, event, Moment(at, documents=documents))
        one.state, one.bell = outcome.state, outcome.wake_at
        one.seen.append(event.id)
        self._keep(event, outcome.effects)

    def _keep(self, event: Event, effects: tuple[Effect, ...]) -> None:
        for n, effect in enumerate(effects):
            if isinstance(effect, Record):
                self.found.records.append((f"{event.id}:{n}", effect))
            elif isinstance(effect, Publish):
                self.found.listed.append(effect)
            elif isinstance(effect, Tell):
                self._tell(effect, Event(f"{event.id}:{n}", effect.lane, event.at, effect.command))

    def _tell(self, tell: Tell, event: Event) -> None:
        count = self._counters.get(tell.lane.partition(":")[0])
        if count is not None:
            self._counts[tell.lane] = count(self._counts.get(tell.lane), event, Moment(event.at)).state
        elif isinstance(tell.command, Listed):
            self._desks[tell.lane] = listed(self._desks[tell.lane], tell.command, event.at)
        elif isinstance(tell.command, Unlisted):
            self._desks[tell.lane] = unlisted(self._desks[tell.lane], tell.command)

    def close(self, months: int) -> None:
        """Publish the months that are over, and put counts, lists and the last numbers among what is stored."""
        steps = MonthSteps(self._city)
        for month in released_months(self._calendar.local_day(self._now), months):
            lane = month_lane(month_code(month))
            documents = {tally_lane(day): self._counts.get(tally_lane(day)) for day in month.days}
            if not any(documents.values()):
                continue
            moment = Moment(self._now, documents=documents)
            self._put(lane, steps.step(None, Event(lane, lane, self._now, MonthOver()), moment).state)
        for lane, state in self._counts.items():
            # What the days would say to the group and to their months has been said.
            said = lane.startswith("tally:")
            self._put(lane, structs.replace(state, told=True, published=True) if said else state)
        for lane, state in self._desks.items():
            self._put(lane, state)
        for year, serial in self._serials.items():
            self._put(registry_lane(self._city.prefix, year % 100), RegistryState(serial))

    def _put(self, lane: str, state: Any) -> None:
        if state is not None:
            self.found.lanes[lane] = Lane(lane, state=state)
