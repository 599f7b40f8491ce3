"""What somebody is told whose photo is none, too much, or broken: at once where the form can tell, else on the page."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import AsyncIterator, Callable
from html import unescape
from urllib.parse import urlsplit

import aiohttp
import pytest

from tests.journeys.conftest import Build
from tests.journeys.web_driver import LAMP, WebTown
from tests.storage.files import samples
from tests.storage.files.test_uploads import HTML, SVG, heic, large_jpeg, large_png, photo, polyglot
from tests.web.test_kept import sendable

KIND = "bukan foto yang bisa kami baca"
PIXELS = "Gambar itu terlalu besar ukurannya"
CASES: dict[str, tuple[Callable[[], bytes], int, str]] = {
    "svg": (lambda: SVG, 422, KIND),
    "page as jpeg": (lambda: HTML, 422, KIND),
    "zip bomb": (samples.bomb, 422, KIND),
    "0 bytes": (lambda: b"", 422, "kosong"),
    "more than 8 MB": (lambda: b"\xff\xd8\xff" + bytes(8 * 1024 * 1024), 422, "terlalu besar: paling banyak 8 MB"),
    "picture bomb": (samples.picture_bomb, 200, PIXELS),
    "png of 20,000 x 20,000": (lambda: large_png(20_000), 200, PIXELS),
    "jpeg of 20,000 x 20,000": (large_jpeg, 200, PIXELS),
    "torn jpeg": (lambda: photo()[:2000], 200, "tidak utuh"),
    "polyglot": (polyglot, 200, "image/jpeg"),
    "heic": (heic, 200, "image/jpeg"),
    "photo": (photo, 200, "image/jpeg"),
}
"""A file, and the answer to the form; then what is said of it, or as what it is stored."""


@pytest.fixture
async def town(build: Build) -> WebTown:
    """Give a city with the form on."""
    found = await build(kind=WebTown)
    assert isinstance(found, WebTown)
    await found.run()
    found.spoken.add(LAMP)
    return found


def fields(serial: int) -> dict[str, str]:
    """Fill in everything but the photo."""
    return {"words": LAMP, "category": "lampu-jalan", "area": "Oebufu", "privacy": "anonim", "word": f"{serial:043}"}


async def sent(town: WebTown, serial: int, content: bytes | AsyncIterator[bytes]) -> tuple[int, str, str]:
    """Send a report with one file; give the status, the address of the page, and what it says."""
    data = aiohttp.FormData()
    for name, value in fields(serial).items():
        data.add_field(name, value)
    file = io.BytesIO(content) if isinstance(content, bytes) else content
    data.add_field("photos", file, filename="foto.jpg", content_type="image/jpeg")
    async with aiohttp.ClientSession() as session, session.post(f"{town.runtime.url}/lapor/3", data=data) as answer:
        return answer.status, answer.url.path, unescape(await answer.text())


async def told(town: WebTown, path: str) -> str:
    """Give what a private page says, and as what its pictures are given."""
    async with aiohttp.ClientSession() as session, session.get(f"{town.runtime.url}{path}") as answer:
        page = await answer.text()
        kinds = []
        for file in set(re.findall(r'href="(/milik/[^"]*/file/[^"]*)"', page)):
            async with session.get(f"{town.runtime.url}{file}") as given:
                kinds.append(given.content_type)
                assert b"<script>" not in await given.read()
    return " ".join([unescape(page), *kinds])


async def test_what_a_person_is_told_of_a_file(town: WebTown) -> None:
    """Each file is answered in words that name it or say why; the report goes on without it, or comes back whole."""
    answers = {}
    for serial, (name, (make, *_said)) in enumerate(CASES.items()):
        answers[name] = await sent(town, serial, make())
    await town.settle()
    found = {}
    for name, (status, path, page) in answers.items():
        said = page if status != 200 else await told(town, path)
        found[name] = (status, CASES[name][2] if CASES[name][2] in said else said)
        assert 200 == status or LAMP in page, name
    assert {name: (status, said) for name, (_make, status, said) in CASES.items()} == found


async def test_a_stream_without_an_end_is_stopped(town: WebTown) -> None:
    """Who sends without an end is stopped at 24 MB and gets the words back; nothing is filed."""

    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b"\xff\xd8\xff" + bytes(256 * 1024)

    try:
        status, _path, page = await sent(town, 1, endless())
    except aiohttp.ClientOSError:
        pass  # the server hung up before all of the answer was read
    else:
        assert (413, LAMP) == (status, sendable(page)[1]["words"])
    assert await town.state("registry:KPG-26") is None


@pytest.mark.parametrize(("more", "status"), [(-200, [b"400"]), (500, [])])
async def test_a_length_that_lies(town: WebTown, more: int, status: list[bytes]) -> None:
    """A post of which more or less comes than was announced is not filed, for nobody knows whether it is whole."""
    body = b"".join(
        b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (name.encode(), value.encode())
        for name, value in fields(1).items()
    )
    body += b'--x\r\nContent-Disposition: form-data; name="photos"; filename="a.jpg"\r\n\r\n'
    body += photo() + b"\r\n--x--\r\n"
    place = urlsplit(town.runtime.url)
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    head = f"POST /lapor/3 HTTP/1.1\r\nHost: {place.netloc}\r\nContent-Length: {len(body) + more}\r\n"
    writer.write(head.encode() + b"Content-Type: multipart/form-data; boundary=x\r\n\r\n" + body)
    if more > 0:
        writer.write_eof()
    assert status == (await reader.readline()).split()[1:2]
    writer.close()
    await town.settle()
    assert await town.state("registry:KPG-26") is None
