"""Take everything out of a JPEG that is not the picture, without touching the picture (ITU-T T.81, annex B)."""

from __future__ import annotations

import struct

from storage.files.errors import Barred, Unclear
from storage.files.seen import Shown

_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_BARE = frozenset((0x01, *range(0xD0, 0xD8)))
_APP0, _APP2, _APP14, _COM = 0xE0, 0xE2, 0xEE, 0xFE
_JFIF, _ICC, _ADOBE = b"JFIF\x00", b"ICC_PROFILE\x00", b"Adobe"
_JFIF_BYTES = 12
"""Of the JFIF header without its thumbnail: name, version, density."""
_UPRIGHT = 1
_ORIENTATION = 0x0112
MOST_SCANS = 64
"""A progressive JPEG of a camera has about ten; one of thousands is made to take long."""


def without_traces(content: bytes, orientation: int = _UPRIGHT) -> bytes:
    """Give the picture alone; what stands behind its end goes too. Raises ``Unclear`` for what is no whole JPEG.

    An ``orientation`` (Exif, 1-8) other than upright is written back, as the only thing that is.
    """
    out = bytearray(b"\xff\xd8")
    if orientation != _UPRIGHT:
        out += _segment(0xE1, _orientation_alone(orientation))
    place = 2
    if content[:2] != b"\xff\xd8":
        raise Unclear("no JPEG")
    while True:
        marker, place = _marker(content, place)
        if marker == _EOI:
            out += b"\xff\xd9"
            return bytes(out)
        if marker in _BARE:
            out += bytes((0xFF, marker))
            continue
        body, place = _body(content, place)
        kept = _kept(marker, body)
        if kept is not None:
            out += _segment(marker, kept)
        if marker == _SOS:
            end = _end_of_scan(content, place)
            out += content[place:end]
            place = end


def end_of(content: Shown) -> int:
    """Find where a picture ends, and what hangs behind it begins. Raises ``Unclear`` for what is no whole JPEG.

    Of several scans there may be as many as a camera would make: each of them costs whoever draws the picture.
    """
    if content[:2] != b"\xff\xd8":
        raise Unclear("no JPEG", torn=True)
    place, scans = 2, 0
    while True:
        marker, place = _marker(content, place)
        if marker == _EOI:
            return place
        if marker in _BARE:
            continue
        _, place = _body(content, place)
        if marker == _SOS:
            scans += 1
            if scans > MOST_SCANS:
                raise Barred("pixels")
            place = _end_of_scan(content, place)


def _marker(content: Shown, place: int) -> tuple[int, int]:
    if place >= len(content) or content[place] != 0xFF:
        raise Unclear("a marker is missing", torn=True)
    while place < len(content) and content[place] == 0xFF:
        place += 1
    if place >= len(content):
        raise Unclear("it ends in a marker", torn=True)
    return content[place], place + 1


def _body(content: Shown, place: int) -> tuple[bytes, int]:
    if place + 2 > len(content):
        raise Unclear("it ends in a segment", torn=True)
    (length,) = struct.unpack(">H", content[place : place + 2])
    if length < 2 or place + length > len(content):
        raise Unclear("a segment is too long", torn=True)
    return content[place + 2 : place + length], place + length


def _segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def _kept(marker: int, body: bytes) -> bytes | None:
    """Give what is kept of a segment: what decoding needs; None for all that describes."""
    if marker == _APP0:
        return body[:_JFIF_BYTES] + b"\x00\x00" if body.startswith(_JFIF) and len(body) >= _JFIF_BYTES else None
    if marker == _APP2:
        return body if body.startswith(_ICC) else None
    if marker == _APP14:
        return body if body.startswith(_ADOBE) else None
    return None if 0xE0 <= marker <= 0xEF or marker == _COM else body


def _end_of_scan(content: Shown, place: int) -> int:
    """Find the marker that ends the coded data: zero bytes and restart markers belong to it."""
    while True:
        place = content.find(b"\xff", place)
        if place < 0 or place + 1 >= len(content):
            raise Unclear("it has no end", torn=True)
        following = content[place + 1]
        if following == 0xFF:
            place += 1
        elif following == 0 or following in _BARE:
            place += 2
        else:
            return place


def _orientation_alone(orientation: int) -> bytes:
    entry = struct.pack(">HHIHH", _ORIENTATION, 3, 1, orientation, 0)
    return b"Exif\x00\x00MM\x00\x2a" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
