"""People's files come from addresses that are open for a while: bounded, without our token, and not from near us."""

import pytest
from aiohttp import web

from channels.meta.messaging import files
from channels.meta.messaging.client import Client
from channels.meta.messaging.platform import MESSENGER
from core.vocabulary.errors import FetchError, Retry
from core.vocabulary.events import File, FileKind
from core.vocabulary.media import Held, Media
from tests.channels.hostile import endless, hostile, json_body, page
from tests.channels.meta.conftest import KEY, Side

TOKEN = "EAAPageTokenOfTheTest1234567890"


def file(url: str, kind: FileKind = "photo", name: str = "") -> File:
    """Refer to a file as the platform does."""
    return File(kind=kind, ref=url, name=name)


async def fetched(base: str, url: str, kind: FileKind = "photo", name: str = "") -> Media:
    """Fetch a file by a client whose Graph API is at ``base``."""
    client = Client(MESSENGER, "104207441500017", TOKEN, base)
    try:
        return await files.fetch(client, file(url, kind, name), Held())
    finally:
        await client.close()


async def test_a_file_is_brought(side: Side) -> None:
    """Bytes, type and a name come from where the message said."""
    message = side.standin.people.send_files(KEY, [b"jpeg", b"two"])["message"]
    media = await side.channel.fetch(file(message["attachments"][0]["payload"]["url"]), Held())
    assert Media(Held(b"jpeg"), "image/jpeg", "photo.jpg") == media


async def test_an_address_that_has_run_out(side: Side) -> None:
    """What is gone at the platform is gone, after a few tries; a server in trouble is waited for."""
    with pytest.raises(FetchError) as gone:
        await side.channel.fetch(file(f"{side.standin.base_url}/cdn/none"), Held())
    assert ("gone", True) == (gone.value.reason, gone.value.passing)
    side.standin.fail("unavailable", method="download", status=503)
    with pytest.raises(Retry):
        await side.channel.fetch(file(f"{side.standin.base_url}/cdn/none"), Held())


@pytest.mark.parametrize(
    "url",
    [
        "http://scontent.xx.fbcdn.net/a.jpg",
        "https://127.0.0.1/a.jpg",
        "https://[::1]/a.jpg",
        "https://localhost/a.jpg",
        "https://169.254.169.254/latest",
        "https://scontent.xx.fbcdn.net:8443/a.jpg",
        "https://user@scontent.xx.fbcdn.net/a.jpg",
        "ftp://scontent.xx.fbcdn.net/a.jpg",
        "file:///etc/passwd",
        "no address",
        "",
    ],
)
async def test_addresses_that_are_not_asked(url: str) -> None:
    """Only the wide web by https is asked, or where the Graph API is; a machine near us never."""
    with pytest.raises(FetchError) as refused:
        await fetched("http://127.0.0.1:1", url)
    assert "refused" == refused.value.reason


async def test_the_token_stays_here() -> None:
    """A server of files never sees our token, wherever it leads on to."""

    async def answer(request: web.Request) -> web.StreamResponse:
        if request.path == "/first":
            return web.Response(status=302, headers={"Location": "/second"})
        return web.Response(body=b"png", content_type="image/png")

    async with hostile(answer) as server:
        media = await fetched(server.url, f"{server.url}/first")
    assert Media(Held(b"png"), "image/png", "photo.png") == media
    assert [("GET", "/first", ""), ("GET", "/second", "")] == server.asked


async def test_where_it_leads_in_circles_or_near_us() -> None:
    """A file that is always somewhere else never comes, and one that leads near us is not asked for there."""
    async with hostile(page(302, Location="/again")) as server:
        with pytest.raises(FetchError):
            await fetched(server.url, f"{server.url}/again")
        assert 4 == len(server.asked)
    async with hostile(page(302, Location="http://127.0.0.1:2/x")) as server:
        with pytest.raises(FetchError) as refused:
            await fetched(server.url, f"{server.url}/first")
    assert "refused" == refused.value.reason


async def test_a_file_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading ends at the limit, whatever was announced."""
    monkeypatch.setattr(files, "KEPT_BYTES", 200_000)
    async with hostile(endless) as server:
        with pytest.raises(FetchError) as large:
            await fetched(server.url, f"{server.url}/endless")
    assert "too_large" == large.value.reason


async def test_an_empty_file() -> None:
    """Nothing at all is no file, and said so after a few tries."""
    async with hostile(json_body("")) as server:
        with pytest.raises(FetchError) as gone:
            await fetched(server.url, f"{server.url}/a")
    assert ("empty", True) == (gone.value.reason, gone.value.passing)


async def test_what_nobody_says_what_it_is() -> None:
    """Without a type the kind of the message tells, or the ending of the name."""

    async def answer(_request: web.Request) -> web.StreamResponse:
        response = web.Response(body=b"x")
        response.headers["Content-Type"] = ""
        return response

    async with hostile(answer) as server:
        assert "audio/mp4" == (await fetched(server.url, f"{server.url}/a", "voice")).mime
        assert "application/pdf" == (await fetched(server.url, f"{server.url}/a", "document", "surat.pdf")).mime
