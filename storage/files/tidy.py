"""The one way in for a file: what it is by its bytes, tidied by what knows that kind, or marked as telltale."""

from __future__ import annotations

import asyncio
import io
import zipfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

from core.vocabulary.events import File
from core.vocabulary.media import Media, Tidied
from storage.files import office, pictures, sounds
from storage.files.errors import Unclear
from storage.files.pdf import tidy_pdf

SECONDS = 30.0
_THREADS = ThreadPoolExecutor(2, thread_name_prefix="files")
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_TEXTS = ("text/plain", "text/csv")
_MP4_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis", b"hevc")


async def tidy(media: Media, file: File) -> Tidied:
    """Give a file without traces of who made it; one that nobody could tidy comes back as it is, marked."""
    mime = sniffed(media.content, media.mime)
    try:
        if mime == "application/pdf":
            return Tidied(Media(await tidy_pdf(media.content), mime, media.name))
        work = asyncio.get_running_loop().run_in_executor(_THREADS, _tidied, media.content, mime)
        async with asyncio.timeout(SECONDS):
            content, mime = await work
    except (Unclear, TimeoutError, OSError):
        return Tidied(Media(media.content, mime, media.name), telltale=True)
    return Tidied(Media(content, mime, media.name))


def sniffed(content: bytes, said: str) -> str:
    """Tell a kind by its first bytes; what is not known by them is what the sender's program said."""
    for start, offset, mime in _MAGIC:
        if content[offset : offset + len(start)] == start:
            return mime
    if content[4:8] == b"ftyp":
        return _boxed(content[8:12], said)
    if content[:4] == b"PK\x03\x04":
        return _zipped(content)
    if content[:2] in (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2") or content[:3] == b"ID3":
        return "audio/mpeg"
    plain = said.partition(";")[0].strip().lower()
    claims = plain.startswith("image/") or plain in _TIDIERS
    return "application/octet-stream" if claims and plain not in _UNMARKED else plain or "application/octet-stream"


_MAGIC = (
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"GIF8", 0, "image/gif"),
    (b"WEBP", 8, "image/webp"),
    (b"II*\x00", 0, "image/tiff"),
    (b"MM\x00*", 0, "image/tiff"),
    (b"%PDF-", 0, "application/pdf"),
    (b"OggS", 0, "audio/ogg"),
    (b"fLaC", 0, "audio/flac"),
    (b"WAVE", 8, "audio/wav"),
    (b"#!AMR", 0, "audio/amr"),
    (b"\x1a\x45\xdf\xa3", 0, "video/webm"),
)


def _boxed(brand: bytes, said: str) -> str:
    if brand in _MP4_BRANDS:
        return "image/avif" if brand.startswith(b"avi") else "image/heic"
    if said.startswith(("audio/", "video/")):
        return said.partition(";")[0].strip().lower()
    return "audio/mp4" if brand.startswith(b"M4A") else "video/mp4"


def _zipped(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                return archive.read("mimetype").decode("ascii", "replace").strip()
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError):
        return "application/zip"
    roots = {name.partition("/")[0] for name in names}
    if "[Content_Types].xml" not in names:
        return "application/zip"
    return next(
        (mime for root, mime in (("word", _WORD), ("xl", _SHEET), ("ppt", _SLIDES)) if root in roots), "application/zip"
    )


def _tidied(content: bytes, mime: str) -> tuple[bytes, str]:
    """Tidy by kind; give the kind it is then. Raises ``Unclear``."""
    plain = mime.partition(";")[0]
    if plain in _UNMARKED:
        return content, mime
    if plain in (_WORD, _SHEET, _SLIDES) or plain.startswith("application/vnd.oasis.opendocument"):
        return _guarded(lambda data: office.tidy_office(data, _inner_picture), content), mime
    if plain == "image/tiff":
        return _guarded(pictures.tidy_other, content), "image/png"
    if plain.startswith(("video/", "audio/")) and content[4:8] == b"ftyp":
        return _guarded(sounds.tidy_mp4, content), mime
    known = _TIDIERS.get(plain)
    if known is None:
        raise Unclear("a kind nobody here knows")
    return _guarded(known, content), mime


_UNMARKED = frozenset((*_TEXTS, "audio/amr", "application/x-tgsticker"))
"""Kinds that have no place for such notes."""
_TIDIERS: Mapping[str, Callable[[bytes], bytes]] = {
    "image/jpeg": pictures.tidy_jpeg,
    "image/png": pictures.tidy_png,
    "image/webp": pictures.tidy_webp,
    "image/gif": pictures.tidy_gif,
    "audio/mpeg": sounds.tidy_mp3,
    "audio/aac": sounds.tidy_mp3,
    "audio/ogg": sounds.tidy_ogg,
    "audio/flac": sounds.tidy_flac,
    "audio/wav": sounds.tidy_wav,
}


def _inner_picture(content: bytes) -> bytes:
    mime = sniffed(content, "")
    known = _TIDIERS.get(mime)
    if known is None or not mime.startswith("image/"):
        raise Unclear("an unknown picture in it")
    return known(content)


def _guarded(work: Callable[[bytes], bytes], content: bytes) -> bytes:
    """Do the work on a file of a stranger: whatever it raises means that the file is not what it says."""
    try:
        return work(content)
    except Unclear:
        raise
    except Exception as odd:  # noqa: BLE001 - readers raise anything on broken files; the file is passed on as it is
        raise Unclear(type(odd).__name__) from None
