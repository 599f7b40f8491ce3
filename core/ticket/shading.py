"""How a ticket stands on the public map, and what a change of it tells the map."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from core.ticket.casebook import CaseBook
from core.ticket.change import Change
from core.ticket.secrecy import hides_contents
from core.ticket.state import TicketState
from core.ticket.tallying import place_of
from core.vocabulary.effects import Effect, Tell
from core.vocabulary.lane_names import shades_lane
from core.vocabulary.tally import Shade, Shaded, ShadeRow
from core.vocabulary.ticket import TicketStatus

SHADE_OF: Final[Mapping[TicketStatus, Shade | None]] = {
    "baru": "waiting",
    "terverifikasi": "waiting",
    "didisposisikan": "waiting",
    "disanggah": "waiting",
    "diproses": "working",
    "menunggu_pelapor": "working",
    "ditunda": "working",
    "ditindaklanjuti": "answered",
    "lewat": "answered",
    "selesai": "confirmed",
    "bukan_wewenang": None,
    "diarsipkan": None,
    "duplikat": None,
    "ditarik": None,
}
"""What a citizen never called done is never counted with what one did."""


def shaded(
    book: CaseBook, before: TicketState | None, after: TicketState, change: Change, now: datetime
) -> tuple[Effect, ...]:
    """Tell the map where a ticket was and where it is, and whether others may read as much of it; else nothing."""
    was, now_is = _row(book, before, -1) if before is not None else (), _row(book, after, 1)
    recalled = before is not None and _read(before) != _read(after)
    if [(row.shade, row.kelurahan) for row in was] == [(row.shade, row.kelurahan) for row in now_is]:
        if not recalled:
            return ()
        was = now_is = ()
    month = f"{book.calendar.local_day(after.opened_at):%Y-%m}"
    return (Tell(shades_lane(month), Shaded((*was, *now_is), recalled)),)


def _read(ticket: TicketState) -> tuple[bool, str]:
    return hides_contents(ticket), ticket.report.text


def _row(book: CaseBook, ticket: TicketState, times: int) -> tuple[ShadeRow, ...]:
    shade = SHADE_OF[ticket.status]
    return () if shade is None else (ShadeRow(shade, place_of(book, ticket), times),)
