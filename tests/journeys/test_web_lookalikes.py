"""Somebody follows a report from the web form instead of filing it again, and learns nothing of whose it is."""

from __future__ import annotations

import re

import aiohttp

from tests.journeys.conftest import Build
from tests.journeys.web_driver import LAMP, WebTown
from tests.web.test_kept import sendable

SECRET = "Lampu jalan mati di depan SDN Oebufu, dekat rumah saya yang cat hijau"


async def test_following_from_the_form(build: Build) -> None:
    """The form offers what is open; its news waits on a private page without the other's words, to the end."""
    town = await build(kind=WebTown)
    assert isinstance(town, WebTown)
    await town.run()
    await town.register()
    number = await town.citizen().reports(SECRET)
    await town.settle()
    base = town.runtime.url
    async with aiohttp.ClientSession() as session:

        async def look(path: str, **fields: str) -> tuple[str, str]:
            method = "post" if fields else "get"
            async with session.request(method, f"{base}{path}", data=fields or None) as answer:
                assert 200 == answer.status
                return answer.url.path, await answer.text()

        _path, page = await look("/lapor/2", words=LAMP, word="w" * 43)
        assert f'value="{number}">Ikuti {number}</button>' in page
        form = page.split('class="card alike"')[1].partition("</form>")[0]
        fields = sendable(f'<form method="post" action=""{form}<textarea id="words"></textarea>')[1]
        mine, page = await look("/lapor/3", **fields, follow=number)
        assert f"Anda sekarang mengikuti {number}" in page
        await town.card(number, words=("Diikuti 1 warga lain",))
        await town.admin.verifies(number)
        await town.admin.disposes(number)
        await town.officer().claims(number)
        await town.officer().closes(number, "Sudah, lampu di rumah cat hijau menyala.")
        await town.settle()
        _path, page = await look(mine)
        assert "sudah dikerjakan menurut petugas" in page
        await look(f"{mine}/say", words="Terima kasih, su terang", word="x" * 43)
        await town.settle()
        _path, page = await look(mine)
        assert "cat hijau" not in page
        assert not re.search(r'name="choice" value="beres:', page), "who follows confirms nothing"
    assert not [text for text in map(str, town.group()) if "su terang" in text]
    assert 1 == (await town.state("registry:KPG-26"))["serial"]
