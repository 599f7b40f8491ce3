"""Answers that no Bot API server gives, sizes that lie, downloads that never end, and files on a server's own disk."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from channels.telegram import checkup, client, files
from channels.telegram.channel import TelegramChannel
from channels.telegram.client import Client
from channels.telegram.pace import Pace
from core.vocabulary.channel import Target
from core.vocabulary.effects import Send
from core.vocabulary.errors import ChannelDown, FetchError, Rejected, Retry, Unknown
from core.vocabulary.events import File
from core.vocabulary.media import Held, Media
from simulator.telegram import TelegramStandIn
from tests.channels.hostile import endless, hostile, json_body, page
from tests.channels.telegram.fixtures import MARIA
from tests.clock import TestClock
from tests.pictures import png

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
HELLO = Send(text="halo")
CITIZEN = Target(address=str(MARIA))


async def sending(url: str) -> None:
    one = Client(TOKEN, url)
    try:
        await TelegramChannel(one, TestClock(), Pace(None)).send(CITIZEN, HELLO, [])
    finally:
        await one.shutdown()


@pytest.mark.parametrize(
    "body",
    ['{"ok": true, "result": {}}', '{"ok": true, "result": true}', '{"ok": true, "result": []}', '{"ok": true}', "{}"],
)
async def test_a_success_has_a_message_id(body: str) -> None:
    """A 200 that names no message is not counted as sent."""
    async with hostile(json_body(body)) as server:
        with pytest.raises(Unknown):
            await sending(server.url)


@pytest.mark.parametrize("status", [200, 301, 400, 401, 403, 404, 413])
async def test_a_page_of_a_proxy(status: int) -> None:
    """HTML in place of the platform leaves the message in the outbox, whatever the status."""
    async with hostile(page(status)) as server:
        with pytest.raises(Unknown):
            await sending(server.url)


async def test_a_redirect_is_not_followed() -> None:
    """The token, which is in the address, does not go where an answer points."""
    async with hostile(page(200)) as other, hostile(page(302, Location=f"{other.url}/x")) as server:
        with pytest.raises(Unknown):
            await sending(server.url)
        assert [] == other.asked


async def test_an_address_that_is_none_needs_the_operator() -> None:
    """A TELEGRAM_API_BASE that cannot be called holds everything and says what is wrong."""
    with pytest.raises(ChannelDown) as down:
        await sending("http://:0:0/")
    assert "TELEGRAM_API_BASE" in down.value.advice


async def test_our_own_failure_is_not_the_networks(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """What our side raises before anything is sent is our bug."""

    def broken(*_args: Any, **_kwargs: Any) -> None:
        raise ValueError("Newline in headers")

    monkeypatch.setattr("channels.telegram.transport._body", broken)
    with pytest.raises(Rejected) as caught:
        await client.call("getMe")
    assert "Newline" not in str(caught.value)


async def test_parameters_that_cannot_be_written_down(client: Client) -> None:
    """Parameters that are no JSON are our bug too."""
    with pytest.raises(Rejected):
        await client.call("sendMessage", chat_id=1, text="x", reply_markup={"a": {object()}})


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("laporan\nwarga.pdf", "laporan warga.pdf"),
        ('surat "penting"; a.pdf', "surat 'penting', a.pdf"),
        ("foto rumah ñ 家.pdf", "foto rumah ñ 家.pdf"),
        ("../../etc/passwd", "-..-etc-passwd"),
        ("x" * 300 + ".pdf", "x" * 96 + ".pdf"),
        ("\x00\x1b", "file"),
    ],
)
async def test_any_name_of_a_file_can_be_sent(
    standin: TelegramStandIn, channel: TelegramChannel, name: str, shown: str
) -> None:
    """A name is shown as it is, apart from what no header can carry."""
    await channel.send(CITIZEN, HELLO, [Media(Held(b"%PDF-1.4 x"), "application/pdf", name)])
    last = standin.last(MARIA)
    assert last is not None
    assert shown == last["document"]["file_name"]


# --- downloads ----------------------------------------------------------------------------------------------------


async def fetching(url: str) -> Media:
    one = Client(TOKEN, url)
    try:
        return await files.fetch(one, File(kind="photo", ref="x"), Held())
    finally:
        await one.shutdown()


def getting(path: str, then: Any) -> Any:
    async def answer(request: web.Request) -> web.StreamResponse:
        if request.path.endswith("/getFile"):
            return web.json_response({"ok": True, "result": {"file_id": "x", "file_size": 10, "file_path": path}})
        found: web.StreamResponse = await then(request)
        return found

    return answer


async def test_a_download_without_end_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that was announced with ten bytes and never ends is given up at the limit."""
    monkeypatch.setattr(files, "DOWNLOAD_BYTES", 1_000_000)
    async with hostile(getting("photos/x.jpg", endless)) as server:
        with pytest.raises(FetchError) as caught:
            await fetching(server.url)
    assert "too_large" == caught.value.reason


