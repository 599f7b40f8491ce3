"""The demo page with Telegram alone and with both platforms, and a headless browser."""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from simulator.pages import InstagramStandIn, MessengerStandIn, PageStandIn
from simulator.whatsapp import WhatsAppStandIn
from simulator.x import XStandIn
from tests.simulator.page.demo import CHROMIUM, Demo, mounted


@pytest_asyncio.fixture(loop_scope="module")
async def demo() -> AsyncIterator[Demo]:
    """The page with Telegram alone."""
    async with mounted(None) as demo:
        yield demo


@pytest_asyncio.fixture(loop_scope="module")
async def both() -> AsyncIterator[Demo]:
    """The page with citizens on Telegram and on WhatsApp."""
    whatsapp = WhatsAppStandIn(limits=None)
    await whatsapp.start()
    async with mounted(whatsapp) as demo:
        yield demo
        await whatsapp.stop()


@pytest_asyncio.fixture(loop_scope="module")
async def all_apps() -> AsyncIterator[Demo]:
    """The page with citizens on every app."""
    whatsapp, x = WhatsAppStandIn(limits=None), XStandIn(limits=None)
    pages: dict[str, PageStandIn] = {"messenger": MessengerStandIn(), "instagram": InstagramStandIn()}
    standins: tuple[WhatsAppStandIn | PageStandIn | XStandIn, ...] = (whatsapp, *pages.values(), x)
    for standin in standins:
        await standin.start()
    async with mounted(whatsapp, pages, x) as demo:
        yield demo
        for standin in standins:
            await standin.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium() -> AsyncIterator[Browser]:
    """A headless chromium, for a file of tests."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def browser(chromium: Browser) -> AsyncIterator[Browser]:
    """The browser with nothing open, now and for whoever comes after."""
    yield chromium
    for context in chromium.contexts:
        await context.close()
