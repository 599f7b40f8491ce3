"""Keep a bridge running: start it, see it die, start it again at once, this time without a kill."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess

from tests.faults import bridge
from tests.faults.bridge import ARM, COUNT, Job

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.faults.bridge"])


class BridgeDied(Exception):
    """The bridge ended although nothing killed it."""


class Supervisor:
    """Runs one bridge at a time on fixed settings; ``kills`` counts deaths by the planned SIGKILL.

    ``reborn`` is called when the second process begins to run, before it can have done anything.
    """

    def __init__(self, job: Job, reborn: Callable[[], None]) -> None:
        self.kills = 0
        self.trouble: str = ""
        self._job = job
        self._reborn = reborn
        self._process: ForkServerProcess | None = None
        self._pipe: Connection | None = None
        self._told: asyncio.Queue[int] = asyncio.Queue()
        self._ready = asyncio.Event()
        self._gone = asyncio.Event()
        self._stopping = False

    async def start(self) -> None:
        """Start the bridge and see to its restart; it may be killed before it is ready."""
        self._launch(self._job)

    def _launch(self, job: Job) -> None:
        ours, theirs = _CONTEXT.Pipe()
        process = _CONTEXT.Process(target=bridge.main, args=(job, theirs), daemon=True)
        process.start()
        theirs.close()
        self._process, self._pipe = process, ours
        self._ready.clear()
        loop = asyncio.get_running_loop()
        loop.add_reader(process.sentinel, self._ended, process)
        loop.add_reader(ours.fileno(), self._hear, ours)

    def _hear(self, pipe: Connection) -> None:
        try:
            told = pipe.recv()
        except (EOFError, OSError):
            asyncio.get_running_loop().remove_reader(pipe.fileno())
            return
        if told == bridge.READY:
            self._ready.set()
        elif told == bridge.BORN:
            if self.kills:
                self._reborn()
        else:
            self._told.put_nowait(told)

    def _ended(self, process: ForkServerProcess) -> None:
        asyncio.get_running_loop().remove_reader(process.sentinel)
        self._close_pipe()
        process.join()
        code = process.exitcode
        process.close()
        self._process = None
        if self._stopping:
            self._gone.set()
            return
        if code == -9 and self._job.at and not self.kills:
            self.kills += 1
            self._launch(dataclasses.replace(self._job, at=0))
        else:
            self.trouble = f"the bridge ended with code {code}"

    def _close_pipe(self) -> None:
        if self._pipe is not None:
            with contextlib.suppress(KeyError, ValueError, OSError):
                asyncio.get_running_loop().remove_reader(self._pipe.fileno())
            self._pipe.close()
            self._pipe = None

    async def ready(self, timeout: float = 40.0) -> None:
        """Wait until the bridge says that it is up. Raises ``TimeoutError``."""
        async with asyncio.timeout(timeout):
            await self._ready.wait()

    async def arm(self) -> None:
        """Count writes, and kill at the planned one, from now on."""
        await self._ask(ARM)

    async def count(self) -> int:
        """Ask how many writes were counted."""
        return await self._ask(COUNT)

    async def _ask(self, what: str) -> int:
        if self._pipe is None:
            raise BridgeDied(self.trouble)
        self._pipe.send(what)
        async with asyncio.timeout(40.0):
            return await self._told.get()

    async def stop(self) -> None:
        """End the bridge for good."""
        self._stopping = True
        process = self._process
        if process is not None:
            process.kill()
            async with asyncio.timeout(40.0):
                await self._gone.wait()
