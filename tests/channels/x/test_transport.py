"""Answers that no X gives, redirects, and bodies without end: nothing hangs, and our keys go nowhere."""

from typing import Any

import pytest
from aiohttp import web

from channels.kit import Forgetful
from channels.x.channel import XChannel
from channels.x.client import Client
from channels.x.money import Purse
from channels.x.pace import Pace
from channels.x.settings import XSettings
from core.vocabulary.channel import Target
from core.vocabulary.effects import Send
from core.vocabulary.errors import ChannelDown, FetchError, Rejected, Retry, SendError, Unknown
from core.vocabulary.events import File
from core.vocabulary.media import Held, Media
from tests.channels.hostile import endless, hostile, json_body, page
from tests.channels.x.conftest import LABELS
from tests.clock import TestClock
from tests.pictures import png

SECRETS = {
    "X_BEARER_TOKEN": "BearerOfTheTest123", "X_API_KEY": "KeyOfTheTest123", "X_API_SECRET": "SecretOfTheTest123",
    "X_ACCESS_TOKEN": "17-AccessOfTheTest123", "X_ACCESS_SECRET": "AccessSecretOfTheTest123",
}  # fmt: skip
PHOTO = Media(Held(png()), "image/png", "x.png")


def channel_at(url: str) -> XChannel:
    values: dict[str, Any] = {**SECRETS, "X_USER_ID": "17", "X_API_BASE": url}
    client = Client(XSettings(_env_file=None, **values))
    purse = Purse(Forgetful(), "17", 5.0, lambda _name, **_facts: None)
    return XChannel(client, TestClock(), {"id": LABELS}, purse, Pace(None))


async def sending(url: str, *media: Media, public: bool = False, address: str = "5") -> None:
    channel = channel_at(url)
    try:
        await channel.send(Target(address, public=public), Send("halo"), media)
    finally:
        await channel._client.close()


BODIES = ["{}", "[]", "null", '{"data": []}', '{"data": {}}', '{"data": {"dm_event_id": 7, "id": 7}}', ""]


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("public", [False, True])
async def test_a_success_has_an_id(body: str, public: bool) -> None:
    """A 200 that names nothing is not counted as sent."""
    async with hostile(json_body(body)) as server:
        with pytest.raises(Unknown):
            await sending(server.url, public=public)


async def test_an_upload_has_an_id() -> None:
    """A 200 without an id is no upload."""
    async with hostile(json_body("{}")) as server:
        with pytest.raises(Unknown):
            await sending(server.url, PHOTO)


@pytest.mark.parametrize("status", [200, 301, 302, 307, 400, 401, 402, 403, 404, 413])
@pytest.mark.parametrize("media", [(), (PHOTO,)])
async def test_a_page_of_a_proxy(status: int, media: tuple[Media, ...]) -> None:
    """HTML in place of the platform leaves the message in the outbox with its file, whatever the status."""
    async with hostile(page(status)) as server:
        with pytest.raises(Unknown):
            await sending(server.url, *media)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_redirect_is_not_followed(status: int) -> None:
    """Our keys go to the platform only."""
    async with hostile(page(200)) as elsewhere:
        async with hostile(page(status, Location=f"{elsewhere.url}/2/x")) as server:
            with pytest.raises(Unknown):
                await sending(server.url)
        assert [] == elsewhere.asked


async def test_a_body_without_end() -> None:
    """An answer that never ends is cut off, and so is a file."""
    async with hostile(endless) as server:
        channel = channel_at(server.url)
        with pytest.raises(SendError):
            await channel.send(Target("5"), Send("halo"), [])
        with pytest.raises(FetchError) as caught:
            await channel.fetch(File("photo", f"{server.url}/media/1"), Held())
        assert "too_large" == caught.value.reason
        await channel._client.close()


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "http://[::1]:1"])
async def test_nobody_answers(url: str) -> None:
    """Without an answer the message waits."""
    with pytest.raises(Retry):
        await sending(url)


async def test_an_address_that_is_none() -> None:
    """What cannot be called takes the channel down with advice."""
    with pytest.raises((ChannelDown, Retry, Rejected)):
        await sending("http://1.2.3.4.5:99")


async def test_each_kind_of_request_is_signed_as_it_must_be() -> None:
    """The app's own token goes to the search, the account's signature to all else, and no secret to anybody."""
    asked: list[tuple[str, str]] = []

    async def answer(request: web.Request) -> web.StreamResponse:
        asked.append((request.path, request.headers.get("Authorization", "")))
        return web.json_response({"data": {"id": "1", "dm_event_id": "1"}})

    async with hostile(answer) as server:
        await sending(server.url, PHOTO)
        await sending(server.url, public=True)
        channel = channel_at(server.url)
        await channel._client.events(5)
        await channel._client.search("banjir", 10, {})
        await channel._client.close()
    kinds = {path.rpartition("/")[2]: header.partition(" ")[0] for path, header in asked}
    expected = {"upload": "OAuth", "messages": "OAuth", "tweets": "OAuth", "dm_events": "OAuth", "recent": "Bearer"}
    assert expected == kinds
    secrets = (SECRETS["X_API_SECRET"], SECRETS["X_ACCESS_SECRET"])
    assert not [header for _path, header in asked if any(one in header for one in secrets)]


async def test_no_error_tells_the_keys() -> None:
    """Whatever goes wrong, and however it is shown, no key stands in it."""
    told = [repr(channel_at("http://127.0.0.1:1")._client)]
    for url in ("http://127.0.0.1:1", "http://1.2.3.4.5:99"):
        with pytest.raises(SendError) as caught:
            await sending(url)
        told.append(f"{caught.value!r} {caught.value.__context__!r} {caught.value.__cause__!r}")
    assert not [one for one in told if any(secret in one for secret in SECRETS.values())]
