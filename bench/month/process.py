"""A process of the bridge that dies by SIGKILL at a write that the dice chose, and is started again at once."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import multiprocessing
import os
import random
from dataclasses import dataclass, field, replace
from datetime import datetime
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from typing import Any

import msgspec
import structlog

from app.runtime import Runtime
from app.settings import Settings
from bench.month.clock import SharedClock
from bench.month.place import AS_IT_WAS, NewDays, city_of, desks
from core.vocabulary.errors import StoreDown
from tests.faults.killer import Killer, When
from tests.faults.timing import ENGINE, SWEEP_SECONDS

READY = "ready"
_ENGINE = msgspec.structs.replace(ENGINE, prune_seconds=0.2)
"""Whoever waits until nothing is left to do waits for outboxes to be cleared, too."""
_CONTEXT = multiprocessing.get_context("forkserver")
_WHENS: tuple[When, When] = ("before", "after")


@dataclass(frozen=True)
class Job:
    """What to run: settings by their fixed names, the shared clock, the pack's desks and days; where to die."""

    settings: dict[str, Any]
    clock: SharedClock
    desks: bytes
    worker: str
    days: NewDays = AS_IT_WAS
    at: int = 0
    when: When = "before"


def main(job: Job, pipe: Connection) -> None:
    """Run until killed, or until whoever started us is gone."""
    structlog.configure(
        processors=[structlog.processors.LogfmtRenderer()], logger_factory=structlog.ReturnLoggerFactory()
    )
    logging.disable(logging.CRITICAL)
    asyncio.run(_serve(job, pipe))


async def _serve(job: Job, pipe: Connection) -> None:
    runtime = Runtime(
        Settings(_env_file=None, **job.settings),
        clock=job.clock,
        engine_settings=_ENGINE,
        city=city_of(job.desks, job.days),
        event_listeners=(Killer(job.at, job.when, armed=True),),
        sweeps=False,
        paced=False,
    )
    asyncio.get_running_loop().add_reader(pipe.fileno(), os._exit, 0)  # nobody is left to stop us
    await runtime.start()
    pipe.send((READY, runtime.url))
    while True:
        with contextlib.suppress(StoreDown):
            await runtime.engine.sweeps.timers()
            await runtime.engine.sweeps.stale()
            await runtime.engine.sweeps.prune()
        await asyncio.sleep(SWEEP_SECONDS)


class Keeper:
    """Keep one process of the bridge running on a fixed port; ``trouble`` says when it ended by itself.

    While ``kills`` of all keepers together are fewer than planned, each life ends at a write between 1 and ``span``.
    """

    def __init__(self, job: Job, dice: random.Random, deaths: Deaths) -> None:
        self.trouble = ""
        self._job = job
        self._dice = dice
        self._deaths = deaths
        self._process: ForkServerProcess | None = None
        self._pipe: Connection | None = None
        self._ready = asyncio.Event()
        self._gone = asyncio.Event()
        self._stopping = False

    def start(self) -> None:
        """Start it, with the write at which it dies."""
        job = self._job
        if self._deaths.planned > self._deaths.count:
            job = replace(job, at=self._dice.randint(1, self._deaths.span), when=self._dice.choice(_WHENS))
        # Said here, for other modules that fork say theirs when they are imported: the last one counts.
        _CONTEXT.set_forkserver_preload(["bench.month.process"])
        ours, theirs = _CONTEXT.Pipe()
        process = _CONTEXT.Process(target=main, args=(job, theirs), daemon=True)
        process.start()
        theirs.close()
        self._process, self._pipe = process, ours
        loop = asyncio.get_running_loop()
        loop.add_reader(process.sentinel, self._ended, process)
        loop.add_reader(ours.fileno(), self._hear, ours)

    def _hear(self, pipe: Connection) -> None:
        with contextlib.suppress(EOFError, OSError):
            pipe.recv()
            self._ready.set()
        asyncio.get_running_loop().remove_reader(pipe.fileno())

    def _ended(self, process: ForkServerProcess) -> None:
        loop = asyncio.get_running_loop()
        loop.remove_reader(process.sentinel)
        if self._pipe is not None:
            with contextlib.suppress(OSError, ValueError):
                loop.remove_reader(self._pipe.fileno())
            self._pipe.close()
        process.join()
        code = process.exitcode
        process.close()
        self._process = self._pipe = None
        self._ready.clear()
        if self._stopping:
            self._gone.set()
        elif code == -9:
            self._deaths.count += 1
            self._deaths.moments.append(self._job.clock.now())
            self.start()
        else:
            self.trouble = f"process {self._job.worker} ended with code {code}"

    async def ready(self, timeout: float = 300.0) -> None:
        """Wait until it is up. Raises ``TimeoutError``."""
        async with asyncio.timeout(timeout):
            await self._ready.wait()

    @property
    def up(self) -> bool:
        """Tell whether it is up."""
        return self._ready.is_set()

    def begin_again(self, days: NewDays) -> None:
        """Start it anew after it was stopped, with another calendar in its pack."""
        self._job = replace(self._job, days=days)
        self._stopping = False
        self._gone.clear()
        self.start()

    async def stop(self) -> None:
        """End it, until it is to begin again."""
        self._stopping = True
        if self._process is not None:
            self._process.kill()
            async with asyncio.timeout(10.0):
                await self._gone.wait()


@dataclass
class Deaths:
    """How often processes are to die by SIGKILL, how often they have, and within how many writes the next one does."""

    planned: int
    span: int
    count: int = 0
    moments: list[datetime] = field(default_factory=list)
    """When they died, by the clock of the month."""


# Imported once by the process that forks: what a start would otherwise build again.
city_of(desks({}))
gc.collect()
gc.freeze()
