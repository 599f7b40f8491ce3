"""``kanal chains``: the file of chains, for the Ombudsman."""

from pathlib import Path

import typer

from app.clock import SystemClock
from app.export.chains import parts
from app.export.walk import everything, stretches
from app.settings import Settings
from cli.dead import with_store
from cli.export import shown_progress, written_file
from core.proof.export import End, write
from core.tally.periods import read_period
from storage.city import read_city
from storage.mongo.store import MongoStore


async def write_chains(settings: Settings, file: Path, period: str) -> int:
    """Write the file; without a period it has every report, and missing ones show."""
    city, found = read_city(settings.city), read_period(period) if period else None
    if period and found is None:
        typer.echo("kanal: a period is written 2026, 2026-Q1, 2026-03 or 2026-03-12", err=True)
        return 2

    async def work(store: MongoStore) -> int:
        where = await stretches(store, city, found) if found is not None else await everything(store, city)
        end = End(0, 0)
        with written_file(file) as target, shown_progress(sum(map(len, where))) as passed:
            async for part in parts(store, city, SystemClock().now(), where, passed, whole=found is None):
                target.write(write(part))
                end = part if isinstance(part, End) else end
        typer.echo(f"{end.reports} reports, {end.lines} lines", err=True)
        return 0

    return await with_store(settings, work)
