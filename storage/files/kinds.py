"""Tell what a file is by its bytes; neither its name nor what its sender's program says is believed."""

from __future__ import annotations

import re
import zipfile
from typing import BinaryIO

import puremagic

from storage.files.errors import Barred

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
UNKNOWN = "application/octet-stream"
UNMARKED = frozenset(("text/plain", "text/csv", "audio/amr", "application/x-tgsticker"))
"""Kinds that have no place for notes about their maker."""
HEIF = frozenset(("image/heic", "image/avif"))
_CLAIMED = re.compile(r"image/|audio/(mpeg|aac|ogg|flac|wav)$")
_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis", b"hevc")
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
_ACTIVE = re.compile(rb"<(!doctype|html|head|body|script|svg|iframe|\?xml|\?php|!--)|#!\s*/", re.IGNORECASE)
"""Beginnings of what a browser or a machine would run."""
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"dex\n")
_PACKED = re.compile(r"zip|rar|7z|gzip|bzip|x-xz|x-tar|zstd|java-archive|android\.package|x-iso|cab", re.IGNORECASE)
_HEAD = 2048
_READ = 64 * 1024


def sniffed(file: BinaryIO, said: str) -> str:
    """Tell a kind by its first bytes, an archive by its list; what is not known so is what the sender's program said.

    Raises ``Barred`` for what is empty, a program, an archive, or a page or drawing that a browser would run.
    """
    content = file.read(_READ)
    if not content:
        raise Barred("empty")
    for start, offset, mime in _MAGIC:
        if content[offset : offset + len(start)] == start:
            return mime
    if content[4:8] == b"ftyp":
        return _boxed(content[8:12], said)
    if content[:4] == b"PK\x03\x04":
        return _zipped(file)
    if content[:2] in (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2") or content[:3] == b"ID3":
        return "audio/mpeg"
    _check(content)
    plain = said.partition(";")[0].strip().lower()
    if _CLAIMED.match(plain):
        return _guessed(content, "image/") or UNKNOWN
    return plain or UNKNOWN


def _check(content: bytes) -> None:
    """Raise ``Barred`` for what could do something where it is opened."""
    head = content[:_HEAD]
    for name in ("utf-16-le", "utf-16-be") if head[:2] in (b"\xff\xfe", b"\xfe\xff") else ():
        head += head.decode(name, "ignore").encode("utf-8", "ignore")
    words = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if (
        _ACTIVE.match(words)
        or _ACTIVE.search(words[:256])
        or head.startswith(_PROGRAMS)
        or _PACKED.search(_guessed(content))
    ):
        raise Barred("kind")


def _guessed(content: bytes, only: str = "") -> str:
    """Ask the library; empty where it does not know, or knows another kind than those that begin with ``only``."""
    try:
        found = puremagic.magic_string(content)
    except (puremagic.PureError, ValueError, IndexError, UnicodeError):
        return ""
    sure = [match.mime_type for match in found if match.confidence >= 0.6 and match.mime_type]
    return next((mime for mime in sure if mime.startswith(only)), "")


def _boxed(brand: bytes, said: str) -> str:
    if brand in _BRANDS:
        return "image/avif" if brand.startswith(b"avi") else "image/heic"
    if said.startswith(("audio/", "video/")):
        return said.partition(";")[0].strip().lower()
    return "audio/mp4" if brand.startswith(b"M4A") else "video/mp4"


def _zipped(file: BinaryIO) -> str:
    """Tell an office document; every other archive is barred, for nobody can see what is in it."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                said = archive.read("mimetype").decode("ascii", "replace").strip()
                if said.startswith("application/vnd.oasis.opendocument"):
                    return said
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError):
        raise Barred("broken") from None
    roots = {name.partition("/")[0] for name in names}
    if "[Content_Types].xml" in names:
        for root, mime in (("word", WORD), ("xl", SHEET), ("ppt", SLIDES)):
            if root in roots:
                return mime
    raise Barred("kind")
