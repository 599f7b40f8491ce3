"""Read what a form posts within limits of size, number and time. Nothing here trusts a name, a header or a length."""

from __future__ import annotations

import asyncio
import hashlib
import io
import re
import warnings
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from tempfile import SpooledTemporaryFile
from typing import IO, Protocol
from urllib.parse import parse_qsl

from aiohttp import (
    BadContentDispositionHeader,
    BadContentDispositionParam,
    BodyPartReader,
    ClientPayloadError,
    MultipartReader,
    web,
)
from aiohttp.http_exceptions import HttpProcessingError

from core.vocabulary.errors import KanalError
from core.vocabulary.media import PIECE_BYTES, Content

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
FIELD_BYTES = 32 * 1024
FORM_BYTES = 64 * 1024
FIELDS = 40
NAME_LETTERS = 60
HEAD_BYTES = 64
"""By so many of its first bytes a picture is told from what is none."""
SPOOLED_BYTES = 256 * 1024
"""So much of a post's files waits in memory while it comes, the rest in a file of the system's that has no name."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u202a-\u202e\u2066-\u2069\ufeff]")
"""What nobody types: controls, and marks that turn the direction of what is read."""

for _odd in (BadContentDispositionHeader, BadContentDispositionParam):
    # The library would write down what strangers put there, and remember each of them.
    warnings.simplefilter("ignore", _odd)


class Bounds(Protocol):
    """Limits of one post (`web.site.Limits`)."""

    @property
    def photos(self) -> int: ...
    @property
    def photo(self) -> int: ...
    @property
    def post(self) -> int: ...
    @property
    def seconds(self) -> float: ...


class NotRead(KanalError):
    """Raise for a post that cannot be taken: ``status`` is the answer, ``fields`` what was read until then."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.fields: Mapping[str, str] = {}


@dataclass(frozen=True)
class Posted:
    """One file of a post of so many bytes; ``whole`` is False when it was larger than allowed, and is then empty.

    Its bytes wait outside of memory: they can be read while the post is dealt with.
    """

    name: str
    head: bytes
    content: Content
    whole: bool = True

    @property
    def size(self) -> int:
        """Give how many bytes it has."""
        return self.content.size


@dataclass(frozen=True)
class Post:
    """What was posted: fields as clean text, the first of each name, and files; ``size`` in bytes.

    ``left_out`` counts files beyond those that are allowed.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    files: tuple[Posted, ...] = ()
    size: int = 0
    left_out: int = 0

    def text(self, name: str, most: int = 200) -> str:
        """Give a short field in one line."""
        return " ".join(self.fields.get(name, "").split())[:most]


def cleaned(text: str) -> str:
    """Give words without what nobody types; lines end in one way."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


@dataclass(frozen=True)
class _Span:
    """Where a file lies among those of its post, in bytes."""

    name: str
    start: int
    length: int
    whole: bool


@dataclass(frozen=True)
class Arrived:
    """A post that came to its end: the fields are here, the files wait until there is room for them in memory."""

    post: Post
    spans: tuple[_Span, ...] = ()
    spool: IO[bytes] | None = None

    async def opened(self) -> Post:
        """Give the post with its files, of each no more than its first bytes."""
        return await asyncio.to_thread(self._opened) if self.spans else self.post

    def _opened(self) -> Post:
        return replace(self.post, files=tuple(self._file(span) for span in self.spans))

    def _file(self, span: _Span) -> Posted:
        assert self.spool is not None
        content = _Part(self.spool, span.start, span.length)
        return Posted(span.name, content.at(0, HEAD_BYTES), content, span.whole)


class _Part:
    """The bytes of one file among those of its post; one is read at a time."""

    def __init__(self, spool: IO[bytes], start: int, size: int) -> None:
        self._spool = spool
        self._start = start
        self.size = size

    async def pieces(self) -> AsyncIterator[bytes]:
        for place in range(0, self.size, PIECE_BYTES):
            yield await asyncio.to_thread(self.at, place, PIECE_BYTES)

    async def digest(self) -> str:
        found = hashlib.sha256()
        async for piece in self.pieces():
            found.update(piece)
        return found.hexdigest()

    def at(self, place: int, count: int) -> bytes:
        self._spool.seek(self._start + place)
        return self._spool.read(min(count, self.size - place))


