"""``kanal export``: tickets as a file, in which no person can be found."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import typer

from app.clock import SystemClock
from app.export.order import NotPossible, Wish, read_order
from app.export.produce import SUFFIXES, produce, where
from app.settings import Settings
from cli.dead import with_store
from storage.city import read_city
from storage.mongo.store import MongoStore

STDOUT = Path("-")


async def write_export(settings: Settings, file: Path, suffix: str, wish: Wish) -> int:
    """Write an export into a file, or with `-` to standard output; say on the other one how large it is."""
    city = read_city(settings.city)
    kind = suffix or file.suffix.removeprefix(".")
    if kind not in SUFFIXES:
        typer.echo(f"kanal: a file ends in {', '.join(SUFFIXES)}, or --format says what it is", err=True)
        return 2
    try:
        order = read_order(city, wish, SystemClock().now())
    except NotPossible as reason:
        typer.echo(f"kanal: {reason}", err=True)
        return 2

    async def work(store: MongoStore) -> int:
        numbers, sha256, size = await where(store, order), hashlib.sha256(), 0
        with written_file(file) as target, shown_progress(sum(len(one) for one in numbers)) as passed:
            async for part in produce(store, order, numbers, kind, passed):
                target.write(part)
                sha256.update(part)
                size += len(part)
        until = order.frame.until.astimezone(order.frame.zone)
        typer.echo(f"{size} bytes, as of {until:%Y-%m-%d %H:%M}, sha256 {sha256.hexdigest()}", err=True)
        return 0

    return await with_store(settings, work)


@contextmanager
def written_file(file: Path) -> Iterator[BinaryIO]:
    """Open a file that nobody else can read, and that is there only when it is whole."""
    if file == STDOUT:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    part = file.with_name(f"{file.name}.part")
    with open(part, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as target:
        yield target
    part.replace(file)


@contextmanager
def shown_progress(count: int) -> Iterator[Callable[[int], None]]:
    """Show on a terminal how far it is, of so many numbers."""
    with typer.progressbar(length=count, label="tickets", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        yield bar.update
