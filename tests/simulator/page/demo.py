"""The demo page in a browser, mounted beside small bots: what its tests share."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from playwright.async_api import Browser, Page, expect

from simulator.page import Scene, StandIns, demo_app
from simulator.pages import PageStandIn
from simulator.telegram import TelegramStandIn
from simulator.whatsapp import WhatsAppStandIn
from simulator.x import XStandIn
from tests.simulator.page.fake_bot import FakeBot
from tests.simulator.page.fake_whatsapp_bot import FakeWhatsAppBot

CHROMIUM = shutil.which("chromium")
needs_browser = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
    pytest.mark.asyncio(loop_scope="module"),
]
"""A file's tests share a browser, which belongs to one event loop: to start one costs more than most of them do."""
Json = dict[str, Any]
GROUP = Scene().officials_chat_id


@dataclass
class Demo:
    """A mounted page with a bot behind it."""

    standin: TelegramStandIn
    url: str
    bot: FakeBot
    whatsapp: WhatsAppStandIn | None = None
    number: FakeWhatsAppBot | None = None
    pages: Mapping[str, PageStandIn] = field(default_factory=dict)
    x: XStandIn | None = None

    async def tell(self, phone: str, text: str) -> None:
        """Let the WhatsApp number write a text to a person."""
        assert self.number is not None
        await self.number.send({"from": phone}, {"type": "text", "text": {"body": text}})

    async def post(self, text: str, topic: str = "Verifikasi", **more: Any) -> Json:
        """Let the Telegram bot post to a topic of the group."""
        thread = self.bot.topics[topic]
        posted: Json = await self.bot.call(
            "sendMessage", chat_id=GROUP, message_thread_id=thread, text=text, parse_mode="HTML", **more
        )
        return posted


def keys(*labels: str, data: str = "no") -> Json:
    """Give an inline keyboard of one row."""
    return {"inline_keyboard": [[{"text": label, "callback_data": data} for label in labels]]}


@asynccontextmanager
async def mounted(
    whatsapp: WhatsAppStandIn | None, pages: Mapping[str, PageStandIn] | None = None, x: XStandIn | None = None
) -> AsyncIterator[Demo]:
    """Serve the page under /demo, on stand-ins that small bots answer for."""
    standin = TelegramStandIn(limits=None)
    await standin.start()
    app = web.Application()
    app.add_subapp("/demo", demo_app(StandIns(standin, whatsapp, pages or {}, x)))
    other = FakeWhatsAppBot(whatsapp) if whatsapp is not None else None
    if other is not None:
        app.add_routes(other.routes())
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    if whatsapp is not None:
        await whatsapp.subscribe(f"{url}/wa")
    bot = FakeBot(standin, GROUP)
    running = asyncio.create_task(bot.run())
    await standin.wait_for(lambda: standin.updates.polling)
    yield Demo(standin, f"{url}/demo", bot, whatsapp, other, pages or {}, x)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await standin.stop()
    if other is not None:
        await other.session.close()
    await runner.cleanup()


async def opened(
    browser: Browser, demo: Demo, width: int, height: int, *, dark: bool = False, query: str = ""
) -> tuple[Page, list[str]]:
    """Open the page and give it with the list of its complaints."""
    page = await browser.new_page(
        viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", locale="id-ID"
    )
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    await page.goto(f"{demo.url}/{query}")
    await expect(page.locator("#live")).to_have_class("live on")
    return page, complaints
