"""A clock that several processes read and one of them moves; it remembers over which moments it jumped."""

from __future__ import annotations

import bisect
import os
import struct
import time
from datetime import datetime, timedelta
from pathlib import Path

SPEED = 10
"""One second of the machine is ten of the month: what waits for seconds, such as an album, waits shortly."""
_OFFSET = struct.Struct("d")


class SharedClock:
    """Give the time of the month, the same in every process that has the file: it passes, and jumps when moved."""

    def __init__(self, path: Path, start: datetime, origin: float | None = None) -> None:
        """Open the file that holds by how many seconds the clock was moved; ``origin`` is the machine's beginning."""
        self.path, self.start = path, start
        self.origin = time.monotonic() if origin is None else origin
        self._file = os.open(path, os.O_RDWR | os.O_CREAT)
        if origin is None:
            os.pwrite(self._file, _OFFSET.pack(0.0), 0)
        self._left: list[datetime] = []
        self._landed: list[datetime] = []

    def __reduce__(self) -> tuple[type[SharedClock], tuple[Path, datetime, float]]:
        """Go to another process as what it needs to open the same file."""
        return SharedClock, (self.path, self.start, self.origin)

    def now(self) -> datetime:
        """Give the present moment, aware, UTC, in milliseconds, as MongoDB keeps them."""
        (moved,) = _OFFSET.unpack(os.pread(self._file, _OFFSET.size, 0))
        passed = moved + (time.monotonic() - self.origin) * SPEED
        return self.start + timedelta(milliseconds=int(passed * 1000))

    def seconds(self) -> float:
        """Give the present moment as stand-ins count: seconds since 1970."""
        return self.now().timestamp()

    def jump(self, to: datetime) -> None:
        """Go ahead to a moment; one that is past already is left alone."""
        (moved,) = _OFFSET.unpack(os.pread(self._file, _OFFSET.size, 0))
        now = self.now()
        ahead = (to - now).total_seconds()
        if ahead > 0:
            os.pwrite(self._file, _OFFSET.pack(moved + ahead), 0)
            self._left.append(now)
            self._landed.append(to)

    def seen(self, moment: datetime) -> datetime:
        """Give the first moment from this one on that the clock did not jump over."""
        place = bisect.bisect_left(self._landed, moment)
        if place < len(self._landed) and self._left[place] < moment:
            return self._landed[place]
        return moment

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._file)
