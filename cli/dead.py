"""``kanal dead``: look at what could not be handled or sent, and put it back to work or drop it."""

import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
import typer

from app.intake import Intake
from app.parked import PARKED
from app.runtime import Runtime
from app.settings import Settings
from core.vocabulary.errors import Unstorable
from core.vocabulary.events import Event
from core.vocabulary.lanes import DeadLetter
from core.vocabulary.steps import Clock
from core.vocabulary.store import Store
from storage.mongo.store import MongoStore


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


@dataclass
class Shelf:
    """Take events by storing them: a running bridge finds them with its next sweep."""

    store: Store
    clock: Clock

    async def accept(self, events: Sequence[Event]) -> frozenset[str]:
        """Store events with the time of their storing."""
        return await self.store.accept(events)


async def _read_again(runtime: Runtime, letter: DeadLetter) -> str:
    """Read a parked request with this version and these settings; give what is in the way."""
    intake = Intake(Shelf(runtime.store, runtime.clock), runtime.channels, runtime.groups, runtime.observe)
    try:
        trouble = await intake.reread(letter)
    except Unstorable as reason:
        return f"the database can never take it: {reason}"
    if not trouble:
        await runtime.store.drop_dead(letter.id)
    return trouble


async def replay(settings: Settings, letter_id: str) -> int:
    """Put a letter back: a running bridge takes it up with its next sweep. A parked body is parsed anew."""
    runtime = Runtime(settings)
    await runtime.open_store()
    try:
        letter = await runtime.store.get_dead(letter_id)
        if letter is None:
            return _missing(letter_id)
        if letter.kind == "body" and letter_id.startswith(PARKED):
            trouble = await _read_again(runtime, letter)
        elif await runtime.store.replay_dead(letter_id):
            trouble = ""
        else:
            trouble = f"it is a {letter.kind} that this version cannot read"
    finally:
        await runtime.close_store()
    if trouble:
        typer.echo(f"kanal: {letter_id}: {trouble}; keep it for the next version, or drop it", err=True)
        return 1
    typer.echo(f"{letter_id} is back at work: a running bridge takes it up within seconds")
    return 0


async def drop(settings: Settings, letter_id: str) -> int:
    """Delete a letter."""

    async def work(store: MongoStore) -> int:
        if not await store.drop_dead(letter_id):
            return _missing(letter_id)
        typer.echo(f"{letter_id} dropped")
        return 0

    return await with_store(settings, work)
