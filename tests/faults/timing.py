"""A clock that runs ten times as fast, the same for the bridge's processes and the stand-in."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from core.engine.settings import EngineSettings
from tests.clock import START

SPEED = 10
"""One second of the machine is ten of the journey: limits of minutes are still far, an album is over in 0.2 s."""

ENGINE = EngineSettings(
    lease_seconds=600.0,  # of the fast clock; a dead worker is known by its process id, not by time
    poison_base_seconds=0.02,
    stale_seconds=5.0,
    quiet_seconds=0.05,
    prune_seconds=1.0,
    backoff_base_seconds=0.05,
    takeover_poll_seconds=0.02,
)
SWEEP_SECONDS = 0.05
"""Of the machine: half a second of the fast clock, as often as production sweeps its timers."""


@dataclass(frozen=True)
class FastClock:
    """Begins on a Monday morning, whenever it is; ``origin`` is the machine's time of that beginning.

    ``moved`` names the file that says by how many seconds it was moved, in every process; empty where nobody moves it.
    """

    origin: float = field(default_factory=time.time)
    moved: str = ""

    def now(self) -> datetime:
        """Give the present moment, aware, UTC, in milliseconds (MongoDB's dates hold no more)."""
        milliseconds = int((time.time() - self.origin) * 1000 * SPEED)
        return START + timedelta(milliseconds=milliseconds, seconds=self._ahead())

    def _ahead(self) -> int:
        return int(Path(self.moved).read_text("ascii")) if self.moved else 0

    def comes(self, moment: datetime) -> None:
        """Jump ahead to a moment, not before it, in every process at once."""
        missing = (moment - self.now()) // timedelta(seconds=1) + 1
        if missing > 0:
            with Path(self.moved).open("r+") as file:  # written over, as many digits as before: nobody reads half of it
                file.write(f"{self._ahead() + missing:010d}")

    def seconds(self) -> float:
        """Give the present moment in seconds since 1970, as stand-ins want it."""
        return self.now().timestamp()

    async def pass_time(self, seconds: float) -> None:
        """Let seconds of the fast clock go by."""
        await asyncio.sleep(seconds / SPEED)
