"""The coalescer and the lazy batch, under any interleaving."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.vocabulary.errors import StoreDown
from storage.mongo.batch import Coalescer, LazyBatch

POISON, REFUSED, DOWN = -1, -2, -3
TIMEOUT_SECONDS = 5.0


class Wire:
    """A flush that yields to others a given number of times, and obeys the items' wishes."""

    def __init__(self, yields: int) -> None:
        self.batches: list[list[int]] = []
        self.began = asyncio.Event()
        self._yields = yields
        self._busy = False

    async def flush(self, items: Sequence[int]) -> list[int | Exception]:
        """Double the items; raise for poison, refuse one, or play a database that is down."""
        assert not self._busy, "two flushes at once"
        self._busy = True
        self.batches.append(list(items))
        self.began.set()
        for _ in range(self._yields):
            await asyncio.sleep(0)
        self._busy = False
        if DOWN in items:
            raise StoreDown("down")
        if POISON in items:
            raise ValueError("poison")
        return [KeyError("refused") if item == REFUSED else item * 2 for item in items]


@given(
    arrivals=st.lists(st.tuples(st.integers(0, 6), st.sampled_from([1, 2, 3, 4, POISON, REFUSED])), max_size=40),
    yields=st.integers(0, 4),
    limit=st.integers(1, 8),
)
def test_each_call_gets_its_own_result(arrivals: list[tuple[int, int]], yields: int, limit: int) -> None:
    """Whatever comes when, every call ends with the result or error of its own item, in small batches, one by one."""

    async def main() -> None:
        wire = Wire(yields)
        coalescer = Coalescer[int, int](wire.flush, limit=limit)

        async def ask(after: int, item: int) -> int:
            for _ in range(after):
                await asyncio.sleep(0)
            return await coalescer.call(item)

        results = await asyncio.gather(*(ask(*arrival) for arrival in arrivals), return_exceptions=True)
        await coalescer.close()

        kinds = {POISON: ValueError, REFUSED: KeyError}
        for (_, item), result in zip(arrivals, results, strict=True):
            assert isinstance(result, kinds[item]) if item < 0 else item * 2 == result
        assert all(len(batch) <= limit for batch in wire.batches)

    asyncio.run(main())


@given(sizes=st.lists(st.integers(1, 10), min_size=1, max_size=20))
def test_weights_bound_a_batch(sizes: list[int]) -> None:
    """A batch holds items up to the limit's weight, or a single heavier one."""

    async def main() -> None:
        batches: list[list[int]] = []

        async def flush(items: Sequence[int]) -> list[int | Exception]:
            batches.append(list(items))
            return list(items)

        coalescer = Coalescer[int, int](flush, limit=8, weigh=lambda item: item)
        assert sizes == await asyncio.gather(*(coalescer.call(size) for size in sizes))
        assert all(sum(batch) <= 8 or len(batch) == 1 for batch in batches)
        assert sizes == [size for batch in batches for size in batch]

    asyncio.run(main())


async def test_what_comes_during_a_flush_goes_out_together() -> None:
    """While one flush is on the wire the others wait and form the next one."""
    wire = Wire(3)
    coalescer = Coalescer[int, int](wire.flush)
    first = asyncio.create_task(coalescer.call(1))
    await asyncio.wait_for(wire.began.wait(), TIMEOUT_SECONDS)

    assert [4, 6, 8] == await asyncio.gather(*(coalescer.call(item) for item in (2, 3, 4)))
    assert 2 == await first
    assert [[1], [2, 3, 4]] == wire.batches


async def test_a_database_that_is_down_fails_its_flush_only() -> None:
    """All calls of a flush learn that the store is down; the next flush is tried again."""
    wire = Wire(0)
    coalescer = Coalescer[int, int](wire.flush)

    results = await asyncio.gather(*(coalescer.call(item) for item in (1, DOWN)), return_exceptions=True)

    assert [StoreDown, StoreDown] == [type(result) for result in results]
    assert 2 == await coalescer.call(1)


async def test_a_cancelled_caller_does_not_disturb_the_others() -> None:
    """An item whose caller has gone before the flush is left out; the others get their results."""
    wire = Wire(2)
    coalescer = Coalescer[int, int](wire.flush)
    tasks = [asyncio.create_task(coalescer.call(item)) for item in (1, 2, 3)]
    await asyncio.sleep(0)
    tasks[1].cancel()

    results = await asyncio.gather(*tasks, return_exceptions=True)

    assert (2, 6) == (results[0], results[2])
    assert isinstance(results[1], asyncio.CancelledError)


async def test_close_flushes_and_refuses() -> None:
    """Closing waits for what is queued; later calls raise ``StoreDown``; no task is left."""
    wire = Wire(3)
    coalescer = Coalescer[int, int](wire.flush, limit=2)
    calls = [asyncio.create_task(coalescer.call(item)) for item in (1, 2, 3)]
    await asyncio.sleep(0)

    await coalescer.close()

    assert [2, 4, 6] == await asyncio.gather(*calls)
    with pytest.raises(StoreDown):
        await coalescer.call(1)
    assert asyncio.all_tasks() == {asyncio.current_task()}


class Sink:
    """Remember flushed ids; fail as often as told."""

    def __init__(self, failures: int = 0) -> None:
        self.batches: list[list[str]] = []
        self.flushed = asyncio.Event()
        self.failures = failures

    async def flush(self, ids: Sequence[str]) -> None:
        """Take ids or fail."""
        await asyncio.sleep(0)
        if self.failures:
            self.failures -= 1
            raise StoreDown("down")
        self.batches.append(list(ids))
        self.flushed.set()


async def test_a_full_lazy_batch_goes_at_once() -> None:
    """Reaching the limit does not wait for the timer, and no flush is larger than the limit."""
    sink = Sink()
    lazy = LazyBatch(sink.flush, limit=3, delay_seconds=3600)
    lazy.add(["a", "b", "a"])
    assert "a" in lazy
    lazy.add(["c", "d"])

    await asyncio.wait_for(sink.flushed.wait(), TIMEOUT_SECONDS)

    assert ["a", "b", "c"] == sink.batches[0]
    await lazy.close()
    assert ["a", "b", "c", "d"] == [one for batch in sink.batches for one in batch]
    assert "a" not in lazy


async def test_a_small_lazy_batch_goes_soon() -> None:
    """Fewer ids than the limit go when the time is up."""
    sink = Sink()
    lazy = LazyBatch(sink.flush, limit=50, delay_seconds=0.01)
    lazy.add(["a"])

    await asyncio.wait_for(sink.flushed.wait(), TIMEOUT_SECONDS)

    assert [["a"]] == sink.batches
    await lazy.close()


async def test_what_failed_is_tried_again() -> None:
    """Ids stay queued while the database is down and go out when it is back."""
    sink = Sink(failures=2)
    lazy = LazyBatch(sink.flush, limit=2, delay_seconds=0.001)
    lazy.add(["a", "b"])
    lazy.add(["c"])

    await asyncio.wait_for(sink.flushed.wait(), TIMEOUT_SECONDS)
    await lazy.close()

    assert ["a", "b", "c"] == sorted(one for batch in sink.batches for one in batch)


async def test_closing_a_lazy_batch_leaves_nothing_behind() -> None:
    """Close flushes once, drops what fails, and leaves neither ids nor tasks."""
    sink = Sink(failures=1)
    lazy = LazyBatch(sink.flush, delay_seconds=3600)
    lazy.add(["a"])

    await lazy.close()

    assert "a" not in lazy
    assert asyncio.all_tasks() == {asyncio.current_task()}
