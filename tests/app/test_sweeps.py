"""The sweeps as the scheduler runs them."""

import asyncio
import logging
from types import SimpleNamespace
from typing import Any, cast

import pytest

from app.observe import Observer
from app.sweeps import build_sweeps
from core.engine.engine import Engine
from core.vocabulary.errors import StoreDown


class Sweeps:
    """Sweeps of which one meets what it is told to, and all others find nothing."""

    def __init__(self, trouble: BaseException | None) -> None:
        self.entered = asyncio.Event()
        self.left = asyncio.Event()
        self._trouble = trouble

    async def timers(self) -> None:
        """Fail, or stay until somebody ends it."""
        self.entered.set()
        try:
            if self._trouble is not None:
                raise self._trouble
            await asyncio.Event().wait()
        finally:
            self.left.set()

    async def stale(self) -> None:
        """Find nothing."""

    async def prune(self) -> None:
        """Find nothing."""


@pytest.mark.parametrize("trouble", [None, StoreDown("gone")], ids=["shut down in the middle", "store down"])
async def test_what_ends_a_sweep_is_no_error_of_the_scheduler(
    trouble: BaseException | None, caplog: pytest.LogCaptureFixture
) -> None:
    """A sweep cut off by the end of the process, or by a store that is away, leaves no stack trace in the log."""
    sweeps = Sweeps(trouble)

    async def purge(_before: Any) -> None:
        """Find nothing."""

    scheduler = build_sweeps(cast(Engine, SimpleNamespace(sweeps=sweeps)), purge, Observer())
    with caplog.at_level(logging.ERROR):
        scheduler.start()
        async with asyncio.timeout(5.0):
            await sweeps.entered.wait()
            scheduler.shutdown(wait=False)
            await sweeps.left.wait()
        for _ in range(5):
            await asyncio.sleep(0)

    assert [] == [record.getMessage() for record in caplog.records]
