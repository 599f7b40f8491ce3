"""What is said to somebody whose report a machine filed waits for the machine, and files come the one way."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from channels.kit import Around
from channels.open311.channel import Open311Channel
from channels.open311.files import bring
from channels.open311.settings import Open311Settings
from core.vocabulary.channel import Target
from core.vocabulary.effects import Choice, Send
from core.vocabulary.errors import FetchError
from core.vocabulary.events import File
from core.vocabulary.feed import MachineNews, MachineReport
from core.vocabulary.letters import Upload
from core.vocabulary.media import Held, Media
from tests.clock import START, TestClock
from tests.core.kupang import kupang
from tests.web.open311.desk import Desk

NUMBER = "KPG-26-00001-5"
BOX = "peta.f00d"


def channel(desk: Desk, public_url: str = "") -> Open311Channel:
    """Give the channel on a desk in memory."""
    around = Around(kupang(), TestClock(), lambda _name, **_facts: None, public_url, letters=desk, feed=desk)
    return Open311Channel(Open311Settings(_env_file=None), around)


async def said(*messages: Send) -> Desk:
    """Send messages, each under an entry of its own."""
    desk = Desk()
    for n, message in enumerate(messages):
        entry = Target(BOX, entry_id=f"e:{n}")
        assert (entry.entry_id,) == await channel(desk).send(entry, message, ())
    return desk


async def test_a_number_is_noted() -> None:
    """The message with a report's number makes it the client's; it is no news, because the client has it already."""
    desk = await said(Send("Tercatat", ref=NUMBER, key=f"push:{NUMBER}:filed"))
    assert {NUMBER: MachineReport(NUMBER, "peta", BOX, START, "e:0")} == desk.reports
    assert {} == desk.news


async def test_a_message_is_kept_once() -> None:
    """News of a report is kept with its kind, however often it is sent, and so is what names no report."""
    news = Send("Sedang dikerjakan", ref=NUMBER, key=f"push:{NUMBER}:claimed")
    desk = await said(news, Send("Halo"), Send("Ada kabar", ref=NUMBER))
    for entry in ("e:0", "e:0"):
        await channel(desk).send(Target(BOX, entry_id=entry), news, ())
    assert [
        MachineNews("e:0", "peta", BOX, NUMBER, START, "Sedang dikerjakan", "claimed"),
        MachineNews("e:1", "peta", BOX, "", START, "Halo"),
        MachineNews("e:2", "peta", BOX, NUMBER, START, "Ada kabar"),
    ] == list(desk.news.values())


async def test_choices_are_numbers_that_can_be_typed() -> None:
    """An update has no buttons: choices stand below the words with the numbers by which they are chosen."""
    asked = Send(
        "Sudah beres?", (Choice("a", "Sudah"), Choice("b", "Belum")), ref=NUMBER, key=f"push:{NUMBER}:answered"
    )
    desk = await said(asked)
    assert ["Sudah beres?\n\n1. Sudah\n2. Belum"] == [one.text for one in desk.news.values()]


async def test_a_file_that_was_sent_along_is_given() -> None:
    """A file of a form is fetched as it came; after its day it is gone."""
    desk = Desk()
    await desk.put_upload(Upload("u1", Held(b"jpeg"), "image/jpeg", START))
    assert Media(Held(b"jpeg"), "image/jpeg", "") == await channel(desk).fetch(File("photo", "u1"), Held())
    with pytest.raises(FetchError) as gone:
        await channel(desk).fetch(File("photo", "u2"), Held())
    assert "gone" == gone.value.reason


@asynccontextmanager
async def elsewhere(**answer: Any) -> AsyncIterator[tuple[aiohttp.ClientSession, str]]:
    """Serve a file as another's server does."""

    async def give(_request: web.Request) -> web.Response:
        return web.Response(**answer)

    app = web.Application()
    app.router.add_get("/a.png", give)
    server = TestServer(app)
    await server.start_server()
    async with aiohttp.ClientSession() as session:
        yield session, str(server.make_url("/a.png"))
    await server.close()


async def test_a_file_is_brought_from_its_address() -> None:
    """A picture at an address is given with its kind."""
    async with elsewhere(body=b"png", content_type="image/png") as (session, address):
        assert Media(Held(b"png"), "image/png", "a.png") == await bring(session, address, "a.png", Held())


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"status": 404}, "gone"),
        ({"status": 500}, "refused"),
        ({"status": 302, "headers": {"Location": "http://169.254.169.254/"}}, "refused"),
        ({"text": "<html>", "content_type": "text/html"}, "refused"),
        ({"body": b"", "content_type": "image/png"}, "empty"),
        ({"body": b"x" * 2000, "content_type": "image/png"}, "too_large"),
    ],
)
async def test_a_file_that_does_not_come(answer: dict[str, Any], reason: str) -> None:
    """A redirect, a page, nothing or too much is no file, and says which."""
    async with elsewhere(**answer) as (session, address):
        with pytest.raises(FetchError) as failed:
            await bring(session, address, "", Held(), 1000)
    assert (reason, False) == (failed.value.reason, failed.value.passing)


async def test_a_host_that_does_not_answer_is_asked_again() -> None:
    """A host that is away is no reason to think ill of the channel: the file may come later."""
    async with aiohttp.ClientSession() as session:
        with pytest.raises(FetchError) as failed:
            await bring(session, "http://127.0.0.1:1/a.png", "", Held())
        assert failed.value.passing
        with pytest.raises(FetchError) as refused:
            await bring(session, "http://[", "", Held())
    assert ("refused", False) == (refused.value.reason, refused.value.passing)


async def test_the_doctor_asks_for_an_address() -> None:
    """Without a public address discovery names the one by which it was asked, which may be the proxy's."""
    (bad,), (good,) = await channel(Desk()).check(), await channel(Desk(), "https://lapor.example").check()
    assert (False, True) == (bad.ok, good.ok)
    assert "KANAL_PUBLIC_URL" in bad.advice
    await channel(Desk()).close()


@pytest.mark.parametrize(("word", "on"), [("on", True), ("no", False), ("", False)])
def test_a_word_switches_it_on(word: str, on: bool) -> None:
    """Machines may come in only where a word says so."""
    assert on == bool(Open311Settings(_env_file=None, OPEN311=word).open311)
