"""The one way in for a file: what it is by its bytes; tidied by what knows that kind, or marked, or not taken."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC
from typing import TypeVar
from zoneinfo import ZoneInfo

from msgspec import structs

from core.vocabulary.errors import HelperDown
from core.vocabulary.events import File
from core.vocabulary.media import Content, Media, Rejection, Spool, Tidied
from storage.files import office, pictures, sounds
from storage.files.apart import as_jpeg
from storage.files.errors import Barred, Unclear
from storage.files.kinds import HEIF, SHEET, SLIDES, UNMARKED, WORD, sniffed
from storage.files.pdf import tidy_pdf
from storage.files.spool import TemporarySpool

T = TypeVar("T")
SECONDS = 30.0
THREADS = ThreadPoolExecutor(2, thread_name_prefix="files")
"""All work on the content of files is done here: drawing a large photo takes a second, and nobody waits for it."""
Scan = Callable[[Content], Awaitable[str]]
"""Names the virus in a file, empty for none. Raises ``HelperDown``."""


class Tidier:
    """Tidy files: ``zone`` is where cameras' clocks are set, ``scan`` looks for viruses first, where there is such."""

    def __init__(self, zone: ZoneInfo | None = None, scan: Scan | None = None) -> None:
        self._zone = zone or ZoneInfo(str(UTC))
        self._scan = scan

    async def __call__(self, media: Media, file: File, into: Spool) -> Tidied:
        """Give a file without traces of who made it; one that nobody could tidy comes back as it is, marked.

        Both the file and ``into`` lie in a `TemporarySpool`.
        """
        raw = media.content
        assert isinstance(raw, TemporarySpool)
        assert isinstance(into, TemporarySpool)
        try:
            mime = await _in_thread(lambda: _kind(raw, media.mime))
            if self._scan is not None and await self._scan(raw):
                return _rejected(media, "virus")
        except Barred as barred:
            return _rejected(media, barred.reason)
        as_it_is = Media(raw, mime, media.name)
        try:
            return await self._tidied(as_it_is, raw, into)
        except Barred as barred:
            return _rejected(as_it_is, barred.reason)
        except Unclear as unclear:
            return Tidied(as_it_is, telltale=True, torn=unclear.torn)
        except (TimeoutError, OSError):
            return Tidied(as_it_is, telltale=True)

    async def _tidied(self, media: Media, raw: TemporarySpool, into: TemporarySpool) -> Tidied:
        if media.mime == "application/pdf":
            await tidy_pdf(raw, into)
            return Tidied(structs.replace(media, content=into))
        if media.mime not in HEIF:
            return await self._worked(media, raw, into)
        with TemporarySpool() as drawn:
            await as_jpeg(raw, drawn)
            return await self._worked(structs.replace(media, mime="image/jpeg"), drawn, into)

    async def _worked(self, media: Media, raw: TemporarySpool, into: TemporarySpool) -> Tidied:
        async with asyncio.timeout(SECONDS):
            return await _in_thread(lambda: _worked(media, raw, into, self._zone))


async def _in_thread(work: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(THREADS, work)


def _kind(raw: TemporarySpool, said: str) -> str:
    """Tell what a file is. Raises ``Barred``."""
    with raw.lent(), raw.reader() as content:
        return sniffed(content, said)


def _rejected(media: Media, reason: Rejection) -> Tidied:
    return Tidied(media, rejected=reason)


def _worked(media: Media, raw: TemporarySpool, made: TemporarySpool, zone: ZoneInfo) -> Tidied:
    """Tidy by kind. Raises ``Unclear``, ``Barred``."""
    plain = media.mime.partition(";")[0]
    with raw.lent(), made.lent():
        if plain.startswith("image/"):
            drawn = _guarded(lambda: _drawn(raw, made, plain, zone))
            return Tidied(Media(made, drawn.mime, media.name), facts=drawn.facts, likeness=drawn.likeness)
        if plain in UNMARKED:
            return Tidied(media)
        _guarded(lambda: _strip(raw, made, plain))
        return Tidied(structs.replace(media, content=made))


def _drawn(raw: TemporarySpool, made: TemporarySpool, plain: str, zone: ZoneInfo) -> pictures.Drawn:
    with raw.mapped() as content, made.writer() as out:
        return pictures.draw(content, plain, zone, out)


def _strip(raw: TemporarySpool, made: TemporarySpool, plain: str) -> None:
    if plain in (WORD, SHEET, SLIDES) or plain.startswith("application/vnd.oasis.opendocument"):
        with raw.reader() as document, made.writer() as out:
            return office.tidy_office(document, out, _inner_picture)
    if plain in ("audio/mpeg", "audio/aac") and raw.at(4, 4) != _BOX:
        return made.copy(raw, *sounds.mp3_without_tags(raw))
    known = sounds.tidy_mp4 if plain.startswith(("video/", "audio/")) and raw.at(4, 4) == _BOX else _SOUNDS.get(plain)
    if known is None:
        raise Unclear("a kind nobody here knows")
    made.copy(raw)
    return known(made)


_BOX = b"ftyp"
_SOUNDS: Mapping[str, Callable[[TemporarySpool], None]] = {
    "audio/ogg": sounds.tidy_ogg,
    "audio/flac": sounds.tidy_flac,
    "audio/wav": sounds.tidy_wav,
}


def _inner_picture(content: bytes) -> bytes:
    try:
        mime = sniffed(io.BytesIO(content), "")
    except Barred:
        raise Unclear("an unknown picture in it") from None
    if not mime.startswith("image/") or mime in HEIF:
        raise Unclear("an unknown picture in it")
    return pictures.inner(content, mime)


def _guarded(work: Callable[[], T]) -> T:
    """Do the work on a file of a stranger: whatever it raises means that the file is not what it says."""
    try:
        return work()
    except (Unclear, Barred, HelperDown):
        raise
    except Exception as odd:  # noqa: BLE001 - readers raise anything on broken files; the file is passed on as it is
        raise Unclear(type(odd).__name__, torn=True) from None
