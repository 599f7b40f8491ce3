"""Make the pictures of the officials' handbook: ``python -m tests.journeys.handbook docs/images``.

A small story is played on the stand-ins, with a moved clock, and what the group shows is photographed in Chromium.
"""

from __future__ import annotations

import asyncio
import io
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import web
from PIL import Image
from playwright.async_api import Page, async_playwright

from demo.run import scene_of
from simulator.page import StandIns, demo_app
from tests.journeys.driver import QUICK, Town
from tests.journeys.reading import Json, says
from tests.storage.files.streets import Look, encoded, mirrored, street

CHROMIUM = shutil.which("chromium")
WIDTH, SHARP = 460, 1.5
EDGE = 4
"""Of the ground around a message so much is in its picture."""
"""A phone's width, and more pixels than that for sharp letters."""
GUIDE = Path("cities/kupang/guide")
OF_GUIDE = {"card": "card", "queue": "lists", "week": "clock"}
"""Pictures that the bot sends, too, lie in the city's pack, by the page of the guide that they go with."""
MOST_BYTES = 150_000
PALETTE = 256
"""Colours of a picture: what keeps letters and flat areas clean, and a file small."""
PARALLEL = 10
"""Tickets of a crowd that go their way together."""
MATTERS = (
    "Lampu jalan mati su 3 hari di depan SDN Oebufu",
    "Lampu jalan mati di depan Gereja Koinonia Kuanino, gelap sekali kalau malam",
    "Lampu lalu lintas di perempatan Polda Oebobo mati sejak pagi",
    "Lampu jalan kedip-kedip di Jalan Frans Seda dekat Bundaran Tirosa",
    "Parkir liar di depan Pasar Oeba bikin macet setiap sore",
    "Lampu jalan mati di Jalan Timor Raya dekat Kampus Oesapa",
    "Marka penyeberangan di depan SMP Naikoten sudah hilang",
    "Lampu jalan mati di gang dekat Posyandu Sikumana",
    "Halte di depan RSUD Kota di Fatululi rusak atapnya",
    "Lampu jalan di pintu masuk Pasar Penfui mati semua",
)
"""Reports of one unit, so that its queue has two pages."""


class Stand(Town):
    """A town with the embedded database in a folder of its own."""

    folder: Path

    def settings(self, **more: Any) -> Any:
        """Give settings with the embedded database."""
        return self.stage.settings(public_url=self.front.url, data_dir=self.folder, **more)


class Camera:
    """Photograph messages of the group as the demo page draws it."""

    def __init__(self, town: Town, page: Page, folder: Path) -> None:
        """Take the open page and the folder of the pictures."""
        self._town = town
        self._page = page
        self._folder = folder

    async def open(self, topic: str, actor: int) -> None:
        """Open a topic of the group as an official."""
        await self._page.select_option("#actor", str(actor))
        await self._page.click(f"#topics button:has-text('{topic}')")

    async def whole(self, name: str) -> None:
        """Photograph the page as it is."""
        (self._folder / f"officials-{name}.png").write_bytes(await self._page.screenshot())

    async def shot(self, place: str) -> Image.Image:
        """Photograph an element of the page over the whole width of the topic."""
        found, room = self._page.locator(place), await self._page.locator("#room").bounding_box()
        await self._page.evaluate(
            "document.querySelectorAll('.changed').forEach((one) => one.classList.remove('changed'))"
        )
        await found.scroll_into_view_if_needed()
        box = await found.bounding_box()
        assert room is not None
        assert box is not None, f"{place} is not on the page"
        edge = -0.5 if place == "#pinned" else EDGE if "data-id" in place else 0
        taken = await self._page.screenshot(
            animations="disabled",
            clip={
                "x": room["x"],
                "y": box["y"] - edge,
                "width": room["width"],
                "height": box["height"] + 2 * edge,
            },
        )
        return Image.open(io.BytesIO(taken)).convert("RGB")

    async def of(self, message: Json) -> Image.Image:
        """Photograph a message of the topic with its buttons."""
        return await self.shot(f'#group-log [data-id="{message["message_id"]}"]')

    async def takes(self, name: str, *messages: Json) -> None:
        """Photograph messages and put them below each other."""
        self.keeps(name, *[await self.of(message) for message in messages])

    def keeps(self, name: str, *strips: Image.Image) -> None:
        """Keep strips below each other as a picture of the handbook."""
        save(strips, self._path(name))

    def _path(self, name: str) -> Path:
        page = OF_GUIDE.get(name, "")
        return GUIDE / f"{page}.png" if page else self._folder / f"officials-{name}.png"


