"""A city with the form on, and citizens who use it in a real browser at the width of a phone."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, Page, ViewportSize, async_playwright, expect

from tests.journeys.driver import Town
from tests.journeys.pictures import png

CHROMIUM = shutil.which("chromium")
needs_browser = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]
PHONE: ViewportSize = {"width": 360, "height": 740}
PATIENCE_MS = 30_000
LAMP = "Lampu jalan mati su 3 hari di depan SDN Oebufu, kalau malam gelap sekali"
SHOTS = os.environ.get("KANAL_SHOTS", "")
"""A folder in which pictures of the pages are left, to be looked at."""


class WebTown(Town):
    """A city whose pages are on."""

    def settings(self, **more: Any) -> Any:
        """Switch the form on."""
        return super().settings(**{"WEB_FORM": "on", **more})

    @property
    def form(self) -> str:
        """Give the address of the form."""
        return f"{self.runtime.url}/lapor"


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Run a headless browser."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        await browser.close()


@asynccontextmanager
async def phone(browser: Browser, *, scripts: bool, dark: bool = False) -> AsyncIterator[Reader]:
    """Open a page on a phone; nothing may be written to its console."""
    context: BrowserContext = await browser.new_context(
        viewport=PHONE,
        java_script_enabled=scripts,
        locale="id-ID",
        color_scheme="dark" if dark else "light",
        device_scale_factor=2,
    )
    context.set_default_timeout(PATIENCE_MS)
    reader = Reader(await context.new_page())
    yield reader
    assert [] == reader.complaints, "no error, and nothing against the policy"
    await context.close()


class Reader:
    """Somebody with a browser."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.link = ""
        self.requested: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.requested.append(request.url))

    async def looks(self, name: str) -> None:
        """Leave a picture of the page, where a folder for them is named."""
        if SHOTS:
            await self.page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)

    async def sees(self, *words: str) -> None:
        """Wait until the page says all this; without scripts it is loaded anew."""
        for word in words:
            await expect(self.page.locator("main")).to_contain_text(word, timeout=PATIENCE_MS, ignore_case=True)

    async def comes_back(self, *words: str) -> None:
        """Open the private page again and again until it says all this."""
        for _ in range(60):
            await self.page.goto(self.link)
            said = (await self.page.inner_text("main")).lower()
            if all(word.lower() in said for word in words):
                return
            await self.page.wait_for_timeout(100)
        raise AssertionError(f"{words} not on the page: {said}")

    async def begins(self, form: str, words: str = LAMP) -> None:
        """Write the words and go on to what was understood."""
        await self.page.goto(form)
        await self.page.fill("#words", words)
        await self.page.click("button.main")
        await self.sees("Begini yang kami tangkap")

    async def adds_photos(self, *seeds: int) -> None:
        """Choose pictures."""
        await self.page.set_input_files("#photos", files(seeds))

    async def sends(self, privacy: str = "anonim") -> str:
        """Send the corrected form; give the number."""
        await self.page.check(f"[value={privacy}]")
        await self.page.click("form[data-send] > button.main")
        await self.page.wait_for_url("**/milik/**")
        self.link = self.page.url.partition("?")[0]
        await self.comes_back("KPG-")
        found = re.search(r"KPG-\d\d-\d{5}-\d", await self.page.inner_text("h1"))
        assert found is not None
        return found[0]

    async def writes(self, words: str, *seeds: int) -> None:
        """Write to the officials on the private page."""
        await self.page.fill("#words", words)
        if seeds:
            await self.adds_photos(*seeds)
        async with self.page.expect_navigation():
            await self.page.click("form[data-send] button.main")
        await self.sees(words)

    async def chooses(self, label: str) -> None:
        """Press one of the choices."""
        async with self.page.expect_navigation():
            await self.page.click(f"form.buttons button:has-text('{label}')")


def files(seeds: Sequence[int]) -> list[Any]:
    """Give pictures as a browser takes them."""
    return [{"name": f"foto {seed}.png", "mimeType": "image/png", "buffer": png(seed)} for seed in seeds]
