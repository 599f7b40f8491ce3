"""The one way in for a file: what it is by its bytes; tidied by what knows that kind, or marked, or not taken."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC
from typing import TypeVar
from zoneinfo import ZoneInfo

from msgspec import structs

from core.vocabulary.events import File
from core.vocabulary.media import Media, Rejection, Tidied
from storage.files import office, pictures, sounds
from storage.files.apart import as_jpeg
from storage.files.errors import Barred, Unclear
from storage.files.kinds import HEIF, SHEET, SLIDES, UNMARKED, WORD, sniffed
from storage.files.pdf import tidy_pdf

SECONDS = 30.0
THREADS = ThreadPoolExecutor(2, thread_name_prefix="files")
"""All work on the content of files is done here: drawing a large photo takes a second, and nobody waits for it."""
T = TypeVar("T")
Scan = Callable[[bytes], Awaitable[str]]
"""Names the virus in a file, empty for none. Raises ``HelperDown``."""


class Tidier:
    """Tidy files: ``zone`` is where cameras' clocks are set, ``scan`` looks for viruses first, where there is such."""

    def __init__(self, zone: ZoneInfo | None = None, scan: Scan | None = None) -> None:
        self._zone = zone or ZoneInfo(str(UTC))
        self._scan = scan

    async def __call__(self, media: Media, file: File) -> Tidied:
        """Give a file without traces of who made it; one that nobody could tidy comes back as it is, marked."""
        try:
            mime = sniffed(media.content, media.mime)
            if self._scan is not None and await self._scan(media.content):
                return _rejected(media, "virus")
        except Barred as barred:
            return _rejected(media, barred.reason)
        as_it_is = Media(media.content, mime, media.name)
        try:
            return await self._tidied(as_it_is)
        except Barred as barred:
            return _rejected(as_it_is, barred.reason)
        except Unclear as unclear:
            return Tidied(as_it_is, telltale=True, torn=unclear.torn)
        except (TimeoutError, OSError):
            return Tidied(as_it_is, telltale=True)

    async def _tidied(self, media: Media) -> Tidied:
        if media.mime == "application/pdf":
            return Tidied(structs.replace(media, content=await tidy_pdf(media.content)))
        if media.mime in HEIF:
            media = structs.replace(media, content=await as_jpeg(media.content), mime="image/jpeg")
        work = asyncio.get_running_loop().run_in_executor(THREADS, _worked, media, self._zone)
        async with asyncio.timeout(SECONDS):
            return await work


tidy = Tidier()


def _rejected(media: Media, reason: Rejection) -> Tidied:
    return Tidied(media, rejected=reason)


def _worked(media: Media, zone: ZoneInfo) -> Tidied:
    """Tidy by kind. Raises ``Unclear``, ``Barred``."""
    plain = media.mime.partition(";")[0]
    if plain.startswith("image/"):
        drawn = _guarded(lambda content: pictures.draw(content, plain, zone), media.content)
        return Tidied(Media(drawn.content, drawn.mime, media.name), facts=drawn.facts, likeness=drawn.likeness)
    return Tidied(structs.replace(media, content=_stripped(media.content, plain)))


def _stripped(content: bytes, plain: str) -> bytes:
    if plain in UNMARKED:
        return content
    if plain in (WORD, SHEET, SLIDES) or plain.startswith("application/vnd.oasis.opendocument"):
        return _guarded(lambda data: office.tidy_office(data, _inner_picture), content)
    if plain.startswith(("video/", "audio/")) and content[4:8] == b"ftyp":
        return _guarded(sounds.tidy_mp4, content)
    known = _SOUNDS.get(plain)
    if known is None:
        raise Unclear("a kind nobody here knows")
    return _guarded(known, content)


_SOUNDS: Mapping[str, Callable[[bytes], bytes]] = {
    "audio/mpeg": sounds.tidy_mp3,
    "audio/aac": sounds.tidy_mp3,
    "audio/ogg": sounds.tidy_ogg,
    "audio/flac": sounds.tidy_flac,
    "audio/wav": sounds.tidy_wav,
}


def _inner_picture(content: bytes) -> bytes:
    try:
        mime = sniffed(content, "")
    except Barred:
        raise Unclear("an unknown picture in it") from None
    if not mime.startswith("image/") or mime in HEIF:
        raise Unclear("an unknown picture in it")
    return pictures.inner(content, mime)


def _guarded(work: Callable[[bytes], T], content: bytes) -> T:
    """Do the work on a file of a stranger: whatever it raises means that the file is not what it says."""
    try:
        return work(content)
    except (Unclear, Barred):
        raise
    except Exception as odd:  # noqa: BLE001 - readers raise anything on broken files; the file is passed on as it is
        raise Unclear(type(odd).__name__, torn=True) from None
