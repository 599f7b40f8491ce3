"""What somebody sees while photos are on their way: how far they are, that they came, or why not; in a real browser."""

from __future__ import annotations

import asyncio
import io
import json
import socket
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.async_api import Browser, Route, expect

from core.vocabulary.errors import StoreDown
from tests.contents import whole
from tests.journeys.pictures import png
from tests.journeys.test_origins import LATITUDE, LONGITUDE, TAKEN, kept
from tests.journeys.web_driver import LAMP, Reader, WebTown, needs_browser, phone
from tests.storage.files.cameras import shot

pytestmark = needs_browser
FAILED = "Belum terkirim: sambungan terputus"
LOOK = """
() => {
  sessionStorage.bar = "[]";
  const line = document.querySelector(".sending"), bar = line.querySelector("progress");
  const note = () => {
    const seen = JSON.parse(sessionStorage.bar);
    if (seen.at(-1) !== bar.value) sessionStorage.bar = JSON.stringify([...seen, bar.value]);
  };
  new MutationObserver(note).observe(line, { subtree: true, childList: true, attributes: true, characterData: true });
}
"""
"""Notes where the bar stands, also beyond the end of its page."""


def noisy(side: int = 1700) -> Image.Image:
    """Draw what no encoder makes small."""
    return Image.effect_noise((side, side * 3 // 4), 90).convert("RGB")


async def filled_in(reader: Reader, form: str, *photos: bytes) -> None:
    """Go to the point where only the button is left to press, and look on from there."""
    await reader.begins(form)
    chosen: list[Any] = [
        {"name": f"IMG_{n}.jpg", "mimeType": "image/jpeg", "buffer": one} for n, one in enumerate(photos)
    ]
    await reader.page.set_input_files("#photos", chosen)
    await reader.page.check("[value=anonim]")
    await reader.page.evaluate(LOOK)


class SlowLine:
    """A line between a browser and the bridge that carries so many bytes, and stops until it is told to go on."""

    def __init__(self, target: str, stops_at: int) -> None:
        self._target = urlsplit(target)
        self._stops_at = stops_at
        self._server: asyncio.Server | None = None
        self.stopped, self.goes_on = asyncio.Event(), asyncio.Event()
        self.cut = False

    async def __aenter__(self) -> SlowLine:
        near = socket.create_server(("127.0.0.1", 0))
        near.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024)
        self._server = await asyncio.start_server(self._carry, sock=near, limit=64 * 1024)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.goes_on.set()
        assert self._server is not None
        self._server.close()

    @property
    def url(self) -> str:
        """Give the address on the near side."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection(self._target.hostname, self._target.port)
        back = asyncio.create_task(self._pass(far_reader, writer))
        carried = 0
        while piece := await reader.read(64 * 1024):
            carried += len(piece)
            if carried > self._stops_at:
                self.stopped.set()
                await self.goes_on.wait()
                if self.cut:
                    writer.transport.abort()
                    break
            far_writer.write(piece)
            await far_writer.drain()
        far_writer.close()
        await back

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while piece := await reader.read(64 * 1024):
            writer.write(piece)
        writer.close()


def large() -> bytes:
    """Take a photo of about five megabytes."""
    return shot(picture=noisy(), quality=95, subsampling=0)


async def sent_by(reader: Reader, line: SlowLine) -> None:
    """Press the button, with photos that travel as they are, and wait until the line stands still."""
    await reader.page.evaluate("() => { window.createImageBitmap = () => Promise.reject(); }")
    await reader.page.click("#send")
    await asyncio.wait_for(line.stopped.wait(), 30)


async def test_the_bar_moves_and_ends(web_town: WebTown, browser: Browser) -> None:
    """While photos are on their way the bar stands in between and the button waits; it only goes on, to its end."""
    async with SlowLine(web_town.runtime.url, 1_000_000) as line, phone(browser, scripts=True) as reader:
        await filled_in(reader, f"{line.url}/lapor", large(), large(), large())
        await sent_by(reader, line)
        bar = reader.page.locator(".sending")
        await expect(bar).to_contain_text("%")
        await expect(reader.page.locator("#send")).to_be_disabled()
        between = float(await bar.locator("progress").evaluate("bar => bar.value"))
        assert 0 < between < 100
        assert "Mengirim…" == str(await bar.locator("progress").get_attribute("aria-label"))
        await reader.looks("sending")
        line.goes_on.set()
        await reader.page.wait_for_url("**/milik/**")
        steps = json.loads(await reader.page.evaluate("sessionStorage.bar"))
    assert (sorted(steps), 100) == (steps, steps[-1])
    assert 3 <= len(steps)


async def test_a_line_that_breaks_is_told(web_town: WebTown, browser: Browser) -> None:
    """In the middle of a photo the line goes: that is said, the form is as it was, and sent again it is filed once."""
    async with SlowLine(web_town.runtime.url, 1_000_000) as line, phone(browser, scripts=True) as reader:
        await filled_in(reader, f"{line.url}/lapor", large(), large())
        await sent_by(reader, line)
        line.cut = True
        line.goes_on.set()
        await expect(reader.page.locator(".sending")).to_contain_text(FAILED)
        await expect(reader.page.locator("#send")).to_be_enabled()
        assert 0 == await reader.page.locator(".sending progress").evaluate("bar => bar.value")
        assert LAMP == await reader.page.input_value("#words")
        await reader.looks("sending-failed")
        reader.complaints.clear()  # the browser notes the line that broke
        line.cut = False
        await reader.page.click("#send")
        await reader.page.wait_for_url("**/milik/**")
    await web_town.settle()
    assert await web_town.state("ticket:KPG-26-00001-5") is not None
    assert await web_town.state("ticket:KPG-26-00002-1") is None


async def _offline(reader: Reader, town: WebTown) -> None:
    await reader.page.context.set_offline(offline=True)


async def _broken(reader: Reader, town: WebTown) -> None:
    async def answer(route: Route) -> None:
        await route.fulfill(status=502, body="<html>Bad Gateway</html>", content_type="text/html")

    await reader.page.route("**/lapor/3", answer)


async def _no_store(reader: Reader, town: WebTown) -> None:
    async def refuse(_upload: object) -> None:
        raise StoreDown("played")

    town.runtime.store.put_upload = refuse  # type: ignore[assignment]


async def _nothing(reader: Reader, town: WebTown) -> None:
    pass


FAULTS: dict[str, tuple[Callable[[Reader, WebTown], Awaitable[None]], bytes, str]] = {
    "no network": (_offline, png(1), FAILED),
    "a gateway answers": (_broken, png(1), FAILED),
    "the store is down": (_no_store, png(1), "sebentar lagi"),
    "a photo that is none": (_nothing, b"<svg/>", "bukan foto yang bisa kami baca"),
    "a photo that is empty": (_nothing, b"", "kosong"),
    "a photo above 8 MB": (_nothing, b"\xff\xd8\xff" + bytes(8 * 1024 * 1024), "paling banyak 8 MB"),
}


@pytest.mark.parametrize(("fault", "photo", "said"), FAULTS.values(), ids=FAULTS.keys())
async def test_why_it_did_not_go_is_said(
    web_town: WebTown,
    browser: Browser,
    fault: Callable[[Reader, WebTown], Awaitable[None]],
    photo: bytes,
    said: str,
) -> None:
    """Beside the button it says why, in words; what was written stays, and the button can be pressed again."""
    async with phone(browser, scripts=True) as reader:
        await filled_in(reader, web_town.form, photo)
        await fault(reader, web_town)
        await reader.page.click("#send")
        await expect(reader.page.locator(".sending")).to_contain_text(said)
        await expect(reader.page.locator("#send")).to_be_enabled()
        assert LAMP == await reader.page.input_value("#words")
        reader.complaints.clear()  # the browser notes the answer
    assert await web_town.state("registry:KPG-26") is None


@pytest.mark.parametrize("ticked", [True, False])
async def test_what_is_drawn_smaller_keeps_its_notes_with_the_tick(
    web_town: WebTown, browser: Browser, ticked: bool
) -> None:
    """A large photo is drawn smaller before it travels; with the tick when and where it was taken goes along."""
    photo = shot(LATITUDE, LONGITUDE, TAKEN, noisy(), turned=6, quality=95, subsampling=0)
    async with phone(browser, scripts=True) as reader:
        await filled_in(reader, web_town.form, photo)
        await expect(reader.page.locator("[name=origins]")).not_to_be_checked()
        await reader.page.set_checked("[name=origins]", ticked)
        await reader.looks("origins")
        number = await reader.sends()
    await web_town.settle()
    assert ([(True, round(LATITUDE, 4))] if ticked else []) == kept(web_town)
    ticket = await web_town.state(f"ticket:{number}")
    stored = await web_town.runtime.store.get_media(ticket["report"]["evidence"][0]["media"])
    assert stored is not None
    with Image.open(io.BytesIO(await whole(stored.content))) as picture:
        assert (1275, 1700) == picture.size, "upright, once"
