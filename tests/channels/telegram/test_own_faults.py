"""What our own side cannot write is our mistake, at once; what the network does passes."""

import ssl
from typing import Any

import aiohttp
import pytest
from aiohttp.http_exceptions import BadStatusLine

from channels.telegram.channel import TelegramChannel
from channels.telegram.client import Client
from channels.telegram.transport import AiohttpRequest
from core.vocabulary.channel import Target
from core.vocabulary.effects import Answer, OpenTopic, Send
from core.vocabulary.errors import ChannelDown, Rejected, Retry, SendError
from core.vocabulary.media import Held, Media
from core.vocabulary.report import Evidence
from simulator.telegram import TelegramStandIn
from tests.channels.telegram.fixtures import GROUP, MARIA

PHOTO = (Evidence("document", "r", "m"),)


def wrapped(cause: Exception) -> aiohttp.ClientError:
    """Make the error in which aiohttp wraps what goes wrong while it writes a body."""
    error = aiohttp.ClientConnectionError("Failed to send bytes into the underlying connection")
    error.__cause__ = cause
    return error


def answered(cause: Exception) -> aiohttp.ClientError:
    """Make the error in which aiohttp wraps an answer that is not HTTP."""
    error = aiohttp.ServerDisconnectedError()
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("raised", "kind"),
    [
        (ValueError("Newline or carriage return detected in headers"), Rejected),
        (TypeError("Only io.IOBase, multidict and (name, file) pairs allowed"), Rejected),
        (LookupError("unknown encoding"), Rejected),
        (UnicodeEncodeError("utf-8", "\ud83d", 0, 1, "surrogates not allowed"), Rejected),
        (AttributeError("no such thing"), Rejected),
        (AssertionError(), Rejected),
        (wrapped(TypeError("data argument must be byte-ish")), Rejected),
        (wrapped(UnicodeEncodeError("utf-8", "\ud83d", 0, 1, "surrogates not allowed")), Rejected),
        (wrapped(ConnectionResetError()), Retry),
        (answered(BadStatusLine("?")), Retry),
        (OSError("no route"), Retry),
        (ssl.SSLCertVerificationError("expired"), Retry),
        (ConnectionResetError(), Retry),
        (TimeoutError(), Retry),
        (EOFError(), Retry),
        (MemoryError(), Retry),
        (RuntimeError("Session is closed"), Retry),
        (aiohttp.InvalidURL("htp:/"), ChannelDown),
        (aiohttp.ClientPayloadError(), Retry),
        (aiohttp.ClientOSError(), Retry),
    ],
    ids=lambda value: getattr(value, "__name__", repr(value)[:40]),
)
async def test_what_the_transport_raises_is_sorted(
    client: Client, monkeypatch: pytest.MonkeyPatch, raised: Exception, kind: type[SendError]
) -> None:
    """Whatever is raised below the library: a request that nobody can write is our bug, all else passes."""

    async def fails(*_args: Any, **_more: Any) -> tuple[int, bytes]:
        raise raised

    monkeypatch.setattr(AiohttpRequest, "_request", fails)
    with pytest.raises(SendError) as caught:
        await client.call("sendMessage", chat_id=1, text="x")
    assert kind is type(caught.value)
    assert client._token not in str(caught.value)


@pytest.mark.parametrize("value", [object(), {1, 2}, b"\xff", {"a": object()}], ids=["object", "set", "bytes", "inner"])
async def test_a_parameter_that_nobody_can_encode_is_our_bug(
    standin: TelegramStandIn, client: Client, value: object
) -> None:
    """A value that cannot be written as JSON fails before anything is sent, as our mistake."""
    before = len(standin.calls)
    with pytest.raises(Rejected):
        await client.call("sendMessage", chat_id=1, text=value)
    assert before == len(standin.calls)


@pytest.mark.parametrize(
    "name",
    ["a\nb.pdf", "a\r\nX-Evil: 1", "tab\t.pdf", 'quote".pdf', "\x00.pdf", "half \ud83d.pdf", "a;b.pdf", "x" * 5000],
)
async def test_no_file_name_is_trouble_of_the_network(
    standin: TelegramStandIn, channel: TelegramChannel, name: str
) -> None:
    """However a file is called, it goes out or is our mistake: never something to be tried for a day."""
    try:
        await channel.send(
            Target(address=str(MARIA)), Send("x", evidence=PHOTO), [Media(Held(b"1"), "text/plain", name)]
        )
    except Rejected:
        return
    assert standin.last(MARIA) is not None


@pytest.mark.parametrize("half", ["\ud83d", "a\udc00b"])
async def test_half_a_character_goes_out_without_it(channel: TelegramChannel, half: str) -> None:
    """Half of a character, which some phones send, is no obstacle in words, topics and answers."""
    assert await channel.send(Target(address=str(MARIA)), Send(f"halo {half}"), [])
    assert await channel.open_topic(str(GROUP), OpenTopic("x", f"Unit {half}"))
    await channel.answer(Answer("unknown", f"ya {half}"))


async def test_an_answer_that_is_no_bot_api_passes(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy's page or a list in place of an object is trouble of the network, for the request had left."""
    for status, body in ((200, b"[]"), (200, b"{}"), (200, b"null"), (500, b"[1]"), (502, b"<html>")):

        async def answers(*_args: Any, _status: int = status, _body: bytes = body, **_more: Any) -> tuple[int, bytes]:
            return _status, _body

        monkeypatch.setattr(AiohttpRequest, "_request", answers)
        with pytest.raises((Retry, ChannelDown)):
            await client.call("sendMessage", chat_id=1, text="x")
