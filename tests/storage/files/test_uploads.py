"""Whatever somebody sends as a file: it is taken, or the person is told why not, in their language."""

from __future__ import annotations

import asyncio
import io
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pillow_heif
import pytest
from PIL import Image

from core.city.texts import Texts
from core.vocabulary.media import Held, Tidied
from core.vocabulary.report import Facts
from storage.city import read_city
from storage.files import Tidier
from tests.contents import bytes_of, tidied_by
from tests.storage.files import samples
from tests.storage.files.cameras import shot
from tests.storage.files.streets import encoded, street

WITA = ZoneInfo("Asia/Makassar")
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"


def photo(**more: object) -> bytes:
    """Take a photo at half past nine in Kupang, in front of a school."""
    return shot(**more)  # type: ignore[arg-type]


def heic() -> bytes:
    """Take the same photo with another phone."""
    with Image.open(io.BytesIO(photo())) as picture:
        out = io.BytesIO()
        pillow_heif.from_pillow(picture).save(out, exif=picture.getexif().tobytes(), quality=70)
    return out.getvalue()


def large_png(side: int) -> bytes:
    """Make a picture of so many pixels along each side, all of them, in few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer, body = zlib.compressobj(9), bytearray()
    for _ in range(side):
        body += packer.compress(bytes(side // 8 + 1))
    body += packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", bytes(body)) + chunk(b"IEND", b"")


def large_jpeg() -> bytes:
    """Make a JPEG whose head promises 20,000 times 20,000 pixels."""
    content = encoded(street(1))
    place = content.index(b"\xff\xc0") + 5
    return content[:place] + struct.pack(">HH", 20_000, 20_000) + content[place + 4 :]


def many_scans() -> bytes:
    """Make a progressive JPEG that goes over the picture three hundred times."""
    out = io.BytesIO()
    Image.new("RGB", (64, 64), "grey").save(out, "JPEG", progressive=True)
    content = out.getvalue()
    scan = content.rindex(b"\xff\xda")
    return content[:scan] + content[scan:-2] * 300 + content[-2:]


def packed(name: str, body: bytes) -> bytes:
    """Pack one file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, body)
    return out.getvalue()


def polyglot() -> bytes:
    """Make a photo that is a page and an archive, too."""
    content = photo()
    comment = b"<script>alert(1)</script>"
    noted = content[:2] + b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment + content[2:]
    return noted + packed("run.js", b"alert(1)")


REJECTED: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "nothing": (lambda: b"", "image/jpeg", "empty"),
    "svg": (lambda: SVG, "image/svg+xml", "kind"),
    "svg as a photo": (lambda: b"\xef\xbb\xbf \n" + SVG[21:], "image/jpeg", "kind"),
    "page as a photo": (lambda: HTML, "image/jpeg", "kind"),
    "page as text": (lambda: b"\n\n" + HTML, "text/plain", "kind"),
    "page in wide letters": (lambda: HTML.decode().encode("utf-16"), "text/plain", "kind"),
    "program": (lambda: b"MZ\x90\x00" + bytes(500), "application/pdf", "kind"),
    "script": (lambda: b"#!/bin/sh\nrm -rf /\n", "text/plain", "kind"),
    "archive": (lambda: packed("a.txt", b"x"), "application/zip", "kind"),
    "app": (lambda: packed("AndroidManifest.xml", b"x"), "image/jpeg", "kind"),
    "rar": (lambda: b"Rar!\x1a\x07\x01\x00" + bytes(100), "application/octet-stream", "kind"),
    "torn archive": (lambda: packed("a.txt", bytes(999))[:60], "application/zip", "broken"),
    "zip bomb": (samples.bomb, "application/zip", "packed"),
    "picture bomb": (samples.picture_bomb, "image/png", "pixels"),
    "png of 20,000 x 20,000": (lambda: large_png(20_000), "image/png", "pixels"),
    "jpeg of 20,000 x 20,000": (large_jpeg, "image/jpeg", "pixels"),
    "jpeg of 300 scans": (many_scans, "image/jpeg", "pixels"),
}


def taken(content: bytes, said: str) -> Tidied:
    """Take a file in, in a city in WITA."""
    return asyncio.run(tidied_by(Tidier(WITA), content, said))


