"""Which files a form takes: pictures by their own first bytes. What is in them is the one way for files' to judge."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.vocabulary.letters import Letters, Upload
from core.vocabulary.report import Evidence
from web.posts import Posted

PHOTO_KINDS = "image/jpeg,image/png,image/webp,image/gif,image/heic,image/heif"
_HEADS = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
)
_BOXED = (b"heic", b"heix", b"mif1", b"msf1", b"hevc", b"heim", b"heis")


@dataclass(frozen=True)
class Problem:
    """What is wrong with a field, by the key of its text; ``values`` fill its places."""

    field: str
    key: str
    values: tuple[tuple[str, object], ...] = ()


def kind_of(content: bytes) -> str:
    """Tell what picture this is by its first bytes; empty for what is none that we take."""
    for place, head, mime in _HEADS:
        if content[place : place + len(head)] == head:
            return mime
    return "image/heic" if content[4:8] == b"ftyp" and content[8:12] in _BOXED else ""


def judged(files: Sequence[Posted], left_out: int, photos: int, photo: int) -> list[Problem]:
    """Say what is wrong with the files of a post."""
    found: list[Problem] = []
    for one in files:
        named = ("name", one.name)
        if not one.whole:
            found.append(Problem("photos", "photo_large", (named, ("count", max(1, photo // 1024 // 1024)))))
        elif not one.size:
            found.append(Problem("photos", "photo_empty", (named,)))
        elif not kind_of(one.head):
            found.append(Problem("photos", "photo_kind", (named,)))
    if left_out:
        found.append(Problem("photos", "photo_many", (("count", photos),)))
    return found


@dataclass(frozen=True)
class Kept:
    """A file of a post that waits to be brought in, by the id of its `Upload`; ``size`` in bytes."""

    id: str
    mime: str
    size: int


async def keep(store: Letters, box: str, files: Sequence[Posted], at: datetime) -> list[Kept]:
    """Let the files of a post wait, one after the other.

    Their ids are of box and content: the same file twice is one, nobody guesses another's.
    """
    found: dict[str, Kept] = {}
    for one in files:
        kept = await _kept(store, box, one, at)
        found[kept.id] = kept
    return list(found.values())


async def _kept(store: Letters, box: str, one: Posted, at: datetime) -> Kept:
    mime = kind_of(one.head)
    own = hashlib.sha256(f"{box}|{await one.content.digest()}".encode()).hexdigest()[:40]
    await store.put_upload(Upload(own, one.content, mime, at))
    return Kept(own, mime, one.size)


def evidence(kept: Sequence[Kept]) -> tuple[Evidence, ...]:
    """Name kept files as evidence that is still on its way."""
    return tuple(Evidence("photo", one.id, "", one.mime, "", one.id) for one in kept)
