"""Take a request's body within limits: size, time for the whole of it, and how many large ones at once."""

import asyncio

from aiohttp import ClientPayloadError, web
from aiohttp.http_exceptions import HttpProcessingError

from core.vocabulary.errors import KanalError

MAX_BODY = 4 * 1024 * 1024
"""Meta's webhooks carry up to 3 MB (Webhooks, payload size)."""
BODY_SECONDS = 15.0
"""For all of it, from the headers on: platforms give up on a webhook after about as long."""
SMALL = 64 * 1024
"""What nearly every webhook stays below; such bodies wait for nobody."""
LARGE_AT_ONCE = 4
"""Bounds the memory of bodies under way to some 40 MB, whoever sends them."""


class NotTaken(KanalError):
    """A request whose body cannot be taken: ``status`` is the answer, the text says why."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class Bodies:
    """Read bodies for one server."""

    def __init__(self, *, seconds: float = BODY_SECONDS, large_at_once: int = LARGE_AT_ONCE) -> None:
        self._seconds = seconds
        self._large = asyncio.Semaphore(large_at_once)

    async def read(self, request: web.Request) -> bytes:
        """Read a body whole. Raises ``NotTaken``.

        Compressed bodies are refused: no platform sends them, and a small one can unfold to gigabytes.
        """
        if request.headers.get("Content-Encoding", "identity").strip().lower() not in ("", "identity"):
            raise NotTaken(415, "content encoding")
        if (request.content_length or 0) > MAX_BODY:
            raise NotTaken(413, "too large")
        try:
            async with asyncio.timeout(self._seconds):
                return await self._pieces(request)
        except TimeoutError:
            raise NotTaken(408, "too slow") from None
        except (HttpProcessingError, ClientPayloadError, web.HTTPException, ConnectionError, ValueError) as error:
            raise NotTaken(400, type(error).__name__) from None

    async def _pieces(self, request: web.Request) -> bytes:
        read = bytearray()
        async for piece in request.content.iter_any():
            read += piece
            if len(read) > SMALL:
                async with self._large:  # what is not read yet stays with its sender
                    return await self._rest(request, read)
        return bytes(read)

    async def _rest(self, request: web.Request, read: bytearray) -> bytes:
        async for piece in request.content.iter_any():
            read += piece
            if len(read) > MAX_BODY:
                raise NotTaken(413, "too large")
        return bytes(read)
