"""``kanal copy``: everything that is held about the reporter of a report, as a file for that person."""

from __future__ import annotations

from pathlib import Path

import msgspec
import typer

from app.clock import SystemClock
from app.copying.make import copy_of
from app.export.walk import everything
from app.settings import Settings
from cli.dead import with_store
from cli.export import shown_progress, written_file
from storage.city import read_city
from storage.mongo.store import MongoStore


async def write_copy(settings: Settings, number: str, file: Path) -> int:
    """Write the copy as JSON that a person can read; 1 when nobody is known for the report."""
    city = read_city(settings.city)

    async def work(store: MongoStore) -> int:
        where = await everything(store, city)
        with shown_progress(sum(len(one) for one in where)) as passed:
            copy = await copy_of(store, city, number, where, passed, SystemClock().now())
        if copy is None:
            typer.echo(f"kanal: no report {number}, or nobody is known for it", err=True)
            return 1
        with written_file(file) as target:
            target.write(msgspec.json.format(msgspec.json.encode(copy), indent=2) + b"\n")
        typer.echo(f"{len(copy.reports)} reports, {len(copy.chats)} chats, {len(copy.messages)} messages", err=True)
        return 0

    return await with_store(settings, work)
