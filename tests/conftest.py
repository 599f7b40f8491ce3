"""Fixtures that every test may use: a database, a store on it, a clock that is moved. Skips are reported."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from aiohttp import web_app

from storage.embedded.server import EmbeddedServer
from storage.mongo.store import MongoStore
from tests.clock import TestClock
from tests.databases import Databases, server_folder
from tests.skips import pytest_configure

__all__ = ["pytest_configure"]

SERVER_START_SECONDS = 90.0


LONGEST_FIRST = ("faults", "bench", "journeys", "turns", "cli", "channels")
"""Folders of the files that take longest: begun last, one of them would keep one process busy while others are idle."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the long files; within a file, and among the others, the order stays."""
    tests = Path(__file__).parent

    def place(item: pytest.Item) -> int:
        room = item.path.relative_to(tests).parts[0]
        return LONGEST_FIRST.index(room) if room in LONGEST_FIRST else len(LONGEST_FIRST)

    items.sort(key=place)


@pytest.fixture(scope="module", autouse=True)
def forget_applications() -> Iterator[None]:
    """Let go of the applications of a file's tests: aiohttp remembers a thousand, each with its whole bridge."""
    yield
    web_app._cached_build_middleware.cache_clear()


def _servers() -> list[str]:
    return ["embedded", "given"] if os.environ.get("KANAL_TEST_MONGODB_URI") else ["embedded"]


@pytest.fixture(scope="session", params=_servers())
def mongo_uri(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run one embedded server per session, and also use KANAL_TEST_MONGODB_URI where it is set."""
    if request.param == "given":
        yield os.environ["KANAL_TEST_MONGODB_URI"]
        return
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="embedded-server", daemon=True)
    thread.start()
    with server_folder(tmp_path_factory.mktemp("embedded")) as folder:
        server = EmbeddedServer(folder)
        try:
            yield asyncio.run_coroutine_threadsafe(server.start(), loop).result(SERVER_START_SECONDS)
        finally:
            asyncio.run_coroutine_threadsafe(server.stop(), loop).result(SERVER_START_SECONDS)
            loop.call_soon_threadsafe(loop.stop)
            thread.join(SERVER_START_SECONDS)
            loop.close()


@pytest.fixture(scope="session")
def databases(mongo_uri: str) -> Iterator[Databases]:
    """Keep the databases of one server, and a client of it."""
    kept = Databases(mongo_uri)
    yield kept
    kept.close(drop=mongo_uri == os.environ.get("KANAL_TEST_MONGODB_URI"))


@pytest.fixture
def database_name(databases: Databases, request: pytest.FixtureRequest) -> Iterator[str]:
    """Name a database without documents; with the mark ``new_database`` one that nobody used."""
    new = request.node.get_closest_marker("new_database") is not None
    name = databases.new() if new else databases.empty()
    yield name
    if new:
        databases.drop(name)
    else:
        databases.rest(name)


@pytest.fixture
def clock() -> TestClock:
    """Give a clock that stands still until the test moves it."""
    return TestClock()


@pytest.fixture
async def store(mongo_uri: str, database_name: str, clock: TestClock) -> AsyncIterator[MongoStore]:
    """Open a store on a fresh database."""
    opened = MongoStore(mongo_uri, database_name, clock=clock, worker="w1")
    await opened.open()
    yield opened
    await opened.close()
