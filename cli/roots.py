"""``kanal roots``: write the signed roots of days into a folder, so that they are kept where the city cannot reach."""

from pathlib import Path

import msgspec
import typer

from app.rooting import published
from app.settings import Settings
from cli.dead import with_store
from cli.published import file_name
from core.proof.roots import Published
from storage.mongo.store import MongoStore


async def write_roots(settings: Settings, folder: Path) -> int:
    """Write a file for each day that has none there; what is there stays as it is. Raises ``OSError``."""

    folder.mkdir(parents=True, exist_ok=True)  # noqa: ASYNC240 - nothing else runs meanwhile

    async def work(store: MongoStore) -> int:
        last, keys, count = await store.last_root(), await store.city_keys(), 0
        years = range(keys[0].since.year, int(last.day[:4]) + 1) if last is not None and keys else range(0)
        for year in years:
            for root in await store.roots_of(f"{year:04d}"):
                day = await published(store, root.day)
                count += day is not None and _is_new(folder, day)
        typer.echo(f"{count} new days in {folder}")
        return 0

    return await with_store(settings, work)


def _is_new(folder: Path, day: Published) -> bool:
    file = folder / file_name(day)
    if file.exists():
        return False
    file.write_bytes(msgspec.json.encode(day))
    return True
