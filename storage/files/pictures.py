"""Take out of pictures what is not the picture: place, device, owner, comments, what hangs behind the end."""

from __future__ import annotations

import io
import logging
import struct
import warnings
import zlib
from collections.abc import Iterator

from PIL import Image, ImageOps

from storage.files import jpeg
from storage.files.errors import Unclear

logging.getLogger("PIL").setLevel(logging.WARNING)  # below it writes down owner and place of every picture
MOST_PIXELS = 25_000_000
"""Turned upright up to this size (100 MB unpacked); a larger JPEG keeps its turn as the one thing that is noted."""
_ORIENTATION = 0x0112
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"sRGB", b"sBIT", b"bKGD", b"pHYs", b"iCCP")
) | {b"acTL", b"fcTL", b"fdAT"}
_WEBP_DROPPED = frozenset((b"EXIF", b"XMP "))
_WEBP_KEPT = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
_WEBP_NOTED = 0b0000_1100
"""Flags of VP8X that announce Exif and XMP (WebP Container Specification)."""


def tidy_jpeg(content: bytes) -> bytes:
    """Give a JPEG upright and without anything else."""
    turn = _orientation(content)
    bare = jpeg.without_traces(content, turn)
    return _upright(bare, "JPEG") if turn != 1 else bare


def tidy_png(content: bytes) -> bytes:
    """Give a PNG without texts, times and unknown chunks (PNG specification, chunks)."""
    turn = _orientation(content)
    if turn != 1:
        content = _upright(content, "PNG")
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


def tidy_other(content: bytes) -> bytes:
    """Draw a picture of another kind anew as PNG, one page of a size that can be unpacked."""
    with _opened(content) as picture:
        if getattr(picture, "n_frames", 1) > 1:
            raise Unclear("several pages")
    return _PNG + b"".join(_png_chunks(_upright(content, "PNG")))


def _orientation(content: bytes) -> int:
    with _opened(content, MOST_PIXELS * 100) as picture:
        found = picture.getexif().get(_ORIENTATION, 1)
    return found if isinstance(found, int) and 1 <= found <= 8 else 1


def _upright(content: bytes, kind: str) -> bytes:
    """Turn a picture as its note says, and draw it without notes; a JPEG that is too large stays as it is."""
    with _opened(content, MOST_PIXELS * 100) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            if kind == "JPEG":
                return content
            raise Unclear("too many pixels")
        turned = ImageOps.exif_transpose(picture)
        profile = turned.info.get("icc_profile")
        turned.info = {key: turned.info[key] for key in ("transparency",) if key in turned.info}
        out = io.BytesIO()
        turned.save(out, kind, icc_profile=profile, **({"quality": 92} if kind == "JPEG" else {}))
    drawn = out.getvalue()
    return jpeg.without_traces(drawn) if kind == "JPEG" else drawn


def _opened(content: bytes, most: int = MOST_PIXELS) -> Image.Image:
    """Read the head of a picture. Raises ``Unclear`` when it is broken or would unpack to more than ``most`` pixels."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library warns of what is measured here
        picture = Image.open(io.BytesIO(content))
    if picture.width * picture.height > most:
        raise Unclear("too many pixels")
    return picture
