"""A large file comes and goes in pieces on every channel: no moment has all of it in memory."""

from __future__ import annotations

import hashlib
import tracemalloc
from collections.abc import Awaitable, Callable, Iterator

import aiohttp
import pytest
from aiohttp import web

from app.hearing import Listener
from channels.meta.messaging.client import Client as PageClient
from channels.meta.messaging.files import fetch as fetch_from_page
from channels.meta.messaging.platform import MESSENGER
from channels.open311.files import bring
from channels.telegram.client import Client as TelegramClient
from channels.telegram.files import fetch as fetch_from_telegram
from channels.telegram.plan import plan_send
from channels.whatsapp.client import Client as WhatsAppClient
from channels.whatsapp.files import fetch as fetch_from_whatsapp
from channels.x.files import fetch as fetch_from_x
from core.vocabulary.channel import Target
from core.vocabulary.effects import Send
from core.vocabulary.errors import FetchError, Retry
from core.vocabulary.events import File
from core.vocabulary.media import PIECE_BYTES, Media, Spool
from storage.files import TemporarySpool
from tests.channels.hostile import hostile
from tests.channels.x.test_transport import channel_at

PIECE = bytes(PIECE_BYTES)
COUNT = 64
"""Sixteen megabytes in all, the most that each platform delivers."""
MOST_BYTES = 4 * 1024 * 1024
TAKEN = {"ok": True, "result": {"message_id": 1}, "id": "1", "data": {"id": "1"}, "text": "halo"}
"""What each of the platforms answers to an upload."""
DIGEST = hashlib.sha256(PIECE * COUNT).hexdigest()


@pytest.fixture
def traced() -> Iterator[None]:
    """Count what is allocated."""
    tracemalloc.start()
    yield
    tracemalloc.stop()


async def platform(request: web.Request) -> web.StreamResponse:
    """Give a large file, and what leads to it; take one."""
    if request.method == "POST" and not request.path.endswith("/getFile"):
        size = 0
        async for piece in request.content.iter_chunked(PIECE_BYTES):
            size += len(piece)
        assert len(PIECE) * COUNT < size
        return web.json_response(
            {"ok": True, "result": {"message_id": 1}, "id": "1", "data": {"id": "1"}, "text": "halo"}
        )
    if request.path.endswith("/getFile"):
        return web.json_response({"ok": True, "result": {"file_path": "videos/1.mp4"}})
    if request.path.startswith("/v") and "file" not in request.path:
        return web.json_response({"url": f"http://{request.host}/file", "mime_type": "image/png"})
    response = web.StreamResponse(headers={"Content-Type": "image/png"})
    await response.prepare(request)
    for _ in range(COUNT):
        await response.write(PIECE)
    return response


async def from_telegram(url: str, into: Spool) -> Media:
    client = TelegramClient("123456:TEST", url)
    try:
        return await fetch_from_telegram(client, File("video", "x"), into)
    finally:
        await client.shutdown()


async def from_whatsapp(url: str, into: Spool) -> Media:
    client = WhatsAppClient("token", "1", url)
    try:
        return await fetch_from_whatsapp(client, File("document", "1", DIGEST), into)
    finally:
        await client.close()


async def from_page(url: str, into: Spool) -> Media:
    client = PageClient(MESSENGER, "1", "token", url)
    try:
        return await fetch_from_page(client, File("video", f"{url}/file"), into)
    finally:
        await client.close()


async def from_x(url: str, into: Spool) -> Media:
    client = channel_at(url)._client
    try:
        return await fetch_from_x(client, File("video", f"{url}/file"), into)
    finally:
        await client.close()


async def from_an_address(url: str, into: Spool) -> Media:
    async with aiohttp.ClientSession() as session:
        return await bring(session, f"{url}/file", "a.png", into)


Fetch = Callable[[str, Spool], Awaitable[Media]]
FETCHES: tuple[Fetch, ...] = (from_telegram, from_whatsapp, from_page, from_x, from_an_address)


@pytest.mark.parametrize("fetch", FETCHES)
async def test_a_file_comes_in_pieces(fetch: Fetch, traced: None) -> None:
    """All of it lies in the spool, and little of it was in memory."""
    async with hostile(platform) as server:
        with TemporarySpool() as into:
            media = await fetch(server.url, into)
            assert DIGEST == await media.content.digest()
    assert MOST_BYTES > tracemalloc.get_traced_memory()[1]


async def cut_short(request: web.Request) -> web.StreamResponse:
    """Announce a large file, and hang up after its first piece."""
    if request.path.endswith("/getFile") or (request.path.startswith("/v") and "file" not in request.path):
        return await platform(request)
    response = web.StreamResponse(headers={"Content-Type": "image/png", "Content-Length": str(len(PIECE) * COUNT)})
    await response.prepare(request)
    await response.write(PIECE)
    assert request.transport is not None
    request.transport.close()
    return response


@pytest.mark.parametrize("fetch", FETCHES)
async def test_fewer_bytes_than_announced_are_no_file(fetch: Fetch) -> None:
    """A file that breaks off is asked for again, and then it begins anew."""
    with TemporarySpool() as into:
        async with hostile(cut_short) as server:
            with pytest.raises((Retry, FetchError)) as failed:
                await fetch(server.url, into)
        assert getattr(failed.value, "passing", True)
        async with hostile(platform) as server:
            assert DIGEST == await (await fetch(server.url, into)).content.digest()


async def to_telegram(url: str, media: Media) -> object:
    client = TelegramClient("123456:TEST", url)
    try:
        (call,) = plan_send(Target("1"), Send("", evidence=()), [media])
        return await client.call(call.method, **call.arguments())
    finally:
        await client.shutdown()


async def to_whatsapp(url: str, media: Media) -> object:
    client = WhatsAppClient("token", "1", url)
    try:
        return await client.upload(media.content, media.mime, media.name)
    finally:
        await client.close()


async def to_page(url: str, media: Media) -> object:
    client = PageClient(MESSENGER, "1", "token", url)
    try:
        return await client.send_file({"recipient": {"id": "1"}}, media)
    finally:
        await client.close()


async def to_x(url: str, media: Media) -> object:
    client = channel_at(url)._client
    try:
        return await client.upload(media.content, media.mime, media.name, "dm_image")
    finally:
        await client.close()


async def to_the_listener(url: str, media: Media) -> object:
    return await Listener(url, "", "whisper-1", "id")(media)


@pytest.mark.parametrize("send", [to_telegram, to_whatsapp, to_page, to_x, to_the_listener])
async def test_a_file_goes_in_pieces(send: Callable[[str, Media], Awaitable[object]], traced: None) -> None:
    """The platform takes all of it, as one file of a form, and little of it was in memory."""
    with TemporarySpool() as spool:
        for _ in range(COUNT):
            await spool.write(PIECE)
        async with hostile(platform) as server:
            assert await send(server.url, Media(spool, "video/mp4", "film.mp4"))
    assert MOST_BYTES > tracemalloc.get_traced_memory()[1]
