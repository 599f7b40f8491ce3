"""Small pictures, each with its own content."""

from __future__ import annotations

import struct
import zlib


def png(number: int = 0, side: int = 48) -> bytes:
    """Make a PNG of one colour that depends on the number."""
    colour = bytes((number * 37 % 256, number * 91 % 256, 120))
    rows = (b"\0" + colour * side) * side

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
