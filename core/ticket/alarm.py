"""An alarm of a ticket: one row of the table of all that time itself does to it (`core.ticket.clock`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from core.ticket.casebook import CaseBook
from core.ticket.change import Change
from core.ticket.lifecycle import Clock
from core.ticket.state import TicketState

Due = Callable[[CaseBook, TicketState], datetime | None]


@dataclass(frozen=True, slots=True)
class Alarm:
    """One row: while the clock of the status stands at `clock`, `ring` happens at the moment that `due` gives.

    `due` gives None while there is nothing to ring for. For each moment that it gives it rings once: when the moment
    moves before it came, only the new one counts; when it moves afterwards, the alarm rings again. With `about` it
    rings once for each moment that this gives instead, however often its own moves. From the moment of `moot` on it
    does not ring any more. Where it is `loud` people are called by it: it waits for office hours, unless the ticket is
    urgent. A `clock` of None is any. `meaning` is for people; `cause` is its row in the matrix of who is told what,
    where that has another name.
    """

    name: str
    clock: Clock | None
    due: Due
    ring: Callable[[CaseBook, TicketState, datetime], Change]
    meaning: str
    about: Due | None = None
    moot: Due | None = None
    loud: bool = False
    cause: str = ""
