"""Group commit: calls that arrive while one flush is on the wire go out together with the next one."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Generic, TypeVar

import structlog

from core.vocabulary.errors import StoreDown

T = TypeVar("T")
R = TypeVar("R")

BATCH = 64
"""Items per flush at most: larger ones save nothing more per document and hold up the replies behind them."""
LAZY_SECONDS = 0.1
"""How long a done mark may wait; a kill in between repeats an event that its lane has already ``seen``."""
LAZY_BATCH = 50
_LAZY_BACKOFF_CAP_SECONDS = 5.0

_log = structlog.get_logger(__name__)


class Coalescer(Generic[T, R]):
    """Send what is asked concurrently as few flushes, one at a time, each call with its own result.

    ``flush`` takes items in the order of their calls and gives one result per item; an exception as a result is
    raised by that item's call alone. When a flush of several raises anything but ``StoreDown``, each of its items is
    flushed again alone, so that only the guilty one fails: ``flush`` must be harmless to repeat.
    """

    def __init__(
        self,
        flush: Callable[[Sequence[T]], Awaitable[Sequence[R | Exception]]],
        *,
        limit: int = BATCH,
        weigh: Callable[[T], int] = lambda _item: 1,
    ) -> None:
        self._flush = flush
        self._limit = limit
        self._weigh = weigh
        self._queue: deque[tuple[T, asyncio.Future[R]]] = deque()
        self._task: asyncio.Task[None] | None = None
        self._closed = False

    async def call(self, item: T) -> R:
        """Queue one item and give its result. Raises what its flush raised, ``StoreDown`` after ``close``."""
        if self._closed:
            raise StoreDown("the store is closed")
        future: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._queue.append((item, future))
        if self._task is None:
            self._task = asyncio.create_task(self._drain())
        return await future

    async def close(self) -> None:
        """Flush what is queued, then refuse calls."""
        self._closed = True
        while self._task is not None:
            await asyncio.wait([self._task])

    async def _drain(self) -> None:
        try:
            while self._queue:
                await self._one_flush(self._take())
        finally:
            self._task = None

    def _take(self) -> list[tuple[T, asyncio.Future[R]]]:
        batch: list[tuple[T, asyncio.Future[R]]] = []
        weight = 0
        while self._queue:
            item, future = self._queue[0]
            weight += self._weigh(item)
            if batch and weight > self._limit:
                break
            self._queue.popleft()
            if not future.done():  # its caller may have been cancelled meanwhile
                batch.append((item, future))
        return batch

    async def _one_flush(self, batch: Sequence[tuple[T, asyncio.Future[R]]]) -> None:
        if not batch:
            return
        try:
            results = await self._flush([item for item, _ in batch])
        except StoreDown as error:
            for _, future in batch:
                _settle(future, StoreDown(str(error)))
        except Exception as error:  # noqa: BLE001 - handed on to the callers, none is swallowed
            if len(batch) == 1:
                _settle(batch[0][1], error)
                return
            for one in batch:
                await self._one_flush([one])
        except asyncio.CancelledError:
            for _, future in batch:
                _settle(future, StoreDown("the store was stopped"))
            raise
        else:
            for (_, future), result in zip(batch, results, strict=True):
                _settle(future, result)


def _settle(future: asyncio.Future[R], result: R | Exception) -> None:
    if future.done():
        return
    if isinstance(result, Exception):
        future.set_exception(result)
    else:
        future.set_result(result)


def _kind(error: Exception) -> str:
    return str(error) if isinstance(error, StoreDown) else type(error).__name__


class LazyBatch:
    """Collect ids that nobody waits for and flush them soon: at 50 ids or after 100 ms, whichever comes first.

    Ids whose flush failed stay and are tried again with a growing pause.
    """

    def __init__(
        self,
        flush: Callable[[Sequence[str]], Awaitable[None]],
        *,
        limit: int = LAZY_BATCH,
        delay_seconds: float = LAZY_SECONDS,
    ) -> None:
        self._flush = flush
        self._limit = limit
        self._delay = delay_seconds
        self._ids: dict[str, None] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._task: asyncio.Task[None] | None = None
        self._failures = 0
        self._closed = False

    def __contains__(self, item: str) -> bool:
        return item in self._ids

    def add(self, ids: Iterable[str]) -> None:
        """Queue ids; those that are queued already stay queued once. Must be called inside the event loop."""
        self._ids.update(dict.fromkeys(ids))
        if not self._ids or self._task is not None:
            return
        if len(self._ids) >= self._limit and not self._failures:
            self._start()
        elif self._timer is None:
            self._set_timer(self._delay)

    async def close(self) -> None:
        """Flush what is left once; what fails now is dropped with a log line, which only repeats work later."""
        self._closed = True
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        while self._task is not None:
            await asyncio.wait([self._task])
        await self._run()
        if self._ids:
            _log.warning("done marks dropped at close", count=len(self._ids))
            self._ids.clear()

    def _set_timer(self, seconds: float) -> None:
        self._timer = asyncio.get_running_loop().call_later(seconds, self._start)

    def _start(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._task is None:
            self._task = asyncio.create_task(self._run_and_rearm())

    async def _run_and_rearm(self) -> None:
        try:
            await self._run()
        finally:
            self._task = None
            if self._ids and not self._closed:
                pause = self._delay * 2**self._failures
                self._set_timer(min(pause, _LAZY_BACKOFF_CAP_SECONDS))

    async def _run(self) -> None:
        while self._ids:
            ids = list(self._ids)[: self._limit]
            try:
                await self._flush(ids)
            except Exception as error:  # noqa: BLE001 - the boundary of a background task: logged, ids kept
                self._failures = min(self._failures + 1, 10)
                _log.warning("done marks not written yet", count=len(self._ids), error=_kind(error))
                return
            self._failures = 0
            for item in ids:
                self._ids.pop(item, None)
