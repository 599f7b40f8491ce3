"""Time for the stand-ins: the real clock, or one that a test moves by hand."""

from collections.abc import Callable
from dataclasses import dataclass

Now = Callable[[], float]
"""A source of time in seconds since 1970, UTC."""


@dataclass
class ManualClock:
    """Stand still until told to move."""

    seconds: float = 1_790_000_000.0

    def __call__(self) -> float:
        return self.seconds

    def advance(self, seconds: float) -> None:
        """Move forward by that many seconds."""
        self.seconds += seconds
