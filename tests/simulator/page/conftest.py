"""The demo page with Telegram alone and with both platforms, and a headless browser."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, async_playwright

from simulator.pages import InstagramStandIn, MessengerStandIn, PageStandIn
from simulator.whatsapp import WhatsAppStandIn
from simulator.x import XStandIn
from tests.simulator.page.demo import CHROMIUM, Demo, mounted


@pytest.fixture
async def demo() -> AsyncIterator[Demo]:
    """The page with Telegram alone."""
    async with mounted(None) as demo:
        yield demo


@pytest.fixture
async def both() -> AsyncIterator[Demo]:
    """The page with citizens on Telegram and on WhatsApp."""
    whatsapp = WhatsAppStandIn(limits=None)
    await whatsapp.start()
    async with mounted(whatsapp) as demo:
        yield demo
        await whatsapp.stop()


@pytest.fixture
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


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A headless chromium."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        await browser.close()
