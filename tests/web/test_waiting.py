"""A page waits for its letter no longer than it takes."""

from __future__ import annotations

import asyncio

import pytest

from web import waiting
from web.waiting import Arrivals

HOUR = 3600.0


class Box:
    """A box that is looked into; ``looked`` is set by each look."""

    def __init__(self) -> None:
        self.full = False
        self.looks = 0
        self.looked = asyncio.Event()

    async def there(self) -> bool:
        """Look."""
        self.looks += 1
        self.looked.set()
        return self.full


async def test_a_letter_ends_the_waiting_for_its_box_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """However far the next look is; a letter of something else lets the waiting go on."""
    monkeypatch.setattr(waiting, "FIRST_LOOK_SECONDS", HOUR)
    arrivals, mine, yours = Arrivals(), Box(), Box()
    both = [asyncio.create_task(arrivals.until(name, box.there, HOUR)) for name, box in (("a", mine), ("b", yours))]
    await asyncio.gather(mine.looked.wait(), yours.looked.wait())
    mine.looked.clear()
    arrivals.came("a")
    await mine.looked.wait()
    assert (2, 1) == (mine.looks, yours.looks)
    mine.full = True
    arrivals.came("a")
    assert await both[0]
    assert not both[1].done()
    both[1].cancel()
    await asyncio.gather(both[1], return_exceptions=True)
    assert not arrivals._waiting


async def test_what_another_process_does_is_found_by_looking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "FIRST_LOOK_SECONDS", 0.001)
    box = Box()

    async def there() -> bool:
        await box.there()
        return box.looks == 3

    assert await Arrivals().until("a", there, HOUR)


async def test_patience_ends() -> None:
    """Without any, there is one look."""
    box = Box()
    assert not await Arrivals().until("a", box.there, 0.0)
    assert 1 == box.looks
