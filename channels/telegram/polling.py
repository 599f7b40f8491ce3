"""Fetch updates by long polling: confirmed only after they are stored, never ended by an error."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from channels.telegram.client import POLL_SECONDS, Client
from channels.telegram.errors import Conflicted
from channels.telegram.raw import Json, objects, whole
from channels.telegram.setup import ALLOWED_UPDATES
from core.vocabulary.errors import ChannelDown, KanalError, Retry

log = logging.getLogger(__name__)

Handle = Callable[[Sequence[Json]], Awaitable[None]]


def backoff_seconds(failures: int) -> float:
    """Wait 1, 2, 4 … at most 30 seconds after that many failures in a row."""
    return min(30.0, 2.0 ** min(failures - 1, 5))


async def poll(
    client: Client,
    handle: Handle,
    *,
    stop: asyncio.Event,
    backoff: Callable[[int], float] = backoff_seconds,
    wait_seconds: int = POLL_SECONDS,
) -> None:
    """Hand raw updates to ``handle`` until ``stop`` is set (Bot API, getUpdates).

    The offset that confirms a batch is sent with the next call, which happens only when ``handle`` has returned; when
    it raises, or on any error of the network or the platform, the same updates come again after a pause. One process
    at a time may poll: that is arranged by a lease outside.
    """
    offset: int | None = None
    failures = 0
    said = ""
    while not stop.is_set():
        try:
            updates = await _unless(stop, _get(client, offset, 0 if failures else wait_seconds))
            if updates:
                await handle(updates)
                offset = max(whole(update.get("update_id")) for update in updates) + 1
        except Exception as error:  # noqa: BLE001 - the boundary: whatever went wrong, the next round may work
            failures += 1
            said = _report(error, said)
            pause = max(backoff(failures), error.after or 0.0 if isinstance(error, Retry) else 0.0)
            await _sleep(stop, pause)
        else:
            if said:
                log.info("telegram polling works again")
            failures, said = 0, ""
    if offset is not None:
        # Best effort: what is not confirmed comes once more, and is known already.
        with contextlib.suppress(KanalError):
            await _get(client, offset, 0, limit=1)


async def _get(client: Client, offset: int | None, wait_seconds: int, limit: int = 100) -> list[Json]:
    parameters: dict[str, Any] = {"offset": offset, "limit": limit, "timeout": wait_seconds}
    updates = await client.call(
        "getUpdates", wait_seconds=wait_seconds, allowed_updates=list(ALLOWED_UPDATES), **parameters
    )
    return objects(updates)


async def _unless(stop: asyncio.Event, work: Awaitable[list[Json]]) -> list[Json]:
    """Wait for the answer or for ``stop``, whichever is first."""
    asking = asyncio.ensure_future(work)
    stopping = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait((asking, stopping), return_when=asyncio.FIRST_COMPLETED)
        return asking.result() if asking.done() else []
    finally:
        for task in (asking, stopping):
            task.cancel()
        await asyncio.gather(asking, stopping, return_exceptions=True)


async def _sleep(stop: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)


def _report(error: Exception, said: str) -> str:
    """Log a kind of trouble once, not every round."""
    kind = type(error).__name__
    if kind == said:
        return said
    match error:
        case Conflicted():
            log.error("telegram polling: another process polls with this token, or a webhook is set: %s", error)
        case ChannelDown():
            log.error("telegram polling: %s. %s", error, error.advice)
        case KanalError():
            log.warning("telegram polling: %s", error)
        case _:
            log.exception("telegram polling: handling a batch failed; it comes again")
    return kind
