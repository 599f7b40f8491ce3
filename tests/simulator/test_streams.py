"""The live stream of a stand-in outlives its readers without a word."""

import asyncio
import logging

import pytest
from aiohttp import ClientSession, web

from simulator import control
from simulator.feed import Feed
from simulator.page import StandIns, demo_app
from simulator.telegram import TelegramStandIn


async def served(standin: TelegramStandIn) -> tuple[web.AppRunner, str]:
    """Serve the demo page as the demo does; give what to clean up and the address."""
    app = web.Application()
    app.add_subapp("/demo", demo_app(StandIns(standin)))
    runner = web.AppRunner(app, shutdown_timeout=30.0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}/demo/api/events"


def readers(feed: Feed) -> int:
    """Count who listens."""
    return len(feed._subscribers)


async def until(feed: Feed, count: int) -> None:
    """Wait until that many listen."""
    async with asyncio.timeout(5):
        while readers(feed) != count:  # noqa: ASYNC110 - who listens is no event of the feed
            await asyncio.sleep(0)


@pytest.mark.parametrize("event", [False, True], ids=["at a sign of life", "at an event"])
async def test_a_reader_that_goes_leaves_no_trace(
    standin: TelegramStandIn, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, event: bool
) -> None:
    """A tab that closes ends its stream at the next write, and nothing is logged about it."""
    monkeypatch.setattr(control, "KEEP_ALIVE_SECONDS", 600.0 if event else 0.001)
    runner, url = await served(standin)
    with caplog.at_level(logging.DEBUG):
        async with ClientSession() as session:
            answer = await session.get(url)
            await until(standin.feed, 1)
            answer.close()
        if event:
            async with asyncio.timeout(5):
                while readers(standin.feed):
                    standin.feed.publish("tick", {})
                    await asyncio.sleep(0)
        await until(standin.feed, 0)
        await runner.cleanup()
    assert [] == [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


async def test_open_pages_do_not_hold_up_the_end(standin: TelegramStandIn) -> None:
    """The end of the program ends the streams of open pages at once instead of waiting for them."""
    runner, url = await served(standin)
    async with ClientSession() as session:
        answer = await session.get(url)
        await until(standin.feed, 1)
        async with asyncio.timeout(5):
            await runner.cleanup()
        assert b"" == await answer.content.read()
