"""Start a program that ends when its parent does: ``python deathsig.py <parent pid> <program> <arguments...>``.

Linux kills the program as soon as the thread that started it is gone (prctl(2), PR_SET_PDEATHSIG), also after a
SIGKILL. SIGKILL and not SIGTERM, because a stop that nobody waits for keeps the next start waiting, and every commit
is synced. The setting survives execve, so that this small program leaves no process of its own; setting it here and
not between fork and exec keeps Python code out of a forked multi-threaded process. Elsewhere it only starts the
program, and the next start finds the orphan.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
"""linux/prctl.h."""


def main(arguments: list[str]) -> None:
    """Bind to the parent, keep others out of its files, and become the program."""
    parent, program = int(arguments[0]), arguments[1:]
    os.umask(0o077)  # what it writes is nobody else's
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:  # the parent went between fork and prctl
            sys.exit(1)
    os.execv(program[0], program)


if __name__ == "__main__":
    main(sys.argv[1:])
