"""``kanal erase``: erase what is personal in a report, or everything of its reporter, while the bridge runs."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Final

import typer

from app.clock import SystemClock
from app.erasing import Plan, begin, begun, finish, is_taken, plan_of_person, plan_of_ticket, take_leave
from app.export.walk import everything
from app.settings import Settings
from cli.dead import with_store
from cli.export import shown_progress
from core.vocabulary.eraser import Remains
from core.vocabulary.erasing import ErasureReason
from storage.city import read_city
from storage.mongo.store import MongoStore

DONE, REFUSED, NOT_YET = 0, 1, 2
_LOOKS_A_SECOND: Final = 5


@dataclass(frozen=True)
class Wanted:
    """What the operator wants: of the report ``number``, or (``whole``) of the person who filed it.

    ``dry``: only say what would go; ``sure``: do not ask; ``take_back``: also what has not ended; ``patience`` in
    seconds, for the bridge.
    """

    number: str
    why: ErasureReason
    whole: bool = False
    dry: bool = False
    sure: bool = False
    take_back: bool = False
    patience: float = 60.0


async def erase(settings: Settings, wanted: Wanted) -> int:
    """Say what would go, ask, have the bridge do its part and do the rest; 2 when it has to be run once more."""
    city = read_city(settings.city)

    async def work(store: MongoStore) -> int:
        plan = await begun(store, wanted.number)
        goes_on = plan is not None and plan.scope.whole == wanted.whole
        if plan is None or not goes_on:
            if wanted.whole:
                where = await everything(store, city)
                with shown_progress(sum(len(one) for one in where)) as passed:
                    plan = await plan_of_person(store, city, wanted.number, where, passed)
            else:
                plan = await plan_of_ticket(store, wanted.number)
        if plan is None:
            typer.echo(f"kanal: no report {wanted.number}, or nobody is known for it", err=True)
            return REFUSED
        return await _with_plan(store, plan, wanted, goes_on=goes_on)

    return await with_store(settings, work)


async def _with_plan(store: MongoStore, plan: Plan, wanted: Wanted, *, goes_on: bool) -> int:
    scope = plan.scope
    typer.echo(f"reports\t{', '.join(scope.tickets) or '-'}")
    typer.echo(
        f"{len(scope.chats)} chats, {len(scope.files)} ids of files" + (", all of them go" if scope.whole else "")
    )
    if wanted.dry:
        await _shown(store.erase(scope, dry=True))
    if plan.open:
        typer.echo(f"not ended: {', '.join(plan.open)}")
    if wanted.dry:
        return DONE
    if plan.open and not wanted.take_back and not goes_on:
        typer.echo("kanal: end these first, or take them back in the reporter's name (--take-back)", err=True)
        return REFUSED
    if not wanted.sure and not typer.confirm("This cannot be undone, and backups keep it. Erase?"):
        return REFUSED
    return await _carried_out(store, plan, wanted)


async def _carried_out(store: MongoStore, plan: Plan, wanted: Wanted) -> int:
    clock = SystemClock()
    for step in (lambda: begin(store, plan, wanted.why, clock.now()), lambda: take_leave(store, plan, clock.now())):
        if not await _taken(store, plan, step, wanted.patience):
            typer.echo("kanal: noted, but the bridge has not done its part: run this again while it runs", err=True)
            return NOT_YET
    if waiting := await _shown(finish(store, plan)):
        typer.echo(f"kanal: {waiting} documents are still on their way: run this again later", err=True)
        return NOT_YET
    typer.echo("erased; write down on whose request, and let old backups go")
    return DONE


async def _taken(store: MongoStore, plan: Plan, step: Callable[[], Awaitable[None]], patience: float) -> bool:
    await step()
    looks = max(1, int(patience * _LOOKS_A_SECOND))
    with typer.progressbar(length=looks, label="the bridge", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        for _ in range(looks):
            if await is_taken(store, plan):
                return True
            await asyncio.sleep(1 / _LOOKS_A_SECOND)
            bar.update(1)
    return False


async def _shown(parts: AsyncIterator[Remains]) -> int:
    """Print a line for each collection in which there was something; count what could not go yet."""
    waiting = 0
    async for left in parts:
        waiting += left.waiting
        if left.found:
            typer.echo(f"{left.collection}\t{left.found}" + (f"\t{left.waiting} wait" if left.waiting else ""))
    return waiting