async def read_post(request: web.Request, bounds: Bounds) -> Post:
    """Read a post whose files nobody reads: what they are called is known. Raises ``NotRead`` (400, 408, 413, 415)."""
    async with arriving(request, bounds) as arrived:
        return await arrived.opened()


@asynccontextmanager
async def arriving(request: web.Request, bounds: Bounds) -> AsyncIterator[Arrived]:
    """Wait until a post has come, however slowly; its files can be read inside. Raises ``NotRead`` as above."""
    if request.headers.get("Content-Encoding", "identity").strip().lower() not in ("", "identity"):
        raise NotRead(415, "content encoding")
    with SpooledTemporaryFile(SPOOLED_BYTES) as spool:
        parts = _Parts(bounds, (request.content_length or 0) > bounds.post, spool)
        try:
            arrived = await _read(request, bounds, parts)
        except NotRead as reason:
            reason.fields = parts.fields
            raise
        yield arrived


async def _read(request: web.Request, bounds: Bounds, parts: _Parts) -> Arrived:
    try:
        async with asyncio.timeout(bounds.seconds):
            if request.content_type == FORM:
                return Arrived(_urlencoded(await _all(request, FORM_BYTES)))
            if request.content_type == MULTIPART:
                return await parts.read(await request.multipart())
    except TimeoutError:
        raise NotRead(408, "too slow") from None
    except (HttpProcessingError, ClientPayloadError, web.HTTPException, ConnectionError, ValueError) as error:
        raise NotRead(400, type(error).__name__) from None
    raise NotRead(415, "kind of form")


async def _all(request: web.Request, most: int) -> bytes:
    read = bytearray()
    async for piece in request.content.iter_any():
        read += piece
        if len(read) > most:
            raise NotRead(413, "too large")
    return bytes(read)


def _urlencoded(body: bytes) -> Post:
    pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=FIELDS, errors="strict")
    fields: dict[str, str] = {}
    for name, value in pairs:
        fields.setdefault(name, cleaned(value))
    return Post(fields, size=len(body))


class _Parts:
    """The parts of one post; of one that is announced as too large the fields before its first file are read."""

    def __init__(self, bounds: Bounds, too_large: bool, spool: IO[bytes]) -> None:
        self._bounds = bounds
        self._too_large = too_large
        self.fields: dict[str, str] = {}
        self._spool = spool
        self._spans: list[_Span] = []
        self._size = self._count = self._left_out = 0

    async def read(self, reader: MultipartReader) -> Arrived:
        while (part := await reader.next()) is not None:
            self._count += 1
            if not isinstance(part, BodyPartReader) or self._count > FIELDS:
                raise NotRead(400, "parts")
            if part.filename is None:
                await self._field(part)
            else:
                await self._file(part)
        return Arrived(Post(self.fields, (), self._size, self._left_out), tuple(self._spans), self._spool)

    async def _field(self, part: BodyPartReader) -> None:
        value = io.BytesIO()
        if not await self._content(part, FIELD_BYTES, value):
            raise NotRead(413, "too large")
        self.fields.setdefault(part.name or "", cleaned(value.getvalue().decode()))

    async def _file(self, part: BodyPartReader) -> None:
        if self._too_large:
            raise NotRead(413, "too large")
        room = self._bounds.photo if len(self._spans) < self._bounds.photos else 0
        start = self._spool.tell()
        whole = await self._content(part, room, self._spool)
        length = self._spool.tell() - start
        name = cleaned(part.filename or "").replace("\n", " ").rpartition("/")[2].rpartition("\\")[2][:NAME_LETTERS]
        if not name and not length:  # a browser's way to say that no file was chosen
            return
        if len(self._spans) >= self._bounds.photos:
            self._left_out += 1
        else:
            self._spans.append(_Span(name or "?", start, length, whole))

    async def _content(self, part: BodyPartReader, most: int, into: IO[bytes]) -> bool:
        """Put a part where it belongs as far as there is room for it, and read the rest only to get past it.

        Gives whether it had room; of one that had none nothing is left there.
        """
        start, whole = into.tell(), True
        while piece := await part.read_chunk(64 * 1024):
            self._size += len(piece)
            if self._size > self._bounds.post:
                raise NotRead(413, "too large")
            if whole and into.tell() - start + len(piece) > most:
                into.seek(start)
                into.truncate()
                whole = False
            elif whole:
                into.write(piece)
        return whole
