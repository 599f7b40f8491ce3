"""What stands open between a citizen and the office when a message comes: what it can be an answer to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from core.vocabulary.ticket import TicketStatus

Draft = Literal["", "shown", "place", "thin", "emergency", "referred", "change", "privacy"]
"""How far a draft is: none, shown to be sent, its place asked, its words asked, told whose it is instead, and so on."""

FINAL: frozenset[TicketStatus] = frozenset(("selesai", "bukan_wewenang", "diarsipkan", "duplikat", "ditarik"))
"""Statuses in which nothing is worked on any more; `lewat` can be disputed still."""

RECENT = timedelta(hours=48)
"""For so long after filing, or the last word about it, a fragment belongs to a report without saying so."""


@dataclass(frozen=True, slots=True)
class Own:
    """One of the person's filed reports. `spoken_at` is when it was filed or last talked about."""

    number: str
    status: TicketStatus
    category: str = ""
    about: str = ""
    asked: bool = False
    rated: bool = False
    confirmed: bool = False
    wants_fact: bool = False
    """An official asked for a number, a place, a name or the like, which no "still broken" answers."""
    spoken_at: datetime | None = None

    @property
    def at_verdict(self) -> bool:
        """Tell whether the person is asked if it is fixed."""
        return self.status == "ditindaklanjuti" and not self.confirmed

    @property
    def lapsed(self) -> bool:
        """Tell whether it was closed in silence."""
        return self.status == "lewat" and not self.confirmed

    @property
    def finished(self) -> bool:
        """Tell whether it was ended by the person's own word, which may turn out to be wrong."""
        return self.status == "selesai"

    @property
    def to_rate(self) -> bool:
        """Tell whether a mark is asked."""
        return (self.status == "selesai" or self.confirmed) and not self.rated

    @property
    def open(self) -> bool:
        """Tell whether the office still works on it or waits for the person."""
        return self.status not in FINAL and self.status != "lewat" and not self.confirmed


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything a message is read with. `tickets` are the oldest first.

    `replied` is the report whose message is answered, `replied_draft` says the same of the shown draft; `named` are
    reports named by their number; `reason` is the report of which the person is asked what is not fixed; `files`
    and `pin` say what came with the words.
    """

    now: datetime
    draft: Draft = ""
    draft_category: str = ""
    tickets: tuple[Own, ...] = ()
    replied: str = ""
    replied_draft: bool = False
    named: tuple[str, ...] = ()
    reason: str = ""
    files: bool = False
    pin: bool = False
    forwarded: bool = False
    expired: bool = False

    def own(self, number: str) -> Own | None:
        """Find a report by its number."""
        return next((ticket for ticket in self.tickets if ticket.number == number), None)

    @property
    def questions(self) -> tuple[Own, ...]:
        """List the reports whose question waits for an answer, the newest first."""
        return tuple(ticket for ticket in reversed(self.tickets) if ticket.asked)

    @property
    def verdicts(self) -> tuple[Own, ...]:
        """List the reports of which is asked whether they are fixed, the newest first."""
        return tuple(ticket for ticket in reversed(self.tickets) if ticket.at_verdict)

    @property
    def lapsed(self) -> tuple[Own, ...]:
        """List the reports that were closed in silence, the newest first."""
        return tuple(ticket for ticket in reversed(self.tickets) if ticket.lapsed)

    @property
    def to_rate(self) -> Own | None:
        """Give the report whose mark is asked: the newest of all, or none."""
        newest = [ticket for ticket in self.tickets if ticket.to_rate]
        return newest[-1] if newest else None

    @property
    def open(self) -> tuple[Own, ...]:
        """List the reports that are still worked on, the newest first."""
        return tuple(ticket for ticket in reversed(self.tickets) if ticket.open)

    def is_recent(self, ticket: Own) -> bool:
        """Tell whether a report was filed or talked about a short while ago."""
        return ticket.spoken_at is not None and self.now - ticket.spoken_at <= RECENT