def save(strips: Sequence[Image.Image], path: Path) -> None:
    """Keep strips below each other with few colours, which makes a file small; one that is too heavy is refused."""
    whole = Image.new("RGB", (strips[0].width, sum(strip.height for strip in strips)))
    top = 0
    for strip in strips:
        whole.paste(strip, (0, top))
        top += strip.height
    output = io.BytesIO()
    whole.quantize(PALETTE, dither=Image.Dither.NONE).save(output, "PNG", optimize=True)
    assert MOST_BYTES > len(output.getvalue()), f"{path.name}: {len(output.getvalue())} bytes"
    path.write_bytes(output.getvalue())
    sys.stdout.write(f"{path} {len(output.getvalue())}\n")


async def play(town: Stand, camera: Camera) -> None:
    """Play a week of an office, and photograph what its officials see."""
    dishub = town.officer()
    numbers = [await _disposed(town, place, words) for place, words in enumerate(MATTERS[:4])]
    await camera.open("Dishub", dishub.id)
    await camera.takes(
        "card", await town.card(numbers[0], "Ambil"), await _last(town, numbers[0], "bukti dari pelapor")
    )
    await _ask(town, camera, numbers[0])
    await _close(town, camera, numbers[1])
    await _finish(town, numbers[2])
    await _later(town, days=1)
    numbers += [await _disposed(town, place + 4, words) for place, words in enumerate(MATTERS[4:])]
    await dishub.claims(numbers[4])
    await _merge(town, camera, numbers[3])
    for _day in range(3):
        await _later(town, days=1)
    await camera.takes("reminder", await _last(town, "waktu tindak lanjut"))
    await _later(town, days=3)
    await _mornings(town, camera)
    await _later(town, days=1)
    await _later(town, minutes=10)
    queue = await _answered(town, dishub.id, "/antrian")
    await camera.takes("queue", town.standin.world.chats[town.group_id].messages[queue["message_id"] - 1], queue)
    camera.keeps("counts", await camera.shot("#topics"), await camera.shot("#pinned"))


async def crowd(town: Stand, camera: Camera, count: int) -> None:
    """Fill the group with many tickets, and photograph what an official finds there."""
    dishub = town.officer()
    citizens = [town.citizen(f"Warga{place}", "Lomi", f"warga_{place}") for place in range(count)]
    for start in range(0, count, PARALLEL):
        several = citizens[start : start + PARALLEL]
        places = range(start, count)
        words = [f"{MATTERS[place % len(MATTERS)]} nomor {place}" for place in places]
        numbers = await asyncio.gather(*(one.reports(text) for one, text in zip(several, words, strict=False)))
        await asyncio.gather(*(_passed_on(town, number) for number in numbers[: PARALLEL - 2]))
        await _later(town, hours=5)
    await _later(town, minutes=10)
    for topic in ("Verifikasi", "Dishub"):
        await camera.open(topic, dishub.id)
        await camera.whole(f"crowd-{topic.lower()}")
    await camera.takes("crowd-queue", await _answered(town, dishub.id, "/antrian"))
    await camera.takes("crowd-report", await _answered(town, dishub.id, "/laporan"))


async def _passed_on(town: Stand, number: str) -> None:
    await town.admin.verifies(number)
    await town.admin.disposes(number)


async def _ask(town: Stand, camera: Camera, number: str) -> None:
    """Let the officer take a ticket and ask its citizen something; the answer comes back."""
    dishub, citizen = town.officer(), town.citizens[0]
    await dishub.claims(number)
    await citizen.hears(number, "dikerjakan")
    await town.settle()
    await camera.takes("work", await town.card(number, "Selesai"))
    prompt = await dishub.prompted(number, "Tanya")
    asks = await camera.of(prompt)
    asked = dishub.says("Tiang nomor berapa yang mati?", prompt)
    await citizen.hears("Tiang nomor berapa")
    citizen.says("Tiang di samping gerbang sekolah, nomor 12")
    answer = await town.group_says(f"{number}: jawaban pelapor")
    await town.settle()
    camera.keeps("ask", asks, await camera.of(asked), await camera.of(answer))


async def _close(town: Stand, camera: Camera, number: str) -> None:
    """Let the officer close a ticket with the complaint's own photo, which is seen."""
    dishub = town.officer()
    await dishub.claims(number)
    said = await dishub.explains(
        number, "Selesai", "Lampu sudah diganti, menyala sejak sore ini.", encoded(mirrored(street(1)))
    )
    told = await town.group_says("Pelapor belum diberi tahu", after=said["message_id"])
    await town.settle()
    await camera.takes("second", await town.card(number, "Sahkan"))
    await camera.takes("flagged", said, told)


