"""The number under which the national service keeps a report: shown on its card, and to who asks how it stands."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from msgspec import structs

from core.ticket.casebook import CaseBook
from core.ticket.change import SYSTEM, Change
from core.ticket.state import TicketState
from core.vocabulary.national import KeptNationally

NUMBER: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9./-]{2,39}")
"""What can be such a number: letters and digits of the other system, nothing that could be a sentence."""


def kept_nationally(book: CaseBook, ticket: TicketState, command: KeptNationally, now: datetime) -> Change | None:
    """Note the number of the national service, or that there is none any more; the same again changes nothing."""
    number = command.number
    if number == ticket.national or (number and not NUMBER.fullmatch(number)):
        return None
    details = {"national": number, **({"before": ticket.national} if ticket.national else {})}
    return Change(structs.replace(ticket, national=number), "national", SYSTEM, details=details)
