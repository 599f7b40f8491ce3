"""What files tell of their makers goes; the content stays whole, and what nobody can read stops nothing."""

from __future__ import annotations

import asyncio
import io
import zipfile
from collections.abc import Callable

import pikepdf
import pytest
from PIL import Image

from core.vocabulary.media import Held, Media, Tidied
from storage.files import Tidier
from storage.files.sounds import _checksum
from tests.contents import bytes_of, tidied_by
from tests.storage.files import samples as files

Make = Callable[[], bytes]
TELLING: dict[str, tuple[Make, str]] = {
    "jpeg": (files.jpeg, "image/jpeg"),
    "progressive jpeg": (lambda: files.jpeg(progressive=True), "image/jpeg"),
    "turned jpeg": (lambda: files.jpeg(6), "image/jpeg"),
    "png": (files.png, "image/png"),
    "turned png": (lambda: files.png(6), "image/png"),
    "webp": (files.webp, "image/webp"),
    "gif": (files.gif, "image/gif"),
    "tiff": (files.tiff, "image/png"),
    "pdf": (files.pdf, "application/pdf"),
    "docx": (files.word, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": (files.sheet, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "odt": (files.open_document, "application/vnd.oasis.opendocument.text"),
    "mp4": (files.mp4, "video/mp4"),
    "mp3": (files.mp3, "audio/mpeg"),
    "wav": (files.wav, "audio/wav"),
    "flac": (files.flac, "audio/flac"),
    "ogg": (files.ogg, "audio/ogg"),
}


def tidied(content: bytes, mime: str = "application/octet-stream") -> Tidied:
    """Tidy a file as it would come in."""
    return asyncio.run(tidied_by(Tidier(), content, mime, "document"))


def everything_in(content: bytes, mime: str) -> bytes:
    """Give the bytes with what is packed in them unpacked beside."""
    found = content
    if "openxml" in mime or "opendocument" in mime:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found += b"".join(archive.read(name) for name in archive.namelist())
    if mime == "application/pdf":
        with pikepdf.open(io.BytesIO(content)) as document:
            for item in document.objects:
                found += str(item).encode() if not isinstance(item, pikepdf.Stream) else item.read_raw_bytes()
    return found


@pytest.mark.parametrize(("make", "mime"), TELLING.values(), ids=TELLING.keys())
def test_traces_go(make: Make, mime: str) -> None:
    """Of each kind nothing is left of the name, whatever kind the sender's program said that it is."""
    before = make()
    assert files.WHO.encode() in everything_in(before, mime) or mime in ("application/pdf", "image/png")

    for said in (mime, "application/octet-stream"):
        found = tidied(before, said)
        assert (mime, False) == (found.media.mime, found.telltale)
        after = everything_in(bytes_of(found.media.content), mime)
        assert files.WHO.encode() not in after
        assert b"Yuliana" not in after.replace(b"\0", b"")
        assert found == tidied(before, said)


@pytest.mark.parametrize(
    "make", [files.jpeg, lambda: files.jpeg(6), files.png, lambda: files.png(6), files.webp, files.tiff]
)
def test_pictures_stay_and_stand_upright(make: Make) -> None:
    """The picture is the same as it was shown before, and carries no note that turns it once more."""
    before, after = make(), bytes_of(tidied(make()).media.content)
    with Image.open(io.BytesIO(before)) as old, Image.open(io.BytesIO(after)) as new:
        size = old.size[::-1] if old.getexif().get(0x0112) == 6 else old.size
        assert size == new.size
        assert {} == dict(new.getexif())
        assert new.convert("RGB").getpixel((3, 3)) == pytest.approx((90, 120, 30), abs=6)


def test_moving_pictures_keep_moving() -> None:
    """A GIF keeps its frames."""
    with Image.open(io.BytesIO(bytes_of(tidied(files.gif()).media.content))) as picture:
        assert 2 == getattr(picture, "n_frames", 1)


def test_documents_can_still_be_read() -> None:
    """A PDF keeps its page, its note and its photo; a text document its words."""
    with pikepdf.open(io.BytesIO(bytes_of(tidied(files.pdf()).media.content))) as document:
        page = document.pages[0].obj
        assert "catatan" == str(page["/Annots"][0]["/Contents"])
        Image.open(io.BytesIO(page["/Resources"]["/XObject"]["/P"].read_raw_bytes())).load()
    with zipfile.ZipFile(io.BytesIO(bytes_of(tidied(files.word()).media.content))) as archive:
        assert b"Jalan rusak" in archive.read("word/document.xml")
        assert archive.testzip() is None


def test_sounds_keep_their_places() -> None:
    """Films and sounds stay as long as they were, with true checksums, so that players find everything."""
    for make in (files.mp4, files.wav, files.flac, files.ogg):
        assert len(make()) == tidied(make()).media.content.size
    page = bytearray(bytes_of(tidied(files.ogg()).media.content))[28 + 19 :]
    end = 27 + page[26] + sum(page[27 : 27 + page[26]])
    noted, page[22:26] = page[22:26], bytes(4)
    assert _checksum(page[:end]).to_bytes(4, "little") == bytes(noted)


UNREADABLE: dict[str, bytes] = {
    "closed pdf": files.closed_pdf(),
    "broken pdf": b"%PDF-1.4 z",
    "torn jpeg": files.jpeg()[:200],
    "torn png": files.png()[:60],
    "torn webp": files.webp()[:40],
    "torn gif": files.gif()[:30],
    "torn mp4": files.mp4()[:60],
    "torn ogg": files.ogg()[:40],
    "old office": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "anything": b"\x00\x01\x02 something",
    "says it is a picture": b"no picture at all",
}


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_unreadable_files_are_marked(content: bytes) -> None:
    """What is closed, broken or of an unknown kind comes back as it is, marked as telltale."""
    for said in ("application/octet-stream", "image/jpeg"):
        found = tidied(content, said)
        assert (Held(content), True) == (found.media.content, found.telltale)


def test_plain_text_has_no_traces() -> None:
    """A text file is nothing but its words."""
    assert Tidied(Media(Held(b"Jalan rusak"), "text/plain", "x")) == tidied(b"Jalan rusak", "text/plain")