async def _finish(town: Stand, number: str) -> None:
    """Let the officer close a ticket with a photo of afterwards, and its citizen say that it is fixed."""
    dishub, citizen = town.officer(), town.citizens[2]
    await dishub.claims(number)
    after = encoded(street(2, Look(0.1, 0.15, 0.02, clouds=2, passers=2, hole=99)))
    await dishub.explains(number, "Selesai", "Lampunya sudah menyala lagi.", after)
    citizen.presses(await citizen.hears(number, "sudah ditindaklanjuti", button="Sudah beres"), "Sudah beres")
    await town.card(number, words=("dikonfirmasi pelapor",))


async def _mornings(town: Stand, camera: Camera) -> None:
    """Photograph what a Monday brings: the digest of the desk, and the week's report."""
    await camera.takes("digest", await _last(town, "Selamat pagi, Dishub"))
    week = await town.group_says("Laporan mingguan")
    await camera.open("Umum", town.officer().id)
    await camera.takes("week", week)
    await camera.open("Dishub", town.officer().id)


async def _merge(town: Stand, camera: Camera, number: str) -> None:
    """Merge a second report about the same into a ticket."""
    other = await _filed(
        town, len(MATTERS), "Lampu jalan kedip-kedip di Jalan Frans Seda dekat Bundaran Tirosa, tolong diperbaiki"
    )
    await town.admin.explains(other, "Duplikat", number)
    await town.card(other, words=("Duplikat",))
    await town.settle()
    await camera.takes("merged", await town.card(number, words=("Diikuti 1 warga lain",)))


async def _filed(town: Stand, place: int, words: str) -> str:
    """Let a citizen of its own report with a photo; give the number."""
    citizen = town.citizen(f"Warga{place}", "Lomi", f"warga_{place}")
    town.people.send_photo(citizen.id, encoded(street(place)), words)
    return await citizen.confirms(await citizen.hears(button="Kirim"))


async def _disposed(town: Stand, place: int, words: str) -> str:
    """Bring a new report to the unit; give the number."""
    number = await _filed(town, place, words)
    await town.admin.verifies(number)
    await town.admin.disposes(number)
    await town.card(number, "Ambil")
    await town.settle()
    return number


async def _last(town: Stand, *needles: str) -> Json:
    """Give the newest message of the bot that says all this in the unit's topic."""
    thread = town.standin.topic(town.group_id, "Dishub")
    await town.settle()
    return [one for one in town.group() if says(one, *needles) and one.get("message_thread_id") == thread][-1]


async def _answered(town: Stand, who: int, text: str) -> Json:
    """Say a command in the unit's topic; give what answers it."""
    asked = town.people.say(who, text, town.group_id, town.standin.topic(town.group_id, "Dishub"))

    def look() -> Json | None:
        replies = (m for m in town.group() if m.get("reply_to_message", {}).get("message_id") == asked["message_id"])
        return next(replies, None)

    return await town.wait(look, lambda: f"an answer to {text!r}")


async def _later(town: Stand, **by: float) -> None:
    await town.later(**by)
    await town.settle()


@asynccontextmanager
async def stage(folder: Path) -> AsyncIterator[tuple[Stand, Page]]:
    """Set up a town with its officers, and the demo page at a phone's width on its group."""
    town = await Stand.build("", "")
    assert isinstance(town, Stand)
    town.folder = folder
    await town.run(engine=QUICK)
    await town.register()
    app = web.Application()
    app.add_subapp("/demo", demo_app(StandIns(town.standin), scene_of(town.stage, town.city)))
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            page = await browser.new_page(
                viewport={"width": WIDTH, "height": 2400},
                device_scale_factor=SHARP,
                locale="id-ID",
                timezone_id="Asia/Makassar",
                reduced_motion="reduce",
            )
            await page.goto(f"http://127.0.0.1:{runner.addresses[0][1]}/demo/")
            await page.click("#side-group")
            yield town, page
            await browser.close()
    finally:
        await runner.cleanup()
        await town.stop()


async def main(folder: Path, count: int = 0) -> None:
    """Play the story and leave its pictures in a folder; with a count fill the group with so many tickets instead."""
    with tempfile.TemporaryDirectory(prefix="kanal-handbook-") as data:
        async with stage(Path(data)) as (town, page):
            camera = Camera(town, page, folder)
            await (crowd(town, camera, count) if count else play(town, camera))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), *map(int, sys.argv[2:3])))
