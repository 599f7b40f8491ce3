"""One ticket as it leaves the house: what its journal tells, cut down to what its privacy allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from msgspec import structs

from core.archive.past import Past, past_of, paused_until
from core.city.city import City
from core.reading.redact import Redactor
from core.tally.periods import Period
from core.tally.release import month_of, outcomes_on, released_on
from core.ticket.outcome import Outcome
from core.ticket.secrecy import hides_contents
from core.ticket.state import TicketState
from core.vocabulary.effects import Record


@dataclass(frozen=True, slots=True)
class Line:
    """A ticket as it stood at a moment: what a column is made of.

    `placed` says where the public counts it: as it was sorted when its month was published, so that a later correction
    moves no report from one published number to another. `day` is the local one on which it began;
    `words` are redacted, and empty unless they are wanted.
    """

    day: date
    past: Past
    placed: Past
    confidential: bool
    outcome: Outcome
    first_answer_at: datetime | None
    words: str = ""
    ripe: bool = True
    """Whether the public may read what became of it."""


@dataclass(frozen=True)
class Frame:
    """What lines are made for: reports that began in `period`, as they stood at `until` (not including it).

    `published`: where the public counts them is wanted, too.
    """

    city: City
    zone: ZoneInfo
    period: Period | None
    until: datetime
    words: bool = False
    published: bool = False

    def line(self, ticket: TicketState, records: Sequence[Record]) -> Line | None:
        """Make a ticket's line; None when it began later, or not in the period."""
        past = past_of(records, self.until)
        if past is None or not self._wanted(past):
            return None
        placed, told, ripe = past, self.until, True
        if self.published:
            month = month_of(past.opened_at.astimezone(self.zone).date())
            told = midnight(outcomes_on(month), self.zone)
            placed, ripe = self._placed(past, records, month), told <= self.until
            past = (past_of(records, told) or past) if ripe else placed
        past = paused_until(past, min(told, self.until))
        closed = hides_contents(ticket)
        answered = ticket.first_answer_at
        return Line(
            past.opened_at.astimezone(self.zone).date(),
            past,
            placed if self.published else past,
            closed,
            past.outcome,
            answered if answered is not None and answered < min(told, self.until) else None,
            self._said(ticket) if self.words and not closed else "",
            ripe,
        )

    def _wanted(self, past: Past) -> bool:
        day = past.opened_at.astimezone(self.zone).date()
        return self.period is None or self.period.first <= day <= self.period.last

    def _placed(self, past: Past, records: Sequence[Record], month: Period) -> Past:
        published = midnight(released_on(month), self.zone)
        return past if published >= self.until else past_of(records, published) or past

    def _said(self, ticket: TicketState) -> str:
        known = (ticket.report.name, ticket.holder.name if ticket.holder is not None else "")
        return " ".join(Redactor.of(self.city).outside(ticket.report.text, known, self.city.own_words).split())


def without_contents(line: Line) -> Line:
    """Leave of a confidential report its number, its unit and its clocks."""
    if not line.confidential:
        return line
    bare = structs.replace(line.past, category="", classification="", channel="", kelurahan="", rating=0)
    return Line(line.day, bare, line.placed, True, line.outcome, line.first_answer_at)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Give the moment at which a local day begins."""
    return datetime.combine(day, time(), zone)
