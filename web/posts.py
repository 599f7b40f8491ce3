"""Read what a form posts within limits of size, number and time. Nothing here trusts a name, a header or a length."""

from __future__ import annotations

import asyncio
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol
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

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
FIELD_BYTES = 32 * 1024
FORM_BYTES = 64 * 1024
FIELDS = 40
NAME_LETTERS = 60
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
    """One file of a post; ``whole`` is False when it was larger than allowed, and is then empty."""

    name: str
    content: bytes
    whole: bool = True


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


async def read_post(request: web.Request, bounds: Bounds) -> Post:
    """Read a post. Raises ``NotRead`` (400, 408, 413, 415)."""
    if request.headers.get("Content-Encoding", "identity").strip().lower() not in ("", "identity"):
        raise NotRead(415, "content encoding")
    parts = _Parts(bounds, (request.content_length or 0) > bounds.post)
    try:
        return await _read(request, bounds, parts)
    except NotRead as reason:
        reason.fields = parts.fields
        raise


async def _read(request: web.Request, bounds: Bounds, parts: _Parts) -> Post:
    try:
        async with asyncio.timeout(bounds.seconds):
            if request.content_type == FORM:
                return _urlencoded(await _all(request, FORM_BYTES))
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

    def __init__(self, bounds: Bounds, too_large: bool) -> None:
        self._bounds = bounds
        self._too_large = too_large
        self.fields: dict[str, str] = {}
        self._files: list[Posted] = []
        self._size = self._count = self._left_out = 0

    async def read(self, reader: MultipartReader) -> Post:
        while (part := await reader.next()) is not None:
            self._count += 1
            if not isinstance(part, BodyPartReader) or self._count > FIELDS:
                raise NotRead(400, "parts")
            if part.filename is None:
                await self._field(part)
            else:
                await self._file(part)
        return Post(self.fields, tuple(self._files), self._size, self._left_out)

    async def _field(self, part: BodyPartReader) -> None:
        value, whole = await self._content(part, FIELD_BYTES)
        if not whole:
            raise NotRead(413, "too large")
        self.fields.setdefault(part.name or "", cleaned(value.decode()))

    async def _file(self, part: BodyPartReader) -> None:
        if self._too_large:
            raise NotRead(413, "too large")
        room = self._bounds.photo if len(self._files) < self._bounds.photos else 0
        content, whole = await self._content(part, room)
        name = cleaned(part.filename or "").replace("\n", " ").rpartition("/")[2].rpartition("\\")[2][:NAME_LETTERS]
        if not name and not content:  # a browser's way to say that no file was chosen
            return
        if len(self._files) >= self._bounds.photos:
            self._left_out += 1
        else:
            self._files.append(Posted(name or "?", content if whole else b"", whole))

    async def _content(self, part: BodyPartReader, most: int) -> tuple[bytes, bool]:
        """Read a part as far as there is room for it, and the rest only to get past it."""
        read, whole = bytearray(), True
        while piece := await part.read_chunk(64 * 1024):
            self._size += len(piece)
            if self._size > self._bounds.post:
                raise NotRead(413, "too large")
            if len(read) + len(piece) > most:
                read.clear()
                whole = False
            elif whole:
                read += piece
        return bytes(read), whole
