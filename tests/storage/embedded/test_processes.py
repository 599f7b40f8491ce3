"""Processes told apart and ended."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time

from storage.embedded.processes import end, start_mark


def test_a_process_that_had_ended_is_not_waited_for() -> None:
    """A zombie has no mark, and to end it takes no time, whatever the grace."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        begun = time.monotonic()
        asyncio.run(end(process.pid, start_mark(process.pid), 60.0))
    assert time.monotonic() - begun < 1.0


def test_a_process_that_ignores_a_stop_is_killed() -> None:
    """After the grace comes what nothing can ignore."""
    code = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); signal.pause()"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        asyncio.run(end(process.pid, start_mark(process.pid), 0.05))
    assert -signal.SIGKILL == process.returncode
