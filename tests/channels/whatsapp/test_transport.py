"""Answers that no Graph API gives, addresses that are not Meta's, sizes that lie, and downloads that never end."""

from typing import Any

import pytest
from aiohttp import web

from channels.meta import graph
from channels.whatsapp import files
from channels.whatsapp.channel import WhatsAppChannel
from channels.whatsapp.client import Client
from channels.whatsapp.pace import Pace
from core.vocabulary.channel import Target
from core.vocabulary.effects import Send
from core.vocabulary.errors import ChannelDown, FetchError, Rejected, Unknown
from core.vocabulary.events import File
from core.vocabulary.media import Held, Media
from simulator.whatsapp import WhatsAppStandIn
from tests.channels.hostile import Hostile, endless, hostile, json_body, page
from tests.channels.whatsapp.conftest import BUDI, LABELS
from tests.clock import TestClock
from tests.pictures import png

TOKEN = "EAAGraphTokenOfTheTest1234567890"
NUMBER = "106540352242922"
HELLO = Send(text="halo")
CITIZEN = Target(address=BUDI)


async def sending(url: str, *media: Media) -> None:
    one = Client(TOKEN, NUMBER, url)
    try:
        await WhatsAppChannel(one, TestClock(), {"id": LABELS}, Pace(None)).send(CITIZEN, HELLO, media)
    finally:
        await one.close()


@pytest.mark.parametrize(
    "body",
    [
        "{}",
        "[]",
        "null",
        '{"messages": []}',
        '{"messages": [{}]}',
        '{"messages": [{"id": ""}]}',
        '{"messages": {"id": "wamid.x"}}',
        '{"messages": [{"id": 7}]}',
        '{"success": true}',
    ],
)
async def test_a_success_has_a_message_id(body: str) -> None:
    """A 200 that names no message is not counted as sent."""
    async with hostile(json_body(body)) as server:
        with pytest.raises(Unknown):
            await sending(server.url)


async def test_an_upload_has_an_id() -> None:
    """A 200 without an id is no upload."""
    async with hostile(json_body("{}")) as server:
        with pytest.raises(Unknown):
            await sending(server.url, Media(Held(png()), "image/png", "x.png"))


@pytest.mark.parametrize("status", [200, 301, 400, 401, 403, 404, 413])
@pytest.mark.parametrize("media", [(), (Media(Held(png()), "image/png", "x.png"),)])
async def test_a_page_of_a_proxy(status: int, media: tuple[Media, ...]) -> None:
    """HTML in place of the platform leaves the message in the outbox with its file, whatever the status."""
    async with hostile(page(status)) as server:
        with pytest.raises(Unknown):
            await sending(server.url, *media)


async def test_an_error_inside_of_a_success_counts() -> None:
    """A 200 with an error object of the platform is that error."""
    async with hostile(json_body('{"error": {"code": 190, "message": "expired"}}')) as server:
        with pytest.raises(ChannelDown):
            await sending(server.url)


async def test_a_redirect_is_not_followed() -> None:
    """The token does not go where an answer points."""
    async with hostile(page(200)) as other, hostile(page(307, Location=f"{other.url}/x")) as server:
        with pytest.raises(Unknown):
            await sending(server.url)
        assert [] == other.asked


async def test_an_answer_without_end_is_not_kept() -> None:
    """An answer of the API is read up to a limit."""
    async with hostile(endless) as server:
        with pytest.raises(Unknown):
            await sending(server.url)


async def test_an_address_that_is_none_needs_the_operator() -> None:
    """A GRAPH_API_BASE that cannot be called holds everything and says what is wrong."""
    with pytest.raises(ChannelDown) as down:
        await sending("http://:0:0/")
    assert "GRAPH_API_BASE" in down.value.advice


async def test_our_own_failure_is_our_bug(channel: WhatsAppChannel) -> None:
    """What cannot be written down never was sent, and is not the network's trouble."""
    with pytest.raises(Rejected):
        await channel.seen(object())  # type: ignore[arg-type]


async def test_any_name_of_a_file_can_be_sent(standin: WhatsAppStandIn, channel: WhatsAppChannel) -> None:
    """A name with line breaks and quotes is shown in one line without them."""
    await channel.send(CITIZEN, HELLO, [Media(Held(b"%PDF-1.4 x"), "application/pdf", 'surat\r\n"warga".pdf')])
    assert "surat 'warga'.pdf" in str(standin.calls_of("messages")[-1].body)


# --- downloads ----------------------------------------------------------------------------------------------------


async def fetching(url: str, ref: str = "1234567890") -> Media:
    one = Client(TOKEN, NUMBER, url)
    try:
        return await files.fetch(one, File(kind="photo", ref=ref), Held())
    finally:
        await one.close()


