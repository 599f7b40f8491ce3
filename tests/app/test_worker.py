"""Which worker is dead: what a lease may be taken over from at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from app.worker import is_dead, worker_id


def test_this_process_is_not_gone() -> None:
    """A worker that runs is alive, and so is one on a machine that we cannot look into."""
    assert [False, False] == [is_dead(worker_id()), is_dead("elsewhere/b/1|7|99|")]


def test_process_that_ended_is_dead_before_its_parent_takes_note() -> None:
    """A killed process stays listed as a zombie until its parent waits for it; it will never send again."""
    code = "from app.worker import worker_id; print(worker_id(), flush=True)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        worker = process.stdout.readline().strip()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        assert Path(f"/proc/{process.pid}").exists()
        assert is_dead(worker)
