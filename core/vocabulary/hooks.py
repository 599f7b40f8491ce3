"""What a system of the city hears of a ticket: where it stands, and of no person."""

from datetime import datetime
from typing import Literal

import msgspec

from core.vocabulary.ticket import TicketStatus

HookEvent = Literal["opened", "changed", "closed"]


class Standing(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a ticket stands for whoever is told of it; moments are UTC. Of a confidential report only status and unit.

    ``national`` is its number at the national service.
    """

    status: TicketStatus
    unit: str = ""
    confidential: bool = False
    category: str = ""
    classification: str = ""
    kelurahan: str = ""
    outcome: str = ""
    late: bool = False
    due_at: datetime | None = None
    closed_at: datetime | None = None
    duplicate_of: str = ""
    national: str = ""


class TicketNews(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """A ticket was opened, changed or closed at a moment, and stands so now.

    ``revision`` grows with each line of its journal: of two, the larger one is the newer. ``again``: it is told again
    because an operator wanted so.
    """

    event: HookEvent
    number: str
    revision: int
    at: datetime
    opened_at: datetime
    standing: Standing
    again: bool = False
