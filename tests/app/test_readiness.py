"""Readiness: a durable write, in bounded time, one at a time."""

from __future__ import annotations

import asyncio
import time

import pytest

from app.readiness import PATIENCE_SECONDS, Readiness
from core.vocabulary.errors import StoreDown


class Store:
    """A store that does what it is told when it is asked."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.asked = 0
        self.free = asyncio.Event()
        self.free.set()

    async def ping(self) -> None:
        """Wait, then raise or not."""
        self.asked += 1
        await self.free.wait()
        if self.error is not None:
            raise self.error


@pytest.mark.parametrize(
    ("error", "expected"),
    [(None, ""), (StoreDown("14031"), "store unreachable"), (ValueError("words"), "store: ValueError")],
)
async def test_it_says_what_is_wrong(error: Exception | None, expected: str) -> None:
    """A refused write is told without the error's words."""
    readiness = Readiness(Store(error))

    assert expected == await readiness.trouble()
    await readiness.close()


async def test_a_store_that_hangs_is_answered_in_time_and_asked_once() -> None:
    """However many look, one write hangs, and each look ends; when the store comes back so does the answer."""
    store = Store()
    store.free.clear()
    readiness = Readiness(store, patience_seconds=0.05)
    begun = time.monotonic()

    assert ["store does not answer"] * 20 == await asyncio.gather(*(readiness.trouble() for _ in range(20)))
    assert time.monotonic() - begun < 2.0
    assert 1 == store.asked
    store.free.set()
    assert "" == await readiness.trouble()
    await readiness.close()


def test_patience_is_below_two_seconds() -> None:
    """Who looks gives up after about two seconds."""
    assert PATIENCE_SECONDS < 2.0
