"""Ask a platform: redirected nowhere, its answer read up to a limit, and whose fault a failure is told apart."""

import io
from typing import IO, Any

import aiohttp

from core.vocabulary.errors import ChannelDown, Rejected, Retry, SendError

CHUNK_BYTES = 64 * 1024

_OURS = (ValueError, TypeError, LookupError, AttributeError, AssertionError, ArithmeticError)
_OUTSIDE = (aiohttp.ClientError, OSError)
"""Some of what the network raises is a ``ValueError`` too: a bad certificate, a bad address of the server."""


def request(session: aiohttp.ClientSession, method: str, url: str, **arguments: Any) -> Any:
    """Make a request, to be entered with ``async with``; a redirect is an answer like any other.

    Followed it would carry the token along, and turn a POST into a GET.
    """
    return session.request(method, url, allow_redirects=False, **arguments)


def add_file(form: aiohttp.FormData, field: str, content: bytes | IO[bytes], name: str, mime: str) -> None:
    """Put a file into a form so that it goes out piece by piece: as bytes it would be written in one go."""
    form.add_field(
        field, io.BytesIO(content) if isinstance(content, bytes) else content, filename=name, content_type=mime
    )


async def read_limited(answer: aiohttp.ClientResponse, most_bytes: int, too_large: type[Exception]) -> bytes:
    """Read a body piece by piece; raises ``too_large`` at the limit.

    Neither the announced size nor the patience of whoever sends it is believed.
    """
    if answer.status == 200 and (answer.content_length or 0) > most_bytes:
        raise too_large
    content = bytearray()
    async for chunk in answer.content.iter_chunked(CHUNK_BYTES):
        content += chunk
        if len(content) > most_bytes:
            raise too_large
    return bytes(content)


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
