"""The step of a ticket lane: one event in, the changed ticket and what everybody is told out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from msgspec import structs

from core.city.calendar import WorkingCalendar
from core.city.city import City
from core.city.texts import Texts
from core.ticket import clock, reporter, second_thoughts
from core.ticket.acts import perform
from core.ticket.card import card_of
from core.ticket.casebook import CaseBook
from core.ticket.change import Change, Refused
from core.ticket.lifecycle import NotAllowed, next_status, rule_for
from core.ticket.rights import check_role
from core.ticket.secrecy import kept
from core.ticket.state import LINE_CHARACTERS, HistoryLine, TicketState, cut, load, with_history
from core.vocabulary.citizen import (
    Amended,
    AskStatus,
    ChangePrivacy,
    Confirmed,
    Disputed,
    EvidenceArrived,
    Opened,
    Rated,
    Reach,
    Replied,
    Retracted,
    Spoke,
    Update,
    WindowClosing,
    Withdrawn,
)
from core.vocabulary.effects import Effect, Record, Tell
from core.vocabulary.events import OFFICIALS_LANE, Body, Event, Timer
from core.vocabulary.officials import Act, ShowAgain, ShowCard, Verdict
from core.vocabulary.steps import Moment, Outcome

_SOON: Final = timedelta(seconds=1)
"""When an alarm is already due but its timer has not come yet: wake-up times are always in the future."""
_UNKNOWN: Final = "-"


@dataclass(frozen=True, slots=True)
class Alarm:
    """A moment at which time itself does something to a ticket."""

    due: datetime
    ring: Callable[[CaseBook, TicketState, datetime], Change]


def alarms(ticket: TicketState) -> tuple[Alarm, ...]:
    """List what time will do to a ticket as it stands; a further reminder is one more line here."""
    found: list[Alarm] = []
    if (silence := clock.silence_ends(ticket)) is not None:
        found.append(Alarm(silence, clock.lapsed))
    if (limit := clock.limit_ends(ticket)) is not None:
        found.append(Alarm(limit, clock.overdue))
    return tuple(found)


def wake_time(ticket: TicketState | None, now: datetime) -> datetime | None:
    """Return the next alarm, always later than now; None when nothing is to come."""
    if ticket is None:
        return None
    return max((min(alarm.due for alarm in alarms(ticket)), now + _SOON)) if alarms(ticket) else None


_Citizen = Callable[[CaseBook, TicketState, Any, datetime], Change | None]
_CITIZEN: Final[Mapping[type[Body], _Citizen]] = {
    Replied: reporter.replied,
    Disputed: reporter.disputed,
    Confirmed: reporter.confirmed,
    Rated: reporter.rated,
    Withdrawn: second_thoughts.withdrawn,
    Amended: second_thoughts.amended,
    Retracted: second_thoughts.retracted,
    ChangePrivacy: second_thoughts.change_privacy,
    Spoke: second_thoughts.spoke,
    EvidenceArrived: reporter.evidence_arrived,
    Reach: reporter.reach,
    WindowClosing: reporter.window_closing,
}


class TicketSteps:
    """The behaviour of `ticket:<number>` lanes."""

    def __init__(self, city: City, calendar: WorkingCalendar) -> None:
        """Take the city, whose texts word refusals and notes, and its calendar."""
        self._book = CaseBook(city, calendar, Texts(city.texts))

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Apply one event; a body that is not for tickets, or not for this state, changes nothing."""
        ticket, body, now = load(state), event.body, moment.now
        if isinstance(body, Act):
            after, effects = self._act(ticket, body, event.lane, now)
        elif isinstance(body, AskStatus):
            after, effects = ticket, self._status(ticket, body, now)
        elif isinstance(body, ShowAgain):
            after, effects = ticket, self._shown_again(ticket)
        else:
            change = self._change(ticket, body, now)
            after, effects = self._apply(ticket, change, now) if change else (ticket, ())
        return Outcome(after, effects, wake_time(after, now))

    def _change(self, ticket: TicketState | None, body: Body, now: datetime) -> Change | None:
        if ticket is None:
            return reporter.opened(self._book, body, now) if isinstance(body, Opened) else None
        if isinstance(body, Timer):
            due = next((alarm for alarm in alarms(ticket) if alarm.due <= now), None)
            return due.ring(self._book, ticket, now) if due else None
        handler = _CITIZEN.get(type(body))
        return handler(self._book, ticket, body, now) if handler else None

    def _shown_again(self, ticket: TicketState | None) -> tuple[Effect, ...]:
        return () if ticket is None else (Tell(OFFICIALS_LANE, ShowCard(card_of(self._book, ticket))),)

    def _status(self, ticket: TicketState | None, body: AskStatus, now: datetime) -> tuple[Effect, ...]:
        if ticket is None or body.lane != ticket.reporter:
            return ()
        if (limit := clock.limit_ends(ticket)) is not None and limit <= now:
            ticket = structs.replace(ticket, late=True)  # the alarm is about to say so
        update = self._book.update(ticket, Update(ticket.number, "status", ticket.status))
        return (Tell(ticket.reporter, structs.replace(update, other=ticket.duplicate_of)),)

    # --- officials ---------------------------------------------------------------------------------------------

    def _act(
        self, ticket: TicketState | None, act: Act, lane: str, now: datetime
    ) -> tuple[TicketState | None, tuple[Effect, ...]]:
        if ticket is None:
            return None, (self._verdict(None, act, "unknown_ticket", {"number": lane.partition(":")[2]}, refused=True),)
        try:
            change = self._allowed(ticket, act, now)
        except NotAllowed:
            return ticket, (self._verdict(ticket, act, self._why_not(ticket, act), {}, refused=True),)
        except Refused as refusal:
            return ticket, (self._verdict(ticket, act, refusal.key, refusal.values, refused=True),)
        after, effects = self._apply(ticket, change, now)
        if change.elsewhere is not None:
            return after, effects
        verdict = self._verdict(after, act, f"done.{act.action}", {}, refused=False)
        return after, (effects[0], verdict, *effects[1:])

    def _allowed(self, ticket: TicketState, act: Act, now: datetime) -> Change:
        rule = rule_for(ticket.status, act.action)
        check_role(self._book.city.tree, ticket, act.by, rule.who)
        to = next_status(ticket.status, act.action, ticket.before)
        return perform(self._book, ticket, act, to, now)

    def _why_not(self, ticket: TicketState, act: Act) -> str:
        if act.action != "ambil" or ticket.holder is None:
            return "not_allowed"
        return "yours" if ticket.holder.id == act.by.id else "taken"

    def _verdict(
        self, ticket: TicketState | None, act: Act, key: str, values: Mapping[str, str], *, refused: bool
    ) -> Tell:
        """Answer one act, with every value that a sentence may need."""
        common: dict[str, str] = {}
        if ticket is not None:
            book = self._book
            common = {
                "number": ticket.number,
                "status": book.say(f"status.{ticket.status}", ticket.status),
                "unit": book.unit_name(ticket.unit) or _UNKNOWN,
                "holder": ticket.holder.name if ticket.holder else _UNKNOWN,
                "coordinator": book.unit_name(book.city.verification_unit),
                "now": book.now_possible(ticket.status),
            }
        told = {**common, **values}
        return Tell(
            OFFICIALS_LANE,
            Verdict(
                number=told.get("number", ""),
                key=f"officials.verdict.{key}",
                values=told,
                query_id=act.query_id,
                message_id=act.message_id,
                alert=refused,
            ),
        )

    # --- telling -----------------------------------------------------------------------------------------------

    def _apply(
        self, before: TicketState | None, change: Change, now: datetime
    ) -> tuple[TicketState, tuple[Effect, ...]]:
        """Write the change down: one record; then the card, the citizen's push and the group's relays."""
        after, relays = kept(change.ticket, change.relays, now)
        line = HistoryLine(now, change.actor, change.what, after.status, cut(change.reason, LINE_CHARACTERS))
        after = with_history(after, line)
        if change.show:
            after = structs.replace(after, revision=after.revision + 1)
        effects: list[Effect] = [
            Record(after.number, change.actor, change.what, after.status, now, change.reason, dict(change.details))
        ]
        if change.show:
            old = self._book.topic(before) if before is not None else self._book.topic(after)
            moved_from = old if old != self._book.topic(after) else ""
            effects.append(Tell(OFFICIALS_LANE, ShowCard(card_of(self._book, after, moved_from))))
        if change.update is not None:
            effects.append(Tell(after.reporter, change.update))
        effects += [Tell(OFFICIALS_LANE, relay) for relay in relays]
        if change.elsewhere is not None:
            effects.append(change.elsewhere)
        return after, tuple(effects)
