"""`kanal demo` as its user meets it: the terminal, the address, and one whole case played on the page."""

import asyncio
import shutil
import signal
import socket
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
import pytest
from playwright.async_api import Page, async_playwright, expect

from tests.cli.kanal import KANAL, PATIENCE_SECONDS, ROOT, environment

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]


@dataclass
class Terminal:
    """A running demo and what its terminal shows."""

    process: asyncio.subprocess.Process
    url: str
    out: list[str] = field(default_factory=list)
    err: str = ""

    async def ready(self) -> None:
        """Wait until it has said how to stop it."""
        assert self.process.stdout is not None
        async with asyncio.timeout(PATIENCE_SECONDS):
            while "Ctrl-C" not in (line := (await self.process.stdout.readline()).decode()):
                assert line, (await self.process.communicate())[1].decode()
                self.out.append(line)
            self.out.append(line)

    async def stop(self) -> int:
        """Press Ctrl-C and give the exit code."""
        self.process.send_signal(signal.SIGINT)
        _, err = await asyncio.wait_for(self.process.communicate(), PATIENCE_SECONDS)
        self.err = err.decode()
        return self.process.returncode or 0


@asynccontextmanager
async def running() -> AsyncIterator[Terminal]:
    """Run the demo on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        *KANAL, "demo", "--port", str(port), cwd=ROOT, env=environment({}),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    terminal = Terminal(process, f"http://127.0.0.1:{port}")
    try:
        await terminal.ready()
        yield terminal
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def play(page: Page) -> None:
    """Play one case from complaint to rating, led by the page from step to step."""
    citizen, group = page.locator("#citizen-log"), page.locator("#group-log")
    current, lead = page.locator("#steps [aria-current]"), page.locator("#step-go")

    async def write(box: str, words: str) -> None:
        await page.locator(box).fill(words)
        await page.locator(box).press("Enter")

    await page.get_by_role("button", name="Lampu jalan mati su 3 hari").click()
    await citizen.get_by_role("button", name="Kirim", exact=True).click()
    await citizen.get_by_role("button", name="☰ Pilih", exact=True).click()
    await page.locator("#choices").get_by_role("button", name="Anonim").click()
    await expect(citizen.locator("b", has_text="KPG-")).to_have_count(1)
    for step, label in (("memeriksa", "Verifikasi"), ("Diteruskan", "Disposisi"), ("mengambil", "Ambil")):
        await expect(current).to_contain_text(step)
        await lead.click()
        key = group.get_by_role("button", name=label, exact=True)
        await expect(key).to_be_focused()
        await key.press("Enter")
        if label == "Disposisi":
            await group.get_by_role("button", name="disarankan").click()
    await expect(page.locator("#actor")).to_have_value("7002")
    await expect(current).to_contain_text("bertanya")
    await group.get_by_role("button", name="Tanya pelapor").click()
    await expect(page.locator("#replying")).to_be_visible()
    await write("#group-text", "Tiang nomor berapa yang mati?")
    await expect(citizen).to_contain_text("Tiang nomor berapa yang mati?")
    await write("#citizen-text", "Tiang nomor 12, samping gerbang sekolah")
    await expect(group).to_contain_text("Tiang nomor 12")
    await expect(current).to_contain_text("Selesai dengan bukti")
    await group.get_by_role("button", name="Selesai", exact=True).click()
    await expect(page.locator("#replying")).to_be_visible()
    await page.locator("#group-text").fill("Lampu sudah diganti.")
    await page.locator("#group-attach summary").click()
    await page.get_by_role("button", name="Contoh foto: bukti perbaikan").click()
    await expect(current).to_contain_text("memutuskan")
    await citizen.get_by_role("button", name="Sudah beres").click()
    await expect(page.locator("#step-count")).to_have_text("7 dari 7")
    assert "*" not in str(await citizen.text_content())


async def test_the_demo_from_start_to_ctrl_c() -> None:
    """The terminal names the address, `/` leads to the page, a case plays; closed tabs and Ctrl-C leave no noise."""
    async with running() as terminal, async_playwright() as playwright:
        assert f"Kanal is running. Open {terminal.url}/demo" in "".join(terminal.out)
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = await browser.new_page(viewport={"width": 1440, "height": 900}, locale="id-ID")
        page.set_default_timeout(PATIENCE_SECONDS * 1000)
        expect.set_options(timeout=PATIENCE_SECONDS * 1000)
        await page.goto(terminal.url)
        assert f"{terminal.url}/demo/" == page.url
        await expect(page.locator("#group-log")).to_contain_text("Belum ada laporan")
        await play(page)
        kept = await browser.new_page()
        await kept.goto(terminal.url)
        await expect(kept.locator("#live")).to_have_class("live on")
        await page.close()
        async with aiohttp.ClientSession() as session:
            body = {"user": "6281238001101", "text": "Halo"}
            async with session.post(f"{terminal.url}/demo/api/whatsapp/say", json=body) as answer:
                assert 200 == answer.status
        await expect(kept.locator("#citizen-log")).to_contain_text("Halo")
        assert (0, "") == (await terminal.stop(), terminal.err)
        await browser.close()
