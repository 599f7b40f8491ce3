"""``kanal national``: reports for the national service, and the numbers under which it keeps them."""

from __future__ import annotations

from pathlib import Path

import typer

from app.clock import SystemClock
from app.export.national import MOST_BYTES, national_file, read_numbers
from app.export.order import NotPossible, Wish, read_order
from app.export.produce import where
from app.settings import Settings
from cli.dead import with_store
from cli.export import shown_progress, written_file
from storage.city import read_city
from storage.mongo.store import MongoStore


async def write_reports(settings: Settings, file: Path, period: str) -> int:
    """Write the reports of a period that the national service does not have yet."""
    city = read_city(settings.city)
    try:
        order = read_order(city, Wish("monitor", period, words=True), SystemClock().now())
    except NotPossible as reason:
        typer.echo(f"kanal: {reason}", err=True)
        return 2

    async def work(store: MongoStore) -> int:
        numbers = await where(store, order)
        with written_file(file) as target, shown_progress(sum(len(one) for one in numbers)) as passed:
            async for part in national_file(store, order, numbers, passed):
                target.write(part)
        return 0

    return await with_store(settings, work)


async def take_numbers(settings: Settings, file: Path) -> int:
    """Let tickets know their numbers at the national service; a running bridge shows them within seconds."""
    content = _content(file)
    if len(content) > MOST_BYTES:
        typer.echo(f"kanal: {file.name} is larger than {MOST_BYTES} bytes", err=True)
        return 2
    events, strange = read_numbers(read_city(settings.city), content, SystemClock().now())

    async def work(store: MongoStore) -> int:
        taken = 0
        for event in events:
            if await store.load(event.lane) is None:
                strange.append(f"no report {event.lane.partition(':')[2]}")
            else:
                taken += len(await store.accept([event]))
        for line in strange:
            typer.echo(f"kanal: {line}", err=True)
        typer.echo(f"{taken} numbers taken, {len(strange)} lines left out", err=True)
        return 1 if strange else 0

    return await with_store(settings, work)


def _content(file: Path) -> bytes:
    with file.open("rb") as source:
        return source.read(MOST_BYTES + 1)
