"""What happens in a stand-in, as a numbered stream that tests wait on and the page listens to."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")
Json = dict[str, Any]
SUBSCRIBER_BACKLOG = 2_000
"""Events kept for a slow listener; the oldest are dropped after that, so that nobody can fill the memory."""


@dataclass(frozen=True)
class FeedEvent:
    """One thing that happened: its number, its kind and its data."""

    number: int
    kind: str
    data: Json

    def sse(self) -> bytes:
        """Render for a `text/event-stream` answer."""
        body = json.dumps({"number": self.number, "kind": self.kind, **self.data}, ensure_ascii=False)
        return f"id: {self.number}\ndata: {body}\n\n".encode()


@dataclass(eq=False)
class _Waiter:
    predicate: Callable[[], Any]
    future: asyncio.Future[Any]


@dataclass
class Feed:
    """Publish events, remember the last ones, and wake whoever waits."""

    remember: int = 5_000
    number: int = 0
    events: deque[FeedEvent] = field(init=False)
    _subscribers: list[asyncio.Queue[FeedEvent | None]] = field(default_factory=list)
    _waiters: list[_Waiter] = field(default_factory=list)
    _keyed: dict[int | str, list[asyncio.Future[None]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.events = deque(maxlen=self.remember)

    def publish(self, kind: str, data: Json, key: int | str | None = None) -> None:
        """Record an event and wake the waiters; `key` (a chat) wakes those of `changed(key)`."""
        self.number += 1
        event = FeedEvent(self.number, kind, data)
        self.events.append(event)
        for queue in self._subscribers:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(event)
        if key is not None:
            for future in self._keyed.pop(key, ()):
                if not future.done():
                    future.set_result(None)
        self.poke()

    def poke(self) -> None:
        """Let the waiters look again without an event: something changed that nobody lists."""
        if self._waiters:
            self._check_waiters()

    def _check_waiters(self) -> None:
        for waiter in list(self._waiters):
            if waiter.future.done():
                continue
            try:
                value = waiter.predicate()
            except Exception as error:  # noqa: BLE001 - a test's own predicate: its error belongs to the waiting test
                waiter.future.set_exception(error)
                continue
            if value:
                waiter.future.set_result(value)

    async def wait_for(self, predicate: Callable[[], T | None], timeout: float = 5.0) -> T:
        """Wait until the predicate gives something true, and return that; look again at every event.

        Raises:
            TimeoutError: it stayed false for `timeout` seconds.
        """
        value = predicate()
        if value:
            return value
        waiter = _Waiter(predicate, asyncio.get_running_loop().create_future())
        self._waiters.append(waiter)
        try:
            async with asyncio.timeout(timeout):
                result: T = await waiter.future
                return result
        finally:
            self._waiters.remove(waiter)

    async def changed(self, key: int | str) -> None:
        """Wait for the next event of that key; cheap with thousands of waiters."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._keyed.setdefault(key, []).append(future)
        try:
            await future
        finally:
            waiting = self._keyed.get(key)
            if waiting is not None and future in waiting:
                waiting.remove(future)
                if not waiting:
                    del self._keyed[key]

    @asynccontextmanager
    async def subscribe(self, since: int | None = None) -> AsyncIterator[asyncio.Queue[FeedEvent | None]]:
        """Give a queue of the events after `since` (None: only new ones); a None in it means closing."""
        queue: asyncio.Queue[FeedEvent | None] = asyncio.Queue(SUBSCRIBER_BACKLOG)
        if since is not None:
            for event in [event for event in self.events if event.number > since][-SUBSCRIBER_BACKLOG:]:
                queue.put_nowait(event)
        self._subscribers.append(queue)
        try:
            yield queue
        finally:
            self._subscribers.remove(queue)

    def close(self) -> None:
        """Tell every listener that nothing more will come."""
        for queue in self._subscribers:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(None)