@pytest.mark.parametrize(("make", "said", "reason"), REJECTED.values(), ids=REJECTED.keys())
def test_what_is_not_taken_is_told(make: Callable[[], bytes], said: str, reason: str) -> None:
    """Each is turned away within seconds, whatever it says that it is, and there are words for why."""
    content = make()
    began = time.monotonic()
    assert reason == taken(content, said).rejected
    assert 20 > time.monotonic() - began


def test_each_reason_has_words() -> None:
    """Citizen and official are told each reason, in both languages, and none is told like another."""
    texts = Texts(read_city(Path("cities/kupang")).texts)
    reasons = ("too_large", "gone", "refused", "empty", "kind", "pixels", "packed", "broken", "virus")
    for whose in ("citizen.file", "officials.files.not_fetched"):
        for language in ("id", "en"):
            said = {texts.say(f"{whose}.{reason}", language) for reason in reasons}
            assert len(reasons) == len(said)


@pytest.mark.parametrize("make", [photo, heic, lambda: photo(progressive=True)], ids=["jpeg", "heic", "progressive"])
def test_photos_are_drawn_anew_and_what_they_tell_is_kept_aside(make: Callable[[], bytes]) -> None:
    """Time and place are read in the city's time and stand in the picture no more; it can be known again."""
    found = taken(make(), "application/octet-stream")
    assert ("image/jpeg", False, "") == (found.media.mime, found.telltale, found.rejected)
    facts = found.facts
    assert facts is not None
    assert datetime(2026, 3, 14, 1, 30, tzinfo=UTC) == facts.taken_at
    assert (-10.1583, 123.6231) == (round(facts.latitude or 0, 4), round(facts.longitude or 0, 4))
    with Image.open(io.BytesIO(bytes_of(found.media.content))) as picture:
        assert {} == dict(picture.getexif())
        assert (320, 240) == picture.size
    assert found.likeness is not None


def test_of_a_polyglot_only_the_photo_is_left() -> None:
    """What else the file was, is gone."""
    found = taken(polyglot(), "text/html")
    assert ("image/jpeg", "") == (found.media.mime, found.rejected)
    assert not any(part in bytes_of(found.media.content) for part in (b"script", b"PK\x03\x04", b"run.js"))


def test_a_torn_photo_is_kept_and_told() -> None:
    """Half of a photo is passed on as it came, marked, and its sender is asked for another."""
    for content in (photo()[:9000], heic()[:4000], samples.png()[:60]):
        found = taken(content, "image/jpeg")
        assert (Held(content), True, True, "") == (found.media.content, found.telltale, found.torn, found.rejected)


def test_a_very_large_photo_is_made_smaller() -> None:
    """A photo of 108 megapixels becomes one of 4,096 along its longer side."""
    out = io.BytesIO()
    Image.new("L", (12_000, 9_000), 128).save(out, "JPEG")
    found = taken(out.getvalue(), "image/jpeg")
    with Image.open(io.BytesIO(bytes_of(found.media.content))) as picture:
        assert 4096 >= max(picture.size) > 2000


def test_a_clock_that_says_where_it_is_set_is_believed() -> None:
    """A camera's own offset counts; a clock that was never set, and notes that are none, tell nothing."""
    for said, offset, expected in (
        ("2026:03:14 09:30:00", "+07:00", datetime(2026, 3, 14, 2, 30, tzinfo=UTC)),
        ("1980:01:01 00:00:00", "", None),
        ("kemarin", "", None),
    ):
        exif = Image.Exif()
        exif.get_ifd(0x8769).update({0x9003: said, 0x9011: offset})
        out = io.BytesIO()
        street(1).save(out, "JPEG", exif=exif.tobytes())
        facts = taken(out.getvalue(), "image/jpeg").facts
        assert expected == (facts.taken_at if facts else None)


def test_the_loop_goes_on_while_a_photo_is_drawn() -> None:
    """While large photos are drawn, everything else has its turn again and again."""

    async def turns() -> int:
        out = io.BytesIO()
        street(1).resize((6000, 4500)).save(out, "JPEG", quality=90)
        work = asyncio.gather(*(tidied_by(Tidier(WITA), out.getvalue(), "image/jpeg") for _ in range(2)))
        count = 0
        while not work.done():
            await asyncio.sleep(0)
            count += 1
        await work
        return count

    assert 100 < asyncio.run(turns())  # drawn on the loop itself, a photo would leave two or three


def test_facts_are_nothing_where_nothing_is_told() -> None:
    """A photo without notes tells nothing."""
    assert None is taken(encoded(street(1)), "image/jpeg").facts
    assert Facts() != taken(photo(), "image/jpeg").facts
