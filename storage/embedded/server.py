"""The embedded database: SecantusDB (MongoDB's wire protocol over WiredTiger) as a child process.

Who runs it. One process at a time holds the kernel lock on ``<data_dir>/owner.lock``; it is the owner and the server
is its child. The kernel frees the lock whenever the owner ends, however it ends, so there is no stale lock to judge.

- Nothing runs: we become the owner and start the server, on the port of the last time if it is still free.
- Another living process owns the data: we attach to its server, and do not stop it when we stop.
- The owner goes while we are attached: we take the lock, see to it that its server is gone, and start one on the same
  port, so that clients (ours and others') reconnect by themselves.
- A server is left over from an owner that was killed (on Linux it ends by itself, see ``deathsig``): recognised by pid,
  start time and its command line naming this data folder, stopped, and started anew as our child. Not adopted: a child
  can be watched and is sure to end with us. A record of a process that is gone is ignored.
- The server dies under its owner: it is started again on the same port. Every acknowledged write is there, because
  each commit is synced (``--sync-on-commit``).

Who may read it. The data folder is closed to other users of the machine, and the server asks for a password
(``--auth``) that is made once and kept in the folder (`storage.embedded.access`). Data without one, new or of an
earlier version, get it at their first start: the server runs for a moment without, on another port, to make its user.

When it is well. A server that takes connections may still not write: a full disk leaves it in a state that only a new
start ends. So the watcher makes a small durable write, and replaces the server when that fails again and again.

The package is under GPL-2.0; it is an optional extra and only ever runs as a separate process.
"""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path
from typing import IO

import structlog
from pymongo.errors import PyMongoError

from storage.embedded import access
from storage.embedded.child import (
    CACHE_SIZE,
    HEALTH_TIMEOUT_SECONDS,
    STOP_GRACE_SECONDS,
    Child,
    find_program,
)
from storage.embedded.ports import answers, bindable, free_port
from storage.embedded.processes import POLL_SECONDS
from storage.errors import EmbeddedFailed
from storage.mongo.refusals import worded

WATCH_SECONDS = 0.2
HEALTH_SECONDS = 10.0
STRIKE_SECONDS = 1.0
"""Between looks at a server that failed the last one."""
_STRIKES = 3
_BUSY_STRIKE = 0.25
"""A server that answers and takes its time over a write has long work to do: it gets a minute or so."""
_PORT_ATTEMPTS = 3
_RESTART_CAP_SECONDS = 5.0
_TRIES_PER_LINE = 12
"""At the cap that is one log line a minute."""

_log = structlog.get_logger(__name__)


