"""What tickets tell the list of their desk, and what the list tells the desk's group."""

from datetime import datetime
from typing import Literal

import msgspec

from core.vocabulary.ticket import TicketStatus

Stage = Literal["new", "working", "answered", "ended"]
"""``new``: nobody has taken it; ``working``: somebody works on it, or it is put aside; ``answered``: it waits for the
citizen's word; ``ended``: nobody has anything to do."""

# Ticket lane -> docket lane


class DocketRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """One ticket as lists show it: redacted already, and of a ``confidential`` report nothing but its ``kecamatan``.

    ``revision`` grows with each change of the ticket. ``words`` are the beginning of what was said, ``roots`` those of
    all of it and of the ``place``. ``due_at`` and ``due_kind`` are those of the card; ``late`` says that the alarm of
    ``due_at`` rang.
    """

    number: str
    revision: int
    status: TicketStatus
    stage: Stage
    category: str
    opened_at: datetime
    changed_at: datetime
    unit: str = ""
    kelurahan: str = ""
    place: str = ""
    kecamatan: str = ""
    words: str = ""
    roots: tuple[str, ...] = ()
    holder_id: str = ""
    holder: str = ""
    due_at: datetime | None = None
    due_kind: str = ""
    late: bool = False
    priority: bool = False
    emergency: str = ""
    confidential: bool = False


class Listed(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """A ticket lies on the desk and stands so, also after it has ended; an older revision than the known one is news of
    before."""

    row: DocketRow


class Unlisted(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """A ticket lies on another desk since this ``revision``."""

    number: str
    revision: int


# What a docket keeps of its rows for who looks from outside


class UnitCounts(msgspec.Struct, frozen=True, omit_defaults=True):
    """How many tickets a unit has on a desk.

    What is ``late``, waits for the ``citizen``, is on ``hold`` or ``disputed`` is among the ``open`` ones; ``lapsed``
    ended in silence lately.
    """

    open: int = 0
    new: int = 0
    working: int = 0
    answered: int = 0
    late: int = 0
    citizen: int = 0
    hold: int = 0
    disputed: int = 0
    lapsed: int = 0


# Docket lane -> group lane


class DeskCounts(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """How many open tickets a desk has at a moment, by stage; the ``late`` ones are among them."""

    desk: str
    at: datetime
    new: int = 0
    working: int = 0
    answered: int = 0
    late: int = 0


class Morning(msgspec.Struct, frozen=True, omit_defaults=True, tag=True):
    """A working day begins at a desk on which something is to be done; ``day`` is the local one (ISO date)."""

    desk: str
    day: str
