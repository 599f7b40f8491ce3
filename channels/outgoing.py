"""Ask a platform: redirected nowhere, its answer read up to a limit, and whose fault a failure is told apart."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
from aiohttp.abc import AbstractStreamWriter

from core.vocabulary.errors import ChannelDown, Rejected, Retry, SendError
from core.vocabulary.media import Content, Spool

CHUNK_BYTES = 64 * 1024
REFUSAL_BYTES = 64 * 1024
"""Of an answer that brings no file: what it says of itself is at its beginning."""

_OURS = (ValueError, TypeError, LookupError, AttributeError, AssertionError, ArithmeticError)
_OUTSIDE = (aiohttp.ClientError, OSError)
"""Some of what the network raises is a ``ValueError`` too: a bad certificate, a bad address of the server."""


def request(session: aiohttp.ClientSession, method: str, url: str, **arguments: Any) -> Any:
    """Make a request, to be entered with ``async with``; a redirect is an answer like any other.

    Followed it would carry the token along, and turn a POST into a GET.
    """
    return session.request(method, url, allow_redirects=False, **arguments)


class _Piecewise(aiohttp.Payload):
    """Write a file piece by piece, as many bytes as are announced."""

    def __init__(self, content: Content, mime: str) -> None:
        super().__init__(content, content_type=mime)
        self._size = content.size

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        raise TypeError("a file is no text")

    async def write(self, writer: AbstractStreamWriter) -> None:
        async for piece in self._value.pieces():
            await writer.write(piece)


def add_file(form: aiohttp.FormData, field: str, content: Content, name: str, mime: str) -> None:
    """Put a file into a form so that it is never in memory as a whole."""
    form.add_field(field, _Piecewise(content, mime), filename=name, content_type=mime)


async def read_limited(answer: aiohttp.ClientResponse, most_bytes: int, too_large: type[Exception]) -> bytes:
    """Read a body piece by piece; raises ``too_large`` at the limit.

    Neither the announced size nor the patience of whoever sends it is believed.
    """
    content = bytearray()
    async for piece in _limited(answer, most_bytes, too_large):
        content += piece
    return bytes(content)


async def save_limited(
    answer: aiohttp.ClientResponse, most_bytes: int, too_large: type[Exception], into: Spool | None
) -> bytes:
    """Put the body of a success into a spool, and give that of any other answer, and where there is no spool.

    Raises ``too_large`` at the limit, of which for what is no success a part is enough, and ``HelperDown``.
    """
    if into is None:
        return await read_limited(answer, most_bytes, too_large)
    if answer.status != 200:
        refusal = bytearray()
        async for chunk in answer.content.iter_chunked(CHUNK_BYTES):
            refusal += chunk
            if len(refusal) >= REFUSAL_BYTES:
                break
        return bytes(refusal)
    await into.clear()
    async for piece in _limited(answer, most_bytes, too_large):
        await into.write(piece)
    return b""


async def _limited(answer: aiohttp.ClientResponse, most_bytes: int, too_large: type[Exception]) -> AsyncIterator[bytes]:
    if answer.status == 200 and (answer.content_length or 0) > most_bytes:
        raise too_large
    size = 0
    async for chunk in answer.content.iter_chunked(CHUNK_BYTES):
        size += len(chunk)
        if size > most_bytes:
            raise too_large
        yield chunk


def ours(error: BaseException) -> BaseException | None:
    """Give what shows that our own side could not write the request, None for trouble outside, which passes.

    A name with a line break, half of a character, a value of a kind that nobody can encode: aiohttp raises the plain
    error while it writes the head, and wraps it in one of its own while it writes the body.
    """
    cause = error.__cause__ if isinstance(error, aiohttp.ClientConnectionError) and error.__cause__ else error
    return cause if isinstance(cause, _OURS) and not isinstance(cause, _OUTSIDE) else None


def unanswered(error: Exception, address_advice: str) -> SendError:
    """Sort what came in place of an answer: an address nobody can call, our own fault, or trouble that passes.

    Only its kind is named: the text of such an error can hold the address, with its secrets, and what was sent.
    """
    if isinstance(error, aiohttp.InvalidURL):
        return ChannelDown("the address cannot be called", address_advice)
    cause = ours(error)
    if cause is not None:
        return Rejected(f"our request cannot be written: {type(cause).__name__}")
    return Retry(f"no answer: {type(error).__name__}")
