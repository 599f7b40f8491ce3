"""``kanal person``: whether and how a report's reporter can be told, for whoever helps; it tells no address."""

import typer

from app.settings import Settings
from cli.dead import with_store
from core.person.state import PersonState
from core.person.state import load as load_person
from core.ticket.state import load as load_ticket
from core.vocabulary.lane_names import ticket_lane
from storage.mongo.store import MongoStore


async def show_person(settings: Settings, number: str) -> int:
    """Print one line per contact, and what of the report did not arrive."""

    async def work(store: MongoStore) -> int:
        lane = await store.load(ticket_lane(number))
        ticket = load_ticket(lane.state) if lane is not None else None
        if ticket is None:
            typer.echo(f"kanal: no report {number}", err=True)
            return 1
        known = await store.load(ticket.reporter)
        for line in _lines(load_person(known.state if known is not None else None), number):
            typer.echo(line)
        return 0

    return await with_store(settings, work)


def _lines(person: PersonState, number: str) -> list[str]:
    shown = [f"{one.channel}\t{one.status}\tlast used {one.used_at:%Y-%m-%d %H:%M}" for one in person.contacts]
    count = "1 contact" if len(shown) == 1 else f"{len(shown)} contacts"
    consented = f"{person.consented_at:%Y-%m-%d %H:%M}" if person.consented_at else "never"
    shown.append(f"{count}\tlanguage {person.language or '-'}\tprivacy {person.privacy or '-'}\tconsented {consented}")
    news = person.news_of(number)
    if news is not None and news.missed:
        shown.append(f"{number} did not arrive: {news.missed}")
    return shown
