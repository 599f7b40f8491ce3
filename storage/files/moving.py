"""Take out of pictures that move what is not the picture; their frames stay as they are."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from storage.files.errors import Unclear
from storage.files.seen import Shown

_PIECE = 64 * 1024
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"sRGB", b"sBIT", b"bKGD", b"pHYs", b"iCCP")
) | {b"acTL", b"fcTL", b"fdAT"}
_WEBP_KEPT = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
_WEBP_NOTED = 0b0000_1100
"""Flags of VP8X that announce Exif and XMP (WebP Container Specification)."""


def tidy_png(content: Shown) -> Iterator[bytes]:
    """Give a PNG without texts, times and unknown chunks (PNG specification, chunks), piece by piece."""
    yield _PNG
    place = len(_PNG)
    while place + 12 <= len(content):
        (length,) = struct.unpack(">I", content[place : place + 4])
        kind, end = content[place + 4 : place + 8], place + 12 + length
        if end > len(content):
            raise Unclear("a chunk is too long")
        if kind in _PNG_KEPT:
            check = 0
            for piece in _pieces(content, place + 4, end - 4):
                check = zlib.crc32(piece, check)
            if check != struct.unpack(">I", content[end - 4 : end])[0]:
                raise Unclear("a chunk is broken")
            yield from _pieces(content, place, end)
        if kind == b"IEND":
            return
        place = end
    raise Unclear("it has no end")


def tidy_webp(content: Shown) -> Iterator[bytes]:
    """Give a WebP without Exif, XMP and unknown chunks, piece by piece."""
    chunks = list(_webp_chunks(content))
    if not chunks:
        raise Unclear("no picture in it")
    size = sum(len(head) + end - start + padding for head, start, end, padding in chunks)
    yield b"RIFF" + struct.pack("<I", size + 4) + b"WEBP"
    for head, start, end, padding in chunks:
        yield head
        yield from _pieces(content, start, end)
        yield bytes(padding)


def _webp_chunks(content: Shown) -> Iterator[tuple[bytes, int, int, int]]:
    """Give of each chunk that is kept what stands before its body, where that begins and ends, and its padding."""
    (size,) = struct.unpack("<I", content[4:8])
    end = min(len(content), size + 8)
    place = 12
    while place + 8 <= end:
        kind, (length,) = content[place : place + 4], struct.unpack("<I", content[place + 4 : place + 8])
        start, head = place + 8, content[place : place + 8]
        if start + length > len(content):
            raise Unclear("a chunk is too long")
        stop, padding = start + length, length % 2
        place = stop + padding
        if kind == b"VP8X":
            head, start = head + bytes((content[start] & ~_WEBP_NOTED & 0xFF,)), start + 1
        if kind in _WEBP_KEPT:
            yield head, start, stop, padding


def tidy_gif(content: Shown) -> Iterator[bytes]:
    """Give a GIF without comments and foreign extensions (GIF89a), piece by piece."""
    place = 13 + (3 << ((content[10] & 7) + 1) if content[10] & 0x80 else 0)
    yield content[:place]
    while place < len(content):
        kind = content[place]
        if kind == 0x3B:
            yield b";"
            return
        start = place
        if kind == 0x21:
            label = content[place + 1]
            place = _blocks(content, place + 2)
            looping = label == 0xFF and content[start + 3 : start + 14] in (b"NETSCAPE2.0", b"ANIMEXTS1.0")
            if label == 0xF9 or looping:
                yield from _pieces(content, start, place)
        elif kind == 0x2C:
            flags = content[place + 9]
            place = _blocks(content, place + 11 + (3 << ((flags & 7) + 1) if flags & 0x80 else 0))
            yield from _pieces(content, start, place)
        else:
            raise Unclear("an unknown block")
    raise Unclear("it has no end")


def _pieces(content: Shown, place: int, end: int) -> Iterator[bytes]:
    while place < end:
        yield content[place : min(end, place + _PIECE)]
        place += _PIECE


def _blocks(content: Shown, place: int) -> int:
    while content[place]:
        place += content[place] + 1
    return place + 1
