"""The Ombudsman takes the auditor's file away: whoever else asks does not, and what breaks off is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from functools import partial

import pytest

from core.proof.export import VERSION, End, Header, Part, read
from core.vocabulary.accounts import Office
from core.vocabulary.errors import StoreDown
from tests.web.monitor.house import account, served
from web.monitor.chain_pages import add_chains

PATH = "/pengawas/rantai"
PARTS = (Header(VERSION, "KPG", "2026-12-01T00:00:00.000Z", whole=True), End(0, 0))


async def whole(_now: datetime) -> AsyncIterator[Part]:
    """Give a file without reports."""
    for part in PARTS:
        yield part


async def down(_now: datetime) -> AsyncIterator[Part]:
    """Give nothing: the store is down."""
    raise StoreDown
    yield PARTS[0]


async def test_the_ombudsman_gets_the_file() -> None:
    """It comes line by line, under a name with the day, and the look is in the log."""
    async with served(further=[partial(add_chains, chains=whole)]) as house:
        await house.is_in()
        assert "Unduh berkas pemeriksaan" in (await house.ask("/pengawas"))[1]
        async with house.client.get(PATH) as answer:
            lines = (await answer.read()).splitlines()
            assert 'filename="kupang-2026-' in answer.headers["Content-Disposition"]
        assert list(PARTS) == [read(line) for line in lines]
        assert "chains" in [look.page for look in await house.accounts.looks(account().name, 9)]


@pytest.mark.parametrize("office", ["ministry", "mayor"])
async def test_nobody_else_gets_it(office: Office) -> None:
    """Other offices are refused, and are not offered it."""
    async with served(known=account(office), further=[partial(add_chains, chains=whole)]) as house:
        await house.is_in()
        assert 403 == (await house.ask(PATH))[0]
        assert "pemeriksaan" not in (await house.ask("/pengawas"))[1]


async def test_with_the_store_down_there_is_no_file() -> None:
    """What cannot be read is said, and no empty file is given."""
    async with served(further=[partial(add_chains, chains=down)]) as house:
        await house.is_in()
        assert 503 == (await house.ask(PATH))[0]


async def test_one_file_at_a_time() -> None:
    """While one is read another one is asked to come again."""
    begun, go = asyncio.Event(), asyncio.Event()

    async def slow(now: datetime) -> AsyncIterator[Part]:
        begun.set()
        await go.wait()
        async for part in whole(now):
            yield part

    async with served(further=[partial(add_chains, chains=slow)]) as house:
        await house.is_in()
        first = asyncio.ensure_future(house.ask(PATH))
        await begun.wait()
        assert 429 == (await house.ask(PATH))[0]
        go.set()
        assert 200 == (await first)[0]
