"""``kanal hook``: the systems that are told of tickets, their secrets, and telling them again."""

from __future__ import annotations

import typer

from app.clock import SystemClock
from app.export.walk import everything, stretches
from app.hooks.again import tell_again
from app.settings import Settings
from cli.dead import with_store
from cli.export import shown_progress
from core.city.calendar import WorkingCalendar
from core.city.texts import Texts
from core.tally.periods import read_period
from core.ticket.casebook import CaseBook
from core.vocabulary.lane_names import hook_lane
from storage.city import read_city
from storage.mongo.store import MongoStore


async def list_hooks(settings: Settings) -> int:
    """Print a line for each: name, address, how many messages wait for it, since when."""
    subscribers = settings.subscribers()

    async def work(store: MongoStore) -> int:
        for name, url in subscribers.urls.items():
            backlog = await store.backlog(hook_lane(name))
            since = f"{backlog.since:%Y-%m-%d %H:%M}" if backlog.since is not None else "-"
            typer.echo(f"{name}\t{url}\t{backlog.count} waiting\tsince {since}")
        typer.echo("`kanal dead list` shows what was given up" if subscribers.urls else "nobody is told", err=True)
        return 0

    return await with_store(settings, work)


async def show_secret(settings: Settings, name: str) -> int:
    """Print the secret that a subscriber needs to know us by."""
    subscribers = settings.subscribers()
    if name not in subscribers.urls:
        return _unknown(name)
    typer.echo(subscribers.secret_of(name))
    return 0


async def replay(settings: Settings, name: str, words: str) -> int:
    """Have a subscriber told how all tickets stand, or those that began in a period."""
    period = read_period(words) if words else None
    if name not in settings.subscribers().urls:
        return _unknown(name)
    if words and period is None:
        typer.echo("kanal: a period is 2026, 2026-Q1, 2026-03, 2026-W11 or 2026-03-12", err=True)
        return 2
    city = read_city(settings.city)
    book = CaseBook(city, WorkingCalendar(city), Texts(city.texts))

    async def work(store: MongoStore) -> int:
        numbers = await everything(store, city) if period is None else await stretches(store, city, period)
        now = SystemClock().now()
        with shown_progress(sum(len(one) for one in numbers)) as passed:
            told = await tell_again(store, book, name, period, numbers, now, store.accept, passed)
        typer.echo(f"{name} is told of {told} tickets again: a running bridge does it", err=True)
        return 0

    return await with_store(settings, work)


def _unknown(name: str) -> int:
    typer.echo(f"kanal: KANAL_HOOKS names no {name}", err=True)
    return 1