def looked_up(address: str, then: Any = None) -> Any:
    """Answer a look-up with an address (``{base}`` is this server), and a download with ``then``."""

    async def answer(request: web.Request) -> web.StreamResponse:
        if request.path.startswith("/v"):
            base = f"http://{request.host}"
            return web.json_response({"url": address.format(base=base), "file_size": 10, "mime_type": "image/png"})
        found: web.StreamResponse = await (then or page(404))(request)
        return found

    return answer


def tokens(server: Hostile) -> list[str]:
    return [told for _, path, told in server.asked if not path.startswith("/v")]


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/x",
        "http://lookaside.fbsbx.com/x",
        "https://lookaside.fbsbx.com.evil.example/x",
        "https://evilfbsbx.com/x",
        "https://lookaside.fbsbx.com@evil.example/x",
        "https://user:secret@lookaside.fbsbx.com/x",
        "https://lookaside.fbsbx.com:8443/x",
        "https://evil.example\\.lookaside.fbsbx.com/x",
        "https://evil.example#.lookaside.fbsbx.com/x",
        "https://lookaside.fbsbx.com\\@evil.example/x",
        "//lookaside.fbsbx.com/x",
        "file:///etc/passwd",
        "ftp://lookaside.fbsbx.com/x",
        "http://[::1",
        "halo",
        "{base}:1/x",
    ],
)
async def test_the_token_goes_to_the_platform_only(address: str) -> None:
    """An address on another host, by another scheme or port, is not asked for at all."""
    async with hostile(looked_up(address)) as server:
        with pytest.raises(FetchError) as caught:
            await fetching(server.url)
        assert [] == tokens(server)
    assert "refused" == caught.value.reason


@pytest.mark.parametrize(
    ("address", "ours"),
    [
        ("https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1", True),
        ("https://scontent.xx.fbcdn.net/x", True),
        ("https://mmg.whatsapp.net/x", True),
        ("https://graph.facebook.com/v26.0/x", True),
        ("https://LOOKASIDE.FBSBX.COM/x", True),
        ("http://graph.facebook.com/x", False),
        ("https://www.facebook.com/x", False),
    ],
)
def test_metas_own_addresses(address: str, ours: bool) -> None:
    """Graph's and Meta's media hosts are the platform, by https."""
    assert ours == Client(TOKEN, NUMBER).is_ours(address)


async def test_where_the_base_points_is_the_platform() -> None:
    """With GRAPH_API_BASE elsewhere, files may lie there, and get the token."""

    async def content(_request: web.Request) -> web.StreamResponse:
        return web.Response(body=png())

    async with hostile(looked_up("{base}/file", content)) as server:
        assert Held(png()) == (await fetching(server.url)).content
        assert [f"Bearer {TOKEN}"] == tokens(server)


async def test_a_redirect_of_a_file_is_not_followed() -> None:
    """A download that points elsewhere stays wanted, and the token stays here."""
    async with hostile(page(200)) as other:
        then = page(302, Location=f"{other.url}/x")
        async with hostile(looked_up("{base}/file", then)) as server:
            with pytest.raises(Unknown):
                await fetching(server.url)
        assert [] == other.asked


async def test_a_download_without_end_is_too_large() -> None:
    """A file that was announced with ten bytes and never ends is given up at the limit."""
    async with hostile(looked_up("{base}/file", endless)) as server:
        with pytest.raises(FetchError) as caught:
            await fetching(server.url)
    assert "too_large" == caught.value.reason


@pytest.mark.parametrize(
    ("ref", "path"),
    [
        ("12/../34", "/v26.0/12%2F..%2F34"),
        ("12?access=1", "/v26.0/12%3Faccess=1"),
        ("12#x", "/v26.0/12%23x"),
        ("12%2F34", "/v26.0/12%252F34"),
    ],
)
async def test_an_id_is_one_part_of_the_path(ref: str, path: str) -> None:
    """An id with slashes or other marks leads to no other path."""
    async with hostile(page(404)) as server:
        with pytest.raises(Unknown):
            await fetching(server.url, ref)
        assert [path] == [asked.partition("?")[0] for _, asked, _ in server.asked]


@pytest.mark.parametrize("ref", ["", ".", "..", "..."])
async def test_an_id_that_is_none(ref: str) -> None:
    """Dots alone are no id: they would lead to another path."""
    async with hostile(page(404)) as server:
        with pytest.raises(FetchError):
            await fetching(server.url, ref)
        assert [] == server.asked


def test_the_limits_are_what_the_pages_say() -> None:
    """An answer of the API is far below what a file may have."""
    assert graph.ANSWER_BYTES < files.KEPT_BYTES
