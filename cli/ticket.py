"""``kanal ticket``: a report's whole history, its dates and what became of every message about it, for whoever helps.

Nothing that names a person: no words of a confidential report, no address, and of officials only the unit.
"""

from collections.abc import Iterator
from datetime import datetime

import typer

from app.settings import Settings
from cli.dead import with_store
from core.city.calendar import WorkingCalendar
from core.city.city import City
from core.city.texts import Texts
from core.engine.looks import OFFICE
from core.ticket.casebook import CaseBook
from core.ticket.change import REPORTER, SYSTEM
from core.ticket.dates import explained
from core.ticket.followers import FOLLOWER
from core.ticket.secrecy import hides_contents
from core.ticket.state import TicketState
from core.ticket.state import load as load_ticket
from core.vocabulary.deliveries import DeliveryLine, cost_note
from core.vocabulary.effects import Record
from core.vocabulary.lane_names import ticket_lane
from storage.city import read_city
from storage.mongo.store import MongoStore

_NOBODY = frozenset({REPORTER, SYSTEM, FOLLOWER})
"""Actors who are no persons."""
_SHOWN = ("unit", "category", "kind", "due", "until", "stage", "other", "outcome", "returns", "priority", "rating")
"""Of what a line of the journal says this names nobody."""


async def show_ticket(settings: Settings, number: str) -> int:
    """Print where the report stands, its journal, and its delivery log."""

    async def work(store: MongoStore) -> int:
        lane = await store.load(ticket_lane(number))
        ticket = load_ticket(lane.state) if lane is not None else None
        if ticket is None:
            typer.echo(f"kanal: no report {number}", err=True)
            return 1
        book = _book(read_city(settings.city))
        for line in _standing(book, ticket):
            typer.echo(line)
        typer.echo("history")
        for record in await store.journal_of(number):
            typer.echo(_happened(book, ticket, record))
        typer.echo("deliveries")
        for delivery in await store.deliveries(number):
            typer.echo(_delivered(book, delivery))
        for channel, parts in sorted((await store.count(cost_note(number), {})).items()):
            typer.echo(f"cost\t{channel}\t{parts} parts")
        return 0

    return await with_store(settings, work)


def _book(city: City) -> CaseBook:
    return CaseBook(city, WorkingCalendar(city), Texts(city.texts))


def _when(book: CaseBook, moment: datetime) -> str:
    return f"{moment.astimezone(book.calendar.zone):%Y-%m-%d %H:%M}"


def _standing(book: CaseBook, ticket: TicketState) -> Iterator[str]:
    late = " late" if ticket.late else ""
    unit, holder = ticket.unit or "-", "held by an official" if ticket.holder else "held by nobody"
    yield f"{ticket.number}\t{ticket.status}{late}\t{ticket.report.category}\tunit {unit}\t{holder}"
    yield f"dates\topened {_when(book, ticket.opened_at)}\t{explained(book, ticket) or 'no limit runs'}"
    if ticket.unreached:
        yield f"reach\tnews does not arrive: {ticket.unreached}"


def _happened(book: CaseBook, ticket: TicketState, record: Record) -> str:
    actor = record.actor if record.actor in _NOBODY else f"official of {record.details.get('by_unit') or '-'}"
    if OFFICE in record.details:
        actor = record.details[OFFICE]
    facts = [f"{name} {record.details[name]}" for name in _SHOWN if name in record.details]
    closed = bool(record.reason) and hides_contents(ticket)
    words = ["(words are confidential)"] if closed else [book.redacted(record.reason)] if record.reason else []
    parts = (_when(book, record.at), record.what, record.status, f"by {actor}", *facts, *words)
    return "\t".join(" ".join(part.split()) for part in parts)


def _delivered(book: CaseBook, line: DeliveryLine) -> str:
    reason = f" ({line.reason})" if line.reason else ""
    return "\t".join((_when(book, line.at), line.what, f"{line.course}{reason}", line.channel or "-"))
