"""A city per journey; every journey is judged at its end (``tests.journeys.watch.judge``)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import pytest
from playwright.async_api import Browser

from demo.stage import WEBHOOK_SECRET
from simulator.telegram.server import DEFAULT_TOKEN
from tests.databases import Databases
from tests.journeys.driver import Town
from tests.journeys.watch import captured_logs, judge
from tests.journeys.web_driver import LAMP, WebTown, chromium

Build = Callable[..., Awaitable[Town]]


@pytest.fixture
def logs() -> Iterator[Any]:
    """Keep what is logged."""
    with captured_logs((DEFAULT_TOKEN, WEBHOOK_SECRET)) as written:
        yield written


@pytest.fixture
async def build(mongo_uri: str, database_name: str, databases: Databases, logs: Any) -> AsyncIterator[Build]:
    """Build a city with its own options; no process runs yet."""
    towns: list[Town] = []

    async def make(*, kind: type[Town] = Town, **options: Any) -> Town:
        database = f"{database_name}_{len(towns)}" if towns else database_name
        town = await kind.build(mongo_uri, database, **options)
        towns.append(town)
        return town

    yield make
    for town in towns:
        try:
            await judge(town, logs)
        finally:
            await town.stop()
    databases.drop(*(f"{database_name}_{place}" for place in range(1, len(towns))))


@pytest.fixture
async def town(build: Build) -> Town:
    """Give a city with one process and registered officers."""
    town = await build()
    await town.run()
    await town.register()
    return town


@pytest.fixture
async def bare(build: Build) -> Town:
    """Give a city with one process and nobody registered."""
    town = await build()
    await town.run()
    return town


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Run a browser."""
    async with chromium() as found:
        yield found


@pytest.fixture
async def web_town(build: Build) -> WebTown:
    """Give a city with the form on and registered officers."""
    town = await build(kind=WebTown)
    assert isinstance(town, WebTown)
    await town.run()
    await town.register()
    town.spoken.add(LAMP)
    return town
