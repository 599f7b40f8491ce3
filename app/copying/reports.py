"""A person's reports for their copy: what they said and were told, and of everybody else at most the office."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from app.copying.copy import DeliveryCopy, FileCopy, Happening, ReportCopy
from core.city.city import City
from core.engine.looks import OFFICE, UNIT
from core.ticket.acts import TO_CITIZEN
from core.ticket.change import REPORTER, SYSTEM
from core.ticket.state import TicketState
from core.vocabulary.deliveries import DeliveryLine
from core.vocabulary.effects import Record
from core.vocabulary.holdings import StoredFile
from core.vocabulary.report import Evidence

_TOLD: Final = frozenset((*TO_CITIZEN, "sahkan", "by_hand"))
"""Lines whose words of somebody else's are those that the person got."""
_OF_OTHERS: Final = frozenset(("joined", "left", "menu"))
"""Lines about who else follows the report, and about nobody."""
_TO_REPORTER: Final = "reporter."
"""How the names of news for the reporter begin in the delivery log."""


def own_files(ticket: TicketState) -> tuple[Evidence, ...]:
    """Give the reporter's files of a ticket, without those of reports that were merged into it."""
    later = (file for one in ticket.spoken if not one.via for file in one.evidence)
    every = (*ticket.report.evidence, *ticket.awaited, *later)
    return tuple({one.media or one.ref: one for one in every}.values())


def report_copy(
    city: City,
    ticket: TicketState,
    records: Sequence[Record],
    deliveries: Iterable[DeliveryLine],
    stored: Mapping[str, StoredFile],
) -> ReportCopy:
    """Write down one report."""
    said, listing = ticket.report, ticket.listing
    return ReportCopy(
        number=ticket.number,
        status=ticket.status,
        category=said.category,
        opened_at=ticket.opened_at,
        words=said.text,
        unit=_office(city, ticket.unit),
        privacy=said.privacy,
        name_shown=said.name,
        kelurahan=said.kelurahan,
        landmark=said.landmark,
        pin=said.pin,
        when=said.event_time,
        channel=said.channel,
        filed_at=said.filed_at,
        due_at=ticket.due_at,
        closed_at=ticket.closed_at,
        rating=ticket.rating,
        national_number=ticket.national,
        public_list_allowed=said.listable,
        public_list_words=listing.words if listing is not None else "",
        erased_at=ticket.erased.at if ticket.erased is not None else None,
        files=tuple(_file(one, stored.get(one.media)) for one in own_files(ticket)),
        history=tuple(_history(city, records)),
        deliveries=tuple(_deliveries(deliveries)),
    )


def _history(city: City, records: Iterable[Record]) -> Iterator[Happening]:
    for record in records:
        own = record.actor == REPORTER
        office = record.details.get(OFFICE) or _office(city, record.details.get(UNIT, ""))
        if record.what in _OF_OTHERS or (not own and record.actor != SYSTEM and not office):
            continue
        words = record.reason if own or record.what in _TOLD else ""
        by = "you" if own else office or "system"
        yield Happening(record.at, record.what, record.status, by, words)


def _deliveries(lines: Iterable[DeliveryLine]) -> Iterator[DeliveryCopy]:
    for line in lines:
        if line.what.startswith(_TO_REPORTER):
            yield DeliveryCopy(line.at, line.what.removeprefix(_TO_REPORTER), line.course, line.channel)


def _file(item: Evidence, stored: StoredFile | None) -> FileCopy:
    if stored is None:
        return FileCopy(item.kind, item.mime)
    taken = stored.origin
    return FileCopy(
        item.kind,
        stored.mime,
        stored.size,
        stored.at,
        taken.taken_at if taken is not None else None,
        taken.latitude if taken is not None else None,
        taken.longitude if taken is not None else None,
        stored.origin_until,
    )


def _office(city: City, unit: str) -> str:
    return city.tree[unit].name if unit in city.tree else unit
