"""A listener on the bridge's database commands that ends its process with SIGKILL at a chosen write."""

from __future__ import annotations

import os
import signal
import threading
from typing import Literal

from pymongo.monitoring import (
    CommandFailedEvent,
    CommandListener,
    CommandStartedEvent,
    CommandSucceededEvent,
)

WRITES = frozenset({"insert", "update", "delete", "findAndModify", "bulkWrite", "create", "createIndexes", "drop"})
"""MongoDB manual, "Database Commands": the commands that change something."""

When = Literal["before", "after"]


class Killer(CommandListener):
    """Count writes; at number ``at`` kill the process before the command is sent, or after it was applied.

    ``at`` 0 never kills. Nothing is counted before ``armed`` is set. pymongo calls from several threads.
    """

    def __init__(self, at: int, when: When, *, armed: bool) -> None:
        self.count = 0
        self.armed = armed
        self._at = at
        self._when = when
        self._request: int | None = None
        self._lock = threading.Lock()

    def started(self, event: CommandStartedEvent) -> None:
        """Count a write on its way out."""
        if not self.armed or event.command_name not in WRITES:
            return
        with self._lock:
            self.count += 1
            if self.count != self._at:
                return
            if self._when == "before":
                _die()
            self._request = event.request_id

    def succeeded(self, event: CommandSucceededEvent) -> None:
        """Look whether this was the one; a duplicate key also ends here."""
        self._ended(event.request_id)

    def failed(self, event: CommandFailedEvent) -> None:
        """Look whether this was the one."""
        self._ended(event.request_id)

    def _ended(self, request: int) -> None:
        if self._request is not None and request == self._request:
            _die()


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
