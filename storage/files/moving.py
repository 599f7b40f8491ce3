"""Take out of pictures that move what is not the picture; their frames stay as they are."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from storage.files.errors import Unclear

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"sRGB", b"sBIT", b"bKGD", b"pHYs", b"iCCP")
) | {b"acTL", b"fcTL", b"fdAT"}
_WEBP_KEPT = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
_WEBP_NOTED = 0b0000_1100
"""Flags of VP8X that announce Exif and XMP (WebP Container Specification)."""


def tidy_png(content: bytes) -> bytes:
    """Give a PNG without texts, times and unknown chunks (PNG specification, chunks)."""
    return _PNG + b"".join(_png_chunks(content))


def _png_chunks(content: bytes) -> Iterator[bytes]:
    place = len(_PNG)
    while place + 12 <= len(content):
        (length,) = struct.unpack(">I", content[place : place + 4])
        kind, end = content[place + 4 : place + 8], place + 12 + length
        if end > len(content):
            raise Unclear("a chunk is too long")
        if kind in _PNG_KEPT:
            if zlib.crc32(content[place + 4 : end - 4]) != struct.unpack(">I", content[end - 4 : end])[0]:
                raise Unclear("a chunk is broken")
            yield content[place:end]
        if kind == b"IEND":
            return
        place = end
    raise Unclear("it has no end")


def tidy_webp(content: bytes) -> bytes:
    """Give a WebP without Exif, XMP and unknown chunks."""
    (size,) = struct.unpack("<I", content[4:8])
    end = min(len(content), size + 8)
    place, chunks = 12, bytearray()
    while place + 8 <= end:
        kind, (length,) = content[place : place + 4], struct.unpack("<I", content[place + 4 : place + 8])
        body = content[place + 8 : place + 8 + length]
        if len(body) < length:
            raise Unclear("a chunk is too long")
        if kind == b"VP8X":
            body = bytes((body[0] & ~_WEBP_NOTED & 0xFF,)) + body[1:]
        if kind in _WEBP_KEPT:
            chunks += kind + struct.pack("<I", length) + body + b"\x00" * (length % 2)
        place += 8 + length + length % 2
    if not chunks:
        raise Unclear("no picture in it")
    return b"RIFF" + struct.pack("<I", len(chunks) + 4) + b"WEBP" + bytes(chunks)


def tidy_gif(content: bytes) -> bytes:
    """Give a GIF without comments and foreign extensions (GIF89a)."""
    place = 13 + (3 << ((content[10] & 7) + 1) if content[10] & 0x80 else 0)
    out = bytearray(content[:place])
    while place < len(content):
        kind = content[place]
        if kind == 0x3B:
            return bytes(out + b";")
        start = place
        if kind == 0x21:
            label = content[place + 1]
            place = _blocks(content, place + 2)
            looping = label == 0xFF and content[start + 3 : start + 14] in (b"NETSCAPE2.0", b"ANIMEXTS1.0")
            if label == 0xF9 or looping:
                out += content[start:place]
        elif kind == 0x2C:
            flags = content[place + 9]
            place = _blocks(content, place + 11 + (3 << ((flags & 7) + 1) if flags & 0x80 else 0))
            out += content[start:place]
        else:
            raise Unclear("an unknown block")
    raise Unclear("it has no end")


def _blocks(content: bytes, place: int) -> int:
    while content[place]:
        place += content[place] + 1
    return place + 1
