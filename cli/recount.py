"""``kanal recount``: have the dates of open tickets reckoned again, or only see which would move."""

import typer

from app.clock import SystemClock
from app.recount import lists_of, recount
from app.settings import Settings
from cli.dead import with_store
from core.city.calendar import WorkingCalendar
from core.city.dates import short_date
from core.docket.state import load as load_docket
from core.ticket.counting import recounted
from core.ticket.state import load as load_ticket
from core.vocabulary.lane_names import ticket_lane
from storage.city import read_city
from storage.mongo.store import MongoStore


async def count_again(settings: Settings, *, dry: bool) -> int:
    """Print one line per open ticket whose date moves by the calendar as it is; without `dry` have it counted again."""
    city = read_city(settings.city)
    calendar = WorkingCalendar(city)

    async def work(store: MongoStore) -> int:
        now, moved, seen = SystemClock().now(), 0, 0
        for lane in lists_of(city):
            known = await store.load(lane)
            for number in sorted(load_docket(known.state).open) if known is not None else ():
                found = await store.load(ticket_lane(number))
                ticket = load_ticket(found.state) if found is not None else None
                if ticket is None:
                    continue
                seen += 1
                after = recounted(calendar, ticket, now)
                before, due = ticket.silence_due or ticket.due_at, after.silence_due or after.due_at
                if before is not None and due is not None and before != due:
                    moved += 1
                    days = (short_date(calendar.local_day(moment), "id") for moment in (before, due))
                    typer.echo("\t".join((number, *days)))
        typer.echo(f"{moved} of {seen} open tickets move")
        if not dry:
            await recount(store, city, now, store.accept, always=True)
            typer.echo("They are counted again by the bridge as it runs, or when it starts.")
        return 0

    return await with_store(settings, work)
