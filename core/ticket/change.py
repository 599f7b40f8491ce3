"""What an event does to a ticket, and how an official's act is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.ticket.state import TicketState
from core.vocabulary.citizen import Update
from core.vocabulary.effects import Tell
from core.vocabulary.errors import KanalError
from core.vocabulary.officials import Relay
from core.vocabulary.reminding import Remind

REPORTER = "pelapor"
SYSTEM = "sistem"


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
    another lane, which then answers the official who acted. `reminders` call people by name. `verdict`
    stands in for the usual answer to the act, with `values` for its text. `cause` is the alarm that rang, empty where
    `what` says it all; `by` the role of the official who acted (`core.ticket.matrix`).
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
    reminders: tuple[Remind, ...] = ()
    verdict: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    cause: str = ""
    by: str = ""
