"""What a ticket's clock tells the officials' groups: whom it is about, and who is called."""

from datetime import datetime
from typing import Literal

import msgspec

from core.vocabulary.ticket import Official, TicketStatus

Stage = Literal["half", "last", "limit", "branch", "coordinator", "secretary", "unanswered", "resumed", "offer"]
"""Why somebody is called: parts of the limit are gone, or all of it; it passed, and the units above, the coordinator or
the secretary are to know; the citizen did not answer; a hold is over; nobody took an offer up."""


class Remind(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """A ticket's time has come to a point at which people are called by name, at a ``desk``; ``id`` names the call.

    ``holder`` is called, or while nobody has it the people of its ``unit``; ``heads`` are the units whose heads are.
    ``due_at`` is the limit, to come or passed. ``other`` is the colleague who did not
    take an offer up; ``card`` is the desk with the card. ``urgent``: also at night.
    """

    number: str
    desk: str
    stage: Stage
    id: str
    unit: str
    category: str
    status: TicketStatus
    due_at: datetime | None = None
    due_kind: str = ""
    holder: Official | None = None
    heads: tuple[str, ...] = ()
    other: str = ""
    card: str = ""
    urgent: bool = False
