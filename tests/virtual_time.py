"""An event loop whose time jumps: everything that sleeps does so in virtual seconds, in a reproducible order."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class _JumpingSelector(selectors.SelectSelector):
    """Never blocks: where the loop would wait, its time moves on instead."""

    loop: "VirtualLoop"

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready and timeout:
            self.loop.virtual_seconds += timeout
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """A loop that starts at zero and knows only virtual seconds."""

    def __init__(self) -> None:
        selector = _JumpingSelector()
        super().__init__(selector)
        selector.loop = self
        self.virtual_seconds = 0.0
        self._clock_resolution = 1e-9

    def time(self) -> float:
        """Give the virtual time in seconds."""
        return getattr(self, "virtual_seconds", 0.0)


def run_virtually(main: Coroutine[Any, Any, T]) -> T:
    """Run to the end on a fresh virtual loop."""
    loop = VirtualLoop()
    try:
        return loop.run_until_complete(main)
    finally:
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()
