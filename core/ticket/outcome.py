"""How a ticket ended: kept apart, because only what its citizen called fixed may be counted as fixed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from core.ticket.state import TicketState
from core.vocabulary.ticket import TicketStatus

Outcome = Literal["", "fixed", "answered", "rejected", "silent", "disputed", "withdrawn", "merged"]
"""``fixed``: a complaint whose citizen said so; ``answered``: a question or suggestion whose citizen was content;
``rejected``: with a reason; ``silent``: the time to answer passed without a word; ``merged``: another ticket's matter.
Empty while it is open; ``disputed`` is open again.
"""

_OUTCOMES: Final[Mapping[TicketStatus, Outcome]] = {
    "selesai": "fixed",
    "lewat": "silent",
    "disanggah": "disputed",
    "bukan_wewenang": "rejected",
    "diarsipkan": "rejected",
    "ditarik": "withdrawn",
    "duplikat": "merged",
}
COMPLAINT: Final = "pengaduan"


def outcome_of(ticket: TicketState) -> Outcome:
    """Give how a ticket has ended as far as is known now; empty while it is open."""
    return ended_as(ticket.status, ticket.report.classification)


def ended_as(status: TicketStatus, classification: str) -> Outcome:
    """Give what a status says of how a report of this class has ended."""
    found = _OUTCOMES.get(status, "")
    return "answered" if found == "fixed" and classification != COMPLAINT else found
