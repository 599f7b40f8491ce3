"""Name files: neutrally where the sender's own name for one says too much, and safely where it is kept."""

from __future__ import annotations

import mimetypes
import re
import unicodedata
from collections.abc import Mapping

LONGEST = 100
FileWords = Mapping[str, str]
"""What a file of each sort is called: "photo", "video", "sound", "picture", "document"."""

AS_THEY_ARE: FileWords = {sort: sort for sort in ("photo", "video", "sound", "picture", "document")}
_SORTS = {
    "photo": "photo",
    "video": "video",
    "video_note": "video",
    "animation": "video",
    "voice": "sound",
    "audio": "sound",
    "sticker": "picture",
}
_BY_MIME = {"image": "photo", "video": "video", "audio": "sound"}
_ENDINGS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "image/gif": ".gif",
    "image/heic": ".heic",
    "image/tiff": ".tif",
    "video/mp4": ".mp4",
    "video/webm": ".webm",
    "audio/ogg": ".ogg",
    "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a",
    "audio/aac": ".aac",
    "audio/amr": ".amr",
    "application/pdf": ".pdf",
    "application/msword": ".doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/x-tgsticker": ".tgs",
    "text/plain": ".txt",
    "text/csv": ".csv",
    "application/zip": ".zip",
}
"""What people's programs call these kinds; the platform's own table prefers rarer endings for some."""
_UNSAFE = re.compile(r'[\x00-\x1f\x7f"\'`;\\/:*?<>|%=&$#]+')
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}$")


def ending(mime: str, name: str = "") -> str:
    """Give the ending that fits a kind of content; that of ``name`` only where it is the ending of a known kind."""
    plain = mime.partition(";")[0].strip().lower()
    if plain in _ENDINGS:
        return _ENDINGS[plain]
    own = _ENDING.search(name)
    if own is not None and mimetypes.guess_type(f"x{own[0].lower()}")[0] is not None:
        return own[0].lower()
    return mimetypes.guess_extension(plain) or ".bin"


def neutral_name(kind: str, mime: str, number: int = 1, name: str = "", words: FileWords = AS_THEY_ARE) -> str:
    """Name a file by what it is: "photo-1.jpg", "document-2.pdf"; of its own name only the ending is looked at."""
    sort = _SORTS.get(kind) or _BY_MIME.get(mime.partition("/")[0]) or "document"
    return f"{words[sort]}-{number}{ending(mime, name)}"


def safe_name(name: str, kind: str, mime: str, words: FileWords = AS_THEY_ARE) -> str:
    """Keep a file's own name without what could break a header, hide its ending or leave its folder."""
    visible = "".join(
        " " if unicodedata.category(character) in ("Cc", "Zl", "Zp", "Zs") else character
        for character in unicodedata.normalize("NFC", name)
        if unicodedata.category(character) not in ("Cf", "Cs", "Co", "Cn")
    )
    stem = " ".join(_UNSAFE.sub("_", visible).split()).strip(" ._")
    fitting = ending(mime, stem)
    own = _ENDING.search(stem)
    if own is not None:
        same = mimetypes.guess_type(f"x{own[0].lower()}")[0] == mimetypes.guess_type(f"x{fitting}")[0]
        fitting = own[0] if same else fitting
        stem = stem[: own.start()].rstrip(" ._")
    if not any(character.isalnum() for character in stem):
        return neutral_name(kind, mime, name=name, words=words)
    return stem[: LONGEST - len(fitting)].rstrip(" ._") + fitting