class EmbeddedServer:
    """One embedded database per data folder, shared by the processes that use the folder.

    Call ``start`` from a thread that lives as long as the process (the main thread): on Linux the server ends with it.
    """

    def __init__(self, data_dir: Path | str, *, cache_size: str = CACHE_SIZE) -> None:
        self._folder = Path(data_dir).resolve()
        self._child = Child(self._folder, cache_size)
        self._lock: IO[bytes] | None = None
        self._watcher: asyncio.Task[None] | None = None
        self._port = 0
        self._password = ""

    @property
    def owner(self) -> bool:
        """Tell whether the server is this process's child."""
        return self._lock is not None

    @property
    def pid(self) -> int:
        """Give the server's process id, 0 when none is known."""
        record = self._child.recorded()
        return record.pid if record else 0

    async def start(self) -> str:
        """Start the server or attach to the running one; give its URI.

        Raises ``EmbeddedMissing`` when the package is not installed, ``EmbeddedFailed`` when it does not answer
        in time.
        """
        find_program()
        access.close_folder(self._folder)
        deadline = asyncio.get_running_loop().time() + self._child.start_seconds()
        while not await (self._own() if self._take_lock() else self._attach()):
            if asyncio.get_running_loop().time() > deadline:
                raise EmbeddedFailed(f"another process holds {self._folder.name} and its database does not answer")
            await asyncio.sleep(POLL_SECONDS)
        self._watcher = asyncio.create_task(self._watch())
        return access.address(self._port, self._password)

    async def stop(self, grace_seconds: float = STOP_GRACE_SECONDS) -> None:
        """Stop the server if it is ours, leave it if we are attached. Harmless to repeat."""
        if self._watcher is not None:
            self._watcher.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watcher
            self._watcher = None
        await self._child.stop(grace_seconds=grace_seconds)
        self._drop_lock()

    # --- the first start ---

    async def _own(self) -> bool:
        try:
            await self._first_start()
        except BaseException:
            await self._child.stop()
            self._drop_lock()
            raise
        return True

    async def _attach(self) -> bool:
        """Join the server of another process; False when it does not answer."""
        record = self._child.recorded()
        if record is None or not record.holds() or not await answers(record.port, 1.0):
            return False
        self._port = record.port
        self._password = access.read_password(self._folder) if record.auth else ""
        return True

    async def _first_start(self) -> None:
        self._password = access.read_password(self._folder)
        fresh = not self._password
        known = await self._child.usual_port()
        if fresh:
            await self._lock_the_door()
        for attempt in range(1, _PORT_ATTEMPTS + 1):
            self._port = known if attempt == 1 else free_port()
            try:
                await self._child.start(self._port, self._password)
            except EmbeddedFailed:
                await self._child.stop()
                if attempt == _PORT_ATTEMPTS or bindable(self._port):
                    raise
            else:
                break
        if fresh:
            try:
                await access.drop_others(self._port, self._password)
            except PyMongoError as error:
                raise EmbeddedFailed(f"the database cannot be given a password: {worded(error)}") from error

    async def _lock_the_door(self) -> None:
        """Make the server's user, in a run without authentication on a port that nobody knows yet."""
        password, port = access.new_password(), free_port()
        try:
            await self._child.start(port, "")
            await access.give_access(port, password)
        except PyMongoError as error:
            raise EmbeddedFailed(f"the database cannot be given a password: {worded(error)}") from error
        self._child.kill()
        await self._child.stop(keep_record=True)
        access.write_password(self._folder, password)
        self._password = password

    # --- watching ---

    async def _watch(self) -> None:
        while True:
            if self._child.process is not None:
                code = await self._ended(self._child.process)
                _log.error("the database ended, starting it again", code=code, port=self._port)
                await self._restart()
            elif self._take_lock():
                _log.warning("the owner of the database is gone, taking over", port=self._port)
                await self._restart()
            else:
                await asyncio.sleep(WATCH_SECONDS)

    async def _ended(self, process: asyncio.subprocess.Process) -> int:
        """Wait for the child's end; bring it about when it lives and does not write any more."""
        strikes, trouble = 0.0, access.Trouble()
        while strikes < _STRIKES:
            with contextlib.suppress(TimeoutError):
                pause = min(HEALTH_SECONDS, STRIKE_SECONDS) if strikes else HEALTH_SECONDS
                return await asyncio.wait_for(process.wait(), pause)
            trouble = await access.trouble(self._port, self._password, HEALTH_TIMEOUT_SECONDS)
            busy = trouble and not trouble.refused and await answers(self._port, HEALTH_TIMEOUT_SECONDS)
            strikes = strikes + (_BUSY_STRIKE if busy else 1) if trouble else 0
        _log.error("the database does not write, killing it", pid=process.pid, error=trouble.reason)
        self._child.kill()
        return await process.wait()

    async def _restart(self) -> None:
        pause, tries = WATCH_SECONDS, 0
        self._password = access.read_password(self._folder)  # of a folder that was taken over
        while True:
            try:
                await self._child.start(self._port, self._password)
            except (EmbeddedFailed, OSError) as error:
                if tries % _TRIES_PER_LINE == 0:
                    _log.error("the database does not start", error=_kind(error), look_at="database.log")
                tries += 1
                await self._child.stop()
                await asyncio.sleep(pause)
                pause = min(pause * 2, _RESTART_CAP_SECONDS)
            else:
                _log.warning("the database runs again", port=self._port)
                return

    # --- the owner's lock ---

    def _take_lock(self) -> bool:
        import fcntl  # not on Windows, where the embedded server is not offered

        if self._lock is not None:
            return True
        handle = (self._folder / "owner.lock").open("ab")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            handle.close()
            return False
        self._lock = handle
        return True

    def _drop_lock(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None


def _kind(error: Exception) -> str:
    """Word an error without the database's own log, which may quote documents."""
    return str(error).partition(":")[0] if isinstance(error, EmbeddedFailed) else type(error).__name__
