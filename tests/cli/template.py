"""A process that has imported the command line, and forks a process for each command: importing takes most of a second.

``serve`` runs in it; `Template` is its other end. What a command is given and leaves is the same as when it is started
afresh; `tests.cli.kanal.serve_until` and the demo's tests do start it afresh.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import os
import pkgutil
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from functools import cache

import msgspec

CODE = "from tests.cli.template import serve; serve()"
STUCK_SECONDS = 60
"""Far more than the imports take; whoever asks a process that ends by this has an error, and does not wait for ever."""


class Order(msgspec.Struct, frozen=True):
    """A command to run: where, with what; the paths are those of its standard streams. At most ``seconds`` long."""

    arguments: tuple[str, ...]
    folder: str
    environment: dict[str, str]
    streams: tuple[str, str, str]
    seconds: int


class Template:
    """Starts commands one after the other, from whichever thread asks."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        command = [sys.executable, "-c", CODE]
        alone = {**environment, "OPENBLAS_NUM_THREADS": "1"}  # numpy's: only a process of one thread may fork
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=alone)
        self._turn = threading.Lock()

    def run(self, order: Order) -> int:
        """Run a command to its end; give its code, negative for a signal."""
        sending, hearing = self._process.stdin, self._process.stdout
        assert sending is not None
        assert hearing is not None
        with self._turn:
            sending.write(msgspec.json.encode(order) + b"\n")
            sending.flush()
            return int(hearing.readline())

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


@cache
def template(environment: tuple[tuple[str, str], ...]) -> Template:
    """Give the process for commands with this environment, which ends with the tests."""
    made = Template(dict(environment))
    atexit.register(made.close)
    return made


def serve() -> None:
    """Run what is ordered on standard input until it ends; the process of a command ends as the command does."""
    import cli

    signal.alarm(STUCK_SECONDS)
    for module in pkgutil.iter_modules(cli.__path__, "cli."):
        importlib.import_module(module.name)
    gc.freeze()
    signal.alarm(0)
    for line in sys.stdin.buffer:
        order = msgspec.json.decode(line, type=Order)
        signal.alarm(order.seconds + STUCK_SECONDS)
        if not (process := os.fork()):
            _become(order)
            return
        _, status = os.waitpid(process, 0)
        signal.alarm(0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201


def _become(order: Order) -> None:
    from cli.main import app

    signal.alarm(order.seconds)
    os.environ.clear()
    os.environ.update(order.environment)
    os.chdir(order.folder)
    for number, path in enumerate(order.streams):
        opened = os.open(path, os.O_WRONLY if number else os.O_RDONLY)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115  # the template's own has read ahead
    sys.argv = ["-c", *order.arguments]
    app()
