"""Long polling: stored first, confirmed later, and no error ends it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest

from channels.telegram.client import POLL_SECONDS, Client
from channels.telegram.polling import backoff_seconds, poll
from channels.telegram.raw import Json
from core.vocabulary.errors import StoreDown
from simulator.telegram import TelegramStandIn
from tests.channels.telegram.fixtures import MARIA


class Inbox:
    """Keep what is handed over; fail as often as told."""

    def __init__(self) -> None:
        self.got: list[Json] = []
        self.failures: list[Exception] = []
        self.news = asyncio.Condition()

    async def handle(self, updates: Sequence[Json]) -> None:
        """Take a batch, or raise."""
        async with self.news:
            self.news.notify_all()
            if self.failures:
                raise self.failures.pop(0)
            self.got += updates

    async def until(self, count: int) -> list[int]:
        """Wait until that many updates came; give their ids."""
        async with asyncio.timeout(5), self.news:
            await self.news.wait_for(lambda: len(self.got) >= count)
        return [update["update_id"] for update in self.got]


@asynccontextmanager
async def polling(client: Client, inbox: Inbox) -> AsyncIterator[None]:
    """Poll in the background until the block ends."""
    stop = asyncio.Event()
    task = asyncio.create_task(poll(client, inbox.handle, stop=stop, backoff=lambda _: 0.0))
    try:
        yield
    finally:
        stop.set()
        async with asyncio.timeout(5):
            await task


async def test_updates_come_in_order_and_are_confirmed(standin: TelegramStandIn, client: Client) -> None:
    """Each update is handed over once, and after the end nothing is left at the platform."""
    inbox = Inbox()
    async with polling(client, inbox):
        standin.people.say(MARIA, "satu")
        await inbox.until(1)
        standin.people.say(MARIA, "dua")
        ids = await inbox.until(2)
    assert sorted(ids) == ids
    assert ["satu", "dua"] == [update["message"]["text"] for update in inbox.got]
    assert 0 == len(standin.updates.pending)


async def test_odd_updates_survive(standin: TelegramStandIn, client: Client) -> None:
    """Updates that the library's objects refuse are handed over as they are."""
    odd = {"message": {"message_id": 1, "chat": {"id": 5}, "from": {"id": 5}, "sticker": {"file_id": "x"}}}
    standin.inject({**odd, "telepathy": {"a": 1}})
    inbox = Inbox()
    async with polling(client, inbox):
        await inbox.until(1)
    assert {"a": 1} == inbox.got[0]["telepathy"]


async def test_not_confirmed_before_it_is_stored(
    standin: TelegramStandIn, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    """When the store is down, the same updates come again until it has them."""
    inbox = Inbox()
    inbox.failures = [StoreDown("down"), StoreDown("down"), RuntimeError("bug")]
    standin.people.say(MARIA, "penting")
    async with polling(client, inbox):
        await inbox.until(1)
    assert ["penting"] == [update["message"]["text"] for update in inbox.got]
    assert 1 == sum("down" in record.getMessage() for record in caplog.records)


@pytest.mark.parametrize("fault", ["server_error", "bad_gateway", "cut", "unauthorized"])
async def test_trouble_does_not_end_it(standin: TelegramStandIn, client: Client, fault: str) -> None:
    """After passing trouble, also a token that is refused for a while, updates come again."""
    standin.fail(fault, "getUpdates", times=3)
    standin.people.say(MARIA, "tetap sampai")
    inbox = Inbox()
    async with polling(client, inbox):
        await inbox.until(1)
    assert "tetap sampai" == inbox.got[0]["message"]["text"]


async def test_a_second_poller_is_told_once(
    standin: TelegramStandIn, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    """A conflict is logged once, not every round, and its end too."""
    caplog.set_level(logging.INFO, "channels.telegram.polling")
    words = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    standin.fail("error", "getUpdates", times=4, code=409, description=words)
    standin.people.say(MARIA, "halo")
    inbox = Inbox()
    async with polling(client, inbox):
        await inbox.until(1)
        await standin.wait_for(lambda: any("works again" in record.getMessage() for record in caplog.records) or None)
    assert 1 == sum("another process" in record.getMessage() for record in caplog.records)


async def test_a_waiting_poll_stops_at_once(standin: TelegramStandIn, client: Client) -> None:
    """The end of the program does not wait for the long poll."""
    async with polling(client, Inbox()):
        await standin.wait_for(lambda: standin.updates.polling or None)
        started = asyncio.get_running_loop().time()
    assert asyncio.get_running_loop().time() - started < POLL_SECONDS / 5


def test_backoff_grows_to_half_a_minute() -> None:
    """Pauses double from one second and stay at thirty."""
    assert [1, 2, 4, 8, 16, 30, 30] == [backoff_seconds(n) for n in range(1, 8)]
