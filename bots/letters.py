"""``kanal dead``: look at what could not be handled or sent, and put it back to work or drop it."""

import json
from collections.abc import Awaitable, Callable
from datetime import datetime

import msgspec
import typer

from bots.runtime import Runtime
from bots.settings import Settings
from storage.mongo import MongoStore


async def with_store(settings: Settings, work: Callable[[MongoStore], Awaitable[int]]) -> int:
    """Do some work on the configured store, without the rest of the bridge."""
    runtime = Runtime(settings)
    await runtime.open_store()
    try:
        return await work(runtime.store)
    finally:
        await runtime.close_store()


def _missing(letter_id: str) -> int:
    typer.echo(f"kanal: no dead letter {letter_id}; `kanal dead list` shows what there is", err=True)
    return 1


async def show_all(settings: Settings, limit: int) -> int:
    """Print one line per letter, newest first."""

    async def work(store: MongoStore) -> int:
        letters = await store.list_dead(limit)
        for letter in letters:
            typer.echo(f"{letter.id}\t{letter.kind}\t{letter.at:%Y-%m-%d %H:%M}\t{letter.lane}\t{letter.error}")
        count = "1 dead letter" if len(letters) == 1 else f"{len(letters)} dead letters"
        typer.echo(f"{count}; `kanal dead show ID` shows one whole" if letters else "no dead letters", err=True)
        return 0

    return await with_store(settings, work)


async def show(settings: Settings, letter_id: str) -> int:
    """Print one letter as JSON."""

    async def work(store: MongoStore) -> int:
        letter = await store.get_dead(letter_id)
        if letter is None:
            return _missing(letter_id)
        plain = msgspec.to_builtins(letter, builtin_types=(datetime,))
        typer.echo(json.dumps(plain, ensure_ascii=False, indent=2, default=str))
        return 0

    return await with_store(settings, work)


async def replay(settings: Settings, letter_id: str) -> int:
    """Put a letter back: a running bridge takes it up with its next sweep."""

    async def work(store: MongoStore) -> int:
        letter = await store.get_dead(letter_id)
        if letter is None:
            return _missing(letter_id)
        if not await store.replay_dead(letter_id):
            words = f"{letter_id} is a {letter.kind} that this version cannot read; keep it for the next, or drop it"
            typer.echo(f"kanal: {words}", err=True)
            return 1
        typer.echo(f"{letter_id} is back at work: a running bridge takes it up within seconds")
        return 0

    return await with_store(settings, work)


async def drop(settings: Settings, letter_id: str) -> int:
    """Delete a letter."""

    async def work(store: MongoStore) -> int:
        if not await store.drop_dead(letter_id):
            return _missing(letter_id)
        typer.echo(f"{letter_id} dropped")
        return 0

    return await with_store(settings, work)
