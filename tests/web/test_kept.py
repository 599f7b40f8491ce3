"""Nobody writes a report twice: whatever goes wrong with a post, its words come back where they can be sent again."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from html import unescape

import aiohttp
import pytest

from tests.web.boxes import OTHER_WORD, WORD, Town, served, small_limits
from tests.web.test_private import MINE, PNG, settle_in

TYPED = "Lampu jalan mati su 3 hari <b> & gelap di Oebufu"
FORM = {"words": TYPED, "category": "lampu-jalan", "area": "Oebufu", "privacy": "anonim", "word": WORD}


async def _broken(*_given: object) -> None:
    raise RuntimeError("a bug")


def form(fields: dict[str, str], photo: bytes | None = None) -> aiohttp.FormData:
    """Give a form as a browser sends it: in the order of its fields."""
    data = aiohttp.FormData(default_to_multipart=True)
    for name, value in fields.items():
        data.add_field(name, value)
    if photo is not None:
        data.add_field("photos", photo, filename="foto.jpg")
    return data


async def refused(town: Town, why: str, path: str, fields: dict[str, str]) -> tuple[int, str]:
    """Post a form into some trouble."""
    photo = None
    if why == "down":
        town.boxes.down = True
    elif why == "bug":
        object.__setattr__(town.site, "handle", _broken)
    elif why == "large":
        photo = bytes(small_limits().post + 1)
    elif why == "often":
        town.site.gate.owe("127.0.0.1", 1e9)
    return await town.ask(path, method="post", data=form(fields, photo))


@pytest.mark.parametrize(("why", "status"), [("down", 503), ("bug", 500), ("large", 413), ("often", 429)])
async def test_the_words_of_a_report_come_back(why: str, status: int) -> None:
    """A form that could not be stored is shown again with everything that was chosen, and says what happened."""
    async with served() as town:
        found, page = await refused(town, why, "/lapor/3", FORM)
    assert status == found
    assert ("/lapor/3", FORM) == sendable(page)
    assert ("Foto harus dipilih lagi" in page) == (why == "large")


def sendable(page: str) -> tuple[str, dict[str, str]]:
    """Give where the form of a page goes, and what is in it."""
    (action,) = re.findall(r'<form method="post" action="([^"]*)"', page)
    fields = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page))
    areas = re.findall(r'<textarea id="words"[^>]*>([^<]*)</textarea>', page)
    return action, {"words": unescape(areas[0]), **{name: unescape(value) for name, value in fields.items()}}


async def test_what_came_back_can_be_sent() -> None:
    """When the store is there again the form on the page of trouble files the report, once."""
    async with served() as town:
        _status, page = await refused(town, "down", "/lapor/3", FORM)
        town.boxes.down = False
        action, fields = sendable(page)
        answers = [await town.ask(action, method="post", data=form(fields)) for _ in range(2)]
        assert [303, 303] == [status for status, _text in answers]
        assert 1 == len(town.boxes.events)


@pytest.mark.parametrize("why", ["down", "large", "often", "photo"])
async def test_the_words_to_an_official_come_back(why: str) -> None:
    """What is written on the private page is not lost either, also when only its photo was no photo."""
    fields = {"words": TYPED, "word": OTHER_WORD}
    async with served() as town:
        await settle_in(town)
        if why == "photo":
            _status, page = await town.ask(f"{MINE}/say", method="post", data=form(fields, b"<svg>"))
        else:
            _status, page = await refused(town, why, f"{MINE}/say", fields)
    assert (f"{MINE}/say", fields) == sendable(page)


async def test_photos_are_asked_for_again() -> None:
    """Where a form comes back for another reason, its reader hears that the photos are not in it any more."""
    fields = {**FORM, "privacy": ""}
    async with served() as town:
        without = (await town.ask("/lapor/3", method="post", data=form(fields)))[1]
        with_photo = (await town.ask("/lapor/3", method="post", data=form(fields, PNG)))[1]
    assert (False, True) == tuple("Foto harus dipilih lagi" in page for page in (without, with_photo))


async def test_a_slow_post_keeps_its_words() -> None:
    """A connection that stops in the middle of a photo is told in words, with what came before the photo."""

    async def slowly() -> AsyncIterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="words"\r\n\r\nLampu mati di Oebufu\r\n'
        yield b'--x\r\nContent-Disposition: form-data; name="photos"; filename="a.jpg"\r\n\r\n\xff\xd8\xff'
        while not told.is_set():
            await town.ask("/robots.txt")
            yield b"x"

    told = asyncio.Event()
    async with served(limits=replace(small_limits(), seconds=0.3)) as town:
        headers = {"Content-Type": "multipart/form-data; boundary=x"}
        async with town.client.post("/lapor/3", data=slowly(), headers=headers) as answer:
            page = await answer.text()
            told.set()
    assert 408 == answer.status
    assert "Lampu mati di Oebufu" == sendable(page)[1]["words"]


@pytest.mark.parametrize("head", ["form-data; n-data; name=words", "f", 'form-data; name="words"; \udcf2name="a"', ""])
async def test_an_odd_part_is_answered(head: str) -> None:
    """A part with a head that is none is answered with a page like any other form that lacks something."""
    part = f"--x\r\nContent-Disposition: {head}\r\n\r\nLampu mati di Oebufu\r\n--x--\r\n"
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    async with served() as town:
        body = part.encode("utf-8", "surrogateescape")
        status, _page = await town.ask("/lapor/3", method="post", data=body, headers=headers)
    assert 422 == status


def test_odd_parts_are_written_nowhere() -> None:
    """The library's warnings about such heads, which repeat what a stranger sent, go nowhere in a process of ours."""
    told = "import web.posts, warnings, aiohttp; warnings.warn(aiohttp.BadContentDispositionHeader('Maria'))"
    ran = subprocess.run([sys.executable, "-c", told], capture_output=True, check=True, timeout=60)
    assert (b"", b"") == (ran.stdout, ran.stderr)


async def test_a_slow_upload_holds_no_place() -> None:
    """While a large post comes slowly others are taken, though memory has room for one; then it is taken, too."""
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slowly() -> AsyncIterator[bytes]:
        yield PNG
        begun.set()
        await go_on.wait()
        yield bytes(20_000)

    async with served(limits=replace(small_limits(), at_once=1)) as town:
        slow = form(FORM)
        slow.add_field("photos", slowly(), filename="foto.png")
        waits = asyncio.create_task(town.ask("/lapor/3", method="post", data=slow))
        await begun.wait()
        quick = await town.ask("/lapor/3", method="post", data=form({**FORM, "word": OTHER_WORD}, PNG + bytes(20_000)))
        assert not waits.done()
        go_on.set()
        assert [303, 303] == [quick[0], (await waits)[0]]
    assert 2 == len(town.boxes.files)


async def test_one_address_has_so_many_on_their_way() -> None:
    """Whoever has as many large posts on their way as an address may have is not given a further one."""
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slowly() -> AsyncIterator[bytes]:
        yield PNG
        begun.set()
        await go_on.wait()

    async with served(limits=replace(small_limits(), each=1)) as town:
        slow = form(FORM)
        slow.add_field("photos", slowly(), filename="foto.png")
        waits = asyncio.create_task(town.ask("/lapor/3", method="post", data=slow))
        await begun.wait()
        refused = await town.ask("/lapor/3", method="post", data=form({**FORM, "word": OTHER_WORD}, bytes(20_000)))
        go_on.set()
        assert [413, 303] == [refused[0], (await waits)[0]]
