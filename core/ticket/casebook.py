"""What every part of a ticket's step knows: the city, its calendar and its words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from msgspec import structs

from core.city.calendar import WorkingCalendar
from core.city.city import City
from core.city.desks import ESCALATION, Desk
from core.city.limits import Limits
from core.city.texts import TextError, Texts
from core.language.shorten import shorten
from core.reading.redact import Redactor
from core.reading.understand import Understander
from core.ticket.counting import end_of, paused, reckon
from core.ticket.lifecycle import FACTS, ON_REQUEST, WORKED_ON, allowed
from core.ticket.state import CONFIRMATION, FOLLOW_UP, VERIFICATION, Limit, Pause, TicketState
from core.vocabulary.citizen import Update
from core.vocabulary.dates import StopReason
from core.vocabulary.report import Evidence
from core.vocabulary.ticket import Action, TicketStatus

_COMES_BACK: frozenset[TicketStatus] = frozenset(("ditunda", "duplikat"))
"""From these the status before may come back."""


@dataclass(frozen=True)
class CaseBook:
    """The city as a ticket sees it: how things are said, how long they may take, and what a status implies."""

    city: City
    calendar: WorkingCalendar
    texts: Texts
    subscribers: tuple[str, ...] = ()
    """Systems of the city that are told of every ticket."""

    # --- words -------------------------------------------------------------------------------------------------

    def say(self, key: str, fallback: str, **values: str) -> str:
        """Say `officials.verdict.<key>` in the group's language; a missing text gives the fallback."""
        try:
            return self.texts.say(f"officials.verdict.{key}", self.city.group_language, **values)
        except TextError:
            return fallback

    def label(self, action: Action) -> str:
        """Name an action as its button does."""
        return self.say(f"action.{action}", action)

    def now_possible(self, status: TicketStatus) -> str:
        """List the actions that a status allows, for the sentence of a refusal."""
        return ", ".join(self.label(action) for action in allowed(status) if action not in ON_REQUEST)

    def unit_name(self, code: str) -> str:
        """Give the short name of a unit, or the code itself when the city has none such."""
        return self.city.tree.short_name(code)

    @property
    def decider(self) -> str:
        """Give the unit that decides what units and coordinator cannot."""
        return self.city.tree.secretary

    def redacted(self, text: str, known: tuple[str, ...] = ()) -> str:
        """Take personal data out of words; what the city's pack calls things by stays."""
        return Redactor.of(self.city).redact(text, known, spare=self.city.own_words)

    def outside(self, text: str, known: tuple[str, ...] = ()) -> str:
        """Take out of words what may name anybody or anybody's home, for readers outside of the house."""
        return Redactor.of(self.city).outside(text, known, self.city.own_words)

    def clean(self, text: str, known: tuple[str, ...], limit: int | None = None) -> str:
        """Redact and shorten words of a citizen before they reach the ticket."""
        longest = self.city.limits.text_characters if limit is None else limit
        return shorten(self.redacted(text[: 2 * longest], known).strip(), longest)

    def clean_files(self, evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
        """Take off the names that files had on the sender's phone: they often name a person, and are never needed."""
        return tuple(structs.replace(item, name="") for item in evidence)

    def roots(self, text: str) -> tuple[str, ...]:
        """Give the roots of the words that say what a text is about, in one order."""
        return tuple(sorted(Understander.of(self.city).stems(text)))

    # --- time --------------------------------------------------------------------------------------------------

    def limits(self, ticket: TicketState) -> Limits:
        """Give the limits of the ticket's category at the unit that has it."""
        return self.city.limits_for(ticket.report.category, ticket.unit)

    def count(self, ticket: TicketState, kind: str, start: datetime) -> TicketState:
        """Start a limit: verification, follow-up or the citizen's silence, in working days from `start`.

        Nothing else restarts one: neither words of an official nor a claim, a release or a note.
        """
        limits = self.limits(ticket)
        days = {
            VERIFICATION: limits.verification_days,
            FOLLOW_UP: limits.follow_up_days,
            CONFIRMATION: limits.confirmation_silence_days,
        }[kind]
        due = self.calendar.add_working_days(start, days)
        fresh = structs.replace(
            ticket, counted_from=start, limit=Limit(days), late=False, promised=None, recounted_at=None
        )
        if kind == CONFIRMATION:
            return structs.replace(fresh, silence_due=due, due_at=None, due_kind="")
        return structs.replace(fresh, due_at=due, due_kind=kind)

    def move(self, ticket: TicketState, to: TicketStatus, now: datetime) -> TicketState:
        """Set the status with everything that a status implies: clock, holder, hold, open menu."""
        old, new = FACTS[ticket.status], FACTS[to]
        if to == ticket.status:
            return structs.replace(ticket, menu="", menu_by=None)
        if old.clock == "paused" and new.clock != "paused":
            ticket = self._resumed(ticket, now)
        if new.clock == "paused" and ticket.paused_since is None:
            ticket = structs.replace(ticket, paused_since=now)
        if new.clock == "stopped":
            ticket = structs.replace(
                ticket, due_at=None, due_kind="", counted_from=None, limit=None, late=False, promised=None
            )
        if new.clock != "silence":
            ticket = structs.replace(ticket, silence_due=None, spoke_at=None)
        if to not in WORKED_ON:
            ticket = structs.replace(ticket, offered=None, offered_until=None)
        before = ticket.status if to in _COMES_BACK else None
        held = new.held or (before is not None and FACTS[before].held)
        return structs.replace(
            ticket,
            status=to,
            before=before,
            holder=ticket.holder if held else None,
            menu="",
            menu_by=None,
            asked_at=now if to == "menunggu_pelapor" else None,
            held_until=None,
            closing=None,
            last_act=None,
            closed_at=(ticket.closed_at or now) if new.clock == "stopped" else None,
        )

    def _resumed(self, ticket: TicketState, now: datetime) -> TicketState:
        """Go on counting; what was late before the pause is late after it."""
        since = ticket.paused_since
        if since is None or ticket.due_at is None or ticket.limit is None or ticket.counted_from is None:
            return structs.replace(ticket, paused_since=None)
        why: StopReason = "asked" if ticket.status == "menunggu_pelapor" else "held"
        limit = paused(self.calendar, ticket.limit, Pause(since, now, why))
        due = end_of(self.calendar, ticket.counted_from, limit)
        # What the new calendar made of the date is told with the end of the pause.
        return structs.replace(
            ticket,
            due_at=due,
            limit=limit,
            paused_since=None,
            late=ticket.late and due <= now,
            promised=None,
            recounted_at=None,
        )

    def update(self, ticket: TicketState, update: Update) -> Update:
        """Complete a push: due date with what it is made of, unit and category."""
        due = ticket.silence_due if ticket.status == "ditindaklanjuti" else ticket.due_at
        if ticket.paused_since is not None or (ticket.status == "ditindaklanjuti" and ticket.unreached):
            due = None
        return structs.replace(
            update,
            unit=ticket.unit,
            category=ticket.report.category,
            due_at=due,
            reckoning=None if due is None else reckon(self.calendar, ticket),
            late=ticket.late and due is not None,
            secret=ticket.report.privacy == "rahasia",
        )

    # --- places ------------------------------------------------------------------------------------------------

    def desk(self, ticket: TicketState) -> Desk:
        """Give the desk on which a ticket lies: its unit's, or while it has none that of verification or escalation."""
        if ticket.escalated and not ticket.unit:
            return self.city.desk(ESCALATION)
        return self.city.desk_for_unit(ticket.unit)

    def desk_key(self, ticket: TicketState) -> str:
        """Give the key of the desk on which a ticket lies."""
        return self.desk(ticket).key