async def test_a_download_that_stops_half_way_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that goes silent in the middle does not hold us for ever."""
    monkeypatch.setattr(client, "UPLOAD_SECONDS", 0.05)
    stop = asyncio.Event()

    async def silent(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b"x")
        await stop.wait()
        return response

    async with hostile(getting("photos/x.jpg", silent)) as server:
        with pytest.raises(Retry):
            await fetching(server.url)
        stop.set()


async def test_a_page_in_place_of_a_file() -> None:
    """A page of a proxy is neither the file nor its end."""
    async with hostile(getting("photos/x.jpg", page(403))) as server:
        with pytest.raises(Unknown):
            await fetching(server.url)


async def test_an_answer_without_end_is_not_kept() -> None:
    """An answer of the API is read up to a limit as well."""
    async with hostile(endless) as server:
        with pytest.raises(Unknown):
            await sending(server.url)


@pytest.mark.parametrize("path", ["../../../etc/passwd", "photos/../../x"])
async def test_a_path_that_leads_elsewhere(path: str) -> None:
    """A path with steps upwards is not asked for."""
    async with hostile(getting(path, page(200))) as server:
        with pytest.raises(FetchError):
            await fetching(server.url)
        assert 1 == len(server.asked)


async def test_a_file_on_the_servers_disk(tmp_path: Path) -> None:
    """The absolute path of an own server is read from the disk."""
    (tmp_path / "x.jpg").write_bytes(png())
    async with hostile(getting(str(tmp_path / "x.jpg"), page(404))) as server:
        media = await fetching(server.url)
    assert (Held(png()), "x.jpg", "image/jpeg") == (media.content, media.name, media.mime)


async def test_a_large_file_on_the_servers_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit counts there too."""
    monkeypatch.setattr(files, "DOWNLOAD_BYTES", 10)
    (tmp_path / "x.jpg").write_bytes(png())
    async with hostile(getting(str(tmp_path / "x.jpg"), page(404))) as server:
        with pytest.raises(FetchError) as caught:
            await fetching(server.url)
    assert "too_large" == caught.value.reason


async def test_a_disk_that_we_cannot_read(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A file that is not there under the server's path stays wanted, and the log says what to do."""
    async with hostile(getting(str(tmp_path / "none.jpg"), page(404))) as server:
        with pytest.raises(Retry):
            await fetching(server.url)
        assert 1 == len(server.asked)
    assert "--local" in caplog.text


async def test_the_official_server_is_not_believed_about_our_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only an own server may name a path of this machine."""
    (tmp_path / "x.jpg").write_bytes(png())
    async with hostile(getting(str(tmp_path / "x.jpg"), page(404))) as server:
        monkeypatch.setattr(client, "OFFICIAL_API", server.url)
        with pytest.raises(FetchError):
            await fetching(server.url)


@pytest.mark.parametrize(("readable", "ok"), [(True, True), (False, False)])
async def test_the_doctor_looks_at_an_own_servers_files(tmp_path: Path, readable: bool, ok: bool) -> None:
    """The bot's own picture shows whether files of an own server can be had."""
    if readable:
        (tmp_path / "x.jpg").write_bytes(png())

    async def answer(request: web.Request) -> web.StreamResponse:
        result: dict[str, Any] = {"total_count": 1, "photos": [[{"file_id": "x"}]]}
        if request.path.endswith("/getFile"):
            result = {"file_id": "x", "file_path": str(tmp_path / "x.jpg")}
        return web.json_response({"ok": True, "result": result})

    async with hostile(answer) as server:
        one = Client(TOKEN, server.url)
        found = await checkup.own_server(one, "1")
        await one.shutdown()
    assert [ok] == [finding.ok for finding in found]
    assert ok or "--local" in found[0].advice
