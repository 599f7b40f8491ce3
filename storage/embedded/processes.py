"""Tell processes apart and end them, with bounded waits: a pid alone may have been given to another program."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from pathlib import Path

POLL_SECONDS = 0.02
UNKNOWN = "?"
"""The mark of a living process where there is no /proc: it tells nothing apart."""


def start_mark(pid: int) -> str:
    """Give what does not change while a process lives: its start time in clock ticks since boot (proc(5), stat).

    Empty when there is no such process, or it is a zombie, which has ended and stays listed only until its parent asks;
    ``UNKNOWN`` where there is no /proc and it is alive.
    """
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return UNKNOWN if not Path("/proc/self/stat").exists() and _answers(pid) else ""
    fields = stat.rpartition(")")[2].split()
    return "" if fields[0] in "ZX" else fields[19]


def command_line(pid: int) -> str:
    """Give a process's command line, empty where it cannot be read."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


async def end(pid: int, mark: str, grace_seconds: float) -> None:
    """Stop a process with SIGTERM, and with SIGKILL when it is still there after the grace.

    An empty mark means that it had ended when its mark was taken: nothing is to be stopped.
    """
    if not mark:
        return
    for number, patience in ((signal.SIGTERM, grace_seconds), (signal.SIGKILL, 5.0)):
        if start_mark(pid) != mark:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number)
        if await _gone(pid, mark, patience):
            return


async def _gone(pid: int, mark: str, timeout_seconds: float) -> bool:
    deadline = asyncio.get_running_loop().time() + timeout_seconds
    while start_mark(pid) == mark:
        if asyncio.get_running_loop().time() >= deadline:
            return False
        await asyncio.sleep(POLL_SECONDS)
    return True


def _answers(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
