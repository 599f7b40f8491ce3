"""APScheduler runs only sweeps: short, idempotent, any number of processes at once (docs/architecture.md, rule 12)."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from app.observe import Observer
from core.engine.engine import Engine
from core.vocabulary.errors import StoreDown
from core.vocabulary.steps import Clock
from storage.mongo.store import MongoStore

KEPT = timedelta(days=8)
"""Meta repeats a webhook for up to 7 days (Webhooks, delivery retries), so events are remembered for 8."""

SESSIONS_KEPT = timedelta(days=1)
"""A session ends long before: it is forgotten a day after it was used last."""

NEWS_KEPT = timedelta(days=188)
"""As long as receipts: a client may ask for the last ninety days."""

UPLOADS_KEPT = timedelta(days=1)
"""A file of a form as it was sent, with all its traces: long enough for every try of bringing it in."""


def build_sweeps(
    engine: Engine,
    purge: Callable[[datetime], Awaitable[object]],
    observe: Observer,
    roots: Callable[[], Awaitable[object]] | None = None,
) -> AsyncIOScheduler:
    """Make the scheduler; the caller starts it and shuts it down. ``roots`` makes those of the days that are over."""

    def guarded(name: str, job: Callable[[], Awaitable[object]]) -> Callable[[], Awaitable[None]]:
        async def run() -> None:
            try:
                await job()
            except StoreDown as reason:
                observe("store_down", sweep=name, error=str(reason))
            except asyncio.CancelledError:
                return  # the scheduler was shut down, and would log this as an error: the next process sweeps again

        return run

    scheduler = AsyncIOScheduler(
        timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )
    every: list[tuple[str, Callable[[], Awaitable[object]], float]] = [
        ("timers", engine.sweeps.timers, 0.5),
        ("stale", engine.sweeps.stale, 2.0),
        ("prune", engine.sweeps.prune, 2.0),
        ("purge", lambda: purge(engine.clock.now() - KEPT), 3600.0),
    ]
    if roots is not None:
        every.append(("roots", roots, 600.0))
    for name, job, seconds in every:
        scheduler.add_job(guarded(name, job), "interval", seconds=seconds, id=name)
    return scheduler


def purging(store: MongoStore, clock: Clock, unheard_days: int) -> Callable[[datetime], Awaitable[int]]:
    """Give what deletes all that is kept for a while only; it gives how many documents went."""

    async def purge(before: datetime) -> int:
        now = clock.now()
        uploads = await store.purge_uploads(now - UPLOADS_KEPT)
        await store.purge_sessions(now - SESSIONS_KEPT)
        await store.purge_news(now - NEWS_KEPT)
        await store.purge_origins(now)
        return uploads + await store.purge(before) + await store.purge_unheard(now - timedelta(days=unheard_days))

    return purge
