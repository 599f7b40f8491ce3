"""Who this process is, and whether another one on the same machine is known to be dead."""

import os
import platform
from pathlib import Path

from storage.embedded.processes import UNKNOWN, start_mark


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
    return f"{_machine()}|{pid}|{start_mark(pid)}|{suffix}"


def is_dead(worker: str) -> bool:
    """Tell whether a worker ran on this machine and does not any more. Unknown machines are never called dead."""
    machine, pid, started, *_rest = [*worker.split("|"), "", "", ""]
    if machine != _machine() or not pid.isdigit() or started in ("", UNKNOWN):
        return False
    return start_mark(int(pid)) != started
