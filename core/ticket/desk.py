"""What every part of the ticket's step knows: the city, its calendar and its words; and who may do what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from msgspec import structs

from core.city.calendar import WorkingCalendar
from core.city.city import City, Limits
from core.city.dates import short_date
from core.city.texts import TextError, Texts
from core.reading.redact import redact
from core.ticket.lifecycle import FACTS, Role, allowed
from core.ticket.state import CONFIRMATION, FOLLOW_UP, MAX_PATH, VERIFICATION, TicketState, cut
from core.vocabulary.citizen import Update
from core.vocabulary.effects import Tell
from core.vocabulary.errors import KanalError
from core.vocabulary.officials import Relay
from core.vocabulary.report import Evidence
from core.vocabulary.ticket import Action, Official, TicketStatus

REPORTER = "pelapor"
SYSTEM = "sistem"
VERIFICATION_TOPIC = "verifikasi"
_MOST_SKIPPED_DAYS = 10


class Refused(KanalError):
    """Raised when an act is not accepted; becomes the verdict `officials.verdict.<key>` with the values."""

    def __init__(self, key: str, **values: str) -> None:
        """Keep the key below `officials.verdict` and what its text needs beyond the common values."""
        super().__init__(key)
        self.key = key
        self.values = values


@dataclass(frozen=True, slots=True)
class Change:
    """What an event does to a ticket: becomes one record, and a card, an update and relays where they are given.

    `show` False leaves the card as it is (the citizen added words, which the thread shows). `elsewhere` is told to
    another lane, which then answers the official who acted.
    """

    ticket: TicketState
    what: str
    actor: str
    reason: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    update: Update | None = None
    relays: tuple[Relay, ...] = ()
    show: bool = True
    elsewhere: Tell | None = None


@dataclass(frozen=True)
class Desk:
    """The city as the ticket sees it."""

    city: City
    calendar: WorkingCalendar
    texts: Texts

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
        return ", ".join(self.label(action) for action in allowed(status) if action not in ("menu", "buka"))

    def unit_name(self, code: str) -> str:
        """Return the short name of a unit, or the code itself when the city has none such."""
        return self.city.unit(code).short if self.city.has_unit(code) else code

    def redacted(self, text: str, known: tuple[str, ...] = ()) -> str:
        """Take personal data out of words; what the city's pack calls things by stays."""
        return redact(text, known, spare=self.city.own_words)

    def clean(self, text: str, known: tuple[str, ...], limit: int | None = None) -> str:
        """Redact and shorten words of a citizen before they reach the ticket."""
        longest = self.city.limits.text_characters if limit is None else limit
        return cut(self.redacted(text[: 2 * longest], known), longest)

    def clean_files(self, evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
        """Take off the names that files had on the sender's phone: they often name a person, and are never needed."""
        return tuple(structs.replace(item, name="") for item in evidence)

    # --- time --------------------------------------------------------------------------------------------------

    def limits(self, ticket: TicketState) -> Limits:
        """Return the limits of the ticket's category."""
        return self.city.limits_for(ticket.report.category)

    def count(self, ticket: TicketState, kind: str, start: datetime) -> TicketState:
        """Start a limit: verification, follow-up or the citizen's silence, in working days from `start`."""
        limits = self.limits(ticket)
        days = {
            VERIFICATION: limits.verification_days,
            FOLLOW_UP: limits.follow_up_days,
            CONFIRMATION: limits.confirmation_silence_days,
        }[kind]
        due = self.calendar.add_working_days(start, days)
        if kind == CONFIRMATION:
            return structs.replace(ticket, silence_due=due, due_at=None, due_kind="", counted_from=start, late=False)
        return structs.replace(ticket, due_at=due, due_kind=kind, counted_from=start, late=False)

    def move(self, ticket: TicketState, to: TicketStatus, now: datetime) -> TicketState:
        """Set the status with everything that a status implies: clock, holder, hold, open menu."""
        old, new = FACTS[ticket.status], FACTS[to]
        if to == ticket.status:
            return structs.replace(ticket, menu="")
        if old.clock == "paused" and new.clock != "paused":
            ticket = self._resumed(ticket, now)
        if new.clock == "paused" and ticket.paused_since is None:
            ticket = structs.replace(ticket, paused_since=now)
        if new.clock == "stopped":
            ticket = structs.replace(ticket, due_at=None, due_kind="", counted_from=None, late=False)
        if new.clock != "silence":
            ticket = structs.replace(ticket, silence_due=None, spoke_at=None)
        before = ticket.status if to == "ditunda" else None
        held = new.held or (before is not None and FACTS[before].held)
        return structs.replace(ticket, status=to, before=before, holder=ticket.holder if held else None, menu="")

    def _resumed(self, ticket: TicketState, now: datetime) -> TicketState:
        due = ticket.due_at
        if due is not None and ticket.paused_since is not None:
            due = self.calendar.shift(due, ticket.paused_since, now)
        late = ticket.late and due is not None and due <= now
        return structs.replace(ticket, due_at=due, paused_since=None, late=late)

    def update(self, ticket: TicketState, update: Update) -> Update:
        """Complete a push: due date with the holidays that explain it, unit and category."""
        due = ticket.silence_due if ticket.status == "ditindaklanjuti" else ticket.due_at
        if ticket.paused_since is not None or (ticket.status == "ditindaklanjuti" and ticket.unreached):
            due = None
        skipped: tuple[str, ...] = ()
        if due is not None and ticket.counted_from is not None:
            days = (day for day in self.calendar.why(ticket.counted_from, due) if not day.weekend)
            named = [f"{short_date(day.day, ticket.report.language)} ({day.reason})" for day in days]
            skipped = tuple(named[:_MOST_SKIPPED_DAYS])
        return structs.replace(
            update,
            unit=ticket.unit,
            category=ticket.report.category,
            due_at=due,
            skipped_days=skipped,
            late=ticket.late and due is not None,
        )

    # --- places ------------------------------------------------------------------------------------------------

    def topic(self, ticket: TicketState) -> str:
        """Return the topic of the card: `verifikasi`, or the nearest unit upwards that answers for a category.

        A clinic's ticket stays in the topic of the health office, so that topics remain few.
        """
        if not ticket.unit or not self.city.has_unit(ticket.unit):
            return VERIFICATION_TOPIC
        answering = {category.unit for category in self.city.categories}
        upwards = [ticket.unit, *(unit.code for unit in self.city.ancestors(ticket.unit))]
        return next((code for code in upwards if code in answering), ticket.unit)

    def default_unit(self, category: str) -> str:
        """Return the unit that answers for a category; the verification unit for an unknown one."""
        known = any(item.code == category for item in self.city.categories)
        return self.city.unit_for(category).code if known else self.city.verification_unit

    # --- rights ------------------------------------------------------------------------------------------------

    def coordinates(self, by: Official) -> bool:
        """Say whether somebody verifies and disposes for the whole city."""
        return by.admin or by.unit == self.city.verification_unit

    def works_for(self, by: Official, unit: str) -> bool:
        """Say whether somebody belongs to a unit or to one above it; without a unit, to the verification unit."""
        if not unit or not self.city.has_unit(unit):
            return self.coordinates(by)
        return by.admin or (bool(by.unit) and self.city.is_within(unit, by.unit))

    def check_role(self, ticket: TicketState, by: Official, role: Role) -> None:
        """Raise Refused with who may, unless the official has the role on this ticket."""
        if role == "coordinator" and not self.coordinates(by):
            raise Refused("who_may.coordinator")
        if role == "unit" and not self.works_for(by, ticket.unit):
            raise Refused("who_may.unit" if ticket.unit else "who_may.coordinator")
        holds = by.admin or (ticket.holder is not None and ticket.holder.id == by.id)
        if role == "holder" and not holds:
            raise Refused("who_may.holder")
        if role == "confidant" and not (holds or self.coordinates(by)):
            raise Refused("who_may.confidant")

    def may_dispose_to(self, by: Official, unit: str) -> bool:
        """Say whether somebody may give a ticket to a unit: coordinators anywhere, others up or down their branch."""
        if self.coordinates(by):
            return True
        above = {item.code for item in self.city.ancestors(by.unit)} if self.city.has_unit(by.unit) else set()
        return self.city.is_within(unit, by.unit) or unit in above - {self.city.verification_unit}


def with_unit(ticket: TicketState, unit: str) -> TicketState:
    """Give a ticket to a unit, or with "" back to verification, and note the way it went."""
    path = (*ticket.path, unit)[-MAX_PATH:] if unit else ticket.path
    return structs.replace(ticket, unit=unit, path=path)
