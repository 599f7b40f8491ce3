"""Who this process is, and whether another one on the same machine is known to be dead."""

import os
import platform
from pathlib import Path


def _start_time(pid: int) -> str:
    """Read a process's start time in clock ticks since boot (Linux, proc(5), field 22); "" if there is none.

    A zombie counts as none: it has ended, and stays listed only until its parent asks for it.
    """
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
    fields = stat.rpartition(")")[2].split()
    return "" if fields[0] in ("Z", "X") else fields[19]


def _machine() -> str:
    """Name this machine and process namespace, so that equal process ids elsewhere are not taken for ours."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()[:8]
        space = os.stat("/proc/self/ns/pid").st_ino
    except OSError:
        return platform.node()
    return f"{platform.node()}/{boot}/{space}"


def worker_id(suffix: str = "") -> str:
    """Name this process: machine, process id, start time; ``suffix`` tells several engines of one process apart."""
    pid = os.getpid()
    return f"{_machine()}|{pid}|{_start_time(pid)}|{suffix}"


def is_gone(worker: str) -> bool:
    """Tell whether a worker ran on this machine and does not any more. Unknown machines are never called dead."""
    machine, pid, started, *_rest = [*worker.split("|"), "", "", ""]
    if machine != _machine() or not pid.isdigit() or not started:
        return False
    return _start_time(int(pid)) != started
