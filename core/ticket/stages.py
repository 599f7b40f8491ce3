"""In which stage of its way a ticket is, and since when: what is counted when the stage ends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from msgspec import structs

from core.ticket.state import TicketState
from core.vocabulary.tally import Fact
from core.vocabulary.ticket import TicketStatus

STAGES: Final[Mapping[TicketStatus, Fact]] = {
    "baru": "sorting",
    "terverifikasi": "sorting",
    "didisposisikan": "taking",
    "diproses": "working",
    "disanggah": "working",
    "menunggu_pelapor": "asking",
    "ditunda": "holding",
    "ditindaklanjuti": "judging",
}
"""The stage of each status in which something is still to come; a ticket that has ended is in none."""


def staged(before: TicketState | None, after: TicketState, what: str, now: datetime) -> TicketState:
    """Note on a changed ticket since when it is in its stage; an act that is taken back never ended the one before."""
    if before is None:
        return structs.replace(after, stage_since=after.opened_at)
    if what == "urungkan" or STAGES.get(before.status) == STAGES.get(after.status):
        return after
    return structs.replace(after, stage_since=now)


def ended(before: TicketState, after: TicketState) -> Fact | None:
    """Give the stage that a change ended; None for one of which nobody noted when it began."""
    stage = STAGES.get(before.status)
    return None if stage is None or before.stage_since is None or stage == STAGES.get(after.status) else stage
