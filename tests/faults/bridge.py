"""One process of the bridge as the fault runs start it: forked from a process that has imported everything."""

from __future__ import annotations

import asyncio
import dataclasses
import gc
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import structlog

from app.rooting import make_roots
from app.runtime import Runtime
from app.settings import Settings
from app.signing import signer_of
from core.city.city import City
from core.vocabulary.errors import StoreDown
from storage.city import read_city
from tests.faults import broken
from tests.faults.killer import Killer, When
from tests.faults.timing import ENGINE, SWEEP_SECONDS, FastClock

UNITS = ("dishub", "setda")
"""Offices of the small city: fewer topics are opened at every start, everything else is Kupang's."""

BORN = "born"
READY = "ready"
ARM = "arm"
COUNT = "count"


@dataclass(frozen=True)
class Job:
    """What to run: settings by their fixed names, when to die, and which flaw to build in (tests of the tests)."""

    settings: dict[str, Any]
    clock: FastClock
    at: int = 0
    when: When = "before"
    armed: bool = True
    flaw: str = ""
    changes: dict[str, str] = field(default_factory=dict)


@lru_cache(maxsize=1)
def small_city() -> City:
    """Read Kupang's pack and keep the categories of a few offices."""
    city = read_city(Path(__file__).parents[2] / "cities" / "kupang")
    kept = tuple(category for category in city.categories if category.unit in UNITS)
    return dataclasses.replace(city, categories=kept)


def main(job: Job, pipe: Connection) -> None:
    """Run until killed, or until whoever started us is gone."""
    structlog.configure(
        processors=[structlog.processors.LogfmtRenderer()], logger_factory=structlog.ReturnLoggerFactory()
    )
    logging.disable(logging.CRITICAL)
    pipe.send(BORN)
    asyncio.run(_serve(job, pipe))


async def _serve(job: Job, pipe: Connection) -> None:
    killer = Killer(job.at, job.when, armed=job.armed)
    runtime = Runtime(
        Settings(_env_file=None, **job.settings),
        clock=job.clock,
        engine_settings=ENGINE,
        city=small_city(),
        event_listeners=(killer,),
        sweeps=False,
        paced=False,
    )
    asyncio.get_running_loop().add_reader(pipe.fileno(), _obey, pipe, killer)
    if job.flaw:
        broken.FLAWS[job.flaw]()
    await runtime.start()
    pipe.send(READY)
    while True:
        await _sweep(runtime)
        await asyncio.sleep(SWEEP_SECONDS)


def _obey(pipe: Connection, killer: Killer) -> None:
    try:
        asked = pipe.recv()
    except (EOFError, OSError):
        os._exit(0)  # nobody is left to stop us
    if asked == ARM:
        killer.armed = True
    pipe.send(killer.count)


async def _sweep(runtime: Runtime) -> None:
    try:
        await runtime.engine.sweeps.timers()
        await runtime.engine.sweeps.stale()
        await runtime.engine.sweeps.prune()
        if (signer := signer_of(runtime.settings)) is not None:
            await make_roots(runtime.store, runtime.city, signer, runtime.clock.now())
    except StoreDown:
        return


# Imported once by the process that forks: what a start would otherwise build again.
small_city()
gc.collect()
gc.freeze()
Start = Callable[[Job, Connection], None]
